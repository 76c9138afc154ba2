"""Current editions by plain SQL, for the pages that everybody asks for.

Building a query through the models costs up to five times what asking it costs, at each request
anew. The conditions here are few and never change, so they are written out.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from catalogue.models import Edition

# What cards and lists read. Any other field of such an edition would be fetched when asked for.
_CARD = (
    "id",
    "kind",
    "source_id",
    "language",
    "number",
    "digest",
    "slug",
    "title",
    "latitude",
    "longitude",
    "starts_on",
    "ends_on",
    "published_at",
    "card",
)
_JSON = {"document", "card"}
# Ended editions are never asked for here, so nothing needs to be fetched to know.
_ENDS = ("superseded_at", "withdrawn_at")

CURRENT = "superseded_at IS NULL AND withdrawn_at IS NULL"
CARD_COLUMNS = ", ".join(_CARD)


def editions_where(
    condition: str,
    values: Iterable[Any],
    order: str = "sort_key, id",
    document: str = "",
) -> list[Edition]:
    """Current editions for which `condition` holds, with what cards read.

    `condition`, `order` (which may end with LIMIT) and `document` are SQL of our own, with %s for
    each of the `values`. `document` is an expression for the document; without it no document
    comes along.
    """
    columns = f"{CARD_COLUMNS}, {document}" if document else CARD_COLUMNS
    return editions_of(
        f"SELECT {columns} FROM catalogue_edition"  # noqa: S608 - made of our own words only
        f" WHERE {CURRENT} AND {condition} ORDER BY {order}",
        values,
        has_document=bool(document),
    )


def editions_of(sql: str, values: Iterable[Any], has_document: bool = False) -> list[Edition]:
    """The editions that a whole SELECT of `CARD_COLUMNS` (and a document) finds."""
    names = (*_CARD, "document") if has_document else _CARD
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return [_edition(names, row) for row in cursor.fetchall()]


def _edition(names: tuple[str, ...], row: tuple[Any, ...]) -> Edition:
    values: dict[str, Any] = dict.fromkeys(_ENDS)
    for name, value in zip(names, row, strict=True):
        values[name] = json.loads(value) if name in _JSON and value else value
    fields = [name for name in _FIELDS if name in values]
    return Edition.from_db(connection.alias, fields, [values[name] for name in fields])


_FIELDS = [field.attname for field in Edition._meta.concrete_fields]
