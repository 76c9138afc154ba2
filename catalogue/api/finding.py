"""Finding editions for the API: a page of those that fit, and what has gone since."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from catalogue.current_editions import CURRENT
from catalogue.maps.projection import EARTH_RADIUS_KM
from catalogue.models import Edition
from catalogue.models.edition import address_of

# What is published in one transaction becomes visible when it ends, a little after the moment it
# bears; whoever asks for what is new begins so much earlier.
OVERLAP = timedelta(minutes=5)
KM_IN_A_DEGREE = 110.0  # of latitude; a hair too few, so that nothing is left out


@dataclass(frozen=True)
class Question:
    """What somebody asks of a kind of things in a language.

    `box` is longitude and latitude of two opposite corners; `near` is latitude and longitude, `km`
    the distance around it. Of each group of `tags` an item carries at least one.
    """

    kind: str
    language: str
    tags: list[list[str]] = field(default_factory=list)
    box: tuple[float, ...] | None = None
    near: tuple[float, ...] | None = None
    km: float = 0
    since: datetime | None = None
    page: int = 1
    limit: int = 25
    changed: str = "published_at"  # SQL: when what is told of an edition has changed last
    beside: str = "NULL"  # SQL: what is told beside an edition, as JSON


@dataclass(frozen=True)
class Item:
    """A current edition, the addresses of its item in each language, and how far it is in km.

    `codes` are the permanent codes of what it names, by tags such as `village:12`; `beside` is
    what its collection wanted to know beside it.
    """

    edition: Edition
    addresses: dict[str, str]
    codes: dict[str, str]
    beside: Any = None
    distance_km: float | None = None


@dataclass(frozen=True)
class Gone:
    """An item that is not there any more, or does not fit any more."""

    code: str
    gone_at: datetime


@dataclass(frozen=True)
class Found:
    total: int
    items: list[Item]
    gone: list[Gone]
    next_since: datetime
    changed_at: datetime  # when anything that visitors can see has changed last


def find(question: Question) -> Found:
    """A page of the items that fit, in one query."""
    fits, values = _condition(question)
    distance, place = _distance(question)
    kind = [question.kind, question.language]
    order = ("distance", "id") if question.near else ("sort_key", "id")
    found = f"""
        SELECT id, source_id, sort_key, {distance} AS distance, {question.changed} AS at,
               NULL::timestamptz AS gone_at
        FROM catalogue_edition
        WHERE {CURRENT} AND kind = %s AND language = %s AND {fits}
    """  # noqa: S608 - made of our own words only
    asked = [*place, *kind, *values]
    if since := question.since:
        order = ("at", "source_id")
        found = f"{found} AND {question.changed} > %s UNION ALL {_gone(fits)}"
        asked += [since, *kind, *values, since, since, *kind, *values]
    sql = f"""
        WITH found AS ({found}),
        page AS (SELECT * FROM found ORDER BY {", ".join(order)} LIMIT %s OFFSET %s)
        SELECT (SELECT count(*) FROM found), {_CHANGED_AT},
               page.gone_at, page.distance, code.code, {_ROW}, document, {question.beside}
        FROM (SELECT) AS always
        LEFT JOIN page ON TRUE
        LEFT JOIN catalogue_edition ON catalogue_edition.id = page.id
        LEFT JOIN catalogue_shortcode AS code
          ON page.gone_at IS NOT NULL AND code.kind = %s AND code.source_id = page.source_id
        ORDER BY {", ".join(f"page.{name}" for name in order)}
    """  # noqa: S608
    offset = (question.page - 1) * question.limit
    with connection.cursor() as cursor:
        cursor.execute(sql, [*asked, question.limit, offset, question.kind])
        rows = cursor.fetchall()
    total, changed_at = rows[0][:2]
    items, gone = [], []
    for _total, _changed_at, gone_at, distance_km, code, *edition in rows:
        if gone_at is not None:
            gone.append(Gone(code, gone_at))
        elif edition[0] is not None:
            items.append(_item(edition, distance_km))
    return Found(total, items, gone, changed_at - OVERLAP, changed_at)


def _gone(fits: str) -> str:
    """Items that had an edition that fits, which has ended since, and have none that fits now."""
    return f"""
        SELECT NULL, source_id, NULL, NULL, max(coalesce(withdrawn_at, superseded_at)),
               max(coalesce(withdrawn_at, superseded_at))
        FROM catalogue_edition AS old
        WHERE kind = %s AND language = %s AND {fits}
          AND (withdrawn_at > %s OR superseded_at > %s)
          AND NOT EXISTS (
            SELECT FROM catalogue_edition AS now
            WHERE {CURRENT} AND kind = %s AND language = %s AND {fits}
              AND now.source_id = old.source_id
          )
        GROUP BY source_id
    """  # noqa: S608


def _condition(question: Question) -> tuple[str, list[Any]]:
    """What an edition must fulfil, with its values; columns belong to the innermost table."""
    conditions, values = ["TRUE"], list[Any]()
    for group in question.tags:
        conditions.append("tags && %s::varchar[]")
        values.append(group)
    if question.box:
        first, second, third, fourth = question.box
        conditions.append("longitude BETWEEN %s AND %s AND latitude BETWEEN %s AND %s")
        values += [min(first, third), max(first, third), min(second, fourth), max(second, fourth)]
    if question.near:
        distance, place = _distance(question)
        degrees = question.km / KM_IN_A_DEGREE
        conditions.append(f"latitude BETWEEN %s AND %s AND {distance} <= %s")
        latitude = question.near[0]
        values += [latitude - degrees, latitude + degrees, *place, question.km]
    return " AND ".join(conditions), values


# Along a great circle (haversine), as good as the ellipsoid's to 0.5 %.
_HAVERSINE = f"""
    {2 * EARTH_RADIUS_KM} * asin(sqrt(least(1,
        sin(radians(latitude - %s) / 2) ^ 2
        + cos(radians(%s)) * cos(radians(latitude)) * sin(radians(longitude - %s) / 2) ^ 2
    )))
