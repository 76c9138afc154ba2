"""What the saved copies of villages and routes say; `catalogue/saved_copies` puts it in a file."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from catalogue.models import Edition
from catalogue.saved_copies import data_address, file_name, map_inside
from catalogue.shared_words import SharedWords
from routes.border import BorderHelp, border_help
from routes.downloads.gpx import gpx_of, gpx_of_village
from routes.itinerary import Itinerary, ItineraryStop, itinerary_of
from villages.contacts import Contact, contacts_of
from villages.getting_there import Spot, TownNearby, spots_of, towns_nearby
from villages.offer_groups import OfferGroup, offer_groups
from villages.pages import Surroundings, surroundings
from villages.seasons import Year, booking_sentence, languages_spoken, year_of


@dataclass(frozen=True)
class SavedCopy:
    """What both kinds of copies say. `site` is where they came from: scheme and host."""

    edition: Edition
    words: SharedWords
    site: str

    @property
    def document(self) -> dict[str, Any]:
        return self.edition.document

    @property
    def address(self) -> str:
        """The permanent address, which goes on working when names change."""
        return f"{self.site}/k/{self.document['code']}"

    @cached_property
    def photos(self) -> list[dict[str, Any]]:
        """The photos to show, the one that matters most first."""
        raise NotImplementedError

    @cached_property
    def map(self) -> SafeString | None:
        return map_inside(self.edition)

    @property
    def gpx_name(self) -> str:
        return file_name(self.edition, "gpx")

    @property
    def gpx(self) -> str:
        """The GPX as an address that holds it; "" where there is no place."""
        return data_address(content, "application/gpx+xml") if (content := self._gpx()) else ""

    def _gpx(self) -> bytes:
        raise NotImplementedError


class SavedVillage(SavedCopy):
    """A village as it is today: three queries beside the one that found it."""

    def _gpx(self) -> bytes:
        return gpx_of_village(self.edition, self.site) if self.document["places"] else b""

    @cached_property
    def photos(self) -> list[dict[str, Any]]:
        return self.document["photos"]

    @cached_property
    def groups(self) -> list[OfferGroup]:
        return offer_groups(self.document)

    @cached_property
    def around(self) -> Surroundings:
        """What is live, and what is near: three queries."""
        return surroundings(self.edition)

    @property
    def notices(self) -> list[str]:
        return self.around.live.notices

    @property
    def contacts(self) -> list[Contact]:
        return self.around.live.contacts

    @property
    def year(self) -> Year:
        return year_of(self.document)

    @property
    def booking(self) -> str:
        return booking_sentence(self.document)

    @property
    def languages(self) -> str:
        return languages_spoken(self.document)

    @property
    def verified_on(self) -> date | None:
        """When someone last asked the hosts."""
        told = self.document["verified_on"]
        return date.fromisoformat(told) if told else None

    @cached_property
    def spots(self) -> list[Spot]:
        return spots_of(self.document)

    @cached_property
    def towns(self) -> list[TownNearby]:
        return towns_nearby(self.document)

    @cached_property
    def partners(self) -> list[dict[str, Any]]:
        return [self.words.partners[key] for key in [self.document["partner"]]]


@dataclass(frozen=True)
class SavedStop:
    """A stop with everything practical; `photo` is the first of its village."""

    item: ItineraryStop
    spot: Spot
    contacts: list[Contact]
    site: str

    @property
    def address(self) -> str:
        """The permanent address of the village; "" while it is not in the catalogue."""
        village = self.item.village
        return f"{self.site}/k/{village.document['code']}" if village else ""

    @property
    def photo(self) -> dict[str, Any] | None:
        photos = self.item.village.document["photos"] if self.item.village else []
        return photos[0] if photos else None


class SavedRoute(SavedCopy):
    """A route with all its stops as they are today: three queries beside the one that found it."""

    def _gpx(self) -> bytes:
        return gpx_of(self.edition, self.itinerary, self.site)

    @cached_property
    def itinerary(self) -> Itinerary:
        return itinerary_of(self.edition)

    @cached_property
    def photos(self) -> list[dict[str, Any]]:
        """The first photo of each stop that has one."""
        return [stop.photo for _day, stops in self.days for stop in stops if stop.photo]

    @cached_property
    def days(self) -> list[tuple[Any, list[SavedStop]]]:
        ids = [stop.stop["village"] for stop in self.itinerary.stops]
        contacts = contacts_of(ids, self.edition.language)
        return [
            (
                day,
                [
                    SavedStop(
                        item,
                        spots_of({"places": [{"precision": "", **item.stop["point"]}]})[0],
                        contacts.get(item.stop["village"], []) if item.village else [],
                        self.site,
                    )
                    for item in day.stops
                ],
            )
            for day in self.itinerary.days
        ]

    @cached_property
    def partners(self) -> list[dict[str, Any]]:
        """The partners of the villages on the way, in their order."""
        keys = dict.fromkeys(
            stop.village.document["partner"] for stop in self.itinerary.stops if stop.village
        )
        return [self.words.partners[key] for key in keys]

    @cached_property
    def border(self) -> BorderHelp | None:
        return border_help(self.itinerary, self.edition.language, timezone.localdate())
