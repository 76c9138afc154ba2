"""Days and times of events, said as people say them."""

from datetime import date, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from catalogue.typography import together
from villages.models.repeats import Repeats, Rule, rule_of


def days_of(card: dict[str, Any]) -> str:
    """Such as “10–12 February 2012”, “every Saturday from …”, or the words for a yearly feast."""
    if not card["starts_on"]:
        return card["recurrence"]
    if rule := rule_of(card):
        return series(rule)
    first, last = date.fromisoformat(card["starts_on"]), date.fromisoformat(card["ends_on"])
    if card["date_precision"] == "month":
        return date_format(first, "YEAR_MONTH_FORMAT")
    return span(first, last)


def span(first: date, last: date) -> str:
    """Such as “7 June 2012” or “10–12 February 2012”."""
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


def when(card: dict[str, Any], first: date | None, last: date | None) -> str:
    """One time of an event, with weekday and hours: “Saturday, 5 June 2027, 18:00–21:00”."""
    if first is None or last is None:
        return card["recurrence"]
    if card["date_precision"] == "month":
        return date_format(first, "YEAR_MONTH_FORMAT")
    return _with_hours(
        with_weekday(first) if first == last else span(first, last), card, first, last
    )


def with_weekday(day: date) -> str:
    """Such as “Saturday, 5 June 2027”."""
    return _("%(weekday)s, %(day)s") % {
        "weekday": weekday_of(day),
        "day": date_format(day, "DATE_FORMAT"),
    }


def weekday_of(day: date) -> str:
    """The name of its weekday; in Latvian and Lithuanian these have no capital."""
    name = date_format(day, "l")
    return name if get_language() == "en" else name.lower()


def _with_hours(days: str, card: dict[str, Any], first: date, last: date) -> str:
    start, end = card.get("starts_at"), card.get("ends_at")
    if not start:
        return days
    words = {"days": days, "start": start, "end": end}
    if not end:
        return _("%(days)s, from %(start)s") % words
    if first == last:
        return _("%(days)s, %(start)s–%(end)s") % words
    return _("%(days)s; from %(start)s on the first day until %(end)s on the last") % words


def hours_of(card: dict[str, Any]) -> str:
    """Such as “18:00–21:00”; empty when no hours are known."""
    start, end = card.get("starts_at"), card.get("ends_at")
    return f"{start}–{end}" if start and end else start or ""


def month_in_short(day: date) -> str:
    """Such as “Feb”; in Latvian and Lithuanian months have no capital."""
    month = date_format(day, "M")
    return month if get_language() == "en" else month.lower()


