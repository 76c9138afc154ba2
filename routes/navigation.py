"""How a visitor is led to a stop: links for their own map, or why there are none."""

from typing import Any

from django.utils.translation import gettext as _

from catalogue import map_links as links
from catalogue.map_links import MapLink
from catalogue.templatetags.pages import km
from routes.itinerary import ItineraryStop


def is_inexact(stop: ItineraryStop) -> bool:
    """Whether nobody should be led to the stop's point by a machine."""
    return links.is_inexact(stop.stop["point"])


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
    """Latitude and longitude in the form that all maps read."""
    return links.coordinates(stop.stop["point"])


def map_links(stop: ItineraryStop) -> list[MapLink]:
    """Links to the stop's point; none for an inexact one."""
    return links.map_links(stop.stop["point"])
