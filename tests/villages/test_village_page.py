"""A village's page as a guest reads it: what to do, when, with whom, the way, what is near."""

import re

import pytest

from catalogue.publishing import draft_edition, publish
from tests.factories import (
    HostContactFactory,
    NoticeFactory,
    OfferFactory,
    PlaceFactory,
    ProductFactory,
    VillageFactory,
)
from villages.getting_there import spots_of, towns_nearby
from villages.models import Place
from villages.offer_groups import offer_groups
from villages.pages import surroundings
from villages.seasons import booking_sentence, languages_spoken, year_of

pytestmark = pytest.mark.django_db


def document(village, language: str = "en") -> dict:
    return draft_edition(village, language).document


def text_of(client, village, language: str = "en") -> str:
    """The words of the published page, without tags and with plain spaces."""
    html = client.get(publish(village, language, by=None).edition.get_absolute_url()).text
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").split())


def at(latitude: float, longitude: float, **more):
    village = VillageFactory(place=None, **more)
    PlaceFactory(village=village, latitude=latitude, longitude=longitude)
    return village


# --- What to do -----------------------------------------------------------------------------------


def test_offers_stand_under_what_a_guest_wants():
    village = VillageFactory()
    for position, kind in enumerate(("lodging", "meal", "workshop", "tour", "tasting", "bath")):
        OfferFactory(village=village, kind=kind, title_en=kind, position=position)

    groups = offer_groups(document(village))

    assert [(group.key, [card.offer["title"] for card in group.cards]) for group in groups] == [
        ("do", ["tour", "bath"]),
        ("learn", ["workshop"]),
        ("taste", ["meal", "tasting"]),
        ("stay", ["lodging"]),
    ]


def test_every_kind_of_offer_has_a_group():
    village = VillageFactory()
    kinds = OfferFactory._meta.model._meta.get_field("kind").choices
    for kind, _label in kinds:
        OfferFactory(village=village, kind=kind)

    assert sum(len(group.cards) for group in offer_groups(document(village))) == len(kinds)


def test_an_offer_tells_its_price_with_its_day_and_what_is_not_confirmed(client):
    village = VillageFactory()
    OfferFactory(village=village, price_basis="person", price="6.50", price_as_of="2026-04-02")
    OfferFactory(village=village, price_basis="person", price="3.00", is_secondary=True)

    words = text_of(client, village)

    assert "6.50 EUR per person; as of 2 April 2026" in words
    assert "3 EUR per person Nobody noted when this price was asked" in words.replace("; ", " ")
    assert words.count("Nobody noted when this price was asked") == 1
    assert words.count("not confirmed by the hosts.") == 1


def test_what_the_project_asked_for_is_told_as_what_one_finds(client):
    village = VillageFactory()
    ProductFactory(village=village)
    OfferFactory(village=village, kind="meal")

    words = text_of(client, village)

    assert "something to eat something to take home" in words
    assert "something to take part in" not in words
    assert "Here you find" not in text_of(client, VillageFactory())


# --- When -----------------------------------------------------------------------------------------


def test_offers_with_the_same_months_share_a_row_of_the_year():
    village = VillageFactory()
    over_new_year = {"season_from": 11, "season_to": 2}
    OfferFactory(village=village, title_en="Skis", **over_new_year)
    OfferFactory(village=village, title_en="Sledges", **over_new_year)
    OfferFactory(village=village, title_en="Bath", excluded_months=[7])
    OfferFactory(village=village, title_en="Someday", weekdays=[6])

    year = year_of(document(village))

    assert [(season.titles, season.months) for season in year.seasons] == [
        (("Skis", "Sledges"), (True, True, *[False] * 8, True, True)),
        (("Bath",), (*[True] * 6, False, *[True] * 5)),
    ]
    assert year.unsaid == ("Someday",)


def test_the_year_is_a_table_that_can_be_heard(client):
    village = VillageFactory()
    OfferFactory(village=village, season_from=6, season_to=8)

    words = text_of(client, village)

    assert words.count("guests are received closed") == 1
    assert words.count("closed guests are received") == 1
    assert "June" in words


def test_a_year_that_nobody_told_is_said_to_be_unknown(client):
    village = VillageFactory()
    OfferFactory(village=village)

    assert "have not told us their months and hours yet" in text_of(client, village)


@pytest.mark.parametrize(
    ("offers", "sentence"),
    [
        ([], ""),
        ([{}], ""),
        ([{"booking_needed": False}], "No booking is needed where the hosts told us about it."),
        ([{"booking_needed": True}], "Some of it must be booked: see each offer."),
        (
            [{"booking_needed": True, "booking_notice_days": days} for days in (1, 3)],
            "Book at least 3 days before you come.",
        ),
    ],
)
def test_booking_is_told_in_one_sentence(offers, sentence):
    village = VillageFactory()
    for offer in offers:
        OfferFactory(village=village, **offer)

    assert booking_sentence(document(village)) == sentence


def test_languages_of_all_offers_are_told_together():
    village = VillageFactory()
    OfferFactory(village=village, languages=["ru", "lv"])
    OfferFactory(village=village, languages=["ltg", "lv"])

    assert languages_spoken(document(village)) == "Latvian, Latgalian, Russian"


# --- Who ------------------------------------------------------------------------------------------


def test_hosts_are_named_as_long_as_they_consent(client):
    village = VillageFactory()
    HostContactFactory(village=village, name="Sample Now")
    HostContactFactory(village=village, name="Sample Then", consent_until="2001-01-01")

    words = text_of(client, village)

    assert "Sample Now Bakes the bread +999 0000 0000 host@example.org Speaks: Latvian" in words
    assert "Sample Then" not in words
    assert "No host has agreed" not in words


