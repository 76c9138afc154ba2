"""Legs, days and routes as people say them: means of travel, kilometres, time."""

from typing import Any

from django.utils.translation import gettext as _

from catalogue.templatetags.pages import km
from routes.itinerary import Itinerary, ItineraryDay
from routes.legs import Leg
from routes.models import Route
from villages.practical_facts import span_of_minutes


def means(mode: str) -> str:
    """Such as “by car”."""
    return str(Route.Mode(mode).label)


def leg_sentence(leg: Leg) -> str:
    """Such as “By car 12 km, 15 min” or “By car 12 km in a straight line, about 20 min”."""
    said = {
        "mode": means(leg.mode),
        "length": leg_length(leg),
        "time": span_of_minutes(leg.minutes),
    }
    if leg.is_given:
        text = _("%(mode)s %(length)s, %(time)s") % said
    else:
        text = _("%(mode)s %(length)s, about %(time)s") % said
    return _begun(text)


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


def travel(part: Itinerary | ItineraryDay) -> str:
    """How far and how long a route or a day leads, by each means of travel; "" when nowhere.

    Such as “by car 97 km, 1 h 50 min without stays”. Detours are not counted.
    """
    ways = [
        {
            "mode": means(way["mode"]),
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
    return _("%(ways)s; %(time)s in total without stays") % {
        "ways": "; ".join(_("%(mode)s %(length)s, %(time)s") % way for way in ways),
        "time": span_of_minutes(part.travel_minutes),
    }


def way_sentence(itinerary: Itinerary) -> str:
    """The same as a sentence of its own: “By car 97 km, 1 h 50 min without stays”."""
    return _begun(travel(itinerary))


def day_sentence(day: ItineraryDay) -> str:
    """A day's totals: “41 km on the way, 55 min; stays 3 h”."""
    said: dict[str, Any] = {
        "length": km(day.length_km),
        "time": span_of_minutes(day.travel_minutes),
        "stays": span_of_minutes(day.stay_minutes),
    }
    if not day.length_km:
        return _("Stays: %(stays)s") % said if day.stay_minutes else ""
    if not day.stay_minutes:
        return _("On the way: %(length)s, %(time)s") % said
    return _("On the way: %(length)s, %(time)s. Stays: %(stays)s") % said


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
