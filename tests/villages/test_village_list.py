"""The list of villages under filters, as visitors meet it."""

import struct
from urllib.parse import quote

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.places import distance_km
from catalogue.publishing import publish
from catalogue.shared_words import shared_words
from tests.catalogue.test_query_counts import copies
from tests.factories import NoticeFactory, OfferFactory, PlaceFactory, ThemeFactory, VillageFactory
from tests.villages.test_asked import values, words
from villages.around import Points
from villages.asked import Asked
from villages.lists import FEW, PER_PAGE, found

pytestmark = pytest.mark.django_db

DAUGAVPILS = (55.8833, 26.5333)


def published(*villages, languages=LANGUAGES):
    for village in villages:
        for language in languages:
            publish(village, language, by=None)
    return villages[0]


def village_at(latitude, longitude, precision="centre", radius_m=0, **words):
    village = VillageFactory(place=None, **words)
    PlaceFactory(
        village=village,
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        radius_m=radius_m,
    )
    return village


def titles(response):
    return [card.edition.title for card in response.context["villages"].cards]


def text_of(response):
    return " ".join(response.content.decode().split())


# --- Near -----------------------------------------------------------------------------------------


@pytest.fixture
def three_around():
    """3, 12 and 45 km from Daugavpils."""
    north, east = 1 / 111.4, 1 / (111.6 * 0.561)
    latitude, longitude = DAUGAVPILS
    return published(
        village_at(latitude + 45 * north, longitude, theme_name_lv="Tālais", slug_lv="talais"),
        village_at(latitude, longitude + 12 * east, "area", 3000, theme_name_lv="Ap dārzu"),
        village_at(latitude - 3 * north, longitude, theme_name_lv="Tuvais", slug_lv="tuvais"),
    )


def test_villages_near_a_place(client, three_around):
    for query, names in (
        ("near=daugavpils", ["Tuvais", "Ap dārzu"]),
        ("near=daugavpils&km=50", ["Tuvais", "Ap dārzu", "Tālais"]),
        ("near=daugavpils&km=50&sort=name", ["Ap dārzu", "Tālais", "Tuvais"]),
        ("near=daugavpils&km=5", ["Tuvais"]),
        ("near=55.88,26.53&km=5", ["Tuvais"]),
        ("near=talais&km=10", ["Tālais"]),
        ("near=nobody-knows", ["Ap dārzu", "Tālais", "Tuvais"]),
        ("in=26.5,55.88,26.8,55.9", ["Ap dārzu"]),
        ("near=daugavpils&km=50&in=26.4,55.7,26.6,55.87", ["Tuvais"]),
    ):
        assert titles(client.get(f"/lv/ciemi/?{query}")) == names, query


@given(
    st.tuples(st.floats(54.5, 57.5), st.floats(24, 29)),
    st.lists(st.tuples(st.floats(54.5, 57.5), st.floats(24, 29)), max_size=12),
    st.sampled_from([1, 10, 30, 100]),
)
def test_a_circle_is_as_round_as_the_earth(centre, places, radius):
    """Against the ellipsoid, within 0.2 % and two metres."""
    places = sorted(places)
    sent = b"".join(
        struct.pack(f">{len(places)}{kind}", *column)
        for kind, column in (
            ("i", range(len(places))),
            ("f", [latitude for latitude, _longitude in places]),
            ("f", [longitude for _latitude, longitude in places]),
        )
    )

    found = Points(sent).in_a_circle(centre, radius)

    for number, (latitude, longitude) in enumerate(places):
        km = distance_km((centre[1], centre[0]), (longitude, latitude))
        slack = km * 0.002 + 0.002
        if number in found:
            assert abs(found[number] - km) <= slack
        else:
            assert km > radius - slack


def test_distances_are_told_as_exactly_as_they_are_known(client, three_around):
    response = client.get("/en/villages/?near=daugavpils&km=50")

    assert [
        (round(card.distance_km), card.is_about) for card in response.context["villages"].cards
    ] == [(3, False), (12, True), (45, False)]
    assert "about 12 km away as the crow flies" in text_of(response).replace("\u00a0", " ")


def test_the_place_is_that_of_a_village_whatever_the_language(client, three_around):
    html = text_of(client.get("/lt/kaimai/?near=talais&km=10"))

    assert f"{three_around.theme_name_lt} ir 10 km aplink" in html
    assert 'hreflang="lv" href="http://testserver/lv/ciemi/?near=talais&amp;km=10"' in html


