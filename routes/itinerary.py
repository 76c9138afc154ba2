"""A route as travellers read it: its days and stops, with what each village offers today."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalogue.current_editions import editions_where
from catalogue.models import Edition
from routes.legs import Leg, ways_of
from routes.older_editions import completed
from villages.pages import OfferCard, notices_by_village, offer_cards


@dataclass(frozen=True)
class ItineraryStop:
    """A stop of a route's edition, with the village's own edition while there is one."""

    stop: dict[str, Any]
    village: Edition | None
    notices: list[str]

    @cached_property
    def offers(self) -> list[OfferCard]:
        """What the village offers, with every practical fact: for the brochure."""
        return offer_cards(self.village.document) if self.village else []

    @cached_property
    def leg(self) -> Leg | None:
        """The way here from the last stop that is not optional; None for the first stop."""
        return Leg.of_document(self.stop["leg"]) if self.stop["leg"] else None

    @property
    def is_optional(self) -> bool:
        """Whether this is a detour: from the last other stop, and back there."""
        return self.stop["optional"]


@dataclass(frozen=True)
class ItineraryDay:
    """A day with its totals in km and minutes; detours are in none of them."""

    day: dict[str, Any]
    stops: list[ItineraryStop]

    @property
    def number(self) -> int:
        return self.day["number"]

    @property
    def title(self) -> str:
        return self.day["title"]

    @property
    def length_km(self) -> float:
        return self.day["length_km"]

    @property
    def travel_minutes(self) -> int:
        return self.day["travel_minutes"]

    @property
    def stay_minutes(self) -> int:
        return self.day["stay_minutes"]

    @property
    def legs(self) -> list[Leg]:
        """The legs of this day that are no detours."""
        return [stop.leg for stop in self.stops if stop.leg and not stop.is_optional]

    @property
    def ways(self) -> list[dict[str, Any]]:
        """How far (`km`) and how long (`minutes`) by each `mode`, detours not counted."""
        return ways_of(leg.document() for leg in self.legs)

    @property
    def is_straight(self) -> bool:
        """Whether some leg is only known as the crow flies."""
        return any(leg.is_straight for leg in self.legs)

    @property
    def all_straight(self) -> bool:
        return bool(self.legs) and all(leg.is_straight for leg in self.legs)


@dataclass(frozen=True)
class Itinerary:
    """A whole route; `totals` are those of `routes.legs.totals_of`."""

    days: list[ItineraryDay]
    totals: dict[str, Any]
    line: dict[str, Any] | None  # GeoJSON of the whole way, when every leg has a line

    @property
    def stops(self) -> list[ItineraryStop]:
        return [stop for day in self.days for stop in day.stops]

    @property
    def length_km(self) -> float:
        return self.totals["length_km"]

    @property
    def travel_minutes(self) -> int:
        return self.totals["travel_minutes"]

    @property
    def stay_minutes(self) -> int:
        return self.totals["stay_minutes"]

    @property
    def ways(self) -> list[dict[str, Any]]:
        """How far (`km`) and how long (`minutes`) by each `mode`, detours not counted."""
        return self.totals["ways"]

    @property
    def modes(self) -> list[str]:
        """The means of travel in the order of their first use, detours too."""
        return list(dict.fromkeys(stop.leg.mode for stop in self.stops if stop.leg))

    @property
    def is_straight(self) -> bool:
        """Whether some leg is only known as the crow flies."""
        return self.totals["is_straight"]

    @property
    def all_straight(self) -> bool:
        return self.totals["all_straight"]

    @property
    def has_detours(self) -> bool:
        return any(stop.is_optional for stop in self.stops)


def itinerary_of(edition: Edition) -> Itinerary:
    """Days and stops of a route's edition in its language, in two queries whatever their number."""
    document = completed(edition.document)
    days = document["days"]
    ids = [stop["village"] for day in days for stop in day["stops"]]
    villages = {
        village.source_id: village
        for village in editions_where(
            "kind = 'village' AND language = %s AND source_id = ANY(%s)",
            [edition.language, ids],
            document="document",
        )
    }
    notices = notices_by_village(ids, edition.language)
    return Itinerary(
        [
            ItineraryDay(
                day,
                [
                    ItineraryStop(
                        stop, villages.get(stop["village"]), notices.get(stop["village"], [])
                    )
                    for stop in day["stops"]
                ],
            )
            for day in days
        ],
        totals=document,
        line=document["line"],
    )
