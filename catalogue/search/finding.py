"""Entries that answer a question, ranked: in one query, however many there are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from catalogue.languages import LANGUAGES
from catalogue.models.edition import address_of
from catalogue.search.asking import Understanding

PER_PAGE = 12
# So many entries are ranked: of the page's language first, and first those found by their names. A
# question that more of them answer says too little to rank them all.
MOST_RANKED = 500


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
    "SELECT id, kind, source_id, twin, language, what, ends_on, title_key, {tier} AS tier"
    " FROM catalogue_searchentry WHERE words @@ %s::tsquery LIMIT %s"
)
# What exists in the page's language comes first, and in its words; then what is called exactly so;
# then what was found by its name. Villages stand before what lies in them or leads there, and short
# titles say little else than what was asked for.
_SELECT = f"""
    WITH found AS MATERIALIZED (
        SELECT * FROM (
            ({_FOUND.format(tier=1)}) UNION ALL ({_FOUND.format(tier=2)})
            UNION ALL ({_FOUND.format(tier=1)}) UNION ALL ({_FOUND.format(tier=2)})
        ) AS found LIMIT %s
    ),
    thing AS (
        SELECT DISTINCT ON (kind, source_id, twin) *, language = %s AS is_own
        FROM found ORDER BY kind, source_id, twin, is_own DESC, tier, language
    ),
    shown AS MATERIALIZED (
        SELECT coalesce(same.id, thing.id) AS id,
            CASE WHEN same.id IS NOT NULL THEN thing.id END AS found_id,
            is_own OR same.id IS NOT NULL AS is_here,
            what, tier, coalesce(ends_on < %s, false) AS is_over, thing.title_key
        FROM thing LEFT JOIN LATERAL (
            SELECT entry.id FROM catalogue_searchentry AS entry
            WHERE NOT is_own AND entry.kind = thing.kind AND entry.source_id = thing.source_id
              AND entry.twin = thing.twin AND entry.language = %s
            LIMIT 1
        ) AS same ON true
    ),
    page AS (
        SELECT id, found_id, row_number() OVER (
            ORDER BY is_here DESC, title_key = %s DESC, tier, is_over, what <> 'village',
                char_length(title_key), title_key, id
        ) AS place
        FROM shown WHERE %s = '' OR what = %s ORDER BY place LIMIT %s OFFSET %s
    )
    SELECT
        (SELECT jsonb_object_agg(what, number)::text
         FROM (SELECT what, count(*) AS number FROM shown GROUP BY what) AS counted),
        (SELECT count(*) FROM found),
        entry.kind, entry.what, entry.language, entry.slug, entry.part, entry.title, entry.place,
        left(entry.text, 10000), other.title, other.language
    FROM (SELECT) AS once LEFT JOIN page ON true
    LEFT JOIN catalogue_searchentry AS entry ON entry.id = page.id
    LEFT JOIN catalogue_searchentry AS other ON other.id = page.found_id
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
    others = [other for other in LANGUAGES if other != language]
    values: list[Any] = []
    for languages in ([language], others):
        for in_heads in (True, False):
            query = asked.query(languages, in_heads)
            values += [query, most if query else 0]
    if not any(values[::2]):
        return NOTHING
    values.append(most)
    values += [language, today or timezone.localdate(), language, asked.question.key]
    values += [what, what, per_page, (number - 1) * per_page]
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, values)
        rows = cursor.fetchall()
    counts = json.loads(rows[0][0]) if rows[0][0] else {}
    page = [_result(row) for row in rows if row[2] is not None]
    return Results(counts, rows[0][1] >= most, page)


def _result(row: tuple[Any, ...]) -> Result:
    _counts, _number, kind, what, language, slug, part, title, place, text, other, other_in = row
    return Result(kind, what, language, slug, part, title, place, text, other or "", other_in or "")
