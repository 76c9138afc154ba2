"""Milliseconds and bytes of each kind of static map: `python benchmarks/maps.py`.

Needs neither database nor settings. Budget: 150 ms warm, 60 KB for a village, 120 KB for a route;
300 ms for a route of 137 stops, and for paper what it takes.
"""

import gzip
import math
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
from django.conf import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from catalogue.maps import MapLeg, MapStop, base_geojson, render_map, straight_legs

STOPS = [
    MapStop(1, "Linkmenys", 55.318, 25.959, detail="Eko kaimas"),
    MapStop(2, "Palūšė", 55.3294, 26.1008),
    MapStop(3, "Dūkštas", 55.52, 26.322),
    MapStop(4, "Vajasiškis", 55.6, 25.95, 3000, "Senolių kaimas"),
    MapStop(5, "Antalieptė", 55.6611, 25.8669, detail="Lieptų kaimas"),
    MapStop(6, "Dusetos", 55.74635, 25.84562),
    MapStop(7, "Šlyninka", 55.7333, 26.25, 8000, "Šlyninkos vandens malūnas"),
    MapStop(8, "Kalupe", 56.0975, 26.5436),
    MapStop(9, "Višķi", 56.0534, 26.7832, detail="Višķu amatnieku ciems"),
    MapStop(10, "Kotleri", 56.2123, 26.8597, 10000, "Kotleru vīna ciems"),
    MapStop(11, "Preiļi", 56.29444, 26.72459, detail="Mazais zaļais lielveikals"),
    MapStop(12, "Kaži", 56.299, 26.4833, 6000, "Nākotnes ozolu ciems"),
]


def legs(stops: list[MapStop]) -> list[MapLeg]:
    """Some of each kind, known ones with a point each 300 m or so."""
    found = []
    for number, leg in enumerate(straight_legs(stops)):
        (ax, ay), (bx, by) = leg.points
        points = [
            (
                ax + (bx - ax) * step / 60 + 0.004 * math.sin(step),
                ay + (by - ay) * step / 60 + 0.002 * math.cos(2 * step),
            )
            for step in range(61)
        ]
        found.append(
            leg
            if number % 3 == 1
            else MapLeg(points, is_optional=number % 5 == 4, by_boat=number % 7 == 6)
        )
    return found


def crowd(count: int) -> list[MapStop]:
    """So many stops in rows through both countries, as a long tour would visit them."""
    return [
        MapStop(
            number,
            ("Višķu amatnieku ciems", "Lieptų kaimas", "Ezeri", "Senolių kaimas")[number % 4],
            55.2 + number // 12 * 0.13 + 0.03 * math.sin(number),
            25.2 + 0.19 * (number % 12 if number // 12 % 2 else 11 - number % 12),
        )
        for number in range(1, count + 1)
    ]


PAPER = {"for_print": True}
FOLDS = {"for_print": True, "avoid_x_mm": (105, 210, 315), "avoid_y_mm": (148.5,)}
MARKED = [replace(stop, mark=chr(64 + stop.number)) for stop in STOPS]
MANY = crowd(137)
# Stops, legs, width and height in mm, fonts, what else.
KINDS: dict[str, tuple[list[MapStop], list[MapLeg], int, int, str, dict[str, Any]]] = {
    "village, web": (STOPS[8:9], [], 100, 75, "inherit", {}),
    "village, own file": (STOPS[8:9], [], 100, 75, "embedded", {}),
    "village, card A6": (STOPS[8:9], [], 105, 148, "inherit", PAPER),
    "route of 6, phone": (STOPS[4:10], straight_legs(STOPS[4:10]), 110, 140, "inherit", {}),
    "route of 12, phone": (STOPS, straight_legs(STOPS), 110, 140, "inherit", {}),
    "route of 12, own file": (STOPS, straight_legs(STOPS), 170, 210, "embedded", {}),
    "route of 12, A4": (STOPS, legs(STOPS), 174, 226, "inherit", PAPER),
    "the same, little ink": (STOPS, legs(STOPS), 174, 226, "inherit", PAPER | {"ink_light": True}),
    "route of 12, DL": (STOPS, legs(STOPS), 200, 210, "inherit", PAPER | {"avoid_x_mm": (100,)}),
    "route of 12, A3 folded": (STOPS, legs(STOPS), 420, 297, "inherit", FOLDS),
    "route of 137, phone": (MANY, legs(MANY), 110, 140, "inherit", {}),
    "route of 137, A4": (MANY, legs(MANY), 174, 226, "inherit", PAPER),
    "route of 137, A3 folded": (MANY, legs(MANY), 420, 297, "inherit", FOLDS),
    "overview of 12": (MARKED, [], 128, 170, "inherit", PAPER),
}
TIMES = 10


def main() -> None:
    settings.configure(USE_I18N=True)
    django.setup()
    print(f"{'':24} {'first':>7} {'warm':>7} {'bytes':>9} {'gzip':>8}")
    for kind, (stops, way, width, height, fonts, more) in KINDS.items():
        times = []
        for _ in range(TIMES + 1):
            start = time.perf_counter()
            svg = render_map(
                stops=stops,
                legs=way,
                language="lv",
                title=kind,
                description=kind,
                width_mm=width,
                height_mm=height,
                fonts=fonts,
                **more,
            ).encode()
            times.append((time.perf_counter() - start) * 1000)
        warm = sorted(times[1:])[TIMES // 2]
        packed = len(gzip.compress(svg))
        print(f"{kind:24} {times[0]:4.0f} ms {warm:4.0f} ms {len(svg):9,} {packed:8,}")
    start = time.perf_counter()
    features = len(base_geojson("lv")["features"])
    print(f"base_geojson: {features} features, {(time.perf_counter() - start) * 1000:.0f} ms first")


if __name__ == "__main__":
    main()
