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
    said = {"means": means(leg.mode), "length": km(leg.km), "time": span_of_minutes(leg.minutes)}
    if leg.is_straight and leg.is_given:
        text = _("%(means)s %(length)s in a straight line, %(time)s") % said
    elif leg.is_straight:
        text = _("%(means)s %(length)s in a straight line, about %(time)s") % said
    elif leg.is_given:
        text = _("%(means)s %(length)s, %(time)s") % said
    else:
        text = _("%(means)s %(length)s, about %(time)s") % said
    return _begun(text)


def way_sentence(itinerary: Itinerary) -> str:
    """The whole way in one line: “By car 97 km, on foot 3 km, 2 h 10 min without stays”.

    Straight legs are called so. Empty for a route without a way.
    """
    ways = ", ".join(
        _("%(means)s %(length)s") % {"means": means(way["mode"]), "length": km(way["km"])}
        for way in itinerary.ways
    )
    if not ways:
        return ""
    said = {"ways": ways, "time": span_of_minutes(itinerary.travel_minutes)}
    if itinerary.all_straight:
        text = _("%(ways)s in straight lines, about %(time)s without stays")
    elif itinerary.is_straight:
        text = _("%(ways)s, partly in straight lines, about %(time)s without stays")
    else:
        text = _("%(ways)s, %(time)s without stays")
    return _begun(text % said)


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
