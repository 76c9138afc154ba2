"""Villages to visit instead, where a stop of a route is withdrawn or closed on the day."""

from dataclasses import dataclass

from catalogue.models import Edition
from catalogue.places import distance_km
from catalogue.reading import nearest_to_each
from routes.itinerary import Itinerary, ItineraryStop
from villages.opening import opening_of
from villages.pages import Neighbour

SHOWN = 2
ASKED = 6  # some of the nearest may be closed on that day, too
FARTHEST_KM = 40


@dataclass(frozen=True)
class Alternatives:
    """The villages to visit instead, by the number of the stop."""

    by_stop: dict[int, list[Neighbour]]

    def of(self, stop: ItineraryStop) -> list[Neighbour]:
        return self.by_stop.get(stop.stop["number"], [])


def alternatives_for(itinerary: Itinerary, language: str) -> Alternatives:
    """For all stops that need one; no query when none does, one whatever their number."""
    stops = [stop for stop in itinerary.stops if stop.needs_an_alternative]
    points = [(stop.stop["point"]["longitude"], stop.stop["point"]["latitude"]) for stop in stops]
    on_the_route = [stop.stop["village"] for stop in itinerary.stops]
    near = nearest_to_each(language, points, ASKED, on_the_route)
    return Alternatives(
        {
            stop.stop["number"]: _neighbours(stop, point, villages)
            for stop, point, villages in zip(stops, points, near, strict=True)
        }
    )


def _neighbours(
    stop: ItineraryStop, point: tuple[float, float], villages: list[Edition]
) -> list[Neighbour]:
    near = [
        Neighbour(village, distance_km(point, (village.longitude or 0, village.latitude or 0)))
        for village in villages
        if stop.day is None or not opening_of(village.document, stop.day).is_closed
    ]
    return [neighbour for neighbour in near if neighbour.distance_km <= FARTHEST_KM][:SHOWN]
