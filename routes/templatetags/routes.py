"""What the templates of routes need beside the pages' own tags."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.kept_parts import kept_part
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.shared_words import SharedWords
from catalogue.templatetags.pages import draw
from routes.alternatives import Alternatives
from routes.border import border_help, days_not_shared
from routes.itinerary import Itinerary, ItineraryStop
from routes.legs import Leg
from routes.legs_in_words import (
    day_count,
    day_sentence,
    leg_length,
    leg_sentence,
    length_in_words,
    means,
    stop_count,
    travel,
    way_sentence,
)
from routes.navigation import coordinates, inexact_sentence, is_inexact, map_links
from routes.trips.address import LONGEST_STAY, MOST_STOPS, TripStop, chain_of
from routes.trips.choices import options_of
from routes.trips.plan import PlannedDay, PlannedStop
from routes.trips.trip import days_of
from villages.models.offer import Weekday
from villages.pages import offer_cards

register = template.Library()
register.filter("leg_sentence", leg_sentence)
register.filter("day_sentence", day_sentence)
register.filter("mode_label", means)
register.filter("leg_length", leg_length)
register.filter("travel", travel)
register.filter("options", options_of)

# Facts of an offer that say when it is there; they stand beside the stop, not in its fold.
WHEN = ("season", "hours")


@register.simple_tag(takes_context=True)
def route_part(context: Context, template_name: str) -> SafeString:
    """A part that says nothing but what the route's edition says, kept as long as that.

    It is drawn anew for a preview, and where the address says something about days.
    """
    page, edition, first_day = context["page"], context["edition"], context["first_day"]
    names = ("document", "itinerary", "downloads", "map_version", "base_version")
    values = {name: context[name] for name in names}
    values |= {"page": page, "edition": edition, "first_day": first_day}
    if page.is_preview or first_day.is_asked:
        return draw(context, template_name, values)
    key = (template_name, edition.digest, page.own_address, context["base_version"])
    return kept_part(key, lambda: draw(context, template_name, values))


@register.simple_tag(takes_context=True)
def route_days(context: Context) -> SafeString:
    """All days with their stops, kept until something that they say changes.

    On days that a visitor chose they are drawn anew, but for the parts that know no days.
    """
    edition, itinerary = context["edition"], context["itinerary"]
    alternatives: Alternatives = context["alternatives"]
    names = ("edition", "itinerary", "alternatives", "words")
    values = {name: context[name] for name in names}
    if itinerary.days and itinerary.days[0].on:
        return draw(context, "routes/_days.html", values)
    stops = tuple(
        (
            stop.village and stop.village.digest,
            *stop.notices,
            *(neighbour.edition.digest for neighbour in alternatives.of(stop)),
        )
        for stop in itinerary.stops
    )
    key = ("days", edition.digest, context["words"].digest, stops)
    return kept_part(key, lambda: draw(context, "routes/_days.html", values))


@register.simple_tag(takes_context=True)
def itinerary_stop(context: Context, item: ItineraryStop) -> SafeString:
    """A stop with its words about the way to it, about the day, and what to do instead."""
    alternatives: Alternatives = context["alternatives"]
    values = {"item": item, "words": context["words"], "alternatives": alternatives.of(item)}
    return draw(context, "routes/_itinerary_stop.html", values)


@register.simple_tag(takes_context=True)
def offers_of(context: Context, item: ItineraryStop) -> SafeString:
    """When the stop's village is there for guests, and the fold with what it offers.

    Kept as long as the village's edition, for all routes and days.
    """
    village = item.village
    if village is None or not village.document["offers"]:
        return SafeString()

    def drawn() -> SafeString:
        cards = offer_cards(village.document)
        # What all offers say of season and hours is said once.
        said = [tuple(fact for fact in card.facts if fact.name in WHEN) for card in cards]
        when = said[0] if len(set(said)) == 1 else ()
        values = {"cards": cards, "when": when}
        return draw(context, "routes/_offers.html", values)

    return kept_part(("offers of a stop", village.digest), drawn)


@register.simple_tag(takes_context=True)
def navigation(context: Context, item: ItineraryStop) -> SafeString:
    """Links into the visitor's own map, or why there are none."""

    def drawn() -> SafeString:
        values = {
            "coordinates": coordinates(item),
            "links": map_links(item),
            "why_none": inexact_sentence(item) if is_inexact(item) else "",
        }
        return draw(context, "routes/_navigation.html", values)

    return kept_part(("navigation", context["words"].language, *_where(item)), drawn)


def _where(item: ItineraryStop) -> tuple[Hashable, ...]:
    """What `navigation` reads of the stop's point."""
    point = item.stop["point"]
    return tuple(point.get(name) for name in ("latitude", "longitude", "precision", "radius_m"))


@register.simple_tag(takes_context=True)
def trip_day_head(context: Context, planned: PlannedDay) -> SafeString:
    """What a day of a trip says before its stops."""
    day = planned.day
    key = (
        "head of a trip's day",
        context["words"].language,
        *(day.number, planned.on, planned.start, planned.end),
        *(day.length_km, day.travel_minutes, day.stay_minutes),
    )
    return _trips_own(context, key, "routes/_trip_day_head.html", {"planned": planned})


