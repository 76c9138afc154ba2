"""When a trip arrives and leaves, stop by stop, and what stands in its way there."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from routes.itinerary import Itinerary, ItineraryDay, ItineraryStop, itinerary_of
from routes.legs import Leg
from routes.trips.trip import Trip, VillageInTrip
from villages.opening import Opening, opening_of

LONG_DAY = 12 * 60  # minutes on the road and at stops


@dataclass(frozen=True)
class Moment:
    """A time of the clock, counted in minutes from the midnight before a day's departure."""

    minutes: int

    def __str__(self) -> str:
        return f"{self.minutes // 60 % 24:02}:{self.minutes % 60:02}"

    @property
    def days_later(self) -> int:
        return self.minutes // (24 * 60)

    @property
    def clock(self) -> time:
        return time(self.minutes // 60 % 24, self.minutes % 60)

    def after(self, minutes: int) -> "Moment":
        return Moment(self.minutes + minutes)


@dataclass(frozen=True)
class PlannedStop:
    """A stop with its times; what is in the way is known only for a trip that has a date.

    `item.notices` are those in force on that date, or else today.
    """

    item: ItineraryStop
    others: list[VillageInTrip]  # where to read about it, when not in this language
    arrival: Moment
    departure: Moment
    opening: Opening | None
    opens_day: bool
    can_go_up: bool
    can_go_down: bool


@dataclass(frozen=True)
class PlannedDay:
    day: ItineraryDay
    on: date | None
    start: Moment
    end: Moment
    stops: list[PlannedStop]

    @property
    def minutes(self) -> int:
        return self.end.minutes - self.start.minutes

    @property
    def is_long(self) -> bool:
        return self.minutes > LONG_DAY


@dataclass(frozen=True)
class Plan:
    itinerary: Itinerary
    days: list[PlannedDay]
    way_back: Leg | None
    back_at: Moment | None

    @property
    def returns(self) -> bool:
        return self.way_back is not None

    @property
    def km_with_way_back(self) -> float:
        return self.itinerary.length_km + (self.way_back.km if self.way_back else 0)

    @property
    def minutes_with_way_back(self) -> int:
        return self.itinerary.travel_minutes + (self.way_back.minutes if self.way_back else 0)


def plan_of(trip: Trip) -> Plan:
    """The plan of a trip that has stops, in two queries."""
    itinerary = itinerary_of(trip.edition, trip.address.first_day, in_short=True)
    days = [_day(trip, day) for day in itinerary.days]
    back = trip.way_back
    return Plan(itinerary, days, back, days[-1].end.after(back.minutes) if back else None)


def _day(trip: Trip, day: ItineraryDay) -> PlannedDay:
    start = trip.address.start
    leaving = now = Moment(start.hour * 60 + start.minute)
    stops = []
    for place, item in enumerate(day.stops):
        arrival = now.after(item.leg.minutes if item.leg else 0)
        now = arrival.after(item.stop["stay_minutes"])
        stops.append(_stop(trip, item, place, arrival, now))
    return PlannedDay(day, day.on, leaving, now, stops)


def _stop(
    trip: Trip, item: ItineraryStop, place: int, arrival: Moment, departure: Moment
) -> PlannedStop:
    number = item.stop["village"]
    opening = None
    if item.day and item.village:
        that_day = item.day + timedelta(days=arrival.days_later)
        opening = opening_of(item.village.document, that_day, arrival.clock)
    return PlannedStop(
        item=item,
        others=trip.others.get(number, []),
        arrival=arrival,
        departure=departure,
        opening=opening,
        opens_day=place == 0 and item.stop["number"] > 1,
        can_go_up=item.stop["number"] > 1,
        can_go_down=item.stop["number"] < len(trip.address.stops),
    )
