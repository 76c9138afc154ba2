"""Filters of a list, with the count beside each choice and an address that can be shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

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

    def tags_of_others(self, name: str) -> list[list[str]]:
        return [self._tags_of(other) for other in self.values if other != name]

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


def counts(kind: str, language: str, names: Iterable[str], chosen: Chosen) -> dict[str, int]:
    """How many current editions each tag would bring; under "" how many are left now.

    A filter's own choices do not narrow its own counts: they tell what choosing another brings.
    """
    own_condition, own_values = _condition(chosen.tags())
    # The empty tag, which every edition is given below, counts what is left now.
    branches = [f"WHEN '' THEN {own_condition}"]
    parameters: list[Any] = [kind, language, *own_values]
    for name in names:
        condition, values = _condition(chosen.tags_of_others(name))
        branches.append(f"WHEN %s THEN {condition}")
        parameters += [name, *values]
    sql = f"""
        SELECT tag, count(*)
        FROM (
            SELECT unnest(tags::text[] || ARRAY['']) AS tag, tags::text[] AS tags
            FROM catalogue_edition
            WHERE kind = %s AND language = %s
              AND superseded_at IS NULL AND withdrawn_at IS NULL
        ) AS tagged
        WHERE CASE split_part(tag, ':', 1) {" ".join(branches)} ELSE {own_condition} END
        GROUP BY tag
    """  # noqa: S608 - made of placeholders only
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, *own_values])
        return dict(cursor.fetchall())


def _condition(groups: list[list[str]]) -> tuple[str, list[Any]]:
    """SQL that holds when `tags` has one of each group's tags, and its parameters."""
    return " AND ".join(["tags && %s::text[]"] * len(groups)) or "TRUE", list(groups)


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
