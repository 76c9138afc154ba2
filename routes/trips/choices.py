"""What can be added to a trip: every village and route of a language, in alphabetical order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.db import connection
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalogue.current_editions import CURRENT
from catalogue.languages import sort_key
from catalogue.models.edition import Kind


@dataclass(frozen=True)
class Choice:
    """Something that can be added: `word` is how addresses say it."""

    word: str
    label: str

    @cached_property
    def option(self) -> SafeString:
        """It as an option of a list to choose from."""
        return format_html('<option value="{}">{}</option>', self.word, self.label)


def options_of(choices: Iterable[Choice]) -> SafeString:
    """The options of all these choices, in their order."""
    return mark_safe("".join(choice.option for choice in choices))  # noqa: S308 - each is escaped


@dataclass(frozen=True)
class Choices:
    villages: tuple[Choice, ...]  # those that have a point
    routes: tuple[Choice, ...]

    def of_villages_without(self, numbers: Iterable[int]) -> list[Choice]:
        """The villages but for those of these numbers."""
        words = {f"v{number}" for number in numbers}
        return [choice for choice in self.villages if choice.word not in words]


def choices_in(language: str, version: str) -> Choices:
    """All choices of a language, in one query; in none while the public state is `version`."""
    if settings.KEEP_PAGES and version:
        return _kept(language, version)
    return _asked(language)


@lru_cache(maxsize=6)
def _kept(language: str, version: str) -> Choices:  # noqa: ARG001 - a new state is asked anew
    return _asked(language)


def _asked(language: str) -> Choices:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [language])
        rows = sorted(cursor.fetchall(), key=lambda row: sort_key(row[2], language))
    return Choices(
        villages=tuple(
            Choice(f"v{source_id}", _named(title, place))
            for kind, source_id, title, place in rows
            if kind == Kind.VILLAGE
        ),
        routes=tuple(
            Choice(f"r{source_id}", title)
            for kind, source_id, title, _place in rows
            if kind == Kind.ROUTE
        ),
    )


_QUERY = f"""
    SELECT kind, source_id, title, document->>'place' FROM catalogue_edition
    WHERE {CURRENT} AND language = %s
      AND (kind = 'route' OR (kind = 'village' AND latitude IS NOT NULL))
"""  # noqa: S608 - made of our own words only


def _named(title: str, place: str) -> str:
    return title if not place or place in title else f"{title}, {place}"
