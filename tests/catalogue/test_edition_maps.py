"""Maps of editions: what stands on them, in the edition's own language."""

from xml.etree import ElementTree

import pytest

from catalogue import edition_maps
from catalogue.edition_maps import draw, draw_for_print, draw_overview
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


def stop(number: int, longitude: float, latitude: float, **more) -> dict:
    return {
        "number": number,
        "title": f"Ciems {number}",
        "place": "",
        "point": {"longitude": longitude, "latitude": latitude},
        **more,
    }


def leg(line=None, mode="car") -> dict:
    return {
        "mode": mode,
        "km": 9.0,
        "minutes": 15,
        "given": False,
        "straight": not line,
        "line": line,
    }


def route(*days: list[dict], **document) -> Edition:
    return Edition(
        kind="route",
        language="en",
        title="Lakes",
        digest="0" * 64,
        document={"title": "Lakes", "days": [{"stops": stops} for stops in days], **document},
    )


def lines_of(edition: Edition) -> list[tuple[str | None, int]]:
    """Dashes of each kind of leg, and how many legs are drawn so."""
    root = ElementTree.fromstring(draw(edition))
    layer = next(g for g in root.iter(f"{SVG}g") if g.get("data-layer") == "line")
    return sorted(
        (path.get("stroke-dasharray", ""), path.attrib["d"].count("M"))
        for path in layer
        if path.get("stroke") != "#ffffff"
    )


def test_each_leg_of_a_route_is_drawn_as_it_is_known():
    road = [[26.2, 55.4], [26.25, 55.5], [26.3, 55.5]]
    edition = route(
        [stop(1, 26.1, 55.3, leg=None), stop(2, 26.2, 55.4, leg=leg())],
        [
            stop(3, 26.3, 55.5, leg=leg(road)),
            stop(4, 26.4, 55.5, leg=leg(), optional=True),
            stop(5, 26.4, 55.7, leg=leg(mode="boat")),
        ],
    )

    assert lines_of(edition) == [("", 1), ("1 23", 1), ("16 13", 1), ("16 13", 1)]
    assert "Where the way is not known, the line is straight." in draw(edition)


def test_the_leg_after_a_side_trip_begins_where_the_side_trip_did():
    edition = route(
        [
            stop(1, 26.0, 55.5, leg=None),
            stop(2, 26.1, 55.5, leg=leg()),
            stop(3, 26.1, 55.8, leg=leg(), optional=True),
            stop(4, 26.3, 55.5, leg=leg()),
        ]
    )

    main = next(part for part in _legs_of_edition(edition)[2:] if not part.is_optional)

    assert main.points == ((26.1, 55.5), (26.3, 55.5))


def _legs_of_edition(edition: Edition):
    return edition_maps._legs_of(edition.document, edition_maps._stops_of(edition.document))


def test_an_edition_from_before_there_were_legs_is_drawn_too():
    stops = [stop(n, 26 + n / 10, 55.5, leg_km=6.3 if n else None) for n in range(3)]
    line = {"type": "LineString", "coordinates": [[26, 55.5], [26.1, 55.6], [26.2, 55.5, 120.0]]}

    assert lines_of(route(stops, line=None)) == [("16 13", 2)]
    assert lines_of(route(stops, line=line)) == [("", 1)]
    assert "straight" not in draw(route(stops, line=line))


def test_printed_maps_differ_by_everything_that_was_asked():
    edition = village()
    asked = [
        {},
        {"ink_light": True},
        {"avoid_x_mm": [50]},
        {"avoid_y_mm": [50]},
        {"id_prefix": "other"},
    ]

    maps = [draw_for_print(edition, 100, 100, **words) for words in asked]

    assert len(set(maps)) >= 4  # a fold far from every word changes nothing
    assert maps == [draw_for_print(edition, 100, 100, **words) for words in asked]
    assert draw_for_print(edition, 100, 90) != maps[0]


def test_an_overview_shows_each_item_once_with_its_mark():
    first, second = village(theme_name_lt="Lieptų kaimas"), village(theme_name_lt="Duonos kaimas")
    way = route([stop(1, 26.0, 55.5), stop(2, 26.1, 55.6)])
    nowhere = route([])

    svg = draw_overview([("1", first), ("2", second), ("A", way), ("B", nowhere)], "lt", 128, 170)

    assert {"1", "2", "A", "Lieptų kaimas", "Duonos kaimas", "Lakes"} <= words_on(svg)
    assert not {"B", "Ciems 1", "Ciems 2"} & words_on(svg)
    assert 'data-layer="line"' not in svg
    assert draw_overview([("B", nowhere)], "lt", 128, 170) is None


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