def test_where_a_visitor_is_stays_with_them(client, three_around, settings):
    settings.KEEP_PAGES = True
    cache.clear()
    caches["visitors"].clear()

    response = client.get("/lv/ciemi/?near=55.88,26.53")

    assert response["Cache-Control"] == "private, no-store"
    assert response["Permissions-Policy"].count("geolocation=(self)") == 1
    assert not [*cache._cache, *caches["visitors"]._cache]
    assert "geolocation=()" in client.get("/lv/")["Permissions-Policy"]


# --- What hosts have said, and what they have not ------------------------------------------------


@pytest.fixture
def four_seasons():
    """Open in summer; in summer on weekends; in winter; nobody knows."""
    villages = [
        VillageFactory(theme_name_lv=name, theme_name_en=name)
        for name in ("Vasara", "Nedēļas nogale", "Ziema", "Nezināms")
    ]
    OfferFactory(village=villages[0], season_from=6, season_to=8, price="8.00")
    OfferFactory(village=villages[1], season_from=6, season_to=8, weekdays=[6, 7])
    OfferFactory(village=villages[2], season_from=11, season_to=3, price_basis="free")
    OfferFactory(village=villages[3])
    return published(*villages)


def test_what_is_known_and_what_is_not(client, four_seasons):
    for query, names, silent in (
        ("month=7", ["Nedēļas nogale", "Vasara"], 1),
        ("month=1", ["Ziema"], 1),
        ("month=5", [], 1),
        ("on=2027-07-05", ["Vasara"], 1),  # a Monday
        ("on=2027-07-04", ["Nedēļas nogale", "Vasara"], 1),
        ("price=free", ["Ziema"], 2),
        ("price=10", ["Vasara", "Ziema"], 2),
        ("price=10&month=7", ["Vasara"], 2),
        ("price=10&month=7&unsaid=yes", ["Nedēļas nogale", "Nezināms", "Vasara"], 0),
        ("month=7&unsaid=yes", ["Nedēļas nogale", "Nezināms", "Vasara"], 0),
    ):
        response = client.get(f"/lv/ciemi/?{query}")
        assert titles(response) == names, query
        assert response.context["filters"].silent_count == silent, query


def test_villages_that_have_not_said_so_are_marked(client, four_seasons):
    cards = client.get("/lv/ciemi/?price=10&month=7&unsaid=yes").context["villages"].cards

    assert [(card.edition.title, card.is_unsaid) for card in cards] == [
        ("Nedēļas nogale", True),  # its price is not known
        ("Nezināms", True),
        ("Vasara", False),
    ]


def test_a_notice_of_the_day_is_shown_with_its_village(client, four_seasons):
    NoticeFactory(
        village=four_seasons,
        text_lv="Slēgts līdz 10. jūlijam",
        shown_from="2027-07-03",
        shown_until="2027-07-10",
    )

    cards = client.get("/lv/ciemi/?on=2027-07-05").context["villages"].cards
    later = client.get("/lv/ciemi/?on=2027-07-12").context["villages"].cards

    assert [(c.edition.title, c.notices) for c in cards] == [
        ("Vasara", ("Slēgts līdz 10. jūlijam",))
    ]
    assert [(c.edition.title, c.notices) for c in later] == [("Vasara", ())]


def test_choices_that_lead_nowhere_are_left_out(client, four_seasons):
    filters = client.get("/en/villages/?price=free").context["filters"]

    assert [choice.label for choice in filters.month.choices] == [
        "January", "February", "March", "November", "December",
    ]  # fmt: skip
    assert [(c.value, c.count) for c in filters.price.choices] == [
        ("free", 1), ("5", 1), ("10", 2), ("20", 2), ("50", 2),
    ]  # fmt: skip
    assert filters.speaks.choices == filters.good_to_know.choices == []


def test_an_empty_list_shows_the_ways_out(client, four_seasons):
    response = client.get("/en/villages/?month=5&price=10&theme=crafts")

    html = text_of(response)
    assert "No village fits all of these choices." in html
    assert [
        (way.label, way.address, way.count) for way in response.context["filters"].ways_out
    ] == [("Open: May", "/en/villages/?theme=crafts&price=10", 2)]
    assert "For 1 more village this is not known." in html


