"""Words that many pages share, joined when a page is rendered: themes, municipalities, partners.

They live in small tables of their own, so renaming a theme needs no new edition. One query fetches
them all in one language, always as they stand now.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from catalogue.models import Partner, VisibilityBlock

# kind -> its rows in a language; rooms above register their own.
_sources: dict[str, Callable[[str], models.QuerySet]] = {}


def register(kind: str, rows_in: Callable[[str], models.QuerySet]) -> None:
    """Let a room's small table take part; `rows_in(language)` is made by `rows()`."""
    _sources[kind] = rows_in


def rows(queryset: models.QuerySet, kind: str, key: str = "key", **columns: str) -> models.QuerySet:
    """A source's rows as JSON objects of kind, key, and a value made of `columns`."""
    word = JSONObject(kind=Value(kind), key=key, value=JSONObject(**columns))
    return queryset.order_by().values_list(word)


@dataclass(frozen=True)
class SharedWords:
    """Every shared word of one language; `version` changes with any of them."""

    language: str
    version: str
    words: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def name(self, kind: str, key: str) -> str:
        """The name under `key`, or the key itself while nobody has named it."""
        return self.words.get(kind, {}).get(key, {}).get("name") or key

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        return self.words.get(kind, {})

    @property
    def themes(self) -> dict[str, dict[str, Any]]:
        return self.all("theme")

    @property
    def municipalities(self) -> dict[str, dict[str, Any]]:
        return self.all("municipality")

    @property
    def partners(self) -> dict[str, dict[str, Any]]:
        return self.all("partner")

    @property
    def visibility_blocks(self) -> list[dict[str, Any]]:
        today = timezone.localdate().isoformat()
        return [
            block
            for block in self.all("visibility").values()
            if block["valid_from"] <= today
            and not (block["valid_to"] and block["valid_to"] < today)
        ]


def shared_words(language: str) -> SharedWords:
    """All shared words of `language`, in one query."""
    words: dict[str, dict[str, dict[str, Any]]] = {}
    digest = hashlib.sha1(usedforsecurity=False)
    sql, params = _select(language)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for (text,) in sorted(cursor.fetchall()):
            digest.update(text.encode())
            word = json.loads(text)
            words.setdefault(word["kind"], {})[word["key"]] = word["value"]
    return SharedWords(language=language, version=digest.hexdigest()[:12], words=words)


@cache
def _select(language: str) -> tuple[str, tuple]:
    """The query's text; building it costs more than running it, and it never changes."""
    first, *others = [rows_in(language) for rows_in in _sources.values()]
    return first.union(*others, all=True).order_by().query.sql_with_params()


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
