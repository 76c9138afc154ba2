"""The year of a village: in which months its offers are there, as far as anybody said."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from villages.models.offer import Month, SpokenLanguage
from villages.opening import in_season, months_said

MONTHS = tuple(Month)
# Short in every language, and at home in both countries.
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class MonthOfYear:
    """A month in the head of the table: its Roman number to see, its name to hear."""

    number: str
    name: str


@dataclass(frozen=True)
class Season:
    """The year of the offers with these titles: whether each month, January first, has them."""

    titles: tuple[str, ...]
    months: tuple[bool, ...]


@dataclass(frozen=True)
class Year:
    """Offers that share their months share a season; `unsaid` are those of no known season."""

    months: tuple[MonthOfYear, ...]
    seasons: tuple[Season, ...]
    unsaid: tuple[str, ...]

    @property
    def is_one_for_all(self) -> bool:
        """Whether one season is that of the whole village, and needs no titles."""
        return len(self.seasons) == 1 and not self.unsaid


def year_of(document: dict[str, Any]) -> Year:
    """The year of the village of this document; empty seasons where nobody said anything."""
    by_months: dict[tuple[bool, ...], list[str]] = {}
    unsaid = []
    for offer in document["offers"]:
        if months_said(offer):
            months = tuple(
                in_season(month, offer["season_from"], offer["season_to"])
                and month not in offer["excluded_months"]
                for month in MONTHS
            )
            by_months.setdefault(months, []).append(offer["title"])
        else:
            unsaid.append(offer["title"])
    return Year(
        tuple(
            MonthOfYear(number, str(month.label))
            for number, month in zip(ROMAN, MONTHS, strict=True)
        ),
        tuple(Season(tuple(titles), months) for months, titles in by_months.items()),
        tuple(unsaid),
    )


def booking_sentence(document: dict[str, Any]) -> str:
    """Whether guests must book and how long before, in a sentence; empty when nobody said."""
    said = [offer for offer in document["offers"] if offer["booking_needed"] is not None]
    needed = [offer for offer in said if offer["booking_needed"]]
    if not said:
        return ""
    if not needed:
        return _("No booking is needed where the hosts told us about it.")
    days = max(offer["booking_notice_days"] or 0 for offer in needed)
    if not days:
        return _("Some of it must be booked: see each offer.")
    return ngettext(
        "Book at least %(days)s day before you come.",
        "Book at least %(days)s days before you come.",
        days,
    ) % {"days": days}


def languages_spoken(document: dict[str, Any]) -> str:
    """Every language that some offer is held in, in the order of the field; empty when unsaid."""
    spoken = {code for offer in document["offers"] for code in offer["languages"]}
    return ", ".join(str(one.label) for one in SpokenLanguage if one.value in spoken)