def test_without_hosts_the_institution_is_named(client):
    village = VillageFactory()
    type(village.partner).objects.filter(pk=village.partner_id).update(phone="+999 1111 1111")

    words = text_of(client, village)

    assert f"looked after by this institution: {village.partner.name_en}. +999 1111 1111" in words


# --- The way --------------------------------------------------------------------------------------


def test_coordinates_come_in_two_notations_with_a_link_of_known_uncertainty(client):
    village = VillageFactory(place=None)
    PlaceFactory(village=village, latitude=56.0534, longitude=26.7832, radius_m=1000)

    words = text_of(client, village)
    html = client.get(publish(village, "en", by=None).edition.get_absolute_url()).text

    assert "56.0534, 26.7832 N 56° 03.20′ E 26° 46.99′" in words
    assert 'href="geo:56.05340,26.78320;u=1000"' in html


def test_nobody_is_led_to_a_place_that_is_known_roughly(client):
    village = VillageFactory(place=None)
    PlaceFactory(
        village=village, latitude=56.0534, longitude=26.7832, precision="area", radius_m=6000
    )

    words = text_of(client, village)
    html = client.get(publish(village, "en", by=None).edition.get_absolute_url()).text

    assert "known to within 6 km only: ask for the way" in words
    assert "geo:" not in html
    assert "56.0534" not in words


def test_each_place_of_a_village_is_told_under_its_label():
    village = VillageFactory()
    PlaceFactory(village=village, label_en="The mill", position=5)

    assert [spot.label for spot in spots_of(document(village))] == ["", "The mill"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "more", "towns"),
    [
        (
            56.0534,
            26.7832,
            {},
            [
                ("Daugavpils", "25 km to the south-west"),
                ("Preiļi", "27 km to the north"),
                ("Krāslava", "30 km to the south-east"),
            ],
        ),
        # In Preiļi itself the town says nothing; a city is always named.
        (
            56.2944,
            26.7246,
            {},
            [
                ("Viļāni", "31 km to the north-east"),
                ("Līvāni", "35 km to the west"),
                ("Rēzekne", "45 km to the north-east"),
            ],
        ),
        # Somewhere within 15 km, it may be in Daugavpils as well.
        (
            56.0534,
            26.7832,
            {"precision": "area", "radius_m": 15_000},
            [
                ("Ilūkste", "32 km to the west"),
                ("Zarasai", "49 km to the south-west"),
                ("Rēzekne", "61 km to the north-east"),
            ],
        ),
    ],
)
def test_towns_are_named_with_their_way(latitude, longitude, more, towns):
    village = VillageFactory(place=None)
    PlaceFactory(village=village, latitude=latitude, longitude=longitude, **more)

    found = towns_nearby(document(village))

    assert [(town.name, town.where.replace("\xa0", " ")) for town in found] == towns


def test_a_village_without_a_place_has_no_way_to_tell(client):
    village = VillageFactory()
    Place.objects.all().delete()

    assert towns_nearby(document(village)) == []
    assert spots_of(document(village)) == []


# --- Near here ------------------------------------------------------------------------------------


def test_neighbours_stand_on_both_sides_of_the_border_nearest_first():
    here = at(55.80, 26.30)
    near = [at(55.80 + north / 10, 26.30) for north in (4, 1, 3, 2)]
    across = [at(55.80 - south / 10, 26.30, lithuanian=True) for south in (6, 2, 3)]
    for village in (here, *near, *across):
        publish(village, "en", by=None)

    around = surroundings(publish(here, "en", by=None).edition)

    sides = [[neighbour.edition.source_id for neighbour in side] for side in around.sides]
    assert sides == [
        [near[1].pk, near[3].pk, near[2].pk],
        [across[1].pk, across[2].pk],  # the third lies further than 60 km
    ]
    assert [neighbour.direction for side in around.sides for neighbour in side] == [0] * 3 + [4] * 2
    assert [neighbour.is_abroad for neighbour in around.nearest] == [False] * 3 + [True] * 2


def test_a_page_names_the_side_and_the_way(client):
    here, across = at(55.80, 26.30), at(55.70, 26.30, lithuanian=True)
    publish(across, "en", by=None)

    words = text_of(client, here)

    assert "Across the border, in Lithuania" in words
    assert "11 km to the south" in words
    assert "In Latvia" not in words


def test_neighbours_speak_the_language_of_the_page():
    here, other = at(55.80, 26.30), at(55.81, 26.30)
    publish(other, "lt", by=None)

    assert surroundings(publish(here, "lv", by=None).edition).nearest == []


# --- Costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_page_asks_five_questions_whatever_there_is(client, django_assert_num_queries, count):
    village = VillageFactory()
    for _number in range(count):
        OfferFactory(village=village, season_from=5, season_to=9)
        HostContactFactory(village=village)
        NoticeFactory(village=village, shown_from="2000-01-01", shown_until="2999-01-01")
        if count < 30:
            publish(VillageFactory(), "en", by=None)
    address = publish(village, "en", by=None).edition.get_absolute_url()

    with django_assert_num_queries(5):  # words; the editions; related; nearest; what is live
        answer = client.get(address)

    assert len(answer.context["around"].live.contacts) == count


def test_the_code_to_scan_leads_to_the_permanent_address(client):
    village = VillageFactory()
    page = client.get(publish(village, "en", by=None).edition.get_absolute_url()).text
    address = re.search(r'src="(/k/[^"]+\.svg)"', page)[1]

    answer = client.get(address)

    assert answer["Content-Type"] == "image/svg+xml"
    assert f"<title>http://testserver{address.removesuffix('.svg')}</title>" in answer.text
    assert client.get("/k/NONE.svg").status_code == 404
