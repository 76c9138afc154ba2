"""The formats of brochures: what is offered, what is refused, and what stands on each panel."""

import re

import pytest
from django.utils import translation

from catalogue.models import Edition
from catalogue.models.edition import digest_of
from catalogue.publishing import publish, withdraw
from catalogue.shared_words import shared_words
from routes.brochures import laying_out
from routes.brochures.content import (
    CannotBePrinted,
    Part,
    Selection,
    brochure_of,
    brochure_of_selection,
    card_of,
)
from routes.brochures.formats import FORMATS, Purpose, formats_for
from routes.brochures.measures import MEASURES
from routes.brochures.panels import panels_of
from routes.models import Route
from routes.press import folding
from routes.templatetags.brochures import bound, shown
from tests.routes.brochure_routes import LANGUAGES, brochure_address, edition_of, route_of, village
from tests.routes.wordy_routes import wordy_route

pytestmark = pytest.mark.django_db

SITE = "https://villages.example"
PANELS = ("leaflet", "leaflet-z", "map-a6", "map-dl")


def brochure(edition, key="a4", **values):
    with translation.override(edition.language):
        words = shared_words(edition.language)
        return brochure_of(edition, words, SITE, FORMATS[key], **values)


def html_of(printed, key="a4", purpose=Purpose.SCREEN):
    return laying_out.html_of(printed, FORMATS[key], purpose, SITE)


def sections_of(html: str) -> list[str]:
    """Ids of the sections that are children of <main>, in their order."""
    main = html[html.index("<main") : html.index("</main>")]
    depth, found = 0, []
    for tag in re.finditer(r"<(/?)section([^>]*)>", main):
        if tag[1]:
            depth -= 1
        else:
            if depth == 0:
                found.append(re.search(r'id="([^"]+)"', tag[2])[1])
            depth += 1
    return found


# --- What is offered ------------------------------------------------------------------------------


def test_every_format_has_its_measures_and_a_fold_that_the_press_knows():
    assert set(MEASURES) == set(FORMATS)
    for format_ in FORMATS.values():
        for purpose in Purpose:
            assert format_.imposition_for(purpose) in folding.IMPOSITIONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_names_every_format_in_the_readers_language(client, language):
    route = route_of(2)

    html = client.get(brochure_address(route, language, "brochure/")).content.decode()

    address = edition_of(route, language).get_absolute_url()
    with translation.override(language):
        for format_ in formats_for("route"):
            assert str(format_.label) in html
            assert f"{address}brochure/?format={format_.key}" in html
            assert f"{address}brochure.pdf?format={format_.key}&amp;for=home" in html
    assert "for=shop" not in html


def test_the_choice_leads_to_the_archives_where_all_languages_are_there(client):
    route = route_of(2)
    address = edition_of(route, "lv").get_absolute_url()
    shown = brochure_address(route, "lv", "brochure/")

    html = client.get(shown).content.decode()

    for format_ in formats_for("route"):
        archive = f'"{address}brochure.zip?format={format_.key}'
        expected = 0 if format_.languages > 1 else 1  # that sheet has them all on it
        assert html.count(f'{archive}"') == expected
        assert html.count(f'{archive}&amp;for=home"') == expected

    withdraw(route, "lt", by=None)
    assert "brochure.zip" not in client.get(shown).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_offers_is_refused_in_the_readers_language(client, language):
    route = route_of(2)

    for query in ("format=poster", "format=card", "format=", "for=shop", "format=a4&for=wall"):
        for ending in ("brochure/", "brochure.pdf"):
            response = client.get(brochure_address(route, language, f"{ending}?{query}"))

            assert response.status_code == 400, (ending, query)
            html = response.content.decode()
            assert f'<html lang="{language}"' in html
            with translation.override(language):
                assert translation.gettext("There is no such brochure") in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_has_a_page_of_one_language(client, language):
    route = route_of(3)

    for key in (format_.key for format_ in formats_for("route")):
        response = client.get(brochure_address(route, language, f"brochure/?format={key}"))

        html = response.content.decode()
        assert response.status_code == 200
        assert f'<html lang="{language}"' in html
        assert f'data-format="{key}"' in html
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), key
        assert not re.search(r"<style|<script|\sstyle=|\son\w+=", html)


def test_a_sheet_in_three_languages_says_which_one_is_missing(client):
    route = route_of(2)
    address = brochure_address(route, "lv", "brochure/?format=map-three")
    withdraw(route, "lt", by=None)

    choice = client.get(brochure_address(route, "lv", "brochure/")).content.decode()
    response = client.get(address)

    assert response.status_code == 404
    assert "Lietuviškai" in response.content.decode()
    assert "Lietuviškai" in choice
    assert "format=map-three" not in choice


