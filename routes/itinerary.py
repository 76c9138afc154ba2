"""A route as travellers read it: its days and stops, with what each village offers today."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalogue.current_editions import editions_where
from catalogue.models import Edition
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


@dataclass(frozen=True)
class ItineraryDay:
    day: dict[str, Any]
    stops: list[ItineraryStop]


@dataclass(frozen=True)
class Itinerary:
    days: list[ItineraryDay]

    @property
    def stops(self) -> list[ItineraryStop]:
        return [stop for day in self.days for stop in day.stops]


def itinerary_of(edition: Edition) -> Itinerary:
    """Days and stops of a route's edition in its language, in two queries whatever their number."""
    days = edition.document["days"]
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
        ]
    )
