"""Printed maps from 1:400 000 to 1:2 000 000, read back: nothing on anything else, no stop hidden.

Routes and names are made up by dice; every map is named by the number the dice were given.
"""

import math
import random
import re
from typing import NamedTuple

import pytest

from catalogue.maps import MapLeg, MapStop, render_map, straight_legs
from catalogue.maps import draw as drawing
from catalogue.maps.projection import KM_PER_DEGREE
from tests.map_reader import read_map

ROUTES = 200
# Width and height in mm of the maps that brochures have, and their folds from the left and the top.
PAPERS = [
    ((174, 226), (), ()),
    ((200, 210), (100,), ()),
    ((198, 210), (99,), ()),
    ((420, 297), (105, 210, 315), (148.5,)),
    ((105, 148), (), ()),
]
LETTERS = {
    "lv": ("bcčdfgģjkķlļmnņprsšztvzž", "aāeēiīouū", ("ciems", "novads", "sēta", "ezers")),
    "lt": ("bcčdfgjklmnprsštvzž", "aąeęėiįouųūy", ("kaimas", "kiemas", "malūnas", "ežeras")),
    "en": ("bcdfghklmnprstvw", "aeiou", ("village", "farm", "mill", "lake")),
}


def a_name(dice: random.Random, language: str) -> str:
    consonants, vowels, kinds = LETTERS[language]
    words = []
    for _ in range(dice.choice((1, 1, 2, 2, 3, 5))):
        word = "".join(
            dice.choice(consonants) + dice.choice(vowels) for _ in range(dice.randint(1, 5))
        )
        words.append(word + dice.choice(("", "s", "ms", "ņš" if language == "lv" else "lis")))
    if dice.random() < 0.5:
        words.append(dice.choice(kinds))
    words[0] = words[0].capitalize()
    return " ".join(words)


def a_route(seed: int) -> dict:
    """Arguments for a map of 2 to 40 stops, some in crowds, on one of the papers."""
    dice = random.Random(seed)
    language = dice.choice(("lv", "lt", "en"))
    (width, height), folds_x, folds_y = PAPERS[seed % len(PAPERS)]
    # Stops spread over so much of the paper at this scale.
    scale = math.exp(dice.uniform(math.log(400_000), math.log(2_000_000)))
    km_wide, km_high = 0.72 * width * scale / 1e6, 0.72 * height * scale / 1e6
    longitude, latitude = dice.uniform(25.2, 27.6), dice.uniform(55.3, 56.6)
    narrow = KM_PER_DEGREE * math.cos(math.radians(latitude))
    stops: list[MapStop] = []
    for number in range(1, dice.randint(2, 40) + 1):
        if number <= 2:  # far ends, so that the whole paper is needed
            side = number - 1.5
            x, y = longitude + side * km_wide / narrow, latitude + side * km_high / KM_PER_DEGREE
        elif dice.random() < 0.3:
            near, away = dice.choice(stops), dice.choice((0, 0.2, 3)) * scale / 1e6
            x = near.longitude + dice.uniform(-away, away) / narrow
            y = near.latitude + dice.uniform(-away, away) / KM_PER_DEGREE
        else:
            x = longitude + dice.uniform(-0.5, 0.5) * km_wide / narrow
            y = latitude + dice.uniform(-0.5, 0.5) * km_high / KM_PER_DEGREE
        radius = dice.choice((None, None, None, 300, 3000, 8000))
        detail = a_name(dice, language) if dice.random() < 0.5 else ""
        stops.append(MapStop(number, a_name(dice, language), y, x, radius, detail))
    return {
        "stops": stops,
        "legs": legs_of(dice, stops),
        "language": language,
        "width_mm": width,
        "height_mm": height,
        "avoid_x_mm": folds_x,
        "avoid_y_mm": folds_y,
        "ink_light": dice.random() < 0.3,
        "title": "",
        "description": "",
        "for_print": True,
    }


def legs_of(dice: random.Random, stops: list[MapStop]) -> list[MapLeg]:
    """All straight, all known, or some of each with side trips and boats; known ways wind."""
    straight = straight_legs(stops)
    kind = dice.choice(("straight", "known", "mixed"))
    if kind == "straight":
        return straight
    legs = []
    for leg in straight:
        (ax, ay), (bx, by) = leg.points
        wind = 0.15 * math.hypot(bx - ax, by - ay)
        points = [
            (
                ax + (bx - ax) * step / 20 + wind * dice.uniform(-0.3, 0.3),
                ay + (by - ay) * step / 20 + 0.6 * wind * dice.uniform(-0.3, 0.3),
            )
            for step in range(1, 20)
        ]
        known = [leg.points[0], *points, leg.points[1]]
        straight_here = kind == "mixed" and dice.random() < 0.5
        aside = kind == "mixed" and dice.random() < 0.2
        boat = kind == "mixed" and dice.random() < 0.2
        legs.append(MapLeg(leg.points if straight_here else known, straight_here, aside, boat))
    return legs


