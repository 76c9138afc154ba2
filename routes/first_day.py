"""The first day of a journey as a visitor writes it into an address: ?from=2027-05-03."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

WORD = "from"  # in the address
YEARS_AHEAD = 3
DAYS_BACK = 366  # a shared link goes on working after the journey
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class FirstDay:
    """What the visitor wrote: a day, or a sentence that says what is wrong; neither is needed."""

    day: date | None = None
    refusal: str = ""
    is_asked: bool = False  # the address says something about a first day

    @property
    def query(self) -> str:
        """The end of an address that keeps the day: “?from=2027-05-03” or nothing."""
        return f"?{WORD}={self.day.isoformat()}" if self.day else ""


def first_day_of(request: HttpRequest) -> FirstDay:
    """The first day that the request's address asks for."""
    if WORD not in request.GET:
        return FirstDay()
    text = request.GET[WORD].strip()
    if not text:
        return FirstDay(is_asked=True)
    day = day_written(text)
    if day is None:
        return FirstDay(
            refusal=_("This is not a date: write year, month and day, such as 2027-05-03."),
            is_asked=True,
        )
    earliest, latest = _frame()
    if not earliest <= day <= latest:
        days = {
            "first": date_format(earliest, "DATE_FORMAT"),
            "last": date_format(latest, "DATE_FORMAT"),
        }
        return FirstDay(
            refusal=_("Choose a day between %(first)s and %(last)s.") % days, is_asked=True
        )
    return FirstDay(day=day, is_asked=True)


def day_written(text: str) -> date | None:
    """The day in a text such as “2027-05-03”, in no other form; None for anything else."""
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _frame() -> tuple[date, date]:
    today = timezone.localdate()
    return today - timedelta(days=DAYS_BACK), date(today.year + YEARS_AHEAD, 12, 31)