"""


def _distance(question: Question) -> tuple[str, list[float]]:
    """An expression for the distance in km, with its values; NULL when nobody asks."""
    if not question.near:
        return "NULL::float", []
    latitude, longitude = question.near
    return _HAVERSINE, [latitude, latitude, longitude]


_CHANGED_AT = "coalesce((SELECT changed_at FROM catalogue_publicstate), now())"
_FIELDS = (
    "kind", "source_id", "language", "number", "digest", "slug", "title", "published_at",
)  # fmt: skip
_ROW = ", ".join(
    (
        *(f"catalogue_edition.{name}" for name in _FIELDS),
        # The addresses of the item in each language.
        """(SELECT jsonb_object_agg(other.language, other.slug) FROM catalogue_edition AS other
            WHERE other.kind = catalogue_edition.kind
              AND other.source_id = catalogue_edition.source_id
              AND other.superseded_at IS NULL AND other.withdrawn_at IS NULL)""",
        # The codes of the villages and routes that it names.
        """(SELECT jsonb_object_agg(code.kind || ':' || code.source_id, code.code)
            FROM catalogue_shortcode AS code WHERE (code.kind, code.source_id) IN
              (SELECT split_part(tag, ':', 1), split_part(tag, ':', 2)::bigint
               FROM unnest(catalogue_edition.tags) AS tag
               WHERE tag ~ '^(village|route):[0-9]{1,18}$'))""",
    )
)


def _item(row: list[Any], distance_km: float | None = None) -> Item:
    *values, slugs, codes, document, beside = row
    edition = Edition(**dict(zip(_FIELDS, values, strict=True)), document=json.loads(document))
    addresses = {
        code: address_of(edition.kind, code, slug) for code, slug in json.loads(slugs).items()
    }
    return Item(
        edition,
        dict(sorted(addresses.items())),
        json.loads(codes or "{}"),
        json.loads(beside) if isinstance(beside, str) else beside,
        distance_km,
    )


@dataclass(frozen=True)
class Elsewhere:
    """Not in this language: the addresses of those it has; whether it was here once."""

    languages: list[str]
    was_here: bool


def find_one(
    kind: str, language: str, code: str, beside: str = "NULL"
) -> tuple[Item, datetime] | Elsewhere | None:
    """The item of this permanent code, and when anything public has changed last; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_CHANGED_AT}, {CURRENT} AS is_current, catalogue_edition.language, {_ROW},
                   CASE WHEN catalogue_edition.language = %s THEN document END, {beside}
            FROM catalogue_edition JOIN catalogue_shortcode AS code USING (kind, source_id)
            WHERE code.code = %s AND kind = %s
              AND ({CURRENT} OR catalogue_edition.language = %s AND withdrawn_at IS NOT NULL)
            ORDER BY is_current DESC, catalogue_edition.language
            """,  # noqa: S608
            [language, code, kind, language],
        )
        rows = cursor.fetchall()
    for changed_at, is_current, its_language, *edition in rows:
        if is_current and its_language == language:
            return _item(edition), changed_at
    if not rows:
        return None
    return Elsewhere(
        languages=[row[2] for row in rows if row[1]],
        was_here=any(not row[1] for row in rows),
    )


def counts_of_tags(language: str) -> dict[str, int]:
    """How many villages there are to each tag, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tag, count(*) FROM catalogue_edition, unnest(tags) AS tag"  # noqa: S608
            f" WHERE {CURRENT} AND kind = 'village' AND language = %s GROUP BY tag",
            [language],
        )
        return dict(cursor.fetchall())
