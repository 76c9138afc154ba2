"""What the start shows: some villages, the routes, what is on next, and how much there is."""

from dataclasses import dataclass

from django.utils import timezone

from catalogue.current_editions import CARD_COLUMNS, CURRENT, editions_of
from catalogue.facets import totals
from catalogue.models import Edition

PER_KIND = 6


@dataclass(frozen=True)
class FrontPage:
    villages: list[Edition]
    routes: list[Edition]
    events: list[Edition]
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


# Events soonest first, routes across the border first; otherwise by digest, which mixes both sides
# of the border, changes only when a text does, and has an index.
_OF_A_KIND = f"SELECT {CARD_COLUMNS} FROM catalogue_edition WHERE {CURRENT} AND language = %s"  # noqa: S608 - made of our own words only
_FIRST_OF_EACH_KIND = f"""
    ({_OF_A_KIND} AND kind = 'village' ORDER BY digest LIMIT {PER_KIND})
    UNION ALL
    ({_OF_A_KIND} AND kind = 'route'
     ORDER BY 'crosses-border' = ANY(tags) DESC, digest LIMIT {PER_KIND})
    UNION ALL
    ({_OF_A_KIND} AND kind = 'event' AND (ends_on >= %s OR starts_on IS NULL)
     ORDER BY starts_on NULLS LAST, digest LIMIT {PER_KIND})
"""


def front_page(language: str, version: str) -> FrontPage:
    """The front page in `language` at a public state, in two queries or less."""
    by_kind: dict[str, list[Edition]] = {"village": [], "route": [], "event": []}
    for edition in editions_of(_FIRST_OF_EACH_KIND, [*[language] * 3, timezone.localdate()]):
        by_kind[edition.kind].append(edition)
    return FrontPage(
        by_kind["village"],
        by_kind["route"],
        by_kind["event"],
        totals("village", language, version),
    )
