"""The legs of a route: from stop to stop, by some means, so many kilometres and minutes.

Points are (longitude, latitude) in WGS84 degrees, lengths kilometres along the ellipsoid, times
minutes. What is written here of a leg is what an edition holds; trips that nobody saved are made
of the same words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

from catalogue.places import length_km

Point = tuple[float, float]

# Kilometres in an hour, breaks not counted, on the small roads and paths that lead to villages.
SPEED_KMH = {
    # What OSRM's car profile gives secondary roads (profiles/car.lua); the villages lie on those,
    # on faster and on gravel ones.
    "car": 55,
    # A bus on the same roads, which stops, and is slow on gravel: our own reckoning.
    "coach": 45,
    # OSRM's bicycle profile (profiles/bicycle.lua, default_speed).
    "bicycle": 15,
    # DIN 33466 on signposts of footpaths: 4 km in an hour on the level; hills here are low.
    "foot": 4,
    # Rowing or paddling on lakes and slow rivers at the pace of a walk: our own reckoning.
    "boat": 4,
}

# Roads, paths and rivers wind: their length to that of the straight line. Road networks have
# “circuity” between 1.2 and 1.4 (R. H. Ballou and others, Transportation Research A 36, 2002);
# among lakes the middle is not too much. Only time is reckoned with it: the length of a straight
# leg is told as it is, and called straight.
DETOUR = 1.3

# Nobody knows such times to the minute.
MINUTES_STEP = 5


@dataclass(frozen=True)
class Leg:
    """The way to a stop from the last stop before it that is not optional, one way."""

    mode: str
    km: float
    minutes: int
    is_given: bool  # the minutes, by staff; else reckoned from the speed
    is_straight: bool  # no line is known: as the crow flies
    line: list[list[float]] | None

    @classmethod
    def of_document(cls, leg: dict[str, Any]) -> "Leg":
        """The leg that `document()` wrote."""
        return cls(
            mode=leg["mode"],
            km=leg["km"],
            minutes=leg["minutes"],
            is_given=leg["given"],
            is_straight=leg["straight"],
            line=leg["line"],
        )

    def document(self) -> dict[str, Any]:
        """The leg as an edition holds it."""
        return {
            "mode": self.mode,
            "km": self.km,
            "minutes": self.minutes,
            "given": self.is_given,
            "straight": self.is_straight,
            "line": self.line,
        }


def leg_between(
    start: Point,
    end: Point,
    mode: str,
    line: list[list[float]] | None = None,
    minutes: int | None = None,
) -> Leg:
    """The leg along `line`, or straight without one; `minutes` when somebody gave them."""
    length = length_km([(p[0], p[1]) for p in line]) if line else _straight_km(start, end)
    km = round(length, 1)
    return Leg(
        mode=mode,
        km=km,
        minutes=minutes_of(mode, km, is_straight=not line) if minutes is None else minutes,
        is_given=minutes is not None,
        is_straight=not line,
        line=line,
    )


# The same villages are asked for over and over, and an ellipsoid costs more than a look-up.
@lru_cache(maxsize=10_000)
def _straight_km(start: Point, end: Point) -> float:
    return length_km([start, end])


def minutes_of(mode: str, km: float, is_straight: bool) -> int:
    """About how long a way of `km` takes, in steps of five minutes, upwards."""
    hours = km * (DETOUR if is_straight else 1) / SPEED_KMH[mode]
    return MINUTES_STEP * ceil(round(hours * 60 / MINUTES_STEP, 6))


def totals_of(days: list[dict[str, Any]]) -> dict[str, Any]:
    """What a document says of all `days` together; each day gets its own totals.

    Stops called optional are in no total. Sums are of what each leg says, so that whoever adds up
    a printed table finds the same.
    """
    for day in days:
        counted = [stop for stop in day["stops"] if not stop["optional"]]
        day["length_km"] = round(sum(stop["leg_km"] or 0 for stop in counted), 1)
        day["travel_minutes"] = sum(stop["leg"]["minutes"] for stop in counted if stop["leg"])
        day["stay_minutes"] = sum(stop["stay_minutes"] for stop in counted)
    legs = [stop["leg"] for stop in _stops(days) if stop["leg"]]
    ways = ways_of(stop["leg"] for stop in _stops(days) if stop["leg"] and not stop["optional"])
    return {
        "length_km": round(sum(day["length_km"] for day in days), 1),
        "travel_minutes": sum(day["travel_minutes"] for day in days),
        "stay_minutes": sum(day["stay_minutes"] for day in days),
        "ways": ways,
        "is_straight": any(leg["straight"] for leg in legs),
        "all_straight": bool(legs) and all(leg["straight"] for leg in legs),
    }


def card_of(days: list[dict[str, Any]], mode: str, summary: str) -> dict[str, Any]:
    """What lists say of a route or a trip of these `days`, which get their own totals."""
    totals = totals_of(days)
    stops = list(_stops(days))
    return {
        "summary": summary,
        "mode": mode,
        "day_count": len(days),
        "stop_count": len(stops),
        **totals,
        "countries": sorted({stop["country"] for stop in stops}),
        "places": [stop["place"] for stop in stops],
        "theme": stops[0]["theme"] if stops else "",
        "pattern": stops[0]["pattern"] if stops else "",
    }


def ways_of(legs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """How far and how long by each means of travel, in the order of their first use.

    `straight_km` is the part of `km` of which no line is known.
    """
    ways: dict[str, dict[str, Any]] = {}
    for leg in legs:
        nothing = {"mode": leg["mode"], "km": 0.0, "straight_km": 0.0, "minutes": 0}
        way = ways.setdefault(leg["mode"], nothing)
        way["km"] = round(way["km"] + leg["km"], 1)
        if leg["straight"]:
            way["straight_km"] = round(way["straight_km"] + leg["km"], 1)
        way["minutes"] += leg["minutes"]
    return list(ways.values())


def whole_line(days: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The lines of all legs but detours as one GeoJSON LineString; None when one has no line."""
    legs = [stop["leg"] for stop in _stops(days) if stop["leg"] and not stop["optional"]]
    if not legs or any(leg["line"] is None for leg in legs):
        return None
    points: list[list[float]] = []
    for leg in legs:
        points += leg["line"][1:] if points and points[-1] == leg["line"][0] else leg["line"]
    return {"type": "LineString", "coordinates": points}


def _stops(days: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (stop for day in days for stop in day["stops"])


def starts_of(optional: Sequence[bool]) -> list[int | None]:
    """For each stop the index of the stop its leg leaves from; None for the first.

    A detour leaves from the last stop that is none, and so does the leg after the detour.
    """
    starts: list[int | None] = []
    last: int | None = None
    for index, is_optional in enumerate(optional):
        starts.append(last)
        if not is_optional:
            last = index
    return starts
