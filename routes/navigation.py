"""Links that open a stop in a visitor's own map: nothing is asked of anybody before the click."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalogue.templatetags.pages import km
from routes.itinerary import ItineraryStop

INEXACT = ("approximate", "area")


@dataclass(frozen=True)
class MapLink:
    label: str
    address: str
    is_elsewhere: bool = True  # another site; else an app of the visitor's device


def is_inexact(stop: ItineraryStop) -> bool:
    """Whether nobody should be led to the stop's point by a machine."""
    return point_is_inexact(stop.stop["point"])


def point_is_inexact(point: dict[str, Any]) -> bool:
    """The same of any point of an edition's document."""
    return point.get("precision") in INEXACT


def inexact_sentence(stop: ItineraryStop) -> str:
    """Why no machine leads to this stop."""
    return sentence_about_inexact(stop.stop["point"])


def sentence_about_inexact(point: dict[str, Any]) -> str:
    """The same of any point of an edition's document."""
    radius_km = (point.get("radius_m") or 0) / 1000
    if radius_km:
        return _("The place is known to within %(distance)s only: ask for the way.") % {
            "distance": km(radius_km)
        }
    return _("The place is not known exactly: ask for the way.")


def coordinates(stop: ItineraryStop) -> str:
    """Latitude and longitude in the form that all maps read; five decimals are 1 m."""
    return coordinates_of(stop.stop["point"])


def coordinates_of(point: dict[str, Any]) -> str:
    """The same of any point of an edition's document."""
    return f"{point['latitude']:.5f},{point['longitude']:.5f}"


def map_links(stop: ItineraryStop) -> list[MapLink]:
    """Links to the stop's point; none for an inexact one.

    Their forms: RFC 5870 for geo:, and what OpenStreetMap, Google (Maps URLs), Apple (Map Links)
    and Waze (Deep Links) promise to keep.
    """
    if is_inexact(stop):
        return []
    place = coordinates(stop)
    north, east = place.split(",")
    return [
        MapLink(_("Map app on this device"), f"geo:{place}", is_elsewhere=False),
        MapLink(
            "OpenStreetMap", f"https://www.openstreetmap.org/?mlat={north}&mlon={east}&zoom=15"
        ),
        MapLink("Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={place}"),
        MapLink("Apple Maps", f"https://maps.apple.com/?daddr={place}"),
        MapLink("Waze", f"https://waze.com/ul?ll={place}&navigate=yes"),
    ]
