"""What the start shows: some villages, the routes, what is on next, and how much there is."""

from dataclasses import dataclass

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from catalogue.facets import Chosen, counts
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


def front_page(language: str) -> FrontPage:
    """The front page in `language`, in two queries."""
    today = timezone.localdate()
    rows = (
        Edition.objects.current()
        .in_language(language)
        .filter(
            Q(kind__in=["village", "route"])
            | Q(kind="event", ends_on__gte=today)
            | Q(kind="event", starts_on__isnull=True)
        )
        .annotate(crosses_border=Q(tags__contains=["crosses-border"]))
        .annotate(
            row=Window(
                RowNumber(),
                partition_by=F("kind"),
                # Events soonest first, routes across the border first; otherwise by digest, which
                # mixes both sides of the border and changes only when a text does.
                order_by=[
                    F("starts_on").asc(nulls_last=True),
                    F("crosses_border").desc(),
                    F("digest"),
                ],
            )
        )
        .filter(row__lte=PER_KIND)
        .for_cards()
        .order_by("row")
    )
    by_kind: dict[str, list[Edition]] = {"village": [], "route": [], "event": []}
    for edition in rows:
        by_kind[edition.kind].append(edition)
    return FrontPage(
        by_kind["village"],
        by_kind["route"],
        by_kind["event"],
        counts("village", language, (), Chosen({})),
    )
