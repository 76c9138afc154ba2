"""Cutting the line of a whole route into legs, where it passes each stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, inf, radians

from catalogue.places import distance_km
from routes.legs import Point

# A line that stays farther from a stop does not lead there: someone drew another way.
REACH_KM = 3.0
DIGITS = 5  # of degrees: about a metre

_KM_PER_DEGREE = 111.2  # of latitude; exact enough to tell what is near


@dataclass(frozen=True)
class Pieces:
    """A line cut at the stops it passes."""

    # For each stop the piece that leads to it from the stop before; None for the first, and where
    # the line does not pass both.
    lines: list[list[list[float]] | None]
    far_stops: list[int]  # indexes of the stops that the line does not pass


def cut(line: Sequence[Sequence[float]], stops: Sequence[Point]) -> Pieces:
    """The pieces of `line` from stop to stop.

    A stop is passed when the line comes within `REACH_KM` of it. The line is followed in one
    direction, so that a way there and back is cut where it should be; drawn from the last stop to
    the first, it is turned round.
    """
    points = tuple((point[0], point[1]) for point in line)
    pieces = _cut(points, tuple(stops))
    return Pieces(
        [piece and [[*point] for point in piece] for piece in pieces.lines], [*pieces.far_stops]
    )


@lru_cache(maxsize=16)  # a document is made in three languages, and at each look at its page
def _cut(points: Sequence[Point], stops: Sequence[Point]) -> Pieces:
    places, cost = _places(points, stops)
    if cost > REACH_KM or None in places:
        turned = points[::-1]
        places_back, cost_back = _places(turned, stops)
        if cost_back < cost - 0.001:  # where both fit alike it is left as it was drawn
            points, places = turned, places_back
    lines: list[list[list[float]] | None] = []
    for index, place in enumerate(places):
        before = places[index - 1] if index else None
        lines.append(_piece(points, before, place) if before and place else None)
    return Pieces(lines, [index for index, place in enumerate(places) if place is None])


# A place on the line: the number of its segment, and how far along the segment, 0 to 1.
_Place = tuple[int, float]


def _places(line: Sequence[Point], stops: Sequence[Point]) -> tuple[list[_Place | None], float]:
    """Where the line passes each stop, in their order, and how far it stays from them in all.

    Of all ways to follow the line without turning, the one nearest to the stops together: each
    stop is met on some segment not before the last one's, or left out for the price of `REACH_KM`.
    """
    segments = len(line) - 1
    scale = cos(radians(line[0][1])) * _KM_PER_DEGREE
    flat = [(point[0] * scale, point[1] * _KM_PER_DEGREE) for point in line]
    # For each segment the least cost of all stops so far with the last met up to here, where along
    # the segment that was, and by which choice it came about.
    costs = [0.0] * segments
    within = [0.0] * segments
    choices: list[list[tuple[int, float] | None]] = []
    for longitude, latitude in stops:
        x, y = longitude * scale, latitude * _KM_PER_DEGREE
        chosen: list[tuple[int, float] | None] = []
        new_costs, new_within = [0.0] * segments, [0.0] * segments
        best: float = inf
        best_choice: tuple[int, float] | None = None
        for segment in range(segments):
            (x1, y1), (x2, y2) = flat[segment], flat[segment + 1]
            dx, dy = x2 - x1, y2 - y1
            square = dx * dx + dy * dy
            along = ((x - x1) * dx + (y - y1) * dy) / square if square else 0.0
            along = min(1.0, max(within[segment], along))
            met = costs[segment] + hypot(x1 + along * dx - x, y1 + along * dy - y)
            left_out = costs[segment] + REACH_KM
            if met < best - 1e-9 and met < left_out:
                best, best_choice, here = met, (segment, along), along
            elif left_out < best - 1e-9:
                best, best_choice, here = left_out, None, within[segment]
            else:
                here = 0.0  # met on an earlier segment: all of this one lies ahead
            new_costs[segment], new_within[segment] = best, here
            chosen.append(best_choice)
        costs, within = new_costs, new_within
        choices.append(chosen)
    places: list[_Place | None] = []
    segment = segments - 1
    for chosen in reversed(choices):
        place = chosen[segment]
        places.append(place)
        if place is not None:
            segment = place[0]
    return places[::-1], costs[-1]


def _piece(line: Sequence[Point], start: _Place, end: _Place) -> list[list[float]] | None:
    """The points between two places on the line; None when they are one place."""
    middle = line[start[0] + 1 : end[0] + 1]
    points = [_at(line, start), *middle, _at(line, end)]
    short = [[round(point[0], DIGITS), round(point[1], DIGITS)] for point in points]
    piece = [point for index, point in enumerate(short) if not index or point != short[index - 1]]
    return piece if len(piece) > 1 else None


def _at(line: Sequence[Point], place: _Place) -> tuple[float, float]:
    segment, along = place
    (x1, y1), (x2, y2) = line[segment], line[segment + 1]
    return x1 + along * (x2 - x1), y1 + along * (y2 - y1)


@dataclass(frozen=True)
class Lead:
    """A line of one leg, turned so that it begins at its start."""

    points: list[list[float]]
    start_km: float  # from the first point of the line to where the leg begins
    end_km: float

    @property
    def is_whole(self) -> bool:
        """Whether the line leads from the one stop to the other."""
        return self.start_km <= REACH_KM and self.end_km <= REACH_KM


def leads(line: Sequence[Sequence[float]], start: Point, end: Point) -> Lead:
    """The line of a leg as it is travelled from `start` to `end`, and how near it comes to both."""
    points = [[round(point[0], DIGITS), round(point[1], DIGITS)] for point in line]
    first, last = (points[0][0], points[0][1]), (points[-1][0], points[-1][1])
    onward = distance_km(first, start), distance_km(last, end)
    back = distance_km(last, start), distance_km(first, end)
    if sum(back) < sum(onward):
        return Lead(points[::-1], *back)
    return Lead(points, *onward)
