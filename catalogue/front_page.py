"""What the start shows: some villages, the routes, what is on next, and how much there is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from catalogue.current_editions import CARD_COLUMNS, CURRENT, editions_of
from catalogue.facets import totals
from catalogue.models import Edition
from catalogue.models.edition import Kind

PER_KIND = 6


@dataclass(frozen=True)
class FrontPage:
    villages: list[Edition]
    routes: list[Edition]
    events: list[Edition]
    stories: list[Edition]
    counts: dict[str, int]  # villages per tag; under "" all of them

    @property
    def themes(self) -> list[tuple[str, int]]:
        """Theme keys with their number of villages, the most frequent first."""
        found = [
            (tag.removeprefix("theme:"), number)
            for tag, number in self.counts.items()
            if tag.startswith("theme:")
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    @property
    def village_count(self) -> int:
        return self.counts.get("", 0)


# What a room above shows at the start: a SELECT of `CARD_COLUMNS` and a document in a language,
# for a day, of so many rows; and its values.
Select = Callable[[str, date, int], tuple[str, list[Any]]]
_selects: dict[str, Select] = {}


def register(kind: str, select: Select) -> None:
    """Let a room say what of this kind stands at the start: what is next on only it can know."""
    _selects[kind] = select


# Routes across the border first; otherwise by digest, which mixes both sides of the border, changes
# only when a text does, and has an index.
_OF_A_KIND = f"SELECT {CARD_COLUMNS}, NULL::jsonb FROM catalogue_edition WHERE {CURRENT}"  # noqa: S608 - made of our own words only
_VILLAGES_AND_ROUTES = f"""
    ({_OF_A_KIND} AND language = %s AND kind = 'village' ORDER BY digest LIMIT {PER_KIND})
    UNION ALL
    ({_OF_A_KIND} AND language = %s AND kind = 'route'
     ORDER BY 'crosses-border' = ANY(tags) DESC, digest LIMIT {PER_KIND})
"""


def front_page(language: str, version: str) -> FrontPage:
    """The front page in `language` at a public state, in two queries or less."""
    by_kind: dict[str, list[Edition]] = {kind.value: [] for kind in Kind}
    sql, values = _VILLAGES_AND_ROUTES, [language, language]
    for select in _selects.values():
        more, its_values = select(language, timezone.localdate(), PER_KIND)
        sql, values = f"{sql} UNION ALL ({more})", [*values, *its_values]
    for edition in editions_of(sql, values, has_document=True):
        by_kind[edition.kind].append(edition)
    return FrontPage(
        by_kind["village"],
        by_kind["route"],
        by_kind["event"],
        by_kind["story"],
        totals("village", language, version),
    )
