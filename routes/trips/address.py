"""The address in which a visitor's whole trip stands: how it is read, changed and written.

`stops=v12.v7-90_v30&from=2027-05-03&start=0830&by=bicycle&back=1`: villages by number in the order
of travel, `.` between stops of a day, `_` where a new day begins, `-90` for a stay of 90 minutes.
What is as usual is left out. See docs/decisions/0013-a-trip-is-its-address.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from routes.first_day import day_written
from routes.models import Route

MOST_STOPS = 40
USUAL_STAY = 60  # minutes
LONGEST_STAY = 24 * 60
USUAL_START = time(9)
USUAL_MODE = str(Route.Mode.CAR)
YEARS = range(2000, 2101)
# Forty stops need about 500. What is far longer was not written by this site.
MOST_LETTERS = 2000

# Python's \d and int() know the digits of every script; addresses are written in these.
_STOP = re.compile(r"v([1-9][0-9]{0,8})(?:-([0-9]{1,4}))?")
_ROUTE = re.compile(r"r([1-9][0-9]{0,8})")
_TIME = re.compile(r"([0-9]{2}):?([0-9]{2})")
_STAY_FIELD = re.compile(r"stay-([1-9][0-9]?)")
_ACTION = re.compile(r"(up|down|remove|split|join)\.([1-9][0-9]?)|shortest|clear")


@dataclass(frozen=True)
class TripStop:
    """A village by its number, and how long the visitor stays there, in minutes."""

    village: int
    stay_minutes: int = USUAL_STAY

    def __str__(self) -> str:
        stay = "" if self.stay_minutes == USUAL_STAY else f"-{self.stay_minutes}"
        return f"v{self.village}{stay}"


Days = tuple[tuple[TripStop, ...], ...]


@dataclass(frozen=True)
class TripAddress:
    """A trip as its address tells it: days of stops, and how they are travelled."""

    days: Days = ()
    first_day: date | None = None
    start: time = USUAL_START
    mode: str = USUAL_MODE
    returns: bool = False  # to the first stop, at the end

    @cached_property
    def stops(self) -> tuple[TripStop, ...]:
        return tuple(stop for day in self.days for stop in day)

    @cached_property
    def villages(self) -> list[int]:
        return [stop.village for stop in self.stops]

    @cached_property
    def chain(self) -> str:
        """The stops as `stops=` says them."""
        return chain_of(self.days)

    @cached_property
    def query(self) -> str:
        """The one way in which this trip is written; empty for a trip without a stop or a wish."""
        words = {
            "stops": self.chain,
            "from": self.first_day.isoformat() if self.first_day else "",
            "start": f"{self.start:%H%M}" if self.start != USUAL_START else "",
            "by": self.mode if self.mode != USUAL_MODE else "",
            "back": "1" if self.returns else "",
        }
        return urlencode({name: value for name, value in words.items() if value})

    def at(self, path: str) -> str:
        """The address of this trip under `path`."""
        return f"{path}?{self.query}" if self.query else path

    # --- The same trip, changed. Stops are counted from 1; what is not there changes nothing. ---

    def moved(self, number: int, step: int) -> "TripAddress":
        """One place up (-1) or down (+1), over the border between two days if need be."""
        days, (day, place) = self._opened(number)
        if day < 0:
            return self
        stop = days[day].pop(place)
        if 0 <= place + step <= len(days[day]):
            days[day].insert(place + step, stop)
        elif 0 <= day + step < len(days):
            days[day + step].insert(0 if step > 0 else len(days[day + step]), stop)
        else:
            return self
        return self._with(days)

    def without(self, villages: Iterable[int]) -> "TripAddress":
        gone = set(villages)
        return self._with([[stop for stop in day if stop.village not in gone] for day in self.days])

    def removed(self, number: int) -> "TripAddress":
        return self.without(self.villages[number - 1 : number])

    def split(self, number: int) -> "TripAddress":
        """A new day begins with this stop."""
        days, (day, place) = self._opened(number)
        if day < 0:
            return self
        days[day : day + 1] = [days[day][:place], days[day][place:]]
        return self._with(days)

    def joined(self, number: int) -> "TripAddress":
        """The day that begins with this stop belongs to the one before."""
        days, (day, place) = self._opened(number)
        if day < 1 or place:
            return self
        days[day - 1 : day + 1] = [days[day - 1] + days[day]]
        return self._with(days)

    def staying(self, minutes: Mapping[int, int]) -> "TripAddress":
        """With the stay at each stop named by its number."""
        stops = [
            replace(stop, stay_minutes=minutes.get(number, stop.stay_minutes))
            for number, stop in enumerate(self.stops, 1)
        ]
        return self._in_days(stops)

    def in_order(self, order: Sequence[int]) -> "TripAddress":
        """The stops in another order (of indices); each day keeps its number of stops."""
        return self._in_days([self.stops[index] for index in order])

    def with_more(self, days: Iterable[Iterable[TripStop]]) -> "TripAddress":
        """More stops at the end: on the last day, and on days of their own after it."""
        all_days = [list(day) for day in self.days]
        known = set(self.villages)
        for index, more in enumerate(days):
            if index or not all_days:
                all_days.append([])
            for stop in more:
                if stop.village not in known and len(known) < MOST_STOPS:
                    known.add(stop.village)
                    all_days[-1].append(stop)
        return self._with(all_days)

    def _opened(self, number: int) -> tuple[list[list[TripStop]], tuple[int, int]]:
        """Days that can be changed, and where the stop stands in them: (-1, -1) for nowhere."""
        places = [
            (index, place) for index, day in enumerate(self.days) for place in range(len(day))
        ]
        found = places[number - 1] if 0 < number <= len(places) else (-1, -1)
        return [list(day) for day in self.days], found

    def _with(self, days: Iterable[Iterable[TripStop]]) -> "TripAddress":
        return replace(self, days=tuple(tuple(day) for day in days if day))

    def _in_days(self, stops: Sequence[TripStop]) -> "TripAddress":
        rest = iter(stops)
        return self._with([[next(rest) for _stop in day] for day in self.days])


def chain_of(days: Iterable[Iterable[TripStop]]) -> str:
    return "_".join(".".join(str(stop) for stop in day) for day in days)


@dataclass
class Reading:
    """What an address said: the trip, and in the reader's language what was not understood."""

    trip: TripAddress
    misread: list[str] = field(default_factory=list)
    is_nonsense: bool = False  # there were stops, and not one of them could be read


