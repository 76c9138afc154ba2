"""The base map in memory: countries, frontiers, lakes, rivers, towns. Read once per process.

Coordinates here are longitude and Mercator northing, both in degrees, so that drawing is a
multiplication.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from catalogue.maps.geometry import Box, Point, bounds, overlap, simplified
from catalogue.maps.projection import LonLat, mercator

DATA = Path(__file__).parent / "data"
# Where fine outlines, lakes and rivers end: the frame of `script/build_basemap.py`.
DETAILED: Box = (23.9, mercator(54.5), 29.1, mercator(57.8))


@dataclass(frozen=True, slots=True)
class Shape:
    """A line or a ring, and the box around it. A ring does not repeat its first point."""

    points: tuple[Point, ...]
    box: Box

    @classmethod
    def of(cls, points: Sequence[Point]) -> "Shape":
        return cls(tuple(points), bounds(points))


@dataclass(frozen=True, slots=True)
class Lake:
    km2: float
    shore: Shape


@dataclass(frozen=True, slots=True)
class Town:
    """A town as GeoNames spells it; `names.town_name()` says it in a page's language."""

    name: str
    country: str
    population: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class BaseMap:
    """Lakes and towns come largest first."""

    countries: dict[str, list[Shape]]
    frontier: list[Shape]
    outer_frontiers: list[Shape]
    locator: dict[str, list[Shape]]
    lakes: list[Lake]
    rivers: list[Shape]
    towns: list[Town]


def read_data(name: str) -> dict[str, Any]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _shape(rows: Sequence[LonLat], *, ring: bool = False) -> Shape:
    points = [(longitude, mercator(latitude)) for longitude, latitude in rows]
    if ring and points[0] == points[-1]:
        points.pop()
    return Shape.of(points)


@lru_cache(maxsize=1)
def base_map() -> BaseMap:
    osm = read_data("osm-odbl.json")
    gshhg = read_data("gshhg-lgpl.json")
    lakes = [
        Lake(row["km2"], _shape(row["ring"], ring=True)) for row in (*gshhg["lakes"], *osm["lakes"])
    ]
    return BaseMap(
        countries=_rings_by_country(osm["countries"]),
        frontier=[_shape(rows) for rows in osm["frontier"]],
        outer_frontiers=[_shape(rows) for rows in osm["outer_frontiers"]],
        locator=_rings_by_country(osm["locator"]),
        lakes=sorted(lakes, key=lambda lake: -lake.km2),
        rivers=[_shape(rows) for rows in gshhg["rivers"]],
        towns=[Town(*row) for row in read_data("geonames-cc-by.json")["towns"]],
    )


def _rings_by_country(rings: dict[str, Any]) -> dict[str, list[Shape]]:
    return {code: [_shape(rows, ring=True) for rows in some] for code, some in rings.items()}


@lru_cache(maxsize=8)
def base_map_for(level: int) -> BaseMap:
    """The base map without what is too fine to be drawn at 2**level units per degree."""
    whole = base_map()
    tolerance = 1.3 / 2**level  # about 0.1 mm

    def coarser(shape: Shape) -> Shape:
        return Shape(tuple(simplified(shape.points, tolerance)), shape.box)

    def coarser_ring(shape: Shape) -> Shape:
        ring = simplified([*shape.points, shape.points[0]], tolerance)[:-1]
        return Shape(tuple(ring) if len(ring) > 4 else shape.points, shape.box)

    return BaseMap(
        countries={code: [coarser_ring(r) for r in some] for code, some in whole.countries.items()},
        frontier=[coarser(line) for line in whole.frontier],
        outer_frontiers=[coarser(line) for line in whole.outer_frontiers],
        locator=whole.locator,
        lakes=[Lake(lake.km2, coarser_ring(lake.shore)) for lake in whole.lakes],
        rivers=[coarser(line) for line in whole.rivers],
        towns=whole.towns,
    )


def level_for(per_degree: float) -> int:
    """Levels go in doublings; the nearest is taken."""
    return round(math.log2(per_degree))


def visible(shapes: Sequence[Shape], extent: Box) -> Iterator[Shape]:
    return (shape for shape in shapes if overlap(shape.box, extent))
