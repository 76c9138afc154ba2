"""What the templates of villages, events and routes need beside the pages' own tags."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from villages.calendar import days_of, month_in_short
from villages.models import Event
from villages.practical_facts import kind_label, span_of_minutes

register = template.Library()
register.filter("minutes", span_of_minutes)
register.filter("days_of", days_of)
register.filter("offer_kind", kind_label)


@register.filter
def event_kind(key: str) -> str:
    return str(Event.EventKind(key).label)


@register.simple_tag
def leaf(card: dict[str, Any]) -> dict[str, str]:
    """An event's leaf of a calendar: the large line, the small line, and the machine's date."""
    if not card["starts_on"]:
        return {"large": _("every"), "small": _("year"), "iso": ""}
    first, last = date.fromisoformat(card["starts_on"]), date.fromisoformat(card["ends_on"])
    month = month_in_short(first)
    if card["date_precision"] == "month":
        return {"large": month, "small": str(first.year), "iso": f"{first:%Y-%m}"}
    large = str(first.day) if first == last else f"{first.day}–{last.day}"
    return {"large": large, "small": f"{month} {first.year}", "iso": card["starts_on"]}