def read_trip(query: Mapping[str, Any]) -> Reading:
    """The trip in a query; where a name stands several times, the last one counts.

    Nothing raises: what makes no sense is left out and named.
    """
    misread: list[str] = []
    days, is_nonsense = _days(query.get("stops", ""), misread)
    trip = TripAddress(
        days=days,
        first_day=_first_day(query.get("from", ""), misread),
        start=_start(query.get("start", ""), misread),
        mode=_mode(query.get("by", ""), misread),
        returns=query.get("back", "") == "1",
    )
    return Reading(trip, misread, is_nonsense)


def read_stops(chain: str) -> tuple[list[list[TripStop]], list[str]]:
    """Days of stops in a chain such as `v12.v7-90_v30`, and the parts that are no stops."""
    days, not_stops = [], []
    for day in chain.split("_"):
        stops = []
        for part in day.split("."):
            if stop := _stop(part):
                stops.append(stop)
            elif part:
                not_stops.append(part)
        days.append(stops)
    return days, not_stops


def read_route(word: str) -> int | None:
    """The number of a route that is to be added, out of `r3`."""
    found = _ROUTE.fullmatch(word)
    return int(found[1]) if found else None


@dataclass
class Change:
    """What a form asks to do with the trip it was sent with."""

    action: str = ""  # up, down, remove, split, join, shortest, clear
    number: int = 0
    stays: dict[int, int] = field(default_factory=dict)
    misread: list[str] = field(default_factory=list)


def read_change(query: Mapping[str, Any]) -> Change:
    """The action and the stays in the fields of the trip's form."""
    change = Change()
    for name in query:
        if found := _STAY_FIELD.fullmatch(name):
            minutes = re.fullmatch("[0-9]{1,4}", query.get(name, "").strip())
            if minutes and int(minutes[0]) <= LONGEST_STAY:
                change.stays[int(found[1])] = int(minutes[0])
            else:
                change.misread.append(
                    _(
                        "The stay at stop %(number)s was left as it was: write a number of minutes,"
                        " at most %(most)s."
                    )
                    % {"number": found[1], "most": LONGEST_STAY}
                )
    action = query.get("do", "")
    if found := _ACTION.fullmatch(action):
        change.action, change.number = found[1] or found[0], int(found[2] or 0)
    elif action:
        change.misread.append(
            _("What to do with the trip was not understood. Nothing was changed.")
        )
    return change


def _stop(part: str) -> TripStop | None:
    found = _STOP.fullmatch(part)
    if not found:
        return None
    stay = int(found[2]) if found[2] else USUAL_STAY
    return TripStop(int(found[1]), stay) if stay <= LONGEST_STAY else None


def _days(chain: str, misread: list[str]) -> tuple[Days, bool]:
    if len(chain) > MOST_LETTERS:
        misread.append(_("The address is far too long for a trip."))
        return (), True
    days, not_stops = read_stops(chain)
    count = sum(len(day) for day in days)
    trip = TripAddress().with_more(days)
    if not_stops:
        misread.append(
            _("Not understood in the address, and left out: %(parts)s.")
            % {"parts": quoted(not_stops)}
        )
    if repeats := count - len({stop.village for day in days for stop in day}):
        misread.append(_("A village can be in a trip only once; repeats were left out."))
    if count - repeats > MOST_STOPS:
        misread.append(
            _("A trip has room for %(most)s stops; those that came after were left out.")
            % {"most": MOST_STOPS}
        )
    return trip.days, bool(not_stops) and not count


MOST_QUOTED, LONGEST_QUOTE = 5, 24


def quoted(parts: Sequence[str]) -> str:
    """What somebody wrote, shortened to what a reader wants to see of it."""
    shown = []
    for part in parts[:MOST_QUOTED]:
        text = "".join(letter if letter.isprintable() else "\ufffd" for letter in part)
        short = text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
        shown.append(_("“%(text)s”") % {"text": short})
    return ", ".join(shown) + (" …" if len(parts) > MOST_QUOTED else "")


def _first_day(text: str, misread: list[str]) -> date | None:
    if not text:
        return None
    day = day_written(text)
    if day is None or day.year not in YEARS:
        misread.append(_("The first day was not understood. Choose it again."))
        return None
    return day


def _start(text: str, misread: list[str]) -> time:
    if not text:
        return USUAL_START
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        misread.append(
            _("The time of departure was not understood; %(time)s was assumed.")
            % {"time": f"{USUAL_START:%H:%M}"}
        )
        return USUAL_START
    return time(int(found[1]), int(found[2]))


def _mode(text: str, misread: list[str]) -> str:
    if not text:
        return USUAL_MODE
    if text not in Route.Mode.values:
        misread.append(_("The means of travel was not understood; a car was assumed."))
        return USUAL_MODE
    return text
