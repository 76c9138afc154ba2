"""Entries that answer a question, ranked: in one query, however many there are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from catalogue.models.edition import address_of
from catalogue.search.asking import Understanding

PER_PAGE = 20
# So many entries are ranked; a question that more of them answer says too little to rank them all.
MOST_RANKED = 1000


@dataclass(frozen=True)
class Result:
    """Something found, in the words of `language`."""

    kind: str
    what: str
    language: str
    slug: str
    part: str
    title: str
    place: str
    text: str
    found_as: str = ""  # its title in another language, when only that one was asked for
    found_in: str = ""  # and that language

    @property
    def address(self) -> str:
        anchor = f"#{self.part}" if self.part else ""
        return address_of(self.kind, self.language, self.slug) + anchor


@dataclass(frozen=True)
class Results:
    """One page of what was found, and how much of each sort there is."""

    counts: Mapping[str, int]
    is_more: bool  # there is more than was counted
    page: list[Result]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


NOTHING = Results({}, False, [])

_FOUND = (
    "SELECT id, kind, source_id, twin, language, title_key, {tier} AS tier"
    " FROM catalogue_searchentry WHERE words @@ %s::tsquery LIMIT %s"
)
# What exists in the page's language comes first, and in its words; then what is called exactly so;
# then what was found by its name. Short titles say little else than what was asked for.
_SELECT = f"""
    WITH found AS MATERIALIZED (
        SELECT * FROM (
            ({_FOUND.format(tier=1)}) UNION ALL ({_FOUND.format(tier=2)})
        ) AS found LIMIT %s
    ),
    thing AS (
        SELECT kind, source_id, twin, min(tier) AS tier, bool_or(title_key = %s) AS is_called_so,
            min(id) FILTER (WHERE language = %s) AS own_id,
            (array_agg(id ORDER BY tier, language))[1] AS first_id
        FROM found GROUP BY kind, source_id, twin
    ),
    shown AS (
        SELECT entry.id, entry.language, what, tier, is_called_so, title_key,
            coalesce(ends_on < %s, false) AS is_over,
            CASE WHEN own_id IS NULL THEN first_id END AS found_id
        FROM thing JOIN catalogue_searchentry AS entry ON entry.id = coalesce(
            own_id,
            (SELECT same.id FROM catalogue_searchentry AS same
             WHERE own_id IS NULL AND same.kind = thing.kind AND same.source_id = thing.source_id
               AND same.twin = thing.twin AND same.language = %s),
            first_id
        )
    ),
    counted AS (
        SELECT jsonb_object_agg(what, number) AS counts
        FROM (SELECT what, count(*) AS number FROM shown GROUP BY what) AS counted
    ),
    page AS (
        SELECT id, found_id, row_number() OVER (
            ORDER BY language = %s DESC, is_called_so DESC, tier, is_over,
                char_length(title_key), title_key, id
        ) AS place
        FROM shown WHERE %s = '' OR what = %s ORDER BY place LIMIT %s OFFSET %s
    )
    SELECT counted.counts::text,
        (SELECT greatest(count(*) FILTER (WHERE tier = 1), count(*) FILTER (WHERE tier = 2))
         FROM found),
        entry.kind, entry.what, entry.language, entry.slug, entry.part, entry.title, entry.place,
        left(entry.text, 10000), other.title, other.language
    FROM counted LEFT JOIN page ON true
    LEFT JOIN catalogue_searchentry AS entry ON entry.id = page.id
    LEFT JOIN catalogue_searchentry AS other ON other.id = page.found_id AND other.id <> entry.id
    ORDER BY page.place
"""  # noqa: S608 - made of our own words only


def find(
    asked: Understanding,
    language: str,
    what: str = "",
    number: int = 1,
    per_page: int = PER_PAGE,
    most: int = MOST_RANKED,
    today: date | None = None,
) -> Results:
    """Page `number` of what answers a question, of the sort `what` or of all sorts."""
    query = asked.query(in_heads=False)
    if not query:
        return NOTHING
    values: list[Any] = [asked.query(in_heads=True), most, query, most, most * 2]
    values += [asked.question.key, language, today or timezone.localdate(), language, language]
    values += [what, what, per_page, (number - 1) * per_page]
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, values)
        rows = cursor.fetchall()
    counts = json.loads(rows[0][0]) if rows[0][0] else {}
    page = [_result(row) for row in rows if row[2] is not None]
    return Results(counts, (rows[0][1] or 0) >= most, page)


def _result(row: tuple[Any, ...]) -> Result:
    _counts, _number, kind, what, language, slug, part, title, place, text, other, other_in = row
    return Result(kind, what, language, slug, part, title, place, text, other or "", other_in or "")