def test_a_sheet_in_three_languages_has_the_same_rows_in_each():
    route = route_of(3)

    printed = brochure(edition_of(route, "lt"), "map-three")

    assert [version.language for version in printed.versions] == ["lv", "lt", "en"]
    assert [[stop.number for stop in row] for row in printed.rows] == [[1] * 3, [2] * 3, [3] * 3]
    html = html_of(printed, "map-three")
    for language in LANGUAGES:
        assert edition_of(route, language).title.split()[0] in html
        for block in shared_words(language).visibility_blocks:
            assert block["disclaimer"] in html


def test_a_route_with_more_stops_than_there_is_room_for_is_refused():
    edition = wordy_route(13, 1, 0.1, 8, ("lv",))["lv"]

    assert len(brochure(edition, "a4").stops) == 13
    for key in (*PANELS, "map-three"):
        with pytest.raises(CannotBePrinted):
            brochure(edition, key)


# --- What stands where ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", PANELS)
@pytest.mark.parametrize("crosses_border", [True, False])
def test_every_stop_stands_on_one_panel_and_the_sheet_is_full(key, crosses_border):
    class Stop:
        def __init__(self, number):
            self.number = number

    counts = set()
    for count in range(1, 13):
        stops = [Stop(number) for number in range(1, count + 1)]
        panels = panels_of(key, stops, crosses_border=crosses_border)
        shown = [stop.number for panel in panels for stop in panel.stops]
        assert shown == list(range(1, count + 1))
        assert panels[0].kind == "cover"
        assert panels[-1].kind == "back"
        assert len({panel.id for panel in panels}) == len(panels)
        counts.add(len(panels))
    assert counts == {{"leaflet": 5, "leaflet-z": 5, "map-a6": 9, "map-dl": 7}[key]}


@pytest.mark.parametrize("key", FORMATS)
def test_the_last_page_has_the_emblem_and_the_disclaimer_in_its_language(key):
    route = route_of(2)
    for language in LANGUAGES:
        if key == "card":
            edition = edition_of(route.all_stops.first().village, language)
            with translation.override(language):
                printed = card_of(edition, shared_words(language), SITE)
        else:
            printed = brochure(edition_of(route, language), key)
        main = html_of(printed, key).partition("</main>")[0]
        last = main[main.rindex('<section class="') :]
        for block in shared_words(language).visibility_blocks:
            assert block["disclaimer"] in last
            assert block["statement"] in last
        assert "eu-emblem" in last


def test_sections_are_the_same_in_all_languages():
    route = route_of(5)

    for key in (key for key in FORMATS if key not in ("card", "map-three")):
        found = [
            sections_of(html_of(brochure(edition_of(route, code), key), key)) for code in LANGUAGES
        ]
        assert found[0] == found[1] == found[2]
        assert len(found[0]) >= 5


def test_blocks_stand_in_the_order_that_staff_chose_and_the_imprint_stays():
    edition = edition_of(route_of(2), "en")
    edition.document["brochure_blocks"] = ["stops", "map"]

    html = html_of(brochure(edition))

    assert sections_of(html) == ["cover", "stop-1", "stop-2", "map", "imprint"]
    assert "eu-emblem" in html


def test_the_border_has_a_page_of_its_own_without_the_practical_one():
    edition = edition_of(route_of(2), "en")
    edition.document["brochure_blocks"] = ["stops", "border"]

    assert sections_of(html_of(brochure(edition)))[-2:] == ["border", "imprint"]


def test_a_trip_has_no_code_no_edition_and_leads_to_its_own_address():
    edition = edition_of(route_of(2), "en")
    document = edition.document | {"code": "", "slug": "", "partner": None, "title": "Our summer"}
    trip = Edition(
        kind="route",
        language="en",
        document=document,
        digest=digest_of(document),
        title="Our summer",
    )

    for key in ("a4", "leaflet", "map-a6"):
        printed = brochure(trip, key, address="/en/my-trip/?stops=1.2")
        html = html_of(printed, key)
        assert printed.code_address == f"{SITE}/en/my-trip/?stops=1.2"
        assert "QR code: https://villages.example/en/my-trip/?stops=1.2" in html
        assert "A trip of your own" in html
        assert "Edition None" not in html
        assert "None" not in re.sub(r"<[^>]+>", "", html)


def test_a_print_shops_page_bleeds_and_is_inked_in_black():
    printed = brochure(edition_of(route_of(2), "en"), "leaflet")

    assert "css/brochure/shop.css" in html_of(printed, "leaflet", Purpose.SHOP)
    assert 'data-purpose="shop"' in html_of(printed, "leaflet", Purpose.SHOP)
    assert "css/brochure/shop.css" not in html_of(printed, "leaflet", Purpose.HOME)


def test_an_edition_from_before_legs_is_printed_in_every_format():
    edition = edition_of(route_of(2), "en")
    old = {
        key: value
        for key, value in edition.document.items()
        if key not in ("travel_minutes", "stay_minutes", "ways", "all_straight", "brochure_blocks")
    }
    for day in old["days"]:
        day.pop("travel_minutes")
        for stop in day["stops"]:
            stop.pop("leg")
            stop.pop("optional")
    edition.document = old

    for key in ("a4", "booklet", *PANELS):
        assert html_of(brochure(edition, key), key).count("in a straight line") >= 1


