"""What the pages of a village and of an event show beside their edition."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from catalogue.models import Edition
from catalogue.places import distance_km
from catalogue.reading import nearest_villages
from villages.models import Notice
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
    related = list(
        Edition.objects.current()
        .in_language(language)
        .filter(Q(kind="route") | Q(kind="event"))
        .tagged([f"village:{source_id}"])
        .by_name()
        .for_cards()
    )
    return Surroundings(
        routes=[other for other in related if other.kind == "route"],
        events=[other for other in related if other.kind == "event"],
        nearest=_neighbours(edition),
        notices=notices_of([source_id], language),
    )


def notices_of(source_ids: list[int], language: str) -> list[str]:
    """Texts of the notices in force today."""
    in_force = Notice.objects.in_force().of_villages(source_ids)
    return [text for text in in_force.values_list(f"text_{language}", flat=True) if text]


def _neighbours(edition: Edition) -> list[Neighbour]:
    if edition.latitude is None or edition.longitude is None:
        return []
    here = (edition.longitude, edition.latitude)
    return [
        Neighbour(other, distance_km(here, (other.longitude, other.latitude)))
        for other in nearest_villages(
            edition.language, edition.latitude, edition.longitude, NEAREST, edition.source_id
        )
    ]
