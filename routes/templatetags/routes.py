"""What the templates of routes need beside the pages' own tags."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.kept_parts import kept_part
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.templatetags.pages import draw, km
from routes.brochures.laying_out import below
from routes.itinerary import ItineraryStop
from routes.models import Route
from routes.trip import days_of
from routes.trip_address import MOST_STOPS, TripStop, chain_of

register = template.Library()


@register.simple_tag(takes_context=True)
def itinerary_stop(context: Context, item: ItineraryStop) -> SafeString:
    """A stop of the route's page, kept until the route, the village, a word or a notice changes."""
    words, village = context["words"], item.village
    key = (
        "stop",
        context["edition"].digest,
        item.stop["number"],
        village and village.digest,
        *item.notices,
        words.digest,
    )
    values = {"item": item, "words": words}
    return kept_part(key, lambda: draw(context, "routes/_itinerary_stop.html", values))


@register.simple_tag(takes_context=True)
def brochure_address(context: Context, ending: str, **query: str) -> str:
    """The address of the brochure's page (`brochure/`) or file (`brochure.pdf`)."""
    return below(context["brochure"].address, ending, **query)


@register.inclusion_tag("routes/_add_to_trip.html", takes_context=True)
def add_to_trip(context: Context, edition: Edition) -> dict[str, Any]:
    """A button that adds a village, or the stops of a route, to the visitor's own trip."""
    is_route = edition.kind == Kind.ROUTE
    days = days_of(edition.document) if is_route else [[TripStop(edition.source_id)]]
    return {
        "chain": chain_of(days),
        "is_route": is_route,
        "most_stops": MOST_STOPS,
        "trip_path": context["page"].addresses_of["trip"],
    }


@register.filter
def route_facts(card: dict[str, Any]) -> str:
    """One line: how to travel, for how many days, to how many stops, how far."""
    mode = str(Route.Mode(card["mode"]).label)
    length = km(card["length_km"])
    return " · ".join(
        (
            mode[:1].upper() + mode[1:],
            ngettext("%(count)s day", "%(count)s days", card["day_count"])
            % {"count": card["day_count"]},
            ngettext("%(count)s stop", "%(count)s stops", card["stop_count"])
            % {"count": card["stop_count"]},
            _("%(length)s in straight lines") % {"length": length}
            if card["is_straight"]
            else length,
        )
    )
