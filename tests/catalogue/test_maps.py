"""The static map: nothing lies on anything else, and every map says whose data it shows."""

import json
import random
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from catalogue.maps import MapLeg, MapStop, base_geojson, render_map, straight_legs
from catalogue.maps import draw as drawing
from catalogue.maps.geometry import Box, around, clip_line, clip_ring, overlap, simplified
from catalogue.maps.labels import Board, StopLabel, place_stop_labels, stop_blocks
from catalogue.maps.lettering import text_width, wrapped
from catalogue.maps.palette import LINEN
from catalogue.maps.projection import Projection, distance_km
from catalogue.maps.stops import spread
from tests.map_reader import read_map

SVG = "{http://www.w3.org/2000/svg}"
WINDOW: Box = (10, 10, 1690, 2050)

PALUSE = MapStop(1, "Palūšė", 55.3294, 26.1008)
DUKSTAS = MapStop(2, "Dūkštas", 55.52, 26.322)
VISKI = MapStop(3, "Višķi", 56.0534, 26.7832)
ALL_STRAIGHT = straight_legs((PALUSE, DUKSTAS, VISKI))


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


def words_of(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def layer(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """The elements of one layer of a map, in the order in which they are drawn."""
    return [one for g in root.iter(f"{SVG}g") if g.get("data-layer") == name for one in g]


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
    for width, height in ((100, 75), (60, 45), (420, 297)):
        svg = a_map(language=language, fonts=fonts, width_mm=width, height_mm=height)
        frame = layer(ElementTree.fromstring(svg), "frame")
        lines = [text for text in frame if text.tag == f"{SVG}text"]
        whole = " ".join(text.text for text in reversed(lines))
        for owner in ("OpenStreetMap", "ODbL", "GSHHG", "LGPL", "GeoNames", "CC BY 4.0"):
            assert owner in whole
        assert all(float(text.get("font-size")) >= 17 for text in lines)


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
    svg = a_map(legs=ALL_STRAIGHT)

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
    assert len(a_map(width_mm=170, height_mm=210, legs=ALL_STRAIGHT).encode()) < 120_000


def test_title_and_description_are_tied_to_the_map_by_its_own_ids():
    root = ElementTree.fromstring(a_map(id_prefix="route-7"))

    labelled_by = root.get("aria-labelledby").split()
    texts = {element.get("id"): element.text for element in root if element.get("id")}
    assert [texts[one] for one in labelled_by] == ["A route", "Three stops"]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("route-7-") for one in ids)


def test_the_same_stops_give_the_same_bytes():
    assert a_map(legs=ALL_STRAIGHT) == a_map(legs=ALL_STRAIGHT)
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


ROAD = [(26.1008, 55.3294), (26.2, 55.4), (26.322, 55.52)]


@pytest.mark.parametrize(
    ("leg", "dashes", "legend"),
    [
        (MapLeg(ROAD), None, None),
        (MapLeg(ROAD[::2], is_straight=True), "16 13", "straight line, not a road"),
        (MapLeg(ROAD, is_optional=True), "1 12", "side trip, if you like"),
        (MapLeg(ROAD, by_boat=True), "26 11 1 11", "by boat"),
    ],
)
def test_each_leg_is_drawn_in_the_manner_of_its_kind_and_the_map_says_what_it_means(
    leg, dashes, legend
):
    root = ElementTree.fromstring(a_map(PALUSE, DUKSTAS, legs=[leg]))

    line = layer(root, "line")[-1]
    assert line.get("stroke-dasharray") == dashes
    legends = {"straight line, not a road", "side trip, if you like", "by boat"}
    assert legends & set(words_of(root)) == ({legend} if legend else set())
    if legend:
        samples = [path.get("stroke-dasharray") for path in layer(root, "furniture")]
        assert dashes in samples


def test_a_route_of_many_kinds_of_legs_shows_and_explains_each_once():
    legs = [
        MapLeg(ROAD),
        MapLeg(ROAD[:2], is_straight=True),
        MapLeg(ROAD[1:], is_straight=True),
        MapLeg(ROAD[1:], is_optional=True, is_straight=True),
        MapLeg(ROAD[:2], by_boat=True, is_straight=True),
    ]

    root = ElementTree.fromstring(a_map(PALUSE, DUKSTAS, legs=legs, width_mm=170, height_mm=210))

    assert words_of(root).count("straight line, not a road") == 1
    assert {
        "side trip, if you like; straight line, not a road",
        "by boat; straight line, not the boat’s way",
    } <= set(words_of(root))
    styles = [(path.get("stroke"), path.get("stroke-dasharray")) for path in layer(root, "line")]
    assert len(set(styles[4:])) == 4  # below them the white bands of all four
    assert styles.index((LINEN.route, None)) > styles.index((LINEN.route, "1 23"))  # on top


@pytest.mark.parametrize("ink_light", [False, True])
def test_a_map_needs_no_opacity_gradient_filter_mask_or_blending(ink_light):
    stops = (PALUSE, MapStop(2, "Šlyninka", 55.7333, 26.25, radius_m=8000))

    svg = a_map(*stops, legs=straight_legs(stops), heading="Ezeri", ink_light=ink_light)

    assert not re.search("opacity|gradient|filter|mask|mix-blend", svg, re.IGNORECASE)


def test_a_map_that_spares_ink_has_no_colours_and_nearly_no_ground():
    svg = a_map(legs=straight_legs((PALUSE, DUKSTAS, VISKI)), ink_light=True)

    colours = set(re.findall(r"#([0-9a-f]{6})\b", svg))
    assert colours and all(one[:2] == one[2:4] == one[4:] for one in colours)
    assert 'fill="#ffffff"' in svg and "#1e1e1e" in svg
    fills = set(re.findall(r'<path [^>]*fill="#([0-9a-f]{6})"', svg))
    assert all(int(fill[:2], 16) > 0xE0 or fill == "1e1e1e" for fill in fills)


@pytest.mark.parametrize("room", [(100, 75), (174, 226), (420, 297), (105, 148), (60, 45)])
def test_a_printed_map_keeps_to_its_scales(room):
    width, height = (side * 10 for side in room)
    near = [MapStop(1, "A", 55.5, 26.3), MapStop(2, "B", 55.51, 26.31)]
    far = [MapStop(1, "A", 53.0, 21.0), MapStop(2, "B", 60.0, 29.0)]

    def scale(stops):
        return drawing._sheet(stops, [], "en", width, height, "map", for_print=True).projection

    assert scale(near).scale >= 400_000 * 0.999
    assert scale(near[:1]).scale >= 400_000 * 0.999
    assert scale(near).scale < 2_000_000
    # Farther apart than the paper allows: all are shown, at whatever scale that takes.
    whole = scale(far)
    if room != (420, 297):
        assert whole.scale > 2_000_000
    for stop in far:
        assert overlap(around(whole.point((stop.longitude, stop.latitude)), 1), whole.window)


def test_stops_that_just_fit_take_the_margin_before_the_scale_grows_too_small():
    # 2 million times 174 mm less the frame, at 56°: 338 km; with the usual margins it is too much.
    stops = [MapStop(1, "A", 56.0, 23.7), MapStop(2, "B", 56.0, 28.2)]

    sheet = drawing._sheet(stops, [], "en", 1740, 2260, "map", for_print=True)

    assert sheet.projection.scale == pytest.approx(2_000_000, rel=0.001)


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_nothing_stands_on_a_fold(language):
    stops = [
        MapStop(number, f"Lieptų kaimas {number}", 55.5 + number % 4 * 0.12, 25.9 + number * 0.03)
        for number in range(1, 13)
    ]

    svg = a_map(
        *stops,
        legs=straight_legs(stops),
        language=language,
        width_mm=200,
        height_mm=210,
        avoid_x_mm=[100],
        avoid_y_mm=[70],
        for_print=True,
    )

    assert read_map(svg).problems(folds_x=[1000], folds_y=[700]) == []


def test_an_overview_has_marks_and_no_line():
    stops = [
        MapStop(1, "Palūšė", 55.3294, 26.1008, mark="12"),
        MapStop(2, "Ezeru ceļš", 56.0534, 26.7832, mark="A"),
    ]

    root = ElementTree.fromstring(a_map(*stops))
    alone = ElementTree.fromstring(a_map(stops[1]))

    marks = [element.text for element in layer(root, "pins") if element.tag == f"{SVG}text"]
    assert marks == ["12", "A"]
    assert layer(root, "line") == []
    assert "A" in words_of(alone)


def test_a_crowd_keeps_every_number():
    stops = [MapStop(n, "Lieptų kaimas", 55.5 + n % 7 / 50, 26 + n % 5 / 50) for n in range(1, 138)]

    for width, height in ((110, 140), (174, 226), (420, 297)):
        found = read_map(a_map(*stops, width_mm=width, height_mm=height, for_print=True))
        assert [marker.text for marker in found.markers] == [str(n) for n in range(1, 138)]
        assert found.problems() == []


@pytest.mark.parametrize(
    "wrong", [{"language": "ru"}, {"fonts": "web"}, {"stops": ()}, {"language": "lv-LV"}]
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError):
        a_map(**wrong)


def test_far_away_stops_make_a_map_too():
    stops = (MapStop(1, "Rīga", 56.95, 24.1), MapStop(2, "Tallinn", 59.44, 24.75))
    svg = a_map(*stops, legs=straight_legs(stops))

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