@register.simple_tag(takes_context=True)
def trip_stop(context: Context, stop: PlannedStop) -> SafeString:
    """A stop of a trip: of parts that stay as they are when another stop moves all its times."""
    words = context["words"]
    key = (
        "stop of a trip",
        *_key_of_head(stop, words),
        *_key_of_tools(stop, words),
        *(stop.item.leg, stop.arrival, stop.departure),
    )
    values = {"stop": stop, "words": words, "page": context["page"]}
    return _trips_own(context, key, "routes/_trip_stop.html", values)


@register.simple_tag(takes_context=True)
def trip_stop_head(context: Context, stop: PlannedStop) -> SafeString:
    """The village of a trip's stop and its place, or where to read about it."""
    words = context["words"]
    key = ("head of a trip's stop", *_key_of_head(stop, words))
    values = {"stop": stop, "words": words}
    return _trips_own(context, key, "routes/_trip_stop_head.html", values)


@register.simple_tag(takes_context=True)
def trip_stop_tools(context: Context, stop: PlannedStop) -> SafeString:
    """The rest of a trip's stop, after its times: what to mind that day, and how to change it."""
    words = context["words"]
    key = ("tools of a trip's stop", *_key_of_tools(stop, words))
    values = {"stop": stop, "words": words, "longest_stay": LONGEST_STAY}
    return _trips_own(context, key, "routes/_trip_stop_tools.html", values)


def _key_of_head(stop: PlannedStop, words: SharedWords) -> tuple[Hashable, ...]:
    village, facts = stop.item.village, stop.item.stop
    return (
        words.digest,
        village and village.digest,
        *(facts["title"], facts["place"]),
        tuple((other.language, other.slug) for other in stop.others),
    )


def _key_of_tools(stop: PlannedStop, words: SharedWords) -> tuple[Hashable, ...]:
    facts, opening = stop.item.stop, stop.opening
    return (
        words.language,
        *(facts["number"], facts["title"], facts["stay_minutes"]),
        *_where(stop.item),
        *(stop.opens_day, stop.can_go_up, stop.can_go_down),
        tuple(stop.item.notices),
        opening and (opening.is_open, *opening.obstacles),
    )


def _trips_own(
    context: Context, key: tuple[Hashable, ...], template_name: str, values: dict[str, Any]
) -> SafeString:
    return kept_part(key, lambda: draw(context, template_name, values), of_a_visitor=True)


@register.simple_tag(takes_context=True)
def border(context: Context) -> SafeString:
    """What to know about the border, where the route crosses it."""
    edition, itinerary, words = context["edition"], context["itinerary"], context["words"]
    if not edition.document["crosses_border"]:
        return SafeString()
    today = timezone.localdate()  # the part's key has no day of its own: it would be kept daily

    def drawn() -> SafeString:
        values = {"help": border_help(itinerary, edition.language, today)}
        return draw(context, "routes/_border.html", values)

    if itinerary.days and itinerary.days[0].on:
        return drawn()
    names = tuple(tuple(sorted(stop.place_names.items())) for stop in itinerary.stops)
    key = ("border", edition.digest, words.digest, names, days_not_shared(today))
    return kept_part(key, drawn)


@register.filter
def leg_style(leg: Leg) -> str:
    """How the thread to a stop is drawn, as on the map: straight, slow (on foot …) or way."""
    if leg.is_straight:
        return "straight"
    return "way" if leg.mode in ("car", "coach") else "slow"


@register.filter
def long_day(day: date) -> str:
    """A date with its weekday, such as “Monday, 3 May 2027”."""
    said = {
        "weekday": Weekday(day.isoweekday()).label,
        "day": date_format(day, "DATE_FORMAT"),
    }
    text = _("%(weekday)s, %(day)s") % said
    return text[:1].upper() + text[1:]


@register.filter
def in_short(itinerary: Itinerary) -> str:
    """One line: for how many days, to how many stops, how, how far and how long."""
    parts = (
        day_count(len(itinerary.days)),
        stop_count(len(itinerary.stops)),
        way_sentence(itinerary),
    )
    return " · ".join(part for part in parts if part)


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


@register.inclusion_tag("routes/_add_to_trip.html", takes_context=True)
def add_villages_to_trip(context: Context, numbers: list[int]) -> dict[str, Any]:
    """A button that adds several villages to the visitor's own trip."""
    return {
        "chain": chain_of([[TripStop(number) for number in numbers[:MOST_STOPS]]]),
        "is_list": True,
        "most_stops": MOST_STOPS,
        "trip_path": context["page"].addresses_of["trip"],
    }


@register.filter
def route_facts(card: dict[str, Any]) -> str:
    """One line: how to travel, for how many days, to how many stops, how far."""
    modes = [way["mode"] for way in card.get("ways", [])] or [card["mode"]]
    how = ", ".join(means(mode) for mode in modes)
    # An edition from before legs were told has a line for all of its way or for none.
    all_straight = card.get("all_straight", card["is_straight"])
    return " · ".join(
        (
            how[:1].upper() + how[1:],
            day_count(card["day_count"]),
            stop_count(card["stop_count"]),
            length_in_words(card["length_km"], card["is_straight"], all_straight),
        )
    )
