"""What a visitor asks of villages: everything in the address of the list or of the map."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from villages.facets import MOST_PERSONS, PRICES
from villages.models.offer import OfferKind, SpokenLanguage

USUAL_KM = 30
MOST_KM = 100
# How far ahead a visit may be planned; later days are a slip of the finger.
MOST_DAYS_AHEAD = 730
MOST_VALUES = 30  # of one filter
SORTS = ("name", "distance", "newest")
OFFERS = (*OfferKind.values, "product")

# Filters any of whose choices may be made, and those that know only yes.
SEVERAL = ("theme", "offer", "region", "municipality", "speaks")
# Filters about what hosts said of their offers, which many have not said.
PRACTICAL = ("month", "on", "group", "speaks", "price", "booking", "wheelchair", "children")

Point = tuple[float, float]  # latitude, longitude, WGS84 degrees
Box = tuple[float, float, float, float]  # west, south, east, north, WGS84 degrees

_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)
_POINT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?),(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class Asked:
    """A question, in one way only: two addresses that ask the same are read into equal ones.

    `near` is a point of the earth (rounded to two decimals, which is a kilometre), the key of a
    town, or the address of a village in any language. `unsaid` asks for villages, too, whose
    hosts have not said what a practical filter wants to know.
    """

    # In the order of the form's fields, so that a form sent by itself makes the short address.
    near: str = ""
    km: int | None = None
    month: int | None = None
    on: date | None = None
    theme: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    price: str = ""
    group: int | None = None
    speaks: tuple[str, ...] = ()
    booking: str = ""
    wheelchair: str = ""
    children: str = ""
    inside: Box | None = None  # `in` in the address
    unsaid: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: QueryDict, language: str, today: date) -> Self:
        """The question in an address; what makes no sense is left out. Never raises."""
        read: dict[str, Any] = {name: _several(query, name) for name in SEVERAL}
        read["offer"] = tuple(value for value in read["offer"] if value in OFFERS)
        read["speaks"] = tuple(v for v in read["speaks"] if v in SpokenLanguage.values)
        for name, reading in _READINGS.items():
            read[name] = reading(query.get(_IN_ADDRESSES.get(name, name), "").strip())
        if read["on"] and not today <= read["on"] <= today + timedelta(days=MOST_DAYS_AHEAD):
            read["on"] = None
        return cls(**read).in_one_way()

    def in_one_way(self) -> Self:
        """The same question without what changes nothing."""
        asked = self
        if asked.on:
            asked = replace(asked, month=None)
        if not any(getattr(asked, name) for name in PRACTICAL):
            asked = replace(asked, unsaid="")
        if not asked.near or asked.km == USUAL_KM:
            asked = replace(asked, km=None)
        if asked.sort == asked.usual_sort or (asked.sort == "distance" and not asked.near):
            asked = replace(asked, sort="")
        return asked

    @property
    def usual_sort(self) -> str:
        return "distance" if self.near else "name"

    @property
    def order(self) -> str:
        """name, distance or newest."""
        return self.sort or self.usual_sort

    @property
    def radius_km(self) -> int:
        return self.km or USUAL_KM

    @property
    def point(self) -> Point | None:
        """The point that `near` names by its coordinates."""
        return _point(self.near)

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than all villages."""
        return any(getattr(self, name) for name in FILTERS)

    @property
    def is_linked_to(self) -> bool:
        """Whether pages lead there: one choice at most. Of all others there is no end."""
        is_free = self.near or self.inside or self.on or self.group or self.page > 1
        return len(list(self.pairs())) <= 1 and not is_free

    def with_changes(self, **changes: Any) -> Self:
        """Another question; what narrows or sorts anew begins with the first page."""
        return replace(self, **{"page": 1, **changes}).in_one_way()

    def address(self, path: str, **changes: Any) -> str:
        """`path` with this question, changed as `changes` say: short, always in one order."""
        query = (self.with_changes(**changes) if changes else self).query
        return f"{path}?{query}" if query else path

    @property
    def query(self) -> str:
        """What stands behind the question mark; empty for all villages."""
        return urlencode(list(self.pairs()), safe=",")

    def pairs(self, *left_out: str) -> Iterator[tuple[str, str]]:
        """Names and values as they stand in the address."""
        for name in _NAMES:
            value = getattr(self, name)
            if not value or name in left_out or (name == "page" and value == 1):
                continue
            for one in _in_words(name, value):
                yield _IN_ADDRESSES.get(name, name), one


def _in_words(name: str, value: Any) -> list[str]:
    if name == "inside":
        return [",".join(f"{degrees:g}" for degrees in value)]
    if isinstance(value, tuple):
        return list(value)
    return [value.isoformat() if isinstance(value, date) else str(value)]


def _several(query: QueryDict, name: str) -> tuple[str, ...]:
    values = {value for value in query.getlist(name)[:MOST_VALUES] if _is_key(value)}
    return tuple(sorted(values))


def _is_key(text: str) -> bool:
    return len(text) <= 70 and bool(_KEY.fullmatch(text))


def _number(text: str, most: int) -> int | None:
    number = int(text) if _NUMBER.fullmatch(text) else 0
    return number if 1 <= number <= most else None


def _one_of(*words: str) -> Callable[[str], str]:
    return lambda text: text if text in words else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:  # 30 February
        return None


def _near(text: str) -> str:
    point = _point(text)
    if point:
        return ",".join(f"{degrees:.2f}" for degrees in point)
    return text if _is_key(text) or (len(text) <= 120 and _KEY.fullmatch(text)) else ""


def _point(text: str) -> Point | None:
    found = _POINT.fullmatch(text)
    if not found:
        return None
    latitude, longitude = (round(float(degrees), 2) + 0.0 for degrees in found.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _box(text: str) -> Box | None:
    try:
        west, south, east, north = (round(float(part), 3) + 0.0 for part in text.split(",", 4))
    except (ValueError, OverflowError):
        return None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return None
    return west, south, east, north


_READINGS: dict[str, Callable[[str], Any]] = {
    "month": lambda text: _number(text, 12),
    "on": _day,
    "group": lambda text: _number(text, MOST_PERSONS),
    "price": _one_of(*PRICES),
    "booking": _one_of("no"),
    "wheelchair": _one_of("yes"),
    "children": _one_of("yes"),
    "unsaid": _one_of("yes"),
    "near": _near,
    "km": lambda text: _number(text, MOST_KM),
    "inside": _box,
    "sort": _one_of(*SORTS),
    "page": lambda text: _number(text, 999_999) or 1,
}
_IN_ADDRESSES = {"inside": "in"}
_NAMES = tuple(field.name for field in fields(Asked))
# Everything that makes the list shorter; `unsaid` makes it longer.
FILTERS = tuple(name for name in _NAMES if name not in ("unsaid", "km", "sort", "page"))
