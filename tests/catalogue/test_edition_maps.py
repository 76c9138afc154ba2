"""Maps of editions: what stands on them, in the edition's own language."""

from xml.etree import ElementTree

import pytest

from catalogue.edition_maps import draw, draw_for_print
from catalogue.models import Edition
from catalogue.publishing import publish
from catalogue.views.files import MAP_VERSION
from tests.factories import PlaceFactory, RouteFactory, VillageFactory

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def words_on(svg: str) -> set[str]:
    return {text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")}


def village(**names) -> Edition:
    return publish(VillageFactory(**names), "lt", by=None).edition


def test_a_village_stands_on_its_map_in_the_language_of_the_edition():
    edition = village(theme_name_lt="Lieptų kaimas", place_name_lt="Antalieptė")

    svg = draw(edition)

    root = ElementTree.fromstring(svg)
    assert root.attrib["lang"] == "lt"
    assert {"Lieptų kaimas", "Antalieptė"} <= words_on(svg)
    assert "@font-face" in svg


def test_a_village_of_two_places_has_both_numbered():
    item = VillageFactory()
    PlaceFactory(village=item, label_lv="Pirts", label_lt="Pirtis", label_en="Bathhouse")

    svg = draw(publish(item, "lt", by=None).edition)

    assert {"1", "2", "Pirtis"} <= words_on(svg)


def test_a_route_numbers_its_stops_and_calls_them_in_order():
    first, second = VillageFactory(theme_name_lv="Pirmais"), VillageFactory(theme_name_lv="Otrais")
    for item in (first, second):
        publish(item, "lv", by=None)
    edition = publish(RouteFactory(stops=[first, second]), "lv", by=None).edition

    svg = draw(edition)

    assert {"1", "2", "Pirmais", "Otrais"} <= words_on(svg)
    description = ElementTree.fromstring(svg).find(f"{SVG}desc").text
    assert description.index("1 Pirmais") < description.index("2 Otrais")
    assert "stroke-dasharray" in svg  # straight legs are not drawn like roads


def test_a_map_for_print_takes_the_faces_of_the_page_and_its_own_ids():
    edition = village()

    svg = draw_for_print(edition, 78, 66, id_prefix="map7")

    assert "@font-face" not in svg
    assert 'id="map7-title"' in svg
    assert ElementTree.fromstring(svg).attrib["width"] == "78mm"


def test_an_edition_without_a_place_has_no_map():
    edition = village()
    edition.document = {**edition.document, "places": [], "point": None}

    assert draw(edition) is None


def test_a_name_too_long_for_any_file_is_not_there(client):
    edition = village()
    assert client.get(f"/maps/{MAP_VERSION}/{edition.digest}.svg").status_code == 200

    assert client.get(f"/media/maps/{'a' * 300}/{'0' * 64}.svg").status_code == 404


def test_two_visitors_at_once_make_one_map(client, settings, monkeypatch):
    edition = village()
    address = f"/maps/{MAP_VERSION}/{edition.digest}.svg"

    def draw_while_another_is_served(edition: Edition) -> str | None:
        monkeypatch.setattr("catalogue.edition_maps.draw", draw)
        client.get(address)
        return draw(edition)

    monkeypatch.setattr("catalogue.edition_maps.draw", draw_while_another_is_served)

    assert client.get(address).status_code == 200
    files = (settings.MEDIA_ROOT / "maps" / MAP_VERSION).iterdir()
    assert [file.name for file in files] == [f"{edition.digest}.svg"]
