"""What the templates of villages, events and routes need beside the pages' own tags."""

import json
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.kept_parts import kept_part
from catalogue.models import Edition
from catalogue.shared_words import SharedWords
from catalogue.templatetags.pages import card, draw
from villages.calendar import days_of, month_in_short, weekday_of, with_weekday
from villages.cancelled import Cancelled, standing_of
from villages.getting_there import spots_of, towns_nearby, where_from_here
from villages.happenings import Happening, MonthDay, happening
from villages.lists import FoundCard
from villages.models import Event
from villages.offer_groups import offer_groups
from villages.pages import NearbyVillage
from villages.practical_facts import kind_label, span_of_minutes
from villages.seasons import booking_sentence, languages_spoken, year_of

register = template.Library()
register.filter("minutes", span_of_minutes)
register.filter("days_of", days_of)
register.filter("weekday_of", weekday_of)
register.filter("with_weekday", with_weekday)
register.filter("offer_kind", kind_label)


@register.simple_tag(takes_context=True)
def village_part(context: Context, template_name: str) -> SafeString:
    """A part of a village's page that says what the edition and shared words say, and no more.

    It is kept as long as they stand, and may read `document`, `edition`, `words`, `page`, and
    what stands for it in `_VALUES`.
    """
    return _kept_with_edition(context, template_name, _VALUES.get(template_name, _nothing_more))


@register.simple_tag(takes_context=True)
def near_here(context: Context) -> SafeString:
    """The village's neighbours, kept until one of them has another edition."""
    editions = [neighbour.edition for neighbour in context["around"].nearest]
    return _kept_with_others(context, "villages/_near_here.html", *(e.digest for e in editions))


@register.simple_tag(takes_context=True)
def part_of(context: Context) -> SafeString:
    """Routes and events with the village, kept until one is published anew, or cancelled."""
    around = context["around"]
    others = [(e.digest, json.dumps(e.document)) for e in (*around.routes, *around.events)]
    return _kept_with_others(context, "villages/_part_of.html", *others)


def _kept_with_others(context: Context, template_name: str, *others: Hashable) -> SafeString:
    """A part that says what the page's edition, shared words and `others` say, and no more."""
    values = {name: context[name] for name in ("around", "words", "page")}
    key = (template_name, context["edition"].digest, context["words"].digest, *others)
    return kept_part(key, lambda: draw(context, template_name, values))


def _nothing_more(document: dict[str, Any]) -> dict[str, Any]:
    return {}


def _at_a_glance(document: dict[str, Any]) -> dict[str, Any]:
    checked = document["verified_on"]
    return {"verified_on": checked and date.fromisoformat(checked)}


def _season(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "year": year_of(document),
        "booking": booking_sentence(document),
        "languages": languages_spoken(document),
    }


def _getting_there(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "spots": spots_of(document),
        "towns": towns_nearby(document),
        "radius_km": (document["point"] or {}).get("radius_m", 0) / 1000,
    }


_VALUES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "villages/_what_to_do.html": lambda document: {"groups": offer_groups(document)},
    "villages/_at_a_glance.html": _at_a_glance,
    "villages/_season.html": _season,
    "villages/_getting_there.html": _getting_there,
}


@register.simple_tag(takes_context=True)
def imprint(context: Context) -> SafeString:
    """Which edition this is, its permanent address and its sources, kept with that edition."""
    edition, page = context["edition"], context["page"]
    values = {"edition": edition, "document": edition.document, "page": page}
    key = ("villages/_colophon.html", edition.pk, edition.digest, page.site, page.is_preview)
    return kept_part(key, lambda: draw(context, "villages/_colophon.html", values))


def _kept_with_edition(
    context: Context, template_name: str, more: Callable[[dict[str, Any]], dict[str, Any]]
) -> SafeString:
    """A part that says nothing but what the page's edition and the shared words say."""
    edition, words, page = context["edition"], context["words"], context["page"]

    def drawn() -> SafeString:
        document = edition.document
        values = {
            "document": document,
            "edition": edition,
            "map_version": context.get("map_version"),
            "words": words,
            "page": page,
            **more(document),
        }
        return draw(context, template_name, values)

    key = (template_name, edition.digest, words.digest, page.is_preview)
    return kept_part(key, drawn)


@register.simple_tag(takes_context=True)
def village_filters(context: Context) -> SafeString:
    """The form of the list's filters, kept until a count, a choice made or a word changes."""
    filters, words = context["filters"], context["words"]
    template_name = "villages/_filters.html"
    key = (template_name, words.digest, timezone.localdate(), filters.path, filters.key)
    return kept_part(
        key,
        lambda: draw(context, template_name, {"filters": filters}),
        of_a_visitor=filters.asked.narrows,
    )


