"""Filters of a list, with the count beside each choice and an address that can be shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

from catalogue.languages import sort_key


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: how many items it leaves, and the address that makes it."""

    value: str
    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Filter:
    """A group of choices of which one can be made; `name` stands in the address and in tags."""

    name: str
    label: str
    choices: list[Choice]
    address_without: str

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True)
class Chosen:
    """What a visitor chose: at most one value of each filter, nonsense left out."""

    values: Mapping[str, str]

    @classmethod
    def from_query(cls, query: QueryDict, names: Iterable[str]) -> "Chosen":
        found = {name: query.get(name, "").strip() for name in names}
        # A NUL byte or a very long word can be no tag, and PostgreSQL would refuse the first.
        return cls({n: v for n, v in found.items() if v and len(v) <= 70 and "\x00" not in v})

    def tags(self, without: str = "") -> list[str]:
        return [f"{name}:{value}" for name, value in self.values.items() if name != without]

    def address(self, path: str, **changes: str) -> str:
        """`path` with these choices and `changes`; an empty value takes a choice back."""
        values = {n: v for n, v in {**self.values, **changes}.items() if v}
        return f"{path}?{urlencode(values)}" if values else path


def counts(kind: str, language: str, names: Iterable[str], chosen: Chosen) -> dict[str, int]:
    """How many current editions each tag would leave; under "" how many are left now.

    A filter's own choice does not narrow its own counts: they tell what choosing another brings.
    """
    names = list(names)
    branches = " ".join("WHEN %s THEN %s::text[]" for _name in names)
    parameters: list[object] = []
    for name in names:
        parameters += [name, chosen.tags(without=name)]
    sql = f"""
        SELECT tag, count(*)
        FROM (
            SELECT unnest(tags::text[] || ARRAY['']) AS tag, tags::text[] AS tags
            FROM catalogue_edition
            WHERE kind = %s AND language = %s
              AND superseded_at IS NULL AND withdrawn_at IS NULL
        ) AS tagged
        WHERE tags @> CASE split_part(tag, ':', 1) {branches} ELSE %s::text[] END
        GROUP BY tag
    """  # noqa: S608 - the branches hold placeholders only
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, language, *parameters, chosen.tags()])
        return dict(cursor.fetchall())


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
    mine = chosen.values.get(name, "")
    choices = [
        Choice(
            value=value,
            label=text,
            count=counted.get(f"{name}:{value}", 0),
            is_chosen=value == mine,
            address=chosen.address(path, **{name: value}),
        )
        for value, text in labels.items()
        if counted.get(f"{name}:{value}") or value == mine
    ]
    choices.sort(key=lambda choice: sort_key(choice.label, language))
    return Filter(name, label, choices, chosen.address(path, **{name: ""}))