class Look(NamedTuple):
    """What was found on one map: sentences, its scale, how many stops it has, how many names."""

    problems: list[str]
    scale: float
    stops: int
    named: int


def look_at(seed: int) -> Look:
    asked = a_route(seed)
    stops = asked["stops"]
    found = read_map(render_map(**asked))
    wrong = found.problems(
        folds_x=[x * 10 for x in asked["avoid_x_mm"]],
        folds_y=[y * 10 for y in asked["avoid_y_mm"]],
    )
    numbers = [marker.text for marker in found.markers]
    if numbers != [stop.label for stop in stops]:
        wrong.append(f"the markers say {numbers}")
    size = (asked["width_mm"] * 10, asked["height_mm"] * 10)
    sheet = drawing._sheet(stops, asked["legs"], "en", *size, "map", for_print=True)
    words = {label.text.split()[0].rstrip("…") for label in found.labels}
    return Look(
        [f"route {seed}: {sentence}" for sentence in wrong],
        sheet.projection.scale,
        len(stops),
        sum(any(stop.name.startswith(word) for word in words) for stop in stops),
    )


@pytest.mark.slow
def test_no_label_lies_on_another_and_no_stop_is_hidden_on_200_random_routes():
    looks = [look_at(seed) for seed in range(ROUTES)]

    assert [wrong for look in looks for wrong in look.problems] == []
    # The dice were not kind: both ends of the scales, and names that were not left out.
    scales = [look.scale for look in looks]
    assert min(scales) < 450_000 and max(scales) > 1_850_000
    assert all(399_999 < scale < 2_000_001 for scale in scales)
    assert sum(look.named for look in looks) > 0.95 * sum(look.stops for look in looks)


# --- The reader finds what is wrong ---------------------------------------------------------------

A_MAP = {
    "stops": [MapStop(1, "Palūšė", 55.3294, 26.1008), MapStop(2, "Višķi", 56.0534, 26.7832)],
    "language": "lv",
    "title": "",
    "description": "",
    "width_mm": 174,
    "height_mm": 226,
}


def moved(svg: str, text: str, **places: float) -> str:
    """The map with one word put elsewhere."""
    element = re.search(rf"<text [^>]*>{re.escape(text)}</text>", svg)
    assert element
    other = element.group()
    for name, value in places.items():
        other = re.sub(rf' {name}="[^"]*"', f' {name}="{value}"', other)
    return svg.replace(element.group(), other)


def where(svg: str, text: str) -> tuple[float, float]:
    element = re.search(rf'<text x="([^"]*)" y="([^"]*)"[^>]*>{re.escape(text)}</text>', svg)
    assert element
    return float(element.group(1)), float(element.group(2))


def test_a_sound_map_has_no_problems():
    assert read_map(render_map(**A_MAP)).problems() == []


def test_a_label_on_another_is_found():
    svg = render_map(**A_MAP)
    x, y = where(svg, "Palūšė")

    wrong = read_map(moved(svg, "Višķi", x=x + 20, y=y + 10)).problems()

    assert any("Palūšė" in one and "Višķi" in one and "lies on" in one for one in wrong)


def test_a_hidden_stop_is_found():
    svg = render_map(**A_MAP)
    x, y = where(svg, "2")

    assert "“Palūšė” covers the marker 2" in read_map(moved(svg, "Palūšė", x=x, y=y)).problems()
    covered = svg.replace(
        '<g data-layer="furniture">',
        f'<g data-layer="furniture"><rect x="{x - 5}" y="{y - 5}" width="99" height="99" rx="5" '
        'fill="#fff"/>',
    )
    assert "a panel covers the marker 2" in read_map(covered).problems()


def test_a_lost_number_and_markers_on_each_other_are_found():
    svg = render_map(**A_MAP)
    x, y = where(svg, "2")
    first, second = (
        re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg.split('data-layer="pins"')[1])[index]
        for index in (0, 2)
    )

    unnumbered = re.sub(r"<text [^>]*>2</text>", "", svg)
    assert any("has no number" in one for one in read_map(unnumbered).problems())
    adrift = read_map(moved(svg, "2", x=x + 40)).problems()
    assert "the number 2 leaves its marker" in adrift
    near = svg.replace(
        f'cx="{second[0]}" cy="{second[1]}"', f'cx="{float(first[0]) + 20:g}" cy="{first[1]}"'
    )
    assert any("covers the marker" in one for one in read_map(near).problems())


def test_what_leaves_the_frame_or_stands_on_a_fold_is_found():
    svg = render_map(**A_MAP)
    x, _ = where(svg, "2")

    outside = read_map(moved(svg, "Palūšė", x=1700.0)).problems()
    assert "“Palūšė” is cut by the frame" in outside
    assert any("marker 2 stands on the fold" in one for one in read_map(svg).problems([x + 10]))
    assert any(
        "“Višķi” stands on" in one for one in read_map(svg).problems([where(svg, "Višķi")[0]])
    )