# --- The address and the order --------------------------------------------------------------------


def test_a_filtered_page_names_its_short_address_in_every_language(client, four_seasons):
    html = client.get(
        "/lv/ciemi/?sort=name&price=10&theme=nowhere&theme=crafts&month=7&page=9"
    ).content.decode()

    short = "?month=7&amp;theme=crafts&amp;price=10"
    assert f'<link rel="canonical" href="http://testserver/lv/ciemi/{short}">' in html
    assert f'href="/lt/kaimai/{short}"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'content="noindex"' not in client.get("/lv/ciemi/?theme=nowhere").content.decode()


def test_the_newest_come_first_when_asked_for(client, four_seasons):
    four_seasons.summary_lv = "Pārrakstīts."
    four_seasons.save()
    publish(four_seasons, "lv", by=None)

    assert titles(client.get("/lv/ciemi/?sort=newest")) == [
        "Vasara", "Nezināms", "Ziema", "Nedēļas nogale",
    ]  # fmt: skip


def test_every_page_of_a_long_list_has_its_own_villages(client):
    """More than are sorted at once, so pages are walked to from both ends."""
    village = VillageFactory()
    OfferFactory(village=village, kind="meal")
    edition = publish(village, "lv", by=None).edition
    copies(edition, FEW + 2 * PER_PAGE)
    call_command("make_indexes", "facets")
    hidden = publish(VillageFactory(theme_name_lv="Bez ēdiena"), "lv", by=None).edition

    in_order = list(
        Edition.objects.current()
        .exclude(pk=hidden.pk)
        .order_by("sort_key", "id")
        .values_list("pk", flat=True)
    )
    pages = -(-len(in_order) // PER_PAGE)
    words = shared_words("lv")
    for asked in (Asked(offer=("meal",)), Asked(offer=("meal",), sort="newest")):
        answer = found("lv", asked, words)
        seen = [card.edition.pk for page in range(1, pages + 1) for card in answer.cards(page)]
        assert (len(seen), {*seen}) == (len(in_order), {*in_order})
        assert seen == in_order or asked.sort

    last = client.get("/lv/ciemi/?offer=meal&page=999999")
    assert [c.edition.pk for c in last.context["villages"].cards] == in_order[
        (pages - 1) * PER_PAGE :
    ]
    assert (
        f'href="http://testserver/lv/ciemi/?offer=meal&amp;page={pages}"' in last.content.decode()
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(words, values), max_size=6))
def test_any_address_gives_a_page(client, pairs):
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs)

    assert client.get(f"/lt/kaimai/?{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3, 300])
def test_three_queries_answer_any_question(client, django_assert_max_num_queries, count):
    village = VillageFactory(slug_lv="amatu-ciems")
    OfferFactory(village=village, kind="meal", season_from=5, season_to=9)
    copies(publish(village, "lv", by=None).edition, count - 1)
    call_command("make_indexes", "facets")

    for query, total in (
        ("month=7&group=10&unsaid=yes", count),
        ("month=1", 0),
        ("theme=crafts&price=10&unsaid=yes&sort=newest&page=2", count),
        ("near=amatu-ciems&km=100&in=20,50,30,60&theme=crafts", count),
        ("near=nobody", count),
    ):
        with django_assert_max_num_queries(3):  # words; maps and what is near; cards
            response = client.get(f"/lv/ciemi/?{query}")
        assert response.context["villages"].found.total == total, query


def test_combinations_of_filters_push_out_no_page_that_everybody_asks_for(
    client, settings, django_assert_num_queries
):
    settings.KEEP_PAGES = True
    ThemeFactory(key="bread")
    published(VillageFactory())
    cache.clear()
    caches["visitors"].clear()
    for path in ("/lv/ciemi/", "/lv/ciemi/?theme=crafts"):
        client.get(path)
    kept = len(cache._cache)

    for group in range(1, 4):
        client.get(f"/lv/ciemi/?theme=crafts&group={group}&unsaid=yes")

    assert (kept, len(cache._cache), len(caches["visitors"]._cache)) == (2, 2, 3)
    with django_assert_num_queries(1):
        client.get("/lv/ciemi/?theme=crafts&group=3&unsaid=yes")
    cache.clear()
    caches["visitors"].clear()
