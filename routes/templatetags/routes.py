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
from routes.itinerary import Itinerary, ItineraryDay, ItineraryStop
from routes.legs import Leg
from routes.models import Route
from routes.trip import days_of
from routes.trip_address import MOST_STOPS, TripStop, chain_of
from villages.practical_facts import span_of_minutes

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
    modes = [way["mode"] for way in card.get("ways", [])] or [card["mode"]]
    how = ", ".join(mode_label(mode) for mode in modes)
    # An edition from before legs were told has a line for all of its way or for none.
    all_straight = card.get("all_straight", card["is_straight"])
    return " · ".join(
        (
            how[:1].upper() + how[1:],
            ngettext("%(count)s day", "%(count)s days", card["day_count"])
            % {"count": card["day_count"]},
            ngettext("%(count)s stop", "%(count)s stops", card["stop_count"])
            % {"count": card["stop_count"]},
            length_in_words(card["length_km"], card["is_straight"], all_straight),
        )
    )


@register.filter
def mode_label(mode: str) -> str:
    """Such as “by car”."""
    return str(Route.Mode(mode).label)


@register.filter
def leg_length(leg: Leg) -> str:
    """How long a leg is, and whether that is the way or only the straight line."""
    if leg.is_straight:
        return _("%(distance)s in a straight line") % {"distance": km(leg.km)}
    return km(leg.km)


def length_in_words(length_km: float, is_straight: bool, all_straight: bool) -> str:
    """Such as “97 km”; says so when all of it, or some, is only known as the crow flies."""
    length = {"length": km(length_km)}
    if all_straight:
        return _("%(length)s in straight lines") % length
    if is_straight:
        return _("%(length)s, partly in straight lines") % length
    return length["length"]


@register.filter
def travel(part: Itinerary | ItineraryDay) -> str:
    """How far and how long a route or a day leads, by each means of travel; "" when nowhere.

    Such as “by car 97 km, 1 h 50 min without stays”. Detours are not counted.
    """
    ways = [
        {
            "mode": mode_label(way["mode"]),
            "length": length_in_words(
                way["km"], way["straight_km"] > 0, way["straight_km"] == way["km"] > 0
            ),
            "time": span_of_minutes(way["minutes"]),
        }
        for way in part.ways
    ]
    if not ways:
        return ""
    if len(ways) == 1:
        return _("%(mode)s %(length)s, %(time)s without stays") % ways[0]
    return _("%(ways)s; together %(time)s without stays") % {
        "ways": "; ".join(_("%(mode)s %(length)s, %(time)s") % way for way in ways),
        "time": span_of_minutes(part.travel_minutes),
    }
