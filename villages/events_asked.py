"""What a visitor asks of the calendar: everything that stands in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from catalogue.shared_words import SharedWords
from villages.models import Event

FILTERS = ("theme", "region", "kind")
MOST_MONTHS_AHEAD = 60
MOST_PAGES = 1000


@dataclass(frozen=True)
class EventsAsked:
    """A theme, a region, a kind, a month (2027-06), a page of what is left; empty: any."""

    theme: str = ""
    region: str = ""
    kind: str = ""
    month: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: QueryDict, words: SharedWords, today: date) -> "EventsAsked":
        """What an address says; words that nobody knows and months gone by are no question."""
        known: dict[str, Mapping[str, object]] = {
            "theme": words.themes,
            "region": words.partners,
            "kind": dict(Event.EventKind.choices),
        }
        page = query.get("page", "")
        return cls(
            **{
                name: value if (value := query.get(name, "")) in values else ""
                for name, values in known.items()
            },
            month=_month(query.get("month", ""), today),
            page=int(page) if _is_number(page) and 1 <= int(page) <= MOST_PAGES else 1,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.month or self.filters)

    @property
    def filters(self) -> dict[str, str]:
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    @property
    def tags(self) -> dict[str, str]:
        """The tag that an event must carry, by the name of what asks for it."""
        month = {"month": self.month} if self.month else {}
        return {name: f"{name}:{value}" for name, value in (self.filters | month).items()}

    @property
    def first_day(self) -> date:
        """The first day of the month asked for."""
        return date(int(self.month[:4]), int(self.month[5:]), 1)

    def address(self, path: str, **changes: object) -> str:
        """`path` asked this question, with `changes`; short, and always in the same order."""
        asked = replace(self, **{"page": 1, **changes}) if changes else self  # type: ignore[arg-type]
        pairs = [*asked.filters.items()]
        pairs += [("month", asked.month)] if asked.month else []
        pairs += [("page", str(asked.page))] if asked.page > 1 else []
        return f"{path}?{urlencode(pairs)}" if pairs else path


def _month(text: str, today: date) -> str:
    """`text` when it is this month or one of the next years', written as 2027-06."""
    year, hyphen, month = text.partition("-")
    if not (hyphen and _is_number(year) and _is_number(month) and len(text) == 7):
        return ""
    ahead = (int(year) - today.year) * 12 + int(month) - today.month
    in_a_year = len(year) == 4 and 1 <= int(month) <= 12
    return text if in_a_year and 0 <= ahead <= MOST_MONTHS_AHEAD else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 6
