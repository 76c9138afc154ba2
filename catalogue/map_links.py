"""Links that open a point in a visitor's own map: nothing is asked of anybody before the click."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

# Nobody is led by a machine to a place that is known roughly only.
INEXACT = ("approximate", "area")


@dataclass(frozen=True)
class MapLink:
    label: str
    address: str
    is_elsewhere: bool = True  # another site; else an app of the visitor's device


def is_inexact(point: dict[str, Any]) -> bool:
    """Whether nobody should be led to this point of an edition by a machine."""
    return point.get("precision") in INEXACT


def coordinates(point: dict[str, Any]) -> str:
    """Latitude and longitude in the form that all maps read; five decimals are 1 m."""
    return f"{point['latitude']:.5f},{point['longitude']:.5f}"


def map_links(point: dict[str, Any]) -> list[MapLink]:
    """Links to a point of an edition (WGS84 degrees); none to an inexact one.

    Their forms: RFC 5870 for geo:, with the uncertainty in metres, and what OpenStreetMap, Google
    (Maps URLs), Apple (Map Links) and Waze (Deep Links) promise to keep.
    """
    if is_inexact(point):
        return []
    place = coordinates(point)
    north, east = place.split(",")
    radius = point.get("radius_m")
    geo = f"geo:{place};u={radius}" if radius else f"geo:{place}"
    return [
        MapLink(_("Map app on this device"), geo, is_elsewhere=False),
        MapLink(
            "OpenStreetMap", f"https://www.openstreetmap.org/?mlat={north}&mlon={east}&zoom=15"
        ),
        MapLink("Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={place}"),
        MapLink("Apple Maps", f"https://maps.apple.com/?daddr={place}"),
        MapLink("Waze", f"https://waze.com/ul?ll={place}&navigate=yes"),
    ]
