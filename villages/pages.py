"""What the pages of a village and of an event show beside their edition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from catalogue.current_editions import editions_where
from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.places import distance_km
from catalogue.reading import nearest_villages
from villages.cancelled import CANCELLED
from villages.practical_facts import Fact, facts_of, kind_label

NEAREST = 3


@dataclass(frozen=True)
class OfferCard:
    offer: dict[str, Any]
    kind: str
    facts: list[Fact]


@dataclass(frozen=True)
class Neighbour:
    """A village near another one, and how far it is as the crow flies, in km."""

    edition: Edition
    distance_km: float


@dataclass(frozen=True)
class Surroundings:
    """What stands on a village's page out of other editions, and what is urgent."""

    routes: list[Edition]
    events: list[Edition]
    nearest: list[Neighbour]
    notices: list[str]


def offer_cards(document: dict[str, Any]) -> list[OfferCard]:
    return [
        OfferCard(offer, kind_label(offer["kind"]), facts_of(offer)) for offer in document["offers"]
    ]


def surroundings(edition: Edition) -> Surroundings:
    """Routes through a village, its events, its nearest neighbours, its notices: three queries."""
    language, source_id = edition.language, edition.source_id
    related = editions_where(
        "language = %s AND tags && %s::varchar[] AND kind IN ('route', 'event')",
        [language, [f"village:{source_id}"]],
        document="CASE kind WHEN 'event' THEN"
        f" jsonb_build_object('cancelled', {CANCELLED[language]}) END",
    )
    return Surroundings(
        routes=[other for other in related if other.kind == "route"],
        events=[other for other in related if other.kind == "event"],
        nearest=_neighbours(edition),
        notices=notices_of([source_id], language),
    )


def notices_of(source_ids: list[int], language: str) -> list[str]:
    """Texts of the notices in force today."""
    notices = notices_by_village(source_ids, language)
    return [text for source_id in source_ids for text in notices.get(source_id, ())]


def notices_by_village(
    source_ids: list[int], language: str, day: date | None = None
) -> dict[int, list[str]]:
    """Texts of the notices in force on `day`, or else today, by the number of their village."""
    day = day or timezone.localdate()
    found = notices_between(source_ids, language, day, day)
    return {source_id: [notice.text for notice in notices] for source_id, notices in found.items()}


@dataclass(frozen=True)
class DatedNotice:
    """A notice, and the days on which it is in force, both included."""

    first: date
    last: date
    text: str

    def is_in_force(self, day: date) -> bool:
        return self.first <= day <= self.last


def notices_between(
    source_ids: list[int], language: str, first: date, last: date
) -> dict[int, list[DatedNotice]]:
    """Notices in force on some day from `first` to `last`, by the number of their village."""
    found: dict[int, list[DatedNotice]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NOTICES[language], [source_ids, last, first])
        for source_id, *notice in cursor.fetchall():
            found.setdefault(source_id, []).append(DatedNotice(*notice))
    return found


# Written out for the reason given in catalogue/current_editions.py.
_NOTICES = {
    language: f"""
        SELECT village_id, shown_from, shown_until, text_{language} FROM villages_notice
        WHERE village_id = ANY(%s) AND shown_from <= %s AND shown_until >= %s
          AND text_{language} <> ''
        ORDER BY shown_from, id
    """  # noqa: S608 - made of our own words only
    for language in LANGUAGES
}


def _neighbours(edition: Edition) -> list[Neighbour]:
    if edition.latitude is None or edition.longitude is None:
        return []
    here = (edition.longitude, edition.latitude)
    return [
        Neighbour(other, distance_km(here, (other.longitude or 0, other.latitude or 0)))
        for other in nearest_villages(
            edition.language, edition.latitude, edition.longitude, NEAREST, edition.source_id
        )
    ]
