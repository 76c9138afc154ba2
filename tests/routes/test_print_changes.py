"""What changed since a print is named in words, and nothing is named that did not change."""

from copy import deepcopy
from datetime import date

import pytest
from django.utils import translation

from routes.printing.changes import Change, changes_between, in_words, since_print

OFFER = {
    "kind": "workshop",
    "title": "Basket weaving",
    "description": "",
    "duration_min": 60,
    "price": "8.00",
    "price_basis": "person",
    "price_as_of": "2026-01-01",
    "tiers": [],
    "season_from": 5,
    "season_to": 9,
    "excluded_months": [],
    "weekdays": [1, 2],
    "opens_at": "10:00",
    "closes_at": "16:00",
    "booking_needed": True,
    "booking_notice_days": 2,
}
PLACE = {"latitude": 56.1, "longitude": 26.2, "precision": "exact", "radius_m": 0, "label": ""}
PHOTO = {"digest": "a", "author": "A. Author", "licence": "CC0 1.0", "alt": "A loom"}
VILLAGE = {
    "title": "Craft village",
    "place": "Višķi",
    "summary": "By a lake.",
    "story": ["Baskets are woven."],
    "offers": [OFFER],
    "products": [{"title": "Baskets"}],
    "sights": [{"text": "A church"}],
    "places": [PLACE],
    "photos": [PHOTO],
    "sources": ["https://one.example/"],
    "verified_on": "2026-01-01",
}
STOP = {
    "village": 7,
    "title": "Craft village",
    "place": "Višķi",
    "point": PLACE,
    "stay_minutes": 60,
    "note": "",
    "leg_km": None,
}
ROUTE = {
    "title": "Lakes",
    "summary": "Around.",
    "story": ["Go."],
    "mode": "car",
    "length_km": 12.0,
    "line": None,
    "days": [{"number": 1, "title": "", "stops": [STOP, {**STOP, "village": 8, "leg_km": 12.0}]}],
}


def changed(document: dict, *path, to) -> dict:
    """A copy of the document with another value at the end of the path."""
    copy = deepcopy(document)
    *steps, last = path
    place = copy
    for step in steps:
        place = place[step]
    place[last] = to
    return copy


@pytest.mark.parametrize(
    ("path", "value", "change"),
    [
        (("title",), "Potters' village", Change.NAME),
        (("place",), "Preiļi", Change.NAME),
        (("summary",), "By two lakes.", Change.TEXT),
        (("story",), [], Change.TEXT),
        (("sights",), [], Change.TEXT),
        (("products", 0, "title"), "Pots", Change.OFFERS),
        (("offers",), [], Change.OFFERS),
        (("offers",), [OFFER, {**OFFER, "title": "Another"}], Change.OFFERS),
        (("offers", 0, "title"), "Basket making", Change.OFFERS),
        (("offers", 0, "duration_min"), 90, Change.OFFERS),
        (("offers", 0, "opens_at"), "11:00", Change.OPENING),
        (("offers", 0, "weekdays"), [1], Change.OPENING),
        (("offers", 0, "season_to"), 8, Change.OPENING),
        (("offers", 0, "booking_notice_days"), 3, Change.BOOKING),
        (("offers", 0, "price"), "9.00", Change.PRICES),
        (("offers", 0, "price_as_of"), "2026-05-01", Change.PRICES),
        (("places", 0, "latitude"), 56.2, Change.COORDINATES),
        (("places", 0, "label"), "Barn", Change.TEXT),
        (("photos",), [], Change.PHOTOS),
        (("photos", 0, "digest"), "b", Change.PHOTOS),
        (("photos", 0, "alt"), "A wheel", Change.TEXT),
    ],
)
def test_a_villages_change_is_named_and_no_other(path, value, change):
    assert changes_between("village", VILLAGE, changed(VILLAGE, *path, to=value)) == [change]


