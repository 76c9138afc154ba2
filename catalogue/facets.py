"""Filters of a list, with the count beside each choice and an address that can be shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

from catalogue.current_editions import CURRENT
from catalogue.languages import sort_key


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: how many items it brings, and the list's address without it."""

    value: str
    label: str
    count: int
    is_chosen: bool
    address_without: str


@dataclass(frozen=True)
class Filter:
    """A group of choices, any of which may be made; `name` stands in the address and in tags."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_chosen]


@dataclass(frozen=True)
class Chosen:
    """What a visitor chose: one value of a filter or another, of this filter and of that one."""

    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_query(cls, query: QueryDict, names: Iterable[str]) -> "Chosen":
        """The choices in an address, each once, in one order; what can be no tag is left out."""
        found = {
            name: tuple(sorted({value for value in query.getlist(name)[:50] if _can_be(value)}))
            for name in names
        }
        return cls({name: values for name, values in found.items() if values})

    def tags(self) -> list[list[str]]:
        """For each filter, the tags of which an item must carry one."""
        return [self._tags_of(name) for name in self.values]

    def _tags_of(self, name: str) -> list[str]:
        return [f"{name}:{value}" for value in self.values[name]]

    def address(self, path: str, **more: str) -> str:
        """`path` with these choices, and with `more` where that is not empty."""
        pairs = [(name, value) for name, values in self.values.items() for value in values]
        pairs += [(name, value) for name, value in more.items() if value]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def without(self, name: str, value: str) -> "Chosen":
        left = {
            other: tuple(v for v in values if (other, v) != (name, value))
            for other, values in self.values.items()
        }
        return Chosen({other: values for other, values in left.items() if values})


def _can_be(value: str) -> bool:
    """Whether a word of an address can be a tag at all; PostgreSQL would refuse a NUL byte."""
    return 0 < len(value) <= 70 and "\x00" not in value


def counts(kind: str, language: str, chosen: Chosen) -> dict[str, int]:
    """How many current editions each tag would bring; under "" how many are left now.

    A filter's own choices do not narrow its own counts: they tell what choosing another brings.
    """
    fits = [f"tags && %s::varchar[] AS fits_{name}" for name in chosen.values]
    everywhere = " AND ".join(f"fits_{name}" for name in chosen.values) or "TRUE"
    elsewhere = " ".join(
        f"WHEN '{name}' THEN " + (_all_but(name, chosen) or "TRUE") for name in chosen.values
    )
    tag_counts = f"CASE split_part(tag, ':', 1) {elsewhere} ELSE {everywhere} END"
    # Whatever misses two filters is counted for none, and needs not be taken apart.
    misses = " + ".join(f"(NOT fits_{name})::int" for name in chosen.values)
    condition = f"{misses} <= 1 AND {tag_counts}" if chosen.values else "TRUE"
    sql = f"""
        SELECT tag, count(*)
        FROM (
            SELECT {", ".join(["tags", *fits])}
            FROM catalogue_edition
            WHERE {CURRENT} AND kind = %s AND language = %s
        ) AS edition,
        unnest(array_append(tags, '')) AS tag  -- the empty tag counts what is left now
        WHERE {condition}
        GROUP BY tag
    """  # noqa: S608 - names of filters are our own words
    with connection.cursor() as cursor:
        cursor.execute(sql, [*chosen.tags(), kind, language])
        return dict(cursor.fetchall())


def _all_but(name: str, chosen: Chosen) -> str:
    return " AND ".join(f"fits_{other}" for other in chosen.values if other != name)


def build_filter(
    name: str,
    label: str,
    labels: Mapping[str, str],
    counted: Mapping[str, int],
    chosen: Chosen,
    path: str,
    language: str,
) -> Filter:
    """The choices of one filter in alphabetical order; those that lead nowhere are left out."""
    mine = chosen.values.get(name, ())
    choices = [
        Choice(
            value=value,
            label=text,
            count=counted.get(f"{name}:{value}", 0),
            is_chosen=value in mine,
            address_without=chosen.without(name, value).address(path),
        )
        for value, text in labels.items()
        if counted.get(f"{name}:{value}") or value in mine
    ]
    choices.sort(key=lambda choice: sort_key(choice.label, language))
    return Filter(name, label, choices)
