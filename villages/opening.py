"""When a village receives guests, as far as its edition knows.

Editions say what the hosts said: months, weekdays, hours, days of notice. What nobody said is not
known, and stays so: a page must not call a village open, nor closed, because a field is empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from villages.models.offer import Month


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of a visit: a whole sentence in the reader's language.

    `kind` is season, month, weekday, hours or booking. `offer_title` is empty when the sentence
    is true of every offer of the village.
    """

    kind: str
    offer_title: str
    text: str

    @property
    def closes(self) -> bool:
        """Whether it closes the whole day; hours and booking can be met."""
        return self.kind in _CLOSING


@dataclass(frozen=True)
class Opening:
    """A village on one day: `is_open` is None when nobody knows."""

    is_open: bool | None
    obstacles: list[Obstacle]

    @property
    def is_closed(self) -> bool:
        return self.is_open is False


_CLOSING = ("season", "month", "weekday")


def opening_of(document: dict[str, Any], day: date, arrival: time | None = None) -> Opening:
    """Whether the village of this document receives guests on `day`, and what to mind then."""
    return Opening(_any_open(document, day), obstacles(document, day, arrival))


def obstacles(document: dict[str, Any], day: date, arrival: time | None = None) -> list[Obstacle]:
    """What stands in the way at the village's offers on `day`, for those who come at `arrival`.

    An offer that is closed that day has one obstacle, the widest. What every offer says is said
    once, for the village. Obstacles at some offers do not close a village: see `opening_of`.
    """
    offers = _offers_at_the_village(document)
    found = [
        Obstacle(kind, offer["title"], text)
        for offer in offers
        for kind, text in _in_the_way(offer, day, arrival)
    ]
    shared = {(obstacle.kind, obstacle.text) for obstacle in found}
    shared = {
        said
        for said in shared
        if sum((obstacle.kind, obstacle.text) == said for obstacle in found) == len(offers)
    }
    together = [
        Obstacle(obstacle.kind, "", obstacle.text)
        if (obstacle.kind, obstacle.text) in shared
        else obstacle
        for obstacle in found
    ]
    return list(dict.fromkeys(together))


def is_open(offer: dict[str, Any], day: date) -> bool | None:
    """Whether the offer is there on `day`; None when its edition says nothing about days."""
    if not (months_said(offer) or offer["weekdays"]):
        return None
    return next(_closed(offer, day), None) is None


def months_and_weekdays(offer: dict[str, Any]) -> tuple[list[int], list[int]] | None:
    """The months and the weekdays (1 is Monday) on which the offer is there; None: not known."""
    if not (offer["season_from"] or offer["excluded_months"] or offer["weekdays"]):
        return None
    first, last = offer["season_from"], offer["season_to"]
    months = [
        month
        for month in range(1, 13)
        if month not in offer["excluded_months"] and (not first or in_season(month, first, last))
    ]
    return months, sorted(offer["weekdays"]) or list(range(1, 8))


def _any_open(document: dict[str, Any], day: date) -> bool | None:
    known = [is_open(offer, day) for offer in _offers_at_the_village(document)]
    if True in known:
        return True
    return None if None in known or not known else False


def _offers_at_the_village(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Hosts who come to their guests keep no village open."""
    return [offer for offer in document.get("offers", ()) if offer["venue"] != "travelling"]


def _in_the_way(
    offer: dict[str, Any], day: date, arrival: time | None
) -> Iterator[tuple[str, str]]:
    if closed := next(_closed(offer, day), None):
        yield closed
        return
    if arrival and _outside_the_hours(offer, arrival):
        yield "hours", _hours(offer)
    if offer["booking_needed"]:
        yield "booking", _booking(offer["booking_notice_days"])


def _closed(offer: dict[str, Any], day: date) -> Iterator[tuple[str, str]]:
    """Kind and sentence of each reason why the offer is not there on `day`."""
    first, last = offer["season_from"], offer["season_to"]
    if first and not in_season(day.month, first, last):
        months = {"first": Month(first).label, "last": Month(last).label}
        if first == last:
            yield "season", _("Only in season: %(first)s.") % months
        else:
            yield "season", _("Only in season: %(first)s – %(last)s.") % months
    if day.month in offer["excluded_months"]:
        yield "month", str(_CLOSED_IN[day.month - 1])
    if offer["weekdays"] and day.isoweekday() not in offer["weekdays"]:
        yield "weekday", str(_CLOSED_ON[day.isoweekday() - 1])


def months_said(offer: dict[str, Any]) -> bool:
    """Whether the offer's edition says anything about months."""
    return bool(offer["season_from"] or offer["excluded_months"])


def in_season(month: int, first: int | None, last: int | None) -> bool:
    """A season whose last month comes before its first runs over the new year; none is all year."""
    if first is None or last is None:
        return True
    return first <= month <= last if first <= last else month >= first or month <= last


def _outside_the_hours(offer: dict[str, Any], arrival: time) -> bool:
    opens, closes = offer["opens_at"], offer["closes_at"]
    return bool(opens and arrival < time.fromisoformat(opens)) or bool(
        closes and arrival >= time.fromisoformat(closes)
    )


def _hours(offer: dict[str, Any]) -> str:
    hours = {"opens": offer["opens_at"], "closes": offer["closes_at"]}
    if not offer["closes_at"]:
        return _("Open from %(opens)s.") % hours
    if not offer["opens_at"]:
        return _("Open until %(closes)s.") % hours
    return _("Open %(opens)s–%(closes)s.") % hours


def _booking(days: int | None) -> str:
    if not days:
        return _("Book ahead.")
    return ngettext("Book %(days)s day before.", "Book %(days)s days before.", days) % {
        "days": days
    }


# Whole sentences, since Latvian and Lithuanian bend the names of days and months.
_CLOSED_ON = (
    gettext_lazy("Closed on Mondays."),
    gettext_lazy("Closed on Tuesdays."),
    gettext_lazy("Closed on Wednesdays."),
    gettext_lazy("Closed on Thursdays."),
    gettext_lazy("Closed on Fridays."),
    gettext_lazy("Closed on Saturdays."),
    gettext_lazy("Closed on Sundays."),
)
_CLOSED_IN = (
    gettext_lazy("Closed in January."),
    gettext_lazy("Closed in February."),
    gettext_lazy("Closed in March."),
    gettext_lazy("Closed in April."),
    gettext_lazy("Closed in May."),
    gettext_lazy("Closed in June."),
    gettext_lazy("Closed in July."),
    gettext_lazy("Closed in August."),
    gettext_lazy("Closed in September."),
    gettext_lazy("Closed in October."),
    gettext_lazy("Closed in November."),
    gettext_lazy("Closed in December."),
)
