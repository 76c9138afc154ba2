"""The places a map is about, and where their markers stand."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.maps.geometry import Box, Point, grown

# From here on a place is an area, not a point.
APPROXIMATE_FROM_M = 1500
# Markers that push each other are at rest after so many rounds, or never.
ROUNDS = 120


@dataclass(frozen=True)
class MapStop:
    """A numbered place. Latitude and longitude in WGS84 degrees.

    `radius_m` says how far the true place may be from the point; above 1500 m it is drawn as a
    circle of that radius. `detail` is one short line below the name. `mark` is what its marker says
    instead of the number: a letter, a page.
    """

    number: int
    name: str
    latitude: float
    longitude: float
    radius_m: int | None = None
    detail: str = ""
    mark: str = ""

    @property
    def label(self) -> str:
        return self.mark or str(self.number)

    @property
    def approximate(self) -> bool:
        return (self.radius_m or 0) > APPROXIMATE_FROM_M


def _fanned(points: Sequence[Point], apart: float) -> list[Point]:
    """Points that all but coincide, set on a circle around their middle, the first on top."""
    groups: list[list[int]] = []
    for index, point in enumerate(points):
        for group in groups:
            if math.dist(points[group[0]], point) < 0.3 * apart:
                group.append(index)
                break
        else:
            groups.append([index])
    placed = list(points)
    for group in groups:
        if len(group) == 1:
            continue
        x = sum(points[index][0] for index in group) / len(group)
        y = sum(points[index][1] for index in group) / len(group)
        radius = 1.15 * apart / (2 * math.sin(math.pi / len(group)))
        for order, index in enumerate(group):
            angle = 2 * math.pi * order / len(group) - math.pi / 2
            placed[index] = (x + radius * math.cos(angle), y + radius * math.sin(angle))
    return placed


def spread(
    points: Sequence[Point], apart: float, window: Box, obstacles: Sequence[Box] = ()
) -> list[Point]:
    """Where markers may stand: no two nearer than `apart`, none on an obstacle, all in the window.

    Markers that have room stay on their point. Those on one point fan out around it; the order of
    `points` alone decides how, so that the same stops give the same map. Only where there is no
    room left in the whole window do two markers meet.
    """
    half = apart / 2
    field = _Field(grown(window, -half), [grown(box, half) for box in obstacles], apart)
    placed = _relaxed(_fanned(points, apart), field)
    kept: list[Point] = []
    for home, point in zip(points, placed, strict=True):
        if math.dist(home, point) < 1.0:
            point = home
        if not field.free(point):
            point = next(filter(field.free, field.nearby(point)), point)
        field.put(len(kept), point)
        kept.append(point)
    return kept


class _Field:
    """The window in which markers stand, and a grid that finds a marker's neighbours."""

    def __init__(self, window: Box, obstacles: Sequence[Box], apart: float) -> None:
        self.window, self.obstacles, self.apart = window, obstacles, apart
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._points: dict[int, Point] = {}

    def put(self, index: int, point: Point) -> None:
        self._points[index] = point
        self._cells[self._cell(point)].append(index)

    def clear(self) -> None:
        self._cells.clear()
        self._points.clear()

    def _cell(self, point: Point) -> tuple[int, int]:
        return (math.floor(point[0] / self.apart), math.floor(point[1] / self.apart))

    def near(self, point: Point) -> Iterator[int]:
        column, row = self._cell(point)
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                yield from self._cells.get((x, y), ())

    def free(self, point: Point) -> bool:
        return self.allowed(point) and all(
            math.dist(point, self._points[index]) >= self.apart - 0.05 for index in self.near(point)
        )

    def allowed(self, point: Point) -> bool:
        x, y = point
        left, top, right, bottom = self.window
        return (left <= x <= right and top <= y <= bottom) and not any(
            box[0] < x < box[2] and box[1] < y < box[3] for box in self.obstacles
        )

    def kept_out(self, point: Point) -> Point:
        """The nearest place outside the obstacle around the point, inside the window."""
        x, y = point
        for left, top, right, bottom in self.obstacles:
            if left < x < right and top < y < bottom:
                edges = [(left, y), (right, y), (x, top), (x, bottom)]
                sound = [edge for edge in edges if self.allowed(edge)] or edges
                x, y = min(sound, key=lambda edge: math.dist(edge, (x, y)))
        left, top, right, bottom = self.window
        return (min(max(x, left), right), min(max(y, top), bottom))

    def nearby(self, point: Point) -> Iterator[Point]:
        """Places around a point, nearer ones first, up to the far end of the window."""
        left, top, right, bottom = self.window
        step = self.apart / 3
        for ring in range(1, math.ceil(math.hypot(right - left, bottom - top) / step)):
            radius = ring * step
            count = max(12, ring * 4)
            for turn in range(count):
                angle = 2 * math.pi * turn / count
                yield (point[0] + radius * math.cos(angle), point[1] + radius * math.sin(angle))


def _relaxed(points: Sequence[Point], field: _Field) -> list[Point]:
    """Points pushed apart, round by round, where they are nearer to each other than they may be."""
    placed = [field.kept_out(point) for point in points]
    apart = field.apart
    for _ in range(ROUNDS):
        field.clear()
        for index, point in enumerate(placed):
            field.put(index, point)
        moved = False
        for first in range(len(placed)):
            for second in sorted(field.near(placed[first])):
                if second <= first:
                    continue
                (ax, ay), (bx, by) = placed[first], placed[second]
                dx, dy = bx - ax, by - ay
                distance = math.hypot(dx, dy)
                if distance >= apart - 0.01:
                    continue
                if not distance:
                    dx, distance = 0.001, 0.001
                push = (apart - distance) / 2 / distance
                placed[first] = (ax - dx * push, ay - dy * push)
                placed[second] = (bx + dx * push, by + dy * push)
                moved = True
        if not moved:
            break
        placed = [field.kept_out(point) for point in placed]
    field.clear()
    return placed
