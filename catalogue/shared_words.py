"""Words that many pages share, joined when a page is rendered: themes, municipalities, partners.

They live in small tables of their own, so renaming a theme needs no new edition. One query fetches
them all in one language, always as they stand now.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from catalogue.languages import LANGUAGES
from catalogue.models import Partner, VisibilityBlock

# Begins the one row that holds no words but the number of the public state.
_STATE = "state:"

# kind -> its rows in a language; rooms above register their own.
_sources: dict[str, Callable[[str], models.QuerySet]] = {}


def register(kind: str, rows_in: Callable[[str], models.QuerySet]) -> None:
    """Let a room's small table take part; `rows_in(language)` is made by `rows()`."""
    _sources[kind] = rows_in


def rows(queryset: models.QuerySet, kind: str, key: str = "key", **columns: str) -> models.QuerySet:
    """A source's rows as JSON objects of kind, key, and a value made of `columns`."""
    word = JSONObject(kind=Value(kind), key=key, value=JSONObject(**columns))
    return queryset.order_by().values_list(word)


class SharedWords:
    """Every shared word of one language, and the state of everything visitors can see.

    `version` is that state's number; the words are read out of the rows when first asked for.
    `digest` tells these words from any others, in whatever state.
    """

    def __init__(self, language: str, rows: tuple[str, ...]) -> None:
        self.language = language
        self._rows = rows
        self.version = next((row for row in rows if row.startswith(_STATE)), "").partition(":")[2]

    @cached_property
    def digest(self) -> str:
        words = "\n".join(row for row in self._rows if not row.startswith(_STATE))
        return hashlib.sha256(f"{self.language}\n{words}".encode()).hexdigest()

    @cached_property
    def words(self) -> dict[str, dict[str, dict[str, Any]]]:
        """kind -> key -> what there is to say."""
        words: dict[str, dict[str, dict[str, Any]]] = {}
        for row in self._rows:
            if not row.startswith(_STATE):
                word = json.loads(row)
                words.setdefault(word["kind"], {})[word["key"]] = word["value"]
        return words

    def name(self, kind: str, key: str) -> str:
        """The name under `key`, or the key itself while nobody has named it."""
        return self.words.get(kind, {}).get(key, {}).get("name") or key

    @property
    def themes(self) -> dict[str, dict[str, Any]]:
        return self.words.get("theme", {})

    @property
    def municipalities(self) -> dict[str, dict[str, Any]]:
        return self.words.get("municipality", {})

    @property
    def partners(self) -> dict[str, dict[str, Any]]:
        return self.words.get("partner", {})

    @property
    def visibility_blocks(self) -> list[dict[str, Any]]:
        """The EU blocks that are in force today."""
        today = timezone.localdate().isoformat()
        return [
            block
            for block in self.words.get("visibility", {}).values()
            if block["valid_from"] <= today
            and not (block["valid_to"] and block["valid_to"] < today)
        ]


def shared_words(language: str) -> SharedWords:
    """All shared words of `language` and the public state, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_select(language))
        return _read(language, tuple(sorted(text for (text,) in cursor.fetchall())))


def every_language() -> dict[str, SharedWords]:
    """All shared words of each language, in one query for all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_select_every_language())
        return {language: _read_lines(language, lines) for language, lines in cursor.fetchall()}


@lru_cache(maxsize=8)
def _read_lines(language: str, lines: str) -> SharedWords:
    """The words in these lines, of which JSON has one for each row."""
    return _read(language, tuple(sorted(lines.split("\n"))))


@lru_cache(maxsize=8)
def _read(language: str, rows: tuple[str, ...]) -> SharedWords:
    """The words in these rows; while nothing changes they are read once, not at each request."""
    return SharedWords(language, rows)


@cache
def _select(language: str) -> str:
    """The query's text; building it costs more than running it, and it never changes."""
    with connection.cursor() as cursor:
        parts = [
            cursor.mogrify(*rows_in(language).query.sql_with_params())
            for rows_in in _sources.values()
        ]
    texts = [f"SELECT word::text FROM ({part}) AS source (word)" for part in parts]  # noqa: S608
    texts.append(f"SELECT '{_STATE}' || version FROM catalogue_publicstate")
    return " UNION ALL ".join(texts)


@cache
def _select_every_language() -> str:
    return " UNION ALL ".join(
        f"SELECT '{language}', string_agg(word, chr(10) ORDER BY word)"  # noqa: S608
        f" FROM ({_select(language)}) AS words (word)"
        for language in LANGUAGES
    )


register(
    "partner",
    lambda language: rows(
        Partner.objects.all(),
        "partner",
        name=f"name_{language}",
        region=f"region_name_{language}",
        country="country",
        is_lead="is_lead",
        website="website",
        address="address",
        phone="phone",
        email="email",
    ),
)
register(
    "visibility",
    lambda language: rows(
        VisibilityBlock.objects.all(),
        "visibility",
        fund=f"fund_{language}",
        programme=f"programme_{language}",
        project=f"project_{language}",
        statement=f"statement_{language}",
        disclaimer=f"disclaimer_{language}",
        valid_from="valid_from",
        valid_to="valid_to",
    ),
)
