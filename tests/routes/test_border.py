"""Help for those who cross the border: where, what to carry, what is closed, what signs say."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from catalogue.publishing import publish
from routes.border import border_help, holidays_between
from routes.itinerary import itinerary_of
from routes.models import Stop
from tests.factories import RouteFactory, VillageFactory
from tests.routes.brochure_routes import edition_of

TODAY = date(2026, 11, 26)


def names_on(day: date, language: str) -> list[tuple[str, str]]:
    with translation.override(language):
        return [
            (holiday.country, holiday.name)
            for found in holidays_between(day, day, language)
            for holiday in found.holidays
        ]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("lv", "Lietuvas valsts atjaunošanas diena"),
        ("lt", "Lietuvos valstybės atkūrimo diena"),
        ("en", "Restoration of the State of Lithuania"),
    ],
)
def test_a_holiday_of_one_country_in_the_readers_language(language, name):
    assert names_on(date(2027, 2, 16), language) == [("LT", name)]


def test_a_holiday_of_both_countries_has_both_names():
    assert names_on(date(2027, 6, 24), "lt") == [
        ("LV", "Joninės"),
        ("LT", "Rasos ir Joninių diena"),
    ]


def test_a_moved_day_off_says_which_day_it_stands_for():
    with translation.override("en"):
        assert names_on(date(2026, 1, 2), "en") == [("LV", "a day off instead of 17 January 2026")]


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_all_holidays_of_the_coming_years_have_a_name_in_the_readers_language(language):
    with translation.override(language):
        found = holidays_between(date(2026, 1, 1), date(2031, 12, 31), language)

    unnamed = {h.name for day in found for h in day.holidays if h.language}
    assert len(found) > 100
    assert unnamed == set()


# --- Routes ---------------------------------------------------------------------------------------


@pytest.fixture
def across(db):
    """Three stops: Latvia, Lithuania, Latvia; the middle one has a name in each language."""
    first = VillageFactory()
    second = VillageFactory(
        lithuanian=True,
        place_name_lv="Zarasi",
        place_name_lt="Zarasai",
        place_name_en="Zarasai",
    )
    third = VillageFactory()
    route = RouteFactory()
    for position, village in enumerate((first, second, third)):
        Stop.objects.create(route=route, village=village, day=position + 1, position=position)
    for item in (first, second, third, route):
        for language in ("lv", "lt", "en"):
            publish(item, language, by=None)
    return route


def help_for(route, language="en", first_day=None):
    edition = edition_of(route, language)
    with translation.override(language):
        return border_help(itinerary_of(edition, first_day), language, TODAY)


def test_a_route_in_one_country_needs_no_help(db, client):
    villages = VillageFactory.create_batch(2)
    route = RouteFactory(stops=villages)
    for item in (*villages, route):
        publish(item, "en", by=None)

    assert help_for(route) is None
    page = client.get(edition_of(route, "en").get_absolute_url()).content.decode()
    assert "Across the border" not in page


def test_where_the_border_is_crossed_and_which_stops_are_where(across):
    found = help_for(across)

    assert [crossing.text for crossing in found.crossings] == [
        "Between stops 1 and 2 you cross from Latvia into Lithuania.",
        "Between stops 2 and 3 you cross from Lithuania into Latvia.",
    ]
    assert [(side.name, side.stops) for side in found.sides] == [
        ("Latvia", "1, 3"),
        ("Lithuania", "2"),
    ]


def test_a_detour_across_the_border_begins_at_the_last_stop_that_is_none(across):
    detour = across.stops()[1]
    detour.is_optional = True
    detour.save()
    publish(across, "en", by=None)

    assert [(crossing.before, crossing.after) for crossing in help_for(across).crossings] == [
        (1, 2)
    ]


def test_signs_are_in_the_language_of_their_country(across):
    assert [
        (name.number, name.latvian, name.lithuanian, name.signs)
        for name in help_for(across).place_names
    ] == [(2, "Zarasi", "Zarasai", "lt")]


def test_names_come_from_what_is_published(across):
    from catalogue.publishing import withdraw

    withdraw(across.stops()[1].village, "lv", by=None)

    assert help_for(across).place_names == []


def test_without_days_the_holidays_of_a_year_that_are_not_shared(across):
    days = {found.day: found.where for found in help_for(across).holidays}

    assert days[date(2027, 2, 16)] == "in Lithuania"
    assert days[date(2027, 5, 4)] == "in Latvia"
    assert date(2026, 12, 25) not in days  # kept in both
    assert min(days) >= TODAY
    assert max(days) <= TODAY + timedelta(days=365)


def test_with_days_every_holiday_on_the_way_also_a_shared_one(across):
    found = help_for(across, first_day=date(2027, 6, 22))

    assert [(day.day, day.where) for day in found.holidays] == [
        (date(2027, 6, 23), "in Latvia"),
        (date(2027, 6, 24), "in both countries"),
    ]
    assert help_for(across, first_day=date(2027, 8, 1)).holidays == []


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "lv",
            ["Pāri robežai", "no Latvijas uz Lietuvu", "112", "+371", "+370", "Labdien", "Zarasi"],
        ),
        ("lt", ["Per sieną", "patenkate į Lietuvą", "112", "+371", "+370", "Ačiū", "Zarasai"]),
        ("en", ["Across the border", "cross from Latvia into Lithuania", "Schengen", "EUR"]),
    ],
)
def test_the_page_says_it_in_the_readers_language(client, across, language, sentences):
    page = client.get(edition_of(across, language).get_absolute_url()).content.decode()

    assert [sentence for sentence in sentences if sentence not in page] == []


def test_no_holiday_on_the_way_is_said_too(client, across):
    address = edition_of(across, "en").get_absolute_url()

    assert "No day of your journey is a public holiday" in (
        client.get(f"{address}?from=2027-08-01").content.decode()
    )