@register.simple_tag(takes_context=True)
def found_card(context: Context, found: FoundCard) -> SafeString:
    """A village's card in a list, with what the visitor's question makes worth telling."""
    told = {
        "distance": found.distance_km and round(found.distance_km, 1),
        "is_about": found.is_about,
        "is_unsaid": found.is_unsaid,
        "notices": found.notices,
    }
    template_name, edition, words = "villages/_card.html", found.edition, context["words"]
    if not any(told.values()):
        return card(context, template_name, edition, heading="h2")
    key = (template_name, edition.digest, words.digest, *told.values())
    seen = {"edition": edition, "words": words, "heading": "h2", **told}
    return kept_part(key, lambda: draw(context, template_name, seen), of_a_visitor=True)


@register.simple_tag(takes_context=True)
def list_page(context: Context, number: int, step: int) -> str:
    """The address of the page of the list that is `step` pages away from page `number`."""
    return context["filters"].address_of_page(number + step)


@register.filter
def where(neighbour: NearbyVillage) -> str:
    """How far a neighbour is and in which direction, in words."""
    return where_from_here(neighbour.distance_km, neighbour.direction)


@register.filter
def side_heading(neighbour: NearbyVillage) -> str:
    """On which side of the border a neighbour is, seen from the village of the page."""
    return {
        ("LV", False): _("In Latvia"),
        ("LT", False): _("In Lithuania"),
        ("LV", True): _("Across the border, in Latvia"),
        ("LT", True): _("Across the border, in Lithuania"),
    }[neighbour.edition.card["country"], neighbour.is_abroad]


@register.simple_tag
def partner_of(words: SharedWords, key: str) -> dict[str, Any]:
    """The institution that looks after a village, out of the shared words."""
    return words.partners.get(key, {})


@register.filter
def event_kind(key: str) -> str:
    return str(Event.EventKind(key).label)


@register.simple_tag(takes_context=True)
def event_card(context: Context, event: Happening | Edition, heading: str) -> SafeString:
    """An event at one of its times, kept until that, or what is cancelled, is another.

    An edition has its time and what is cancelled beside it, as `happenings.next_events()` does.
    """
    shown = event if isinstance(event, Happening) else happening(event)
    template = "villages/_event.html"
    key = (template, shown.edition.digest, shown.first, shown.standing, heading)
    values = {"event": shown, "edition": shown.edition, "heading": heading}
    return kept_part(key, lambda: draw(context, template, values))


@register.simple_tag
def leaf(event: Happening) -> dict[str, str]:
    """An event's leaf of a calendar: the large line, the small line, and the machine's date."""
    first, last = event.first, event.last
    if first is None or last is None:
        return {"large": _("every"), "small": _("year"), "iso": ""}
    month = month_in_short(first)
    if event.edition.card["date_precision"] == "month":
        return {"large": month, "small": str(first.year), "iso": f"{first:%Y-%m}"}
    if (first.year, first.month) != (last.year, last.month):
        return {"large": str(first.day), "small": f"{month} {first.year}", "iso": f"{first}"}
    large = str(first.day) if first == last else f"{first.day}–{last.day}"
    return {"large": large, "small": f"{month} {first.year}", "iso": f"{first}"}


@register.filter
def cancellation(event: Edition) -> Cancelled | None:
    """What cancels a whole event that stands beside other things, as `CANCELLED` brought it."""
    return standing_of((event.document or {}).get("cancelled")).on(event.starts_on)


@register.filter
def in_words(day: MonthDay) -> str:
    """What the link of a day in the table of a month leads to: “5 June: 2 events”."""
    return ngettext("%(day)s: %(count)s event", "%(day)s: %(count)s events", day.count) % {
        "day": date_format(day.day, "DATE_FORMAT"),
        "count": day.count,
    }


@register.filter
def weekday_in_short(day: date) -> str:
    """Such as “Sat”."""
    return date_format(day, "D")


@register.filter
def for_maps(point: dict[str, Any]) -> str:
    """Latitude and longitude in the form that all maps read; five decimals are 1 m."""
    return f"{point['latitude']:.5f},{point['longitude']:.5f}"


@register.filter
def on_openstreetmap(point: dict[str, Any]) -> str:
    """The rest of OpenStreetMap's address of a point."""
    return f"?mlat={point['latitude']:.5f}&mlon={point['longitude']:.5f}&zoom=15"
