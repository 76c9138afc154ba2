"""The static map: nothing lies on anything else, and every map says whose data it shows."""

import json
import random
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from catalogue.maps import MapStop, base_geojson, render_map
from catalogue.maps import draw as drawing
from catalogue.maps.geometry import Box, around, clip_line, clip_ring, overlap, simplified
from catalogue.maps.labels import Board, StopLabel, place_stop_labels, stop_blocks
from catalogue.maps.lettering import text_width, wrapped
from catalogue.maps.projection import Projection, distance_km
from catalogue.maps.stops import spread

SVG = "{http://www.w3.org/2000/svg}"
WINDOW: Box = (10, 10, 1690, 2050)

PALUSE = MapStop(1, "Palūšė", 55.3294, 26.1008)
DUKSTAS = MapStop(2, "Dūkštas", 55.52, 26.322)
VISKI = MapStop(3, "Višķi", 56.0534, 26.7832)


def a_map(*stops: MapStop, **more) -> str:
    values = {
        "stops": stops or (PALUSE, DUKSTAS, VISKI),
        "language": "en",
        "title": "A route",
        "description": "Three stops",
    }
    return render_map(**{**values, **more})


def words_on(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def random_labels(seed: int) -> tuple[Board, list[StopLabel]]:
    """Stops anywhere, some in crowds and some on one point, with names long and short."""
    dice = random.Random(seed)
    points = []
    while len(points) < dice.randint(2, 24):
        if points and dice.random() < 0.4:
            x, y = dice.choice(points)
            away = dice.choice((0, 0, 20, 60))
            points.append((x + dice.uniform(-away, away), y + dice.uniform(-away, away)))
        else:
            points.append((dice.uniform(150, 1550), dice.uniform(150, 1900)))
    words = ["Višķu", "amatnieku", "ciems", "Vajasiškis", "Šlyninka", "Ežezers", "ir", "kaimas"]
    labels = []
    for place in spread(points, 60, WINDOW):
        name = " ".join(dice.choices(words, k=dice.randint(1, 4)))
        detail = " ".join(dice.choices(words, k=dice.randint(0, 6)))
        labels.append(StopLabel(place, 27, stop_blocks(name, detail, 34, 400, "#000", "#555")))
    return Board(WINDOW), labels


@pytest.mark.parametrize("seed", range(60))
def test_no_label_of_a_stop_touches_another_or_a_marker(seed):
    board, labels = random_labels(seed)

    place_stop_labels(board, labels, [])

    spots = [label.spot for label in labels if label.spot]
    assert len(spots) >= 0.9 * len(labels)  # no promise by leaving everything out
    for one, other in combinations(spots, 2):
        assert not overlap(one.box, other.box)
    for spot in spots:
        assert not any(overlap(spot.box, around(label.point, label.radius)) for label in labels)
        assert WINDOW[0] <= spot.box[0] and spot.box[2] <= WINDOW[2]
        assert WINDOW[1] <= spot.box[1] and spot.box[3] <= WINDOW[3]


def test_markers_keep_apart_and_those_with_room_stay():
    crowd = [(500.0, 500.0)] * 3 + [(520.0, 505.0), (1000.0, 1000.0), (15.0, 15.0)]

    placed = spread(crowd, 60, WINDOW)

    assert placed[4] == (1000.0, 1000.0)
    for one, other in combinations(placed, 2):
        assert (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 >= 59.5**2
    assert all(35 <= x and 35 <= y for x, y in placed)  # wholly inside the window


def test_stops_on_one_point_fan_out_with_leader_lines():
    stops = [MapStop(n, name, 55.318, 25.959) for n, name in enumerate(("Liminas", "Cijonai"), 1)]

    root = ElementTree.fromstring(a_map(*stops, VISKI))

    numbers = {
        text.text: (float(text.get("x")), float(text.get("y")))
        for text in root.iter(f"{SVG}text")
        if text.text in ("1", "2")
    }
    (ax, ay), (bx, by) = numbers["1"], numbers["2"]
    assert (ax - bx) ** 2 + (ay - by) ** 2 > 50**2
    anchors = [circle for circle in root.iter(f"{SVG}circle") if circle.get("r") == "6"]
    assert len(anchors) >= 2
    assert {"Liminas", "Cijonai"} <= set(words_on(a_map(*stops, VISKI)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("lv", {"LATVIJA", "LIETUVA", "Daugavpils", "Rīga", "Viļņa", "Drūkšiai"}),
        ("lt", {"LATVIJA", "LIETUVA", "Daugpilis", "Ryga", "Vilnius", "Drūkšiai"}),
        ("en", {"LATVIA", "LITHUANIA", "Daugavpils", "Riga", "Vilnius", "Drūkšiai"}),
    ],
)
def test_names_are_in_the_language_of_the_page(language, expected):
    words = set(words_on(a_map(language=language, width_mm=170, height_mm=210)))

    assert expected <= words
    others = {"Daugavpils", "Daugpilis", "Rīga", "Ryga", "Riga", "Viļņa", "LATVIA"} - expected
    assert not others & words


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
@pytest.mark.parametrize("fonts", ["inherit", "embedded"])
def test_every_map_names_the_owners_of_its_data(language, fonts):
    line = next(word for word in words_on(a_map(language=language, fonts=fonts)) if "©" in word)

    for owner in ("OpenStreetMap", "ODbL", "GSHHG", "LGPL", "GeoNames", "CC BY 4.0"):
        assert owner in line


def test_hostile_names_stay_words():
    name = "</text><script>alert('1')</script>&\"\x00\x0b"
    svg = a_map(
        MapStop(1, name, 55.5, 26.3, detail=name),
        VISKI,
        title=name,
        description=name,
        heading=name,
        subheading=name,
        id_prefix='x"><script>',
    )

    root = ElementTree.fromstring(svg)  # well-formed
    assert not list(root.iter(f"{SVG}script"))
    assert "<script" not in svg


def test_inline_map_holds_nothing_that_the_policy_forbids():
    svg = a_map(straight=True)

    assert "style" not in {name for e in ElementTree.fromstring(svg).iter() for name in e.attrib}
    assert "<style" not in svg
    assert not re.search(r"\son\w+=|javascript:|url\((?!#)|https?://(?!www\.w3\.org/)", svg)


def test_map_in_its_own_file_carries_its_letters():
    svg = a_map(fonts="embedded")

    assert svg.count("@font-face") == 4
    assert "https://" not in svg
    assert len(svg.encode()) < 120_000


def test_sizes_stay_small():
    assert len(a_map(PALUSE).encode()) < 60_000
    assert len(a_map(width_mm=170, height_mm=210, straight=True).encode()) < 120_000


def test_title_and_description_are_tied_to_the_map_by_its_own_ids():
    root = ElementTree.fromstring(a_map(id_prefix="route-7"))

    labelled_by = root.get("aria-labelledby").split()
    texts = {element.get("id"): element.text for element in root if element.get("id")}
    assert [texts[one] for one in labelled_by] == ["A route", "Three stops"]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("route-7-") for one in ids)


def test_the_same_stops_give_the_same_bytes():
    assert a_map(straight=True) == a_map(straight=True)
    assert a_map(fonts="embedded") == a_map(fonts="embedded")


def test_only_inexact_places_are_drawn_as_areas():
    exact = a_map(PALUSE, DUKSTAS)
    inexact = a_map(PALUSE, MapStop(2, "Šlyninka", 55.7333, 26.25, radius_m=8000))

    assert "approximate place" not in words_on(exact)
    assert "approximate place" in words_on(inexact)


def test_the_circle_of_an_area_has_its_radius():
    stop = MapStop(1, "Kotleri", 56.2123, 26.8597, radius_m=10_000)

    circles = ElementTree.fromstring(a_map(stop)).iter(f"{SVG}circle")
    radius = max(float(circle.get("r")) for circle in circles)
    sheet = drawing._sheet([stop], [], "en", 1000, 750, "map")
    assert radius == pytest.approx(10 * sheet.projection.per_km, abs=0.1)


def test_a_line_is_drawn_through_and_straight_legs_are_dashed():
    line = {"type": "LineString", "coordinates": [[26.1, 55.33], [26.2, 55.4], [26.32, 55.52]]}

    assert 'stroke-dasharray="16 13"' not in a_map(PALUSE, DUKSTAS, line=line)
    assert 'stroke-width="9"' in a_map(PALUSE, DUKSTAS, line=line)
    assert 'stroke-dasharray="16 13"' in a_map(PALUSE, DUKSTAS, straight=True)


@pytest.mark.parametrize(
    "wrong", [{"language": "ru"}, {"fonts": "web"}, {"stops": ()}, {"language": "lv-LV"}]
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError):
        a_map(**wrong)


def test_far_away_stops_make_a_map_too():
    svg = a_map(MapStop(1, "Rīga", 56.95, 24.1), MapStop(2, "Tallinn", 59.44, 24.75), straight=True)

    assert {"Rīga", "Tallinn"} <= set(words_on(svg))


def test_projection_leads_there_and_back():
    projection = Projection.around([(26.1, 55.3), (26.9, 56.1)], WINDOW, room=0.1, least_km=24)

    longitude, latitude = projection.place(projection.point((26.5, 55.7)))
    assert (longitude, latitude) == (pytest.approx(26.5), pytest.approx(55.7))
    a, b = projection.point((26.5, 55.7)), projection.point((26.6, 55.7))
    km = distance_km((26.5, 55.7), (26.6, 55.7))
    assert b[0] - a[0] == pytest.approx(km * projection.per_km, rel=0.01)


def test_clipping_keeps_what_is_inside():
    box: Box = (0, 0, 10, 10)

    assert clip_line([(-5, 5), (5, 5), (15, 5)], box) == [[(0, 5), (5, 5), (10, 5)]]
    assert clip_line([(-5, -5), (-5, 20)], box) == []
    assert sorted(clip_ring([(-5, -5), (5, -5), (5, 5), (-5, 5)], box)) == [
        (0, 0),
        (0, 5),
        (5, 0),
        (5, 5),
    ]
    assert simplified([(0, 0), (1, 0.01), (2, 0), (2, 5)], 0.1) == [(0, 0), (2, 0), (2, 5)]


def test_long_details_are_wrapped_and_cut():
    lines = wrapped("Vecmāmiņu un vectētiņu ciems " * 8, "text", 28, 400)

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, "text", 28) <= 1.6 * 400 for line in lines)


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_base_geojson_has_the_whole_base_map(language):
    collection = base_geojson(language)

    kinds = {feature["properties"]["kind"] for feature in collection["features"]}
    assert kinds == {"country", "frontier", "lake", "outer-frontier", "river", "town"}
    names = {feature["properties"].get("name") for feature in collection["features"]}
    assert {"lv": "Zarasi", "lt": "Daugpilis", "en": "Riga"}[language] in names
    for feature in collection["features"]:
        if feature["geometry"]["type"] == "Polygon":
            ring = feature["geometry"]["coordinates"][0]
            assert ring[0] == ring[-1] and len(ring) >= 4
    json.dumps(collection)
