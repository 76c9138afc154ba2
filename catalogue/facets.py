"""How many current editions carry a tag, and which: exact, out of bit maps (decision 0018).

A bit map is a whole number in which bit n stands for the item with `source_id` n, so that *and*,
*or* and `bit_count()` answer what a list with filters asks. A tag that begins with “@” is one of
many of which a question names one (a day, a number of persons): it is read only for that question.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, count
from typing import Any

from django.db import connection

from catalogue.kept_state import KeptOfState


class Maps:
    """The bit maps of one kind in one language, by tag; a tag that nobody carries is empty."""

    def __init__(self, maps: Mapping[str, int]) -> None:
        self._maps = maps

    def __getitem__(self, tag: str) -> int:
        return self._maps.get(tag, 0)

    def with_more(self, maps: Mapping[str, int]) -> "Maps":
        return Maps({**self._maps, **maps}) if maps else self

    @property
    def everything(self) -> int:
        return self[""]

    def any_of(self, tags: Iterable[str]) -> int:
        """The items that carry one of `tags` or more."""
        found = 0
        for tag in tags:
            found |= self[tag]
        return found


@dataclass(frozen=True)
class Narrowed:
    """What filters leave of a kind: `fits` has, for each filter chosen, the items that pass it."""

    maps: Maps
    fits: Mapping[str, int]
    _without: dict[str, int] = field(default_factory=dict, compare=False)

    @cached_property
    def members(self) -> int:
        """The items that pass all filters."""
        return self.without("")

    def without(self, name: str) -> int:
        """The items that pass all filters but this one."""
        if name not in self.fits:
            name = ""
        if name not in self._without:
            left = self.maps.everything
            for other, fitting in self.fits.items():
                if other != name:
                    left &= fitting
            self._without[name] = left
        return self._without[name]

    def count(self, name: str, bits: int) -> int:
        """How many of `bits` a choice of the filter `name` would bring.

        A filter's own choices do not narrow its own counts: they tell what another brings.
        """
        return (self.without(name) & bits).bit_count()


def members(bits: int) -> Iterator[int]:
    """The items of a bit map, by rising number."""
    return compress(count(), map(int, reversed(f"{bits:b}")))


def bit_map(source_ids: Iterable[int]) -> int:
    """The bit map of these items."""
    numbers = list(source_ids)
    if not numbers:
        return 0
    digits = bytearray(b"0") * (max(numbers) + 1)
    for number in numbers:
        digits[-1 - number] = 49  # the digit 1
    return int(digits, 2)


def as_bytes(bits: int) -> bytes:
    """A bit map as PostgreSQL's `get_bit` reads it."""
    return bits.to_bytes(max(1, -(-bits.bit_length() // 8)), "little")


# By kind and language. Three languages of 100,000 villages take four megabytes of a process.
_maps = KeptOfState[Maps]()
_totals = KeptOfState[dict[str, int]]()

_MAPS = (
    "SELECT 'map', tag::text, members FROM catalogue_facet WHERE kind = %s AND language = %s"
    " AND count > 0 AND left(tag, 1) <> '@'"
)
_NAMED_MAPS = (
    "SELECT 'map', tag::text, members FROM catalogue_facet WHERE kind = %s AND language = %s"
    " AND tag = ANY(%s)"
)
_TOTALS = (
    "SELECT tag, count FROM catalogue_facet WHERE kind = %s AND language = %s"
    " AND count > 0 AND left(tag, 1) <> '@'"
)

# A SELECT of our own with three columns (what it is, words about it, bytes), and its values.
Part = tuple[str, list[Any]]
Row = tuple[str, str, bytes]


def totals(kind: str, language: str, version: str) -> dict[str, int]:
    """How many current editions carry each tag, and under "" how many there are; one query.

    `version` is the public state's (`SharedWords.version`): while it stays, no query is needed.
    """
    kept = _totals.get((kind, language), version)
    if kept is None:
        with connection.cursor() as cursor:
            cursor.execute(_TOTALS, [kind, language])
            kept = dict(cursor.fetchall())
        _totals.put((kind, language), version, kept)
    return kept


def maps(
    kind: str, language: str, version: str, *parts: Part, also: Iterable[str] = ()
) -> tuple[Maps, list[Row]]:
    """All bit maps, and what the further `parts` of the same query found.

    While the public state stays what it is, the maps are read once; without parts no query at all
    is needed then. Of tags that begin with “@” those named by `also` come along.
    """
    kept = _maps.get((kind, language), version)
    named = [tag for tag in also if tag.startswith("@")]
    wanted = list(parts)
    if kept is None:
        wanted.append((_MAPS, [kind, language]))
    if named:
        wanted.append((_NAMED_MAPS, [kind, language, named]))
    rows: list[Row] = []
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(f"({sql})" for sql, _values in wanted),
                [value for _sql, values in wanted for value in values],
            )
            rows = cursor.fetchall()
    read = {tag: int.from_bytes(bits, "little") for what, tag, bits in rows if what == "map"}
    more = {tag: read.pop(tag) for tag in named if tag in read}
    if kept is None:
        kept = Maps(read)
        _maps.put((kind, language), version, kept)
    return kept.with_more(more), [row for row in rows if row[0] != "map"]


def forget() -> None:
    """Read everything anew; for those who measure what that costs."""
    _maps.clear()
    _totals.clear()
