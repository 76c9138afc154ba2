"""What the templates of villages, events and routes need beside the pages' own tags."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.facets import Filter
from catalogue.kept_parts import kept_part
from catalogue.models import Edition
from catalogue.templatetags.pages import draw
from villages.calendar import days_of, month_in_short, weekday_of, with_weekday
from villages.cancelled import Cancelled, standing_of
from villages.happenings import Happening, MonthDay, happening
from villages.models import Event
from villages.pages import offer_cards
from villages.practical_facts import kind_label, span_of_minutes

register = template.Library()
register.filter("minutes", span_of_minutes)
register.filter("days_of", days_of)
register.filter("weekday_of", weekday_of)
register.filter("with_weekday", with_weekday)
register.filter("offer_kind", kind_label)


@register.simple_tag(takes_context=True)
def what_to_do(context: Context) -> SafeString:
    """Offers, products and sights of a village's page, kept as long as its edition."""
    return _kept_with_edition(
        context,
        "villages/_what_to_do.html",
        lambda document: {"offers": offer_cards(document)},
    )


@register.simple_tag(takes_context=True)
def at_a_glance(context: Context) -> SafeString:
    """The box of a village's plain facts, kept as long as its edition."""
    return _kept_with_edition(
        context,
        "villages/_at_a_glance.html",
        lambda document: {
            "verified_on": document["verified_on"] and date.fromisoformat(document["verified_on"])
        },
    )


def _kept_with_edition(
    context: Context, template_name: str, more: Callable[[dict[str, Any]], dict[str, Any]]
) -> SafeString:
    """A part that says nothing but what the page's edition and the shared words say."""
    edition, words, page = context["edition"], context["words"], context["page"]

    def drawn() -> SafeString:
        document = edition.document
        values = {"document": document, "words": words, "page": page, **more(document)}
        return draw(context, template_name, values)

    return kept_part((template_name, edition.digest, words.digest), drawn)


@register.simple_tag(takes_context=True)
def filter_group(context: Context, group: Filter) -> SafeString:
    """The choices of one filter, kept until a count, a choice made or a shared word changes."""
    choices = tuple((choice.value, choice.count, choice.is_chosen) for choice in group.choices)
    key = ("filter", group.name, choices, context["words"].digest)
    return kept_part(key, lambda: draw(context, "villages/_filter_group.html", {"group": group}))


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
