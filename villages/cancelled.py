"""What is cancelled as visitors read it: live, beside the editions of events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from catalogue.languages import LANGUAGES


@dataclass(frozen=True)
class Cancelled:
    """A whole event (`day` is None) or one of its times; the reason may be in other languages."""

    day: date | None
    reason: str


@dataclass(frozen=True)
class Standing:
    """Everything ever said of an event's cancellation, in one language.

    `revisions` counts all changes, also those taken back; `changed_at` is the last of them.
    """

    cancelled: tuple[Cancelled, ...] = ()
    revisions: int = 0
    changed_at: datetime | None = None

    @property
    def whole(self) -> Cancelled | None:
        return next((each for each in self.cancelled if each.day is None), None)

    def on(self, day: date | None) -> Cancelled | None:
        """What cancels the time that begins on `day`, be it the whole event."""
        return self.whole or next(
            (each for each in self.cancelled if day and each.day == day), None
        )


AS_ANNOUNCED = Standing()


def standings(source_ids: Iterable[int], language: str) -> dict[int, Standing]:
    """How these events stand; those of which nothing was ever said are left out. One query."""
    found: dict[int, Standing] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS[language], [list(source_ids)])
        for event_id, day, reason, is_lifted, revision, changed_at in cursor.fetchall():
            so_far = found.get(event_id, AS_ANNOUNCED)
            said = () if is_lifted else (Cancelled(day, reason),)
            found[event_id] = Standing(
                so_far.cancelled + said,
                so_far.revisions + revision,
                max(filter(None, (so_far.changed_at, changed_at))),
            )
    return found


def standing_of(rows: Iterable[dict[str, Any]] | None) -> Standing:
    """What `CANCELLED` brought along beside an edition."""
    return Standing(
        tuple(
            Cancelled(row["day"] and date.fromisoformat(row["day"]), row["reason"])
            for row in rows or ()
        )
    )


# An expression for SELECTs of editions of events: what is cancelled, as JSON.
CANCELLED = {
    language: f"""
        (SELECT jsonb_agg(
            jsonb_build_object('day', day, 'reason', COALESCE(reason_{language}, ''))
            ORDER BY day NULLS FIRST)
         FROM villages_cancellation
         WHERE event_id = catalogue_edition.source_id AND NOT is_lifted)
    """  # noqa: S608 - made of our own words only
    for language in LANGUAGES
}

# Another: when something was last said of its cancellation, or taken back; NULL for never.
LAST_CANCELLED = (
    "(SELECT max(changed_at) FROM villages_cancellation"
    " WHERE event_id = catalogue_edition.source_id)"
)

# Written out for the reason given in catalogue/current_editions.py.
_STANDINGS = {
    language: f"""
        SELECT event_id, day, COALESCE(reason_{language}, ''), is_lifted, revision, changed_at
        FROM villages_cancellation WHERE event_id = ANY(%s) ORDER BY day NULLS FIRST
    """  # noqa: S608 - made of our own words only
    for language in LANGUAGES
}
