"""Editions of routes from before their legs were told, completed for today's readers."""

from typing import Any

from routes.cutting import cut
from routes.legs import Point, leg_between, starts_of, totals_of, whole_line


def is_complete(card: dict[str, Any]) -> bool:
    """Whether the edition of this card, or of this document, tells of its legs."""
    return "travel_minutes" in card


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """A route's document with all that is written today, also when it is from before legs.

    Every leg of such an edition was by the route's one means of travel, along the route's line
    where it had one.
    """
    if is_complete(document):
        return document
    days = [{**day, "stops": [dict(stop) for stop in day["stops"]]} for day in document["days"]]
    stops = [stop for day in days for stop in day["stops"]]
    points: list[Point] = [(s["point"]["longitude"], s["point"]["latitude"]) for s in stops]
    line = document.get("line")
    pieces = cut(line["coordinates"], points).lines if line else [None] * len(stops)
    for index, start in enumerate(starts_of([False] * len(stops))):
        stop, leg = stops[index], None
        if start is not None:
            leg = leg_between(points[start], points[index], document["mode"], pieces[index])
        stop["optional"] = False
        stop["leg"] = leg and leg.document()
        stop["leg_km"] = leg and leg.km
    totals = totals_of(days)
    whole = whole_line(days)
    card = {**document["card"], **totals}
    # Nobody computed ways then: every line was drawn or imported by staff.
    said = {"days": days, "line": whole, "line_sources": [], "card": card}
    return {**document, **totals, **said}
