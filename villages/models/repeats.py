"""On which days something happens again: a rule as an edition holds it, and the days it gives."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from dateutil import rrule  # type: ignore[import-untyped]
from django.db import models
from django.utils.translation import gettext_lazy as _

# A rule is for so long at most: whoever holds something for longer is asked again.
MOST_YEARS = 5
MOST_DAYS = 366


class Repeats(models.TextChoices):
    """How often, always counted from the first day: its weekday, its date, its place in a month."""

    WEEKLY = "weekly", _("Every week")
    MONTHLY_DATE = "month-date", _("Every month, on the same date")
    MONTHLY_WEEKDAY = "month-weekday", _("Every month, on the same weekday, such as the second")
    MONTHLY_LAST = "month-last", _("Every month, on the last such weekday")
    YEARLY_DATE = "year-date", _("Every year, on the same date")
    YEARLY_WEEKDAY = "year-weekday", _("Every year, on the same weekday of the month")
    YEARLY_LAST = "year-last", _("Every year, on the last such weekday of the month")


BY_WEEKDAY = (Repeats.MONTHLY_WEEKDAY, Repeats.YEARLY_WEEKDAY)
BY_LAST_WEEKDAY = (Repeats.MONTHLY_LAST, Repeats.YEARLY_LAST)
_YEARLY = (Repeats.YEARLY_DATE, Repeats.YEARLY_WEEKDAY, Repeats.YEARLY_LAST)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Rule:
    """A rule for days, in the terms of RFC 5545, 3.3.10; weekdays are ISO's, Monday is 1.

    `length` is how many days each time lasts.
    """

    how: str
    first: date
    until: date
    weekdays: tuple[int, ...] = ()
    every: int = 1
    exceptions: tuple[date, ...] = ()
    length: int = 1

    @property
    def ordinal(self) -> int:
        """Which such weekday of its month the first day is: 1 to 4, or -1 for the last."""
        return -1 if self.how in BY_LAST_WEEKDAY else (self.first.day - 1) // 7 + 1

    @property
    def all_weekdays(self) -> tuple[int, ...]:
        """The weekdays of a weekly rule; without any, that of the first day."""
        return tuple(sorted(self.weekdays)) or (self.first.isoweekday(),)

    @property
    def is_yearly(self) -> bool:
        return self.how in _YEARLY

    def recur(self) -> dict[str, Any]:
        """The parts of an RRULE, but for its end."""
        parts: dict[str, Any] = {"FREQ": "YEARLY" if self.is_yearly else "MONTHLY"}
        if self.how == Repeats.WEEKLY:
            parts["FREQ"] = "WEEKLY"
            if self.every > 1:
                parts["INTERVAL"] = self.every
            parts["WKST"] = "MO"
            parts["BYDAY"] = [_WEEKDAYS[day - 1] for day in self.all_weekdays]
            return parts
        if self.is_yearly:
            parts["BYMONTH"] = self.first.month
        if self.how in (*BY_WEEKDAY, *BY_LAST_WEEKDAY):
            parts["BYDAY"] = f"{self.ordinal}{_WEEKDAYS[self.first.weekday()]}"
        else:
            parts["BYMONTHDAY"] = self.first.day
        return parts

    def days(self) -> list[date]:
        """The first days of all times, without exceptions; never more than MOST_DAYS + 1."""
        return [*_days(self)]

    def spans(self) -> list[tuple[date, date]]:
        """First and last day of each time."""
        return [(day, day + timedelta(days=self.length - 1)) for day in self.days()]

    def document(self) -> dict[str, Any]:
        """The rule as an edition holds it, beside the first day; what is usual is left out."""
        return {
            "how": str(self.how),
            "until": self.until.isoformat(),
            **({"weekdays": sorted(self.weekdays)} if self.weekdays else {}),
            **({"every": self.every} if self.every > 1 else {}),
            **({"except": [day.isoformat() for day in self.exceptions]} if self.exceptions else {}),
            **({"length": self.length} if self.length > 1 else {}),
        }


@lru_cache(maxsize=500)  # a page asks the same rule for its words, its times and its data
def _days(rule: Rule) -> tuple[date, ...]:
    parts = {
        name: ",".join(map(str, value)) if isinstance(value, list) else value
        for name, value in rule.recur().items()
    }
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    start = datetime(rule.first.year, rule.first.month, rule.first.day)
    found: list[date] = []
    for moment in rrule.rrulestr(text, dtstart=start):
        if moment.date() > rule.until or len(found) > MOST_DAYS:
            break
        if moment.date() not in rule.exceptions:
            found.append(moment.date())
    return tuple(found)


def rule_of(document: dict[str, Any]) -> Rule | None:
    """The rule in an event's document or card; None for what happens once."""
    said = document.get("repeats")
    if not said:
        return None
    return Rule(
        how=said["how"],
        first=date.fromisoformat(document["starts_on"]),
        until=date.fromisoformat(said["until"]),
        weekdays=tuple(said.get("weekdays", ())),
        every=said.get("every", 1),
        exceptions=tuple(map(date.fromisoformat, said.get("except", ()))),
        length=said.get("length", 1),
    )


def spans_of(document: dict[str, Any]) -> list[tuple[date, date]]:
    """First and last day of each time an event takes place; none for words such as “in May”."""
    if rule := rule_of(document):
        return rule.spans()
    if not document["starts_on"]:
        return []
    return [(date.fromisoformat(document["starts_on"]), date.fromisoformat(document["ends_on"]))]