@pytest.mark.parametrize(
    ("path", "value", "change"),
    [
        (("title",), "Rivers", Change.NAME),
        (("days", 0, "stops"), [STOP], Change.STOPS),
        (("days", 0, "stops", 1, "village"), 9, Change.STOPS),
        (("days", 0, "number"), 2, Change.STOPS),
        (("days", 0, "stops", 1, "optional"), True, Change.STOPS),
        (("days", 0, "title"), "First", Change.TEXT),
        (("days", 0, "stops", 0, "note"), "Ring the bell", Change.TEXT),
        (("days", 0, "stops", 0, "title"), "Potters", Change.NAME),
        (("days", 0, "stops", 0, "stay_minutes"), 90, Change.WAY),
        (("days", 0, "stops", 0, "point"), {**PLACE, "longitude": 26.3}, Change.COORDINATES),
        (("length_km",), 14.0, Change.WAY),
        (("mode",), "bicycle", Change.WAY),
    ],
)
def test_a_routes_change_is_named_and_no_other(path, value, change):
    assert changes_between("route", ROUTE, changed(ROUTE, *path, to=value)) == [change]


def test_stops_in_another_order_are_a_change_of_stops():
    days = [{**ROUTE["days"][0], "stops": list(reversed(ROUTE["days"][0]["stops"]))}]

    assert changes_between("route", ROUTE, {**ROUTE, "days": days}) == [Change.STOPS]


@pytest.mark.parametrize(("kind", "document"), [("village", VILLAGE), ("route", ROUTE)])
def test_what_nobody_prints_is_no_change(kind, document):
    same = deepcopy(document)
    same |= {"sources": ["https://other.example/"], "verified_on": None, "tags": ["new"]}

    assert changes_between(kind, document, same) == []


def test_keys_that_documents_got_later_are_no_change():
    now = deepcopy(ROUTE) | {"travel_minutes": 20, "brochure_blocks": ["stops"]}
    now["days"][0]["stops"][1] |= {"optional": False, "leg": {"mode": "car", "km": 12.0}}

    assert changes_between("route", ROUTE, now) == []


def test_two_offers_of_the_same_title_are_compared_one_by_one():
    two = {**VILLAGE, "offers": [OFFER, OFFER]}

    assert changes_between("village", two, {**VILLAGE, "offers": [OFFER]}) == [Change.OFFERS]
    assert changes_between("village", two, two) == []


def test_offers_in_another_order_are_the_same_offers():
    other = {**OFFER, "title": "Another"}

    assert (
        changes_between(
            "village", {**VILLAGE, "offers": [OFFER, other]}, {**VILLAGE, "offers": [other, OFFER]}
        )
        == []
    )


def test_what_is_withdrawn_is_that_alone():
    assert changes_between("village", VILLAGE, None) == [Change.WITHDRAWN]


def test_several_changes_stand_in_the_order_of_their_weight():
    now = changed(VILLAGE, "summary", to="Else.")
    now["offers"][0] |= {"opens_at": "11:00", "price": "9.00"}

    found = changes_between("village", VILLAGE, now)

    assert found == [Change.OPENING, Change.PRICES, Change.TEXT]
    assert in_words(found) == "opening hours, prices, text"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Changed since the spring 2026 print: opening hours"),
        ("lv", "Izmaiņas kopš 2026. gada pavasara iespieduma: darba laiks"),
        ("lt", "Nuo 2026 m. pavasario spaudinio pasikeitė: darbo laikas"),
    ],
)
def test_the_season_of_the_print_is_told_in_the_readers_language(language, sentence):
    with translation.override(language):
        assert since_print(date(2026, 4, 20), [Change.OPENING]) == sentence


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 1, 1), "winter 2026"),
        (date(2026, 2, 28), "winter 2026"),
        (date(2026, 3, 1), "spring 2026"),
        (date(2026, 6, 1), "summer 2026"),
        (date(2026, 9, 1), "autumn 2026"),
        (date(2026, 12, 31), "winter 2026"),
    ],
)
def test_seasons_begin_with_their_months(day, season):
    assert since_print(day, []).startswith(f"Changed since the {season} print")
