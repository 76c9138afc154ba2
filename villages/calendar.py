"""Days of events, said as people say them."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def days_of(card: dict[str, Any]) -> str:
    """Such as “10–12 February 2012”, “December 2011”, or the words for a yearly feast."""
    if not card["starts_on"]:
        return card["recurrence"]
    first, last = date.fromisoformat(card["starts_on"]), date.fromisoformat(card["ends_on"])
    if card["date_precision"] == "month":
        return date_format(first, "YEAR_MONTH_FORMAT")
    if first == last:
        return date_format(first, "DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        # Translators: days of one month; Latvian and Lithuanian begin with the year.
        return _("%(first)s–%(last)s %(month)s %(year)s") % {
            "first": first.day,
            "last": last.day,
            "month": date_format(first, "E"),
            "year": first.year,
        }
    return _("%(first)s – %(last)s") % {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(last, "DATE_FORMAT"),
    }


def month_in_short(day: date) -> str:
    """Such as “Feb”; in Latvian and Lithuanian months have no capital."""
    month = date_format(day, "M")
    return month if get_language() == "en" else month.lower()
