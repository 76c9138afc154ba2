"""The places a map is about, and where their markers stand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.maps.geometry import Box, Point

# From here on a place is an area, not a point.
APPROXIMATE_FROM_M = 1500


@dataclass(frozen=True)
class MapStop:
    """A numbered place. Latitude and longitude in WGS84 degrees.

    `radius_m` says how far the true place may be from the point; above 1500 m it is drawn as a
    circle of that radius. `detail` is one short line below the name.
    """

    number: int
    name: str
    latitude: float
    longitude: float
    radius_m: int | None = None
    detail: str = ""

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


def spread(points: Sequence[Point], apart: float, window: Box) -> list[Point]:
    """Where markers may stand so that no two are nearer than `apart`.

    Markers that have room stay on their point. Those on one point fan out around it; the order of
    `points` alone decides how, so that the same stops give the same map.
    """
    placed = _fanned(points, apart)
    for round_number in range(300):
        moved = False
        for first in range(len(placed)):
            for second in range(first + 1, len(placed)):
                (ax, ay), (bx, by) = placed[first], placed[second]
                dx, dy = bx - ax, by - ay
                distance = math.hypot(dx, dy) or 0.001
                if distance >= apart - 0.01:
                    continue
                push = (apart - distance) / 2 / distance
                placed[first] = (ax - dx * push, ay - dy * push)
                placed[second] = (bx + dx * push, by + dy * push)
                moved = True
        half = apart / 2
        placed = [
            (
                min(max(x, window[0] + half), window[2] - half),
                min(max(y, window[1] + half), window[3] - half),
            )
            for x, y in placed
        ]
        if not moved and round_number:
            break
    return [
        home if math.dist(home, point) < 1.0 else point
        for home, point in zip(points, placed, strict=True)
    ]