def month_and_year(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


# --- Rules ----------------------------------------------------------------------------------------


def series(rule: Rule) -> str:
    """Such as “every Saturday from 5 June to 28 August 2027”; the days are those it really has."""
    days = rule.days() or [rule.first]
    first, last = days[0], days[-1] + timedelta(days=rule.length - 1)
    words: dict[str, Any] = {
        "pattern": _pattern(rule),
        "first_year": first.year,
        "last_year": last.year,
        "first_day": first.day,
        "last_day": last.day,
        "first_month": _FROM_MONTH[first.month - 1],
        "last_month": _UNTIL_MONTH[last.month - 1],
    }
    if rule.is_yearly:
        said = _("%(pattern)s, %(first_year)s–%(last_year)s") % words
    elif first.year == last.year:
        said = (
            _(
                "%(pattern)s from %(first_day)s %(first_month)s "
                "to %(last_day)s %(last_month)s %(last_year)s"
            )
            % words
        )
    else:
        said = (
            _(
                "%(pattern)s from %(first_day)s %(first_month)s %(first_year)s "
                "to %(last_day)s %(last_month)s %(last_year)s"
            )
            % words
        )
    if rule.length > 1:
        each = ngettext("%(count)s day each time", "%(count)s days each time", rule.length)
        said = f"{said}, {together(each % {'count': rule.length})}"
    return said


def _pattern(rule: Rule) -> str:
    """How often: “every Saturday”, “on the last Sunday of every month”."""
    if rule.how == Repeats.WEEKLY:
        return _weekly(rule)
    words: dict[str, Any] = {
        "day": rule.first.day,
        "ordinal": _OF_THE_MONTH.get(rule.ordinal, ""),
        "weekday": _ON_WEEKDAY[rule.first.weekday()],
        "month": _FROM_MONTH[rule.first.month - 1],
        "in_month": _IN_MONTH[rule.first.month - 1],
    }
    match rule.how:
        case Repeats.MONTHLY_DATE:
            if get_language() == "en":
                words["day"] = ordinal(rule.first.day)
            return _("on the %(day)s of every month") % words
        case Repeats.MONTHLY_WEEKDAY | Repeats.MONTHLY_LAST:
            return _("on the %(ordinal)s %(weekday)s of every month") % words
        case Repeats.YEARLY_DATE:
            return _("every year on %(day)s %(in_month)s") % words
    return _("every year on the %(ordinal)s %(weekday)s of %(month)s") % words


def _weekly(rule: Rule) -> str:
    if len(rule.all_weekdays) == 7 and rule.every == 1:
        return _("every day")
    *days, last = [str(_EVERY_WEEKDAY[day - 1]) for day in rule.all_weekdays]
    said = _("%(days)s and %(last)s") % {"days": ", ".join(days), "last": last} if days else last
    return {
        1: _("every %(days)s"),
        2: _("every second %(days)s"),
        3: _("every third %(days)s"),
        4: _("every fourth %(days)s"),
    }[rule.every] % {"days": said}


# Latvian and Lithuanian bend these words, each context in its own way.
_EVERY_WEEKDAY = (
    pgettext_lazy("every", "Monday"),
    pgettext_lazy("every", "Tuesday"),
    pgettext_lazy("every", "Wednesday"),
    pgettext_lazy("every", "Thursday"),
    pgettext_lazy("every", "Friday"),
    pgettext_lazy("every", "Saturday"),
    pgettext_lazy("every", "Sunday"),
)
_ON_WEEKDAY = (
    pgettext_lazy("on the first", "Monday"),
    pgettext_lazy("on the first", "Tuesday"),
    pgettext_lazy("on the first", "Wednesday"),
    pgettext_lazy("on the first", "Thursday"),
    pgettext_lazy("on the first", "Friday"),
    pgettext_lazy("on the first", "Saturday"),
    pgettext_lazy("on the first", "Sunday"),
)
_OF_THE_MONTH = {
    1: pgettext_lazy("weekday of the month", "first"),
    2: pgettext_lazy("weekday of the month", "second"),
    3: pgettext_lazy("weekday of the month", "third"),
    4: pgettext_lazy("weekday of the month", "fourth"),
    -1: pgettext_lazy("weekday of the month", "last"),
}
_FROM_MONTH = (
    pgettext_lazy("from", "January"),
    pgettext_lazy("from", "February"),
    pgettext_lazy("from", "March"),
    pgettext_lazy("from", "April"),
    pgettext_lazy("from", "May"),
    pgettext_lazy("from", "June"),
    pgettext_lazy("from", "July"),
    pgettext_lazy("from", "August"),
    pgettext_lazy("from", "September"),
    pgettext_lazy("from", "October"),
    pgettext_lazy("from", "November"),
    pgettext_lazy("from", "December"),
)
_UNTIL_MONTH = (
    pgettext_lazy("until", "January"),
    pgettext_lazy("until", "February"),
    pgettext_lazy("until", "March"),
    pgettext_lazy("until", "April"),
    pgettext_lazy("until", "May"),
    pgettext_lazy("until", "June"),
    pgettext_lazy("until", "July"),
    pgettext_lazy("until", "August"),
    pgettext_lazy("until", "September"),
    pgettext_lazy("until", "October"),
    pgettext_lazy("until", "November"),
    pgettext_lazy("until", "December"),
)
_IN_MONTH = (
    pgettext_lazy("in", "January"),
    pgettext_lazy("in", "February"),
    pgettext_lazy("in", "March"),
    pgettext_lazy("in", "April"),
    pgettext_lazy("in", "May"),
    pgettext_lazy("in", "June"),
    pgettext_lazy("in", "July"),
    pgettext_lazy("in", "August"),
    pgettext_lazy("in", "September"),
    pgettext_lazy("in", "October"),
    pgettext_lazy("in", "November"),
    pgettext_lazy("in", "December"),
)
