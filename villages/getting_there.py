"""How to get to a village: from which towns it is how far, and where exactly it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.map_links import MapLink, is_inexact, map_links
from catalogue.places import degrees_minutes, direction, distance_km
from catalogue.templatetags.pages import km
from villages.towns import towns

CITY = 20_000  # inhabitants
TOWNS_NAMED = 3


@dataclass(frozen=True)
class Spot:
    """One place of a village: coordinates in two notations, or how roughly it is known."""

    label: str
    decimal: str
    degrees_minutes: str
    links: list[MapLink]
    within: str  # such as “10 km”; empty for a place that one can be led to


@dataclass(frozen=True)
class TownNearby:
    """A town, and where it lies from the village as the crow flies: “12 km to the north”."""

    name: str
    where: str


def spots_of(document: dict[str, Any]) -> list[Spot]:
    return [_spot(place) for place in document["places"]]


def _spot(place: dict[str, Any]) -> Spot:
    label = place.get("label") or ""
    if is_inexact(place):
        return Spot(label, "", "", [], km(max(1000, place.get("radius_m") or 0) / 1000))
    # A metre is 0.00001°; the centre of a village is not known to metres.
    digits = 5 if place["precision"] == "exact" else 4
    north, east = place["latitude"], place["longitude"]
    return Spot(
        label,
        f"{north:.{digits}f}, {east:.{digits}f}",
        degrees_minutes(north, east, digits),
        map_links(place),
        "",
    )


def towns_nearby(document: dict[str, Any]) -> list[TownNearby]:
    """The nearest towns and the nearest city, nearest first, from the village's first place.

    Where the place is known roughly, towns about as near as that say nothing, and are left out.
    """
    point = document["point"]
    if not point:
        return []
    here = (point["longitude"], point["latitude"])
    known_to_km = max(1.5, 2 * (point.get("radius_m") or 0) / 1000 if is_inexact(point) else 0)
    by_distance = sorted(
        (length, town.key, town)
        for town in towns().values()
        if (length := distance_km(here, (town.longitude, town.latitude))) > known_to_km
    )
    near = by_distance[:TOWNS_NAMED]
    if not any(town.inhabitants >= CITY for *_distance, town in near):
        city = next((row for row in by_distance if row[-1].inhabitants >= CITY), None)
        near = [*near[:-1], *([city] if city else near[-1:])]
    language = (get_language() or "en")[:2]
    return [
        TownNearby(
            town.name_in(language),
            where_from_here(length, direction(here, (town.longitude, town.latitude))),
        )
        for length, _key, town in near
    ]


def where_from_here(distance: float, eighth: int) -> str:
    """Such as “12 km to the north-east”; `eighth` is that of `catalogue.places.direction()`."""
    sentence = (
        _("%(distance)s to the north"),
        _("%(distance)s to the north-east"),
        _("%(distance)s to the east"),
        _("%(distance)s to the south-east"),
        _("%(distance)s to the south"),
        _("%(distance)s to the south-west"),
        _("%(distance)s to the west"),
        _("%(distance)s to the north-west"),
    )[eighth]
    return sentence % {"distance": km(distance)}