# --- Baskets and cards ----------------------------------------------------------------------------


def basket(language="en", key="a4", **values):
    route = route_of(2)
    alone = village(4)
    publish(alone, language, by=None)
    parts = (Part("village", alone.pk), Part("route", route.pk), Part("village", 10**9))
    selection = Selection(parts, **values)
    with translation.override(language):
        words = shared_words(language)
        return alone, brochure_of_selection(selection, language, words, SITE, FORMATS[key])


@pytest.mark.parametrize("key", ["a4", "a4-light", "a4-large", "booklet"])
def test_a_basket_has_contents_chapters_an_index_and_an_imprint(key):
    alone, printed = basket(key=key, title="Our summer")

    html = html_of(printed, key)

    assert sections_of(html) == [
        "cover",
        "contents",
        "map",
        "chapter-1-stop-1",
        "chapter-2",
        "chapter-2-map",
        "chapter-2-stop-1",
        "chapter-2-stop-2",
        "index",
        "practical",
        "sources",
        "imprint",
    ]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'data-target="#([^"]+)"', html)) <= set(ids)
    assert "Our summer" in html
    imprint = html[html.index('id="imprint"') :]
    for edition in printed.editions:
        assert edition.digest[:12] in imprint
    assert len(printed.editions) == 4
    assert alone.theme_name_en in html


def test_a_basket_that_this_language_knows_nothing_of_is_refused():
    selection = Selection((Part("village", 10**9),))
    with pytest.raises(CannotBePrinted):
        brochure_of_selection(selection, "en", shared_words("en"), SITE)


def test_a_basket_says_what_is_there_in_other_languages_only():
    alone, route = village(4), route_of(2)
    publish(alone, "lv", by=None)
    selection = Selection((Part("village", alone.pk), Part("route", route.pk)))

    printed = brochure_of_selection(selection, "en", shared_words("en"), SITE)

    assert [edition.title for edition in printed.missing] == [alone.theme_name_lv]
    assert f'<span lang="lv">{alone.theme_name_lv}</span>' in html_of(printed)


def test_leaflets_take_no_baskets():
    with pytest.raises(CannotBePrinted):
        basket(key="leaflet")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_village_has_a_card_that_its_page_links_to(client, language):
    item = village(0)
    for code in LANGUAGES:
        publish(item, code, by=None)
    address = edition_of(item, language).get_absolute_url()

    page = client.get(address).content.decode()
    response = client.get(address + "card/")

    html = response.content.decode()
    assert f'href="{address}card/"' in page
    assert response.status_code == 200
    assert f'<link rel="canonical" href="http://testserver{address}">' in html
    assert item.in_language("theme_name", language) in html
    assert client.get(address + "card/?format=a4").status_code == 400


def test_an_unpublished_village_has_no_card(client):
    shown_, draft = village(0), village(1)
    publish(shown_, "en", by=None)

    assert client.get(f"/en/villages/{shown_.slug_en}/card/").status_code == 200
    assert client.get(f"/en/villages/{draft.slug_en}/card/").status_code == 404
    assert client.get(f"/en/villages/{draft.slug_en}/card.pdf").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_card_costs_three_queries(client, settings, django_assert_num_queries, count):
    settings.KEEP_PAGES = False
    items = [village(number) for number in range(count)]
    for item in items:
        publish(item, "en", by=None)
    address = edition_of(items[0], "en").get_absolute_url() + "card/"
    client.get(address)

    with django_assert_num_queries(3):  # shared words; the village; its notices
        client.get(address)


# --- The manners of print -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 km un 3 h", "12_km un 3_h"),
        ("Jonas o Ona", "Jonas o_Ona"),
        ("A. Berzs", "A._Berzs"),
        ("ceļš – tālu", "ceļš_– tālu"),
        ("2012 metai", "2012 metai"),
    ],
)
def test_what_belongs_together_stays_on_its_line(text, expected):
    assert bound(text).replace("\N{NO-BREAK SPACE}", "_") == expected


def test_addresses_are_shown_without_what_browsers_add():
    assert shown("https://villages.example/k/ABCD") == "villages.example/k/ABCD"
    assert shown("http://a.example/") == "a.example"


def test_a_detour_is_called_one_and_counts_in_no_total():
    route = route_of(3)
    stop = route.all_stops.all()[1]
    stop.is_optional = True
    stop.save()
    publish(Route.objects.get(pk=route.pk), "en", by=None)

    printed = brochure(edition_of(route, "en"))

    assert [stop.is_optional for stop in printed.stops] == [False, True, False]
    assert "A side trip: you may leave it out." in html_of(printed)
    for key in ("leaflet", "map-a6"):
        assert "side trip" in html_of(brochure(edition_of(route, "en"), key), key)
