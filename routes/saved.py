"""What the saved copies of villages and routes say; `catalogue/saved_copies` puts it in a file."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from catalogue.current_editions import editions_where
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.saved_copies import data_address, file_name, map_inside
from catalogue.shared_words import SharedWords
from routes.border import BorderHelp, border_help
from routes.downloads.gpx import gpx_of, gpx_of_village
from routes.itinerary import Itinerary, ItineraryStop, itinerary_of
from routes.navigation import coordinates_of, point_is_inexact, sentence_about_inexact
from villages.contacts import Contact, contacts_of
from villages.pages import OfferCard, notices_of, offer_cards


@dataclass(frozen=True)
class Whereabouts:
    """A point as a copy tells it: what it is called, where it is, why nobody leads there."""

    label: str
    coordinates: str
    why_none: str

    @classmethod
    def of(cls, point: dict[str, Any]) -> "Whereabouts":
        why_none = sentence_about_inexact(point) if point_is_inexact(point) else ""
        return cls(point.get("label") or "", coordinates_of(point), why_none)


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
    """A village as it is today: two queries beside the one that found it."""

    def _gpx(self) -> bytes:
        return gpx_of_village(self.edition, self.site) if self.document["places"] else b""

    @cached_property
    def photos(self) -> list[dict[str, Any]]:
        return self.document["photos"]

    @cached_property
    def offers(self) -> list[OfferCard]:
        return offer_cards(self.document)

    @cached_property
    def notices(self) -> list[str]:
        return notices_of([self.edition.source_id], self.edition.language)

    @cached_property
    def contacts(self) -> list[Contact]:
        found = contacts_of([self.edition.source_id], self.edition.language)
        return found.get(self.edition.source_id, [])

    @property
    def verified_on(self) -> date | None:
        """When someone last asked the hosts."""
        told = self.document["verified_on"]
        return date.fromisoformat(told) if told else None

    @cached_property
    def whereabouts(self) -> list[Whereabouts]:
        return [Whereabouts.of(place) for place in self.document["places"]]

    @cached_property
    def partners(self) -> list[dict[str, Any]]:
        return [self.words.partners[key] for key in [self.document["partner"]]]

    @cached_property
    def related(self) -> list[Edition]:
        """Routes through the village and its events."""
        return editions_where(
            "language = %s AND tags && %s::varchar[] AND kind IN ('route', 'event')",
            [self.edition.language, [f"village:{self.edition.source_id}"]],
        )

    @property
    def routes(self) -> list[Edition]:
        return [edition for edition in self.related if edition.kind == Kind.ROUTE]

    @property
    def events(self) -> list[Edition]:
        return [edition for edition in self.related if edition.kind == Kind.EVENT]


@dataclass(frozen=True)
class SavedStop:
    """A stop with everything practical; `photo` is the first of its village."""

    item: ItineraryStop
    whereabouts: Whereabouts
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
                        Whereabouts.of(item.stop["point"]),
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
