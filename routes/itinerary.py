"""A route as travellers read it: its days and stops, with what each village offers today."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from catalogue.current_editions import editions_where
from catalogue.models import Edition
from routes.legs import Leg, starts_of, ways_of
from routes.older_editions import completed
from villages.opening import Opening, opening_of
from villages.pages import OfferCard, notices_between, offer_cards


@dataclass(frozen=True)
class ItineraryStop:
    """A stop of a route's edition, with the village's own edition while there is one.

    `day` is the date of the visit when the traveller has chosen one; `notices` are those of that
    day, or else of today. `place_names` are the village's place in Latvian and Lithuanian, as far
    as it is published in them; only routes that cross the border know them.
    """

    stop: dict[str, Any]
    village: Edition | None
    notices: list[str]
    day: date | None = None
    place_names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def offers(self) -> list[OfferCard]:
        """What the village offers, with every practical fact: for the brochure."""
        return offer_cards(self.village.document) if self.village else []

    @cached_property
    def opening(self) -> Opening | None:
        """Whether guests are received on the day of the visit; None without a day or village."""
        if self.day is None or self.village is None:
            return None
        return opening_of(self.village.document, self.day)

    @property
    def needs_an_alternative(self) -> bool:
        """Whether travellers will find nobody: the village is withdrawn, or closed that day."""
        return self.village is None or (self.opening is not None and self.opening.is_closed)

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
    on: date | None = None  # when the traveller has chosen the first day

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

    def steps(self) -> list[tuple[ItineraryStop, ItineraryStop]]:
        """Where each leg begins and ends; a detour begins at the last stop that is none."""
        stops = self.stops
        starts = starts_of([stop.is_optional for stop in stops])
        return [
            (stops[start], stop)
            for start, stop in zip(starts, stops, strict=True)
            if start is not None
        ]

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


def itinerary_of(
    edition: Edition, first_day: date | None = None, in_short: bool = False
) -> Itinerary:
    """Days and stops of a route's edition in its language, in two queries whatever their number.

    With `first_day`, the date of the route's day 1, days and stops carry their dates. `in_short`
    the villages' documents say where they are and what they offer alone, without `place_names`.
    """
    document = completed(edition.document)
    days = document["days"]
    ids = [stop["village"] for day in days for stop in day["stops"]]
    languages = [edition.language]
    tells_place_names = document["crosses_border"] and not in_short
    if tells_place_names:
        languages = list(dict.fromkeys([*languages, *SIGNS.values()]))
    # Villages in all these languages; only those of the route's own bring their document.
    editions = editions_where(
        "kind = 'village' AND language = ANY(%s) AND source_id = ANY(%s)",
        [edition.language, languages, ids],
        document=f"CASE WHEN language = %s THEN {_IN_SHORT if in_short else 'document'} END",
        order="id",
    )
    villages = {found.source_id: found for found in editions if found.language == edition.language}
    place_names: dict[int, dict[str, str]] = {}
    if tells_place_names:
        for found in editions:
            place_names.setdefault(found.source_id, {})[found.language] = found.card["place"]
    dates = {day["number"]: _date_of(day, first_day) for day in days}
    today = timezone.localdate()
    told = [on or today for on in dates.values()] or [today]
    notices = notices_between(ids, edition.language, min(told), max(told))

    def itinerary_stop(stop: dict[str, Any], on: date | None) -> ItineraryStop:
        number = stop["village"]
        return ItineraryStop(
            stop,
            villages.get(number),
            [notice.text for notice in notices.get(number, ()) if notice.is_in_force(on or today)],
            on,
            place_names.get(number, {}),
        )

    return Itinerary(
        [
            ItineraryDay(
                day,
                [itinerary_stop(stop, dates[day["number"]]) for stop in day["stops"]],
                dates[day["number"]],
            )
            for day in days
        ],
        totals=document,
        line=document["line"],
    )


_IN_SHORT = (
    "jsonb_build_object('municipality', document->'municipality', 'offers', document->'offers')"
)
# The language of signs on the road, by country.
SIGNS = {"LV": "lv", "LT": "lt"}


def _date_of(day: dict[str, Any], first_day: date | None) -> date | None:
    """A day of rest between two days with stops counts: day 3 is two days after day 1."""
    return first_day and first_day + timedelta(days=day["number"] - 1)
