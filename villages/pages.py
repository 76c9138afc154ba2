"""What the pages of a village and of an event show beside their edition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from catalogue.current_editions import editions_where
from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.places import direction, distance_km
from catalogue.reading import nearest_on_both_sides
from villages import contacts
from villages.cancelled import CANCELLED
from villages.contacts import Contact, contact_from
from villages.practical_facts import Fact, facts_of, kind_label

NEAREST, NEAREST_ACROSS = 3, 3
ACROSS_KM = 60


@dataclass(frozen=True)
class OfferCard:
    """An offer, and its place among all of them, counted from 1: its anchor on the page."""

    number: int
    offer: dict[str, Any]
    kind: str
    facts: list[Fact]


@dataclass(frozen=True)
class Neighbour:
    """A village near another one, and how far it is as the crow flies, in km."""

    edition: Edition
    distance_km: float


@dataclass(frozen=True)
class NearbyVillage(Neighbour):
    """A neighbour as a village's page shows it: in which direction, and whether abroad.

    `direction` counts eighths of the compass, clockwise from north.
    """

    direction: int
    is_abroad: bool


@dataclass(frozen=True)
class Live:
    """What is said of a village past its edition: notices in force, and whom guests may reach."""

    notices: list[str]
    contacts: list[Contact]


@dataclass(frozen=True)
class Surroundings:
    """What stands on a village's page out of other editions, and what is live."""

    routes: list[Edition]
    events: list[Edition]
    stories: list[Edition]
    nearest: list[NearbyVillage]
    live: Live

    @property
    def sides(self) -> list[list[NearbyVillage]]:
        """The neighbours of the own country, then those across the border; no side is empty."""
        by_side = (
            [neighbour for neighbour in self.nearest if neighbour.is_abroad is abroad]
            for abroad in (False, True)
        )
        return [side for side in by_side if side]


def offer_cards(document: dict[str, Any]) -> list[OfferCard]:
    return [
        OfferCard(number, offer, kind_label(offer["kind"]), facts_of(offer))
        for number, offer in enumerate(document["offers"], 1)
    ]


def surroundings(edition: Edition) -> Surroundings:
    """Routes through a village, its events, its neighbours, and what is live: three queries."""
    language, source_id = edition.language, edition.source_id
    related = editions_where(
        "language = %s AND tags && %s::varchar[] AND kind IN ('route', 'event', 'story')",
        [language, [f"village:{source_id}"]],
        document="CASE kind WHEN 'event' THEN"
        f" jsonb_build_object('cancelled', {CANCELLED[language]}) END",
    )
    return Surroundings(
        routes=[other for other in related if other.kind == "route"],
        events=[other for other in related if other.kind == "event"],
        stories=[other for other in related if other.kind == "story"],
        nearest=_neighbours(edition),
        live=live_of(source_id, language),
    )


def live_of(source_id: int, language: str, day: date | None = None) -> Live:
    """The notices in force, and the hosts who consent to be shown, on `day`, or else today."""
    day = day or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_LIVE[language], [*([source_id], day, day) * 2])
        notices, hosts = cursor.fetchone()
    return Live([text for (text,) in notices or ()], [contact_from(row) for row in hosts or ()])


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


_LIVE = {
    language: f"""
        SELECT
            (SELECT json_agg(json_build_array(text_{language}) ORDER BY shown_from, id)
             FROM villages_notice
             WHERE village_id = ANY(%s) AND shown_from <= %s AND shown_until >= %s
               AND text_{language} <> ''),
            (SELECT json_agg(json_build_array({contacts.COLUMNS[language]})
                             ORDER BY {contacts.ORDER})
             FROM villages_hostcontact
             WHERE {contacts.CONSENTING})
    """  # noqa: S608 - made of our own words only
    for language in LANGUAGES
}


def _neighbours(edition: Edition) -> list[NearbyVillage]:
    if edition.latitude is None or edition.longitude is None:
        return []
    here, country = (edition.longitude, edition.latitude), edition.document["country"]
    found = nearest_on_both_sides(
        edition.language,
        edition.latitude,
        edition.longitude,
        country,
        (NEAREST, NEAREST_ACROSS),
        ACROSS_KM,
        edition.source_id,
    )
    neighbours = []
    for other in found:
        there = (other.longitude or 0, other.latitude or 0)
        neighbours.append(
            NearbyVillage(
                other,
                distance_km(here, there),
                direction(here, there),
                is_abroad=other.card["country"] != country,
            )
        )
    return neighbours
