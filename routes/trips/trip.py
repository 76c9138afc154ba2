"""A visitor's own trip: the villages in its address, as a route that nobody saved.

`Trip.edition` is an unsaved edition of kind route, with the same document as a route of the
catalogue, so that pages, maps, downloads and brochures take both alike. It has no short code, no
address of its own kind and no partner.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from catalogue.current_editions import CURRENT
from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.models import Edition
from catalogue.models.edition import Kind, address_of, digest_of
from catalogue.places import lengths_km
from routes.legs import Leg, Point, card_of, leg_between
from routes.trips.address import TripAddress, TripStop
from routes.trips.shortest_round import shortest_order


@dataclass(frozen=True)
class VillageInTrip:
    """What a trip wants to know of a village in one language."""

    source_id: int
    language: str
    slug: str
    title: str
    facts: dict[str, Any]  # place, country, theme, pattern, point

    @property
    def point(self) -> Point:
        return (self.facts["point"]["longitude"], self.facts["point"]["latitude"])

    @property
    def address(self) -> str:
        return address_of(Kind.VILLAGE, self.language, self.slug)

    @property
    def own_language(self) -> str:
        return OWN_NAMES[self.language]


@dataclass(frozen=True)
class Trip:
    """A trip in one language. Villages that this language lacks are there in another one."""

    address: TripAddress
    language: str
    villages: dict[int, VillageInTrip]  # as the page shows them
    others: dict[int, list[VillageInTrip]]  # of villages that are not in this language
    unknown: list[int]  # numbers in the address that belong to no published village

    @cached_property
    def edition(self) -> Edition:
        """The trip as a route of the catalogue, every stop in it."""
        return _edition(self.address, self.villages, self.language)

    @cached_property
    def readable(self) -> "Trip":
        """The trip without the stops that cannot be told in this language: for paper."""
        return Trip(self.address.without(self.others), self.language, self.villages, {}, [])

    @cached_property
    def way_back(self) -> Leg | None:
        """From the last stop to the first, for a trip that returns."""
        stops = self.address.villages
        if not self.address.returns or len(stops) < 2:
            return None
        start, end = self.villages[stops[-1]].point, self.villages[stops[0]].point
        return leg_between(start, end, self.address.mode)

    def in_shortest_order(self) -> TripAddress:
        """The same stops so that the way is short, as the crow flies; the first stays first."""
        points = [self.villages[number].point for number in self.address.villages]
        order = shortest_order(lengths_km(points), self.address.returns)
        return self.address.in_order(order)


def trip_of(address: TripAddress, language: str) -> Trip:
    """The trip of an address in `language`, in one query whatever the number of its stops."""
    asked = address.villages
    found: dict[int, dict[str, VillageInTrip]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [asked])
        for source_id, its_language, slug, title, facts in cursor.fetchall():
            village = VillageInTrip(source_id, its_language, slug, title, json.loads(facts))
            found.setdefault(source_id, {})[its_language] = village
    unknown = [number for number in asked if number not in found]
    here = {number: by_language.get(language) for number, by_language in found.items()}
    others = {
        number: [found[number][code] for code in LANGUAGES if code in found[number]]
        for number, village in here.items()
        if village is None
    }
    return Trip(
        address=address.without(unknown),
        language=language,
        villages={number: here[number] or others[number][0] for number in found},
        others=others,
        unknown=unknown,
    )


# Villages of the trip in every language.
_QUERY = f"""
    SELECT source_id, language, slug, title, jsonb_build_object(
        'place', document->'place', 'country', document->'country',
        'theme', document->'theme', 'pattern', document->'pattern', 'point', document->'point'
    )
    FROM catalogue_edition
    WHERE {CURRENT} AND kind = 'village' AND source_id = ANY(%s)
      AND jsonb_typeof(document->'point') = 'object'
"""  # noqa: S608 - made of our own words only


def days_of_route(source_id: int, language: str) -> list[list[TripStop]]:
    """The days of a published route as stops of a trip, without its detours; none if it is not.

    In `language`, or else in any other: the stops are the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROUTE, [source_id, language])
        row = cursor.fetchone()
    return days_of(json.loads(row[0])) if row else []


_ROUTE = f"""
    SELECT document FROM catalogue_edition
    WHERE {CURRENT} AND kind = 'route' AND source_id = %s
    ORDER BY language = %s DESC, language LIMIT 1
"""  # noqa: S608 - made of our own words only


def days_of(document: dict[str, Any]) -> list[list[TripStop]]:
    """The days of a route's document as stops of a trip, without its detours."""
    return [
        [
            TripStop(stop["village"], stop["stay_minutes"])
            for stop in day["stops"]
            if not stop.get("optional")
        ]
        for day in document["days"]
    ]


def _edition(address: TripAddress, villages: dict[int, VillageInTrip], language: str) -> Edition:
    document = _document(address, villages, language)
    point = document["point"] or {}
    return Edition(
        kind=Kind.ROUTE,
        language=language,
        number=0,
        document=document,
        digest=digest_of(document),
        slug="",
        title=document["title"],
        latitude=point.get("latitude"),
        longitude=point.get("longitude"),
    )


def _document(
    address: TripAddress, villages: dict[int, VillageInTrip], language: str
) -> dict[str, Any]:
    """As `Route.document` writes it, in the active language."""
    days: list[dict[str, Any]] = []
    before: VillageInTrip | None = None
    number = 0
    for day in address.days:
        stops = []
        for stop in day:
            number += 1
            village = villages[stop.village]
            leg = leg_between(before.point, village.point, address.mode) if before else None
            stops.append(_stop(number, stop, village, leg))
            before = village
        days.append({"number": len(days) + 1, "title": "", "stops": stops})
    summary = _("A trip that a visitor put together from the villages of this site.")
    card = card_of(days, address.mode, summary)
    stops = [stop for day in days for stop in day["stops"]]
    return {
        **card,
        "kind": Kind.ROUTE.value,
        "language": language,
        "title": _("My trip"),
        "slug": "",
        "code": "",
        "story": [],
        "partner": None,
        "composed": True,
        "crosses_border": len(card["countries"]) > 1,
        "days": days,
        "line": None,
        "line_sources": [],
        "sources": [],
        "point": stops[0]["point"] if stops else None,
        "tags": [],
        "card": card,
    }


def _stop(number: int, stop: TripStop, village: VillageInTrip, leg: Leg | None) -> dict[str, Any]:
    return {
        "number": number,
        "village": stop.village,
        "theme": village.facts["theme"],
        "pattern": village.facts["pattern"],
        "title": village.title,
        "place": village.facts["place"],
        "country": village.facts["country"],
        "point": village.facts["point"],
        "optional": False,
        "leg": leg and leg.document(),
        "leg_km": leg and leg.km,
        "stay_minutes": stop.stay_minutes,
        "note": "",
    }
