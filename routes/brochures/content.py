"""What a brochure says: of a route or trip, of a basket of both and of villages, of one village."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from catalogue.current_editions import editions_where
from catalogue.edition_maps import draw_overview
from catalogue.languages import LANGUAGES, OWN_NAMES, sort_key
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.models.partner import Country
from catalogue.shared_words import SharedWords, shared_words
from routes.border import Crossing, Greeting, PlaceName, border_help, greetings_of_both
from routes.brochures import panels
from routes.brochures.cloth import hanging_cloth
from routes.brochures.formats import DEFAULT, FORMATS, Format
from routes.brochures.measures import MEASURES, Measures
from routes.brochures.stops import (
    BrochureStop,
    Picture,
    brochure_stop,
    code_address,
    codes_of,
    map_of,
    picture_of,
    qr_of,
)
from routes.itinerary import Itinerary, ItineraryStop, itinerary_of
from routes.legs_in_words import way_sentence
from routes.models.blocks import BrochureBlock, every_block
from villages.pages import notices_by_village
from villages.practical_facts import span_of_minutes


class CannotBePrinted(ValueError):
    """There is nothing to print in this format; the message says why, in the active language."""


def room_sentence(most_stops: int) -> str:
    """Why a route with more stops than these is refused."""
    return ngettext(
        "This format has room for %(count)s stop.",
        "This format has room for %(count)s stops.",
        most_stops,
    ) % {"count": most_stops}


def missing_sentence(languages: Iterable[str]) -> str:
    """Why a sheet that has all languages is refused when `languages` are not there."""
    return _("The sheet needs the same stops in three languages. Not there yet: %(languages)s.") % {
        "languages": ", ".join(OWN_NAMES[code] for code in languages)
    }


@dataclass(frozen=True)
class BrochureDay:
    """A day of the itinerary with its totals, without detours."""

    number: int
    title: str
    stops: list[BrochureStop]
    length_km: float
    travel: str
    stay: str


@dataclass(frozen=True)
class Source:
    """Where something is known from: its address, and how that reads in print."""

    address: str

    @property
    def shown(self) -> str:
        text = iri_to_uri(self.address) if re.search(r"[^\x00-\u024f]", self.address) else None
        return (text or self.address).split("://", 1)[-1].removeprefix("www.").rstrip("/")


@dataclass(frozen=True)
class Border:
    """Where the way crosses the border, how places are called on both sides, a few words."""

    crossings: list[Crossing]
    place_names: list[PlaceName]
    greetings: list[Greeting]


type Sources = list[list[tuple[str, list[Source]]]]


@dataclass(frozen=True)
class Brochure:
    """A route's edition, or a visitor's trip, for paper, in the edition's language.

    A trip has neither a number nor a code: its own address stands in their place.
    """

    edition: Edition
    format: Format
    words: SharedWords
    address: str  # path of the route's or the trip's page
    itinerary: Itinerary
    days: list[BrochureDay]
    map: SafeString | None
    cloth: SafeString
    closing: SafeString | None
    countries: list[str]
    partners: list[dict[str, Any]]
    code_address: str
    qr: SafeString | None
    part: str = ""  # what its anchors begin with, within a larger brochure
    versions: list["Brochure"] = field(default_factory=list)  # all languages, on sheets with more

    @property
    def language(self) -> str:
        return self.edition.language

    @property
    def title(self) -> str:
        return self.edition.title

    @property
    def summary(self) -> str:
        return self.document["summary"]

    @property
    def document(self) -> dict[str, Any]:
        return self.edition.document

    @property
    def is_trip(self) -> bool:
        return not self.document.get("code")

    @property
    def stops(self) -> list[BrochureStop]:
        return [stop for day in self.days for stop in day.stops]

    @property
    def blocks(self) -> list[str]:
        """What stands between the cover and the imprint, in the order that staff chose.

        What is known of the other side of the border stands on the practical page where there is
        one, and is left out where nobody crosses it.
        """
        chosen = self.document.get("brochure_blocks") or every_block()
        left_out = set() if self.crosses_border else {BrochureBlock.BORDER.value}
        if BrochureBlock.PRACTICAL in chosen:
            left_out.add(BrochureBlock.BORDER.value)
        return [block for block in chosen if block not in left_out]

    @property
    def tells_of_border(self) -> bool:
        chosen = self.document.get("brochure_blocks") or every_block()
        return self.crosses_border and BrochureBlock.BORDER in chosen

    @property
    def crosses_border(self) -> bool:
        return bool(self.document.get("crosses_border"))

    @cached_property
    def border(self) -> Border:
        """What paper can say of the border: no dates, which a print outlives."""
        help_ = border_help(self.itinerary, self.language, timezone.localdate())
        if help_ is None:
            return Border([], [], greetings_of_both())
        return Border(help_.crossings, help_.place_names, help_.greetings)

    @property
    def is_straight(self) -> bool:
        """Whether some leg is told as the crow flies."""
        return self.itinerary.is_straight

    @property
    def all_straight(self) -> bool:
        return self.itinerary.all_straight

    @property
    def has_rough_places(self) -> bool:
        return any(not place.is_exact for stop in self.stops for place in stop.whereabouts)

    @property
    def has_detours(self) -> bool:
        return self.itinerary.has_detours

    @property
    def way(self) -> str:
        """How far and how long by each means of travel, without stays; says what is straight."""
        return way_sentence(self.itinerary)

    @property
    def facts(self) -> list[str]:
        """The route in a line: days, stops, ways, countries."""
        days, stops = len(self.days), len(self.stops)
        return [
            ngettext("%(count)s day", "%(count)s days", days) % {"count": days},
            ngettext("%(count)s stop", "%(count)s stops", stops) % {"count": stops},
            *([self.way] if self.way else []),
            *self.countries,
        ]

    @cached_property
    def panels(self) -> list[panels.Panel]:
        """The pages of a leaflet or map sheet, in reading order."""
        return panels.panels_of(self.format.key, self.stops, crosses_border=self.tells_of_border)

    @property
    def has_border_panel(self) -> bool:
        return any(panel.kind == "border" for panel in self.panels)

    @property
    def rows(self) -> list[tuple[BrochureStop, ...]]:
        """The same stop in all languages, for sheets that have them side by side."""
        return list(zip(*(version.stops for version in self.versions), strict=True))

    @property
    def sources(self) -> Sources:
        """Headings with their sources, the route's own and each village's once, in two columns."""
        return in_two_columns(
            {_("The route"): self.document.get("sources", [])}
            | {stop.title: stop.document.get("sources", []) for stop in self.stops},
            MEASURES[self.format.key].source_letters,
        )

    @property
    def editions(self) -> list[Edition]:
        """Every edition printed here: the route's, then each village's once."""
        villages = {stop.village.pk: stop.village for stop in self.stops if stop.village}
        return [*([] if self.is_trip else [self.edition]), *villages.values()]


def brochure_of(
    edition: Edition,
    words: SharedWords,
    site: str,
    format: Format = DEFAULT,
    address: str = "",
    part: str = "",
) -> Brochure:
    """The brochure of a route's edition, or of a trip; `site` is the scheme and host its codes
    lead to, `address` the path of the page it belongs to: a trip's own, which no edition knows.

    Two queries, and a third when a stop's village has been withdrawn; three more for each other
    language on the sheet. Raises CannotBePrinted.
    """
    itinerary = itinerary_of(edition)
    measures = _measures_for(format, len(itinerary.stops))
    if format.most_stops and len(itinerary.stops) > format.most_stops:
        raise CannotBePrinted(room_sentence(format.most_stops))
    codes = codes_of(itinerary.stops)
    document = edition.document
    address = address or edition.get_absolute_url()
    code = document.get("code", "")
    leads_to = code_address(code, site) if code else site + address
    visits = itinerary.stops
    brochure = Brochure(
        edition=edition,
        format=format,
        words=words,
        address=address,
        itinerary=itinerary,
        days=_days(itinerary, words, codes, site, measures, part),
        map=map_of(edition, measures.map, f"{part}map", measures),
        cloth=hanging_cloth(visits, words, measures.cover, f"{part}c"),
        closing=hanging_cloth(visits, words, measures.closing, f"{part}e")
        if measures.closing
        else None,
        countries=_countries(visits),
        partners=_partners(words, [document["partner"]] if document.get("partner") else []),
        code_address=leads_to,
        qr=qr_of(leads_to),
        part=part,
    )
    if format.languages > 1:
        brochure.versions.extend(_in_all_languages(brochure, site))
    return brochure


def _measures_for(format: Format, stops: int) -> Measures:
    measures = MEASURES[format.key]
    width, height = measures.map
    below = panels.strip_height(format.key, stops)
    return measures if not below else measures.with_map(width, height - below)


def _days(
    itinerary: Itinerary,
    words: SharedWords,
    codes: dict[int, str],
    site: str,
    measures: Measures,
    part: str,
) -> list[BrochureDay]:
    return [
        BrochureDay(
            number=day.number,
            title=day.title,
            stops=[brochure_stop(stop, words, codes, site, measures, part) for stop in day.stops],
            length_km=day.length_km,
            travel=span_of_minutes(day.travel_minutes) if day.travel_minutes else "",
            stay=span_of_minutes(day.stay_minutes) if day.stay_minutes else "",
        )
        for day in itinerary.days
    ]


def _countries(visits: Iterable[ItineraryStop]) -> list[str]:
    found = dict.fromkeys(visit.stop["country"] for visit in visits)
    return [str(Country(code).label) for code in found]


def _partners(words: SharedWords, keys: list[str]) -> list[dict[str, Any]]:
    """These partners, or both; the lead partner first."""
    found = [words.partners[key] for key in keys or words.partners if key in words.partners]
    return sorted(found, key=lambda partner: not partner["is_lead"])


def _in_all_languages(brochure: Brochure, site: str) -> list[Brochure]:
    """The same route in all languages, in their usual order; raises CannotBePrinted."""
    edition = brochure.edition
    others = editions_where(
        "kind = %s AND source_id = %s AND language <> %s",
        [edition.kind, edition.source_id, edition.language],
        document="document",
    )
    found = {edition.language: brochure}
    for other in others:
        language = other.language
        with override(language):
            words, single = shared_words(language), replace(brochure.format, languages=1)
            found[language] = brochure_of(other, words, site, single, part=f"{language}-")
    stops = [stop.number for stop in brochure.stops]
    missing = [
        code
        for code in LANGUAGES
        if code not in found or [stop.number for stop in found[code].stops] != stops
    ]
    if missing:
        raise CannotBePrinted(missing_sentence(missing))
    return [found[code] for code in LANGUAGES]


def in_two_columns(listed: dict[str, list[str]], letters: int) -> Sources:
    """Headings with their sources, in two columns about as long as each other.

    `letters` is how many letters of an address stand in a line.
    """
    groups = [
        (title, [Source(address) for address in sources])
        for title, sources in listed.items()
        if sources
    ]
    sizes = [2 + sum(1 + len(source.shown) // letters for source in found) for _t, found in groups]
    splits = range(len(groups) + 1)
    split = min(splits, key=lambda at: (max(sum(sizes[:at]), sum(sizes[at:])), -at))
    halves = [groups[:split], groups[split:]]
    return [half for half in halves if half]


# A basket -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One thing in a basket: a village or a route."""

    kind: str
    source_id: int


@dataclass(frozen=True)
class Selection:
    """A basket of villages and routes in their order, with a title of its own.

    `cover` is the digest of a photo of one of its villages; without it the cover wears their cloth.
    """

    parts: tuple[Part, ...]
    title: str = ""
    cover: str = ""


@dataclass(frozen=True)
class Chapter:
    """A village's page, or a route with all its stops, as number `number` of a basket."""

    number: int
    anchor: str
    title: str
    route: Brochure | None = None
    village: BrochureStop | None = None

    @property
    def village_edition(self) -> Edition | None:
        return self.village.village if self.village else None

    @property
    def stops(self) -> list[BrochureStop]:
        return self.route.stops if self.route else [self.village] if self.village else []


@dataclass(frozen=True)
class Collection:
    """A basket for paper: chapters, an overview map, an index, what to know, an imprint."""

    title: str
    language: str
    format: Format
    words: SharedWords
    address: str  # path of the basket's page; empty when it has none
    chapters: list[Chapter]
    missing: list[Edition]  # chosen, but in other languages only
    map: SafeString | None
    cloth: SafeString
    closing: SafeString | None
    picture: Picture | None
    countries: list[str]
    partners: list[dict[str, Any]]
    code_address: str
    qr: SafeString | None
    crosses_border: bool

    is_collection = True

    @property
    def border(self) -> Border:
        return Border([], [], greetings_of_both())

    @property
    def stops(self) -> list[BrochureStop]:
        return [stop for chapter in self.chapters for stop in chapter.stops]

    @property
    def routes(self) -> list[Brochure]:
        return [chapter.route for chapter in self.chapters if chapter.route]

    @property
    def summary(self) -> str:
        return ", ".join(chapter.title for chapter in self.chapters)

    @property
    def facts(self) -> list[str]:
        villages = len({stop.village.source_id for stop in self.stops if stop.village})
        routes = len(self.routes)
        found = []
        if routes:
            found.append(
                ngettext("%(count)s route", "%(count)s routes", routes) % {"count": routes}
            )
        found.append(
            ngettext("%(count)s village", "%(count)s villages", villages) % {"count": villages}
        )
        return found + self.countries

    @property
    def tells_of_border(self) -> bool:
        return self.crosses_border

    @property
    def is_straight(self) -> bool:
        return any(route.is_straight for route in self.routes)

    @property
    def all_straight(self) -> bool:
        return all(route.all_straight for route in self.routes)

    @property
    def has_rough_places(self) -> bool:
        return any(not place.is_exact for stop in self.stops for place in stop.whereabouts)

    @property
    def index(self) -> list[tuple[str, list[BrochureStop]]]:
        """Themes with their villages, both in the alphabet of the language."""
        themes: dict[str, list[BrochureStop]] = {}
        for stop in self.stops:
            themes.setdefault(stop.theme or _("Other themes"), []).append(stop)
        by_name = sorted(themes.items(), key=lambda item: sort_key(item[0], self.language))
        return [
            (theme, sorted(stops, key=lambda stop: sort_key(stop.title, self.language)))
            for theme, stops in by_name
        ]

    @property
    def sources(self) -> Sources:
        listed = {route.title: route.document.get("sources", []) for route in self.routes}
        listed |= {stop.title: stop.document.get("sources", []) for stop in self.stops}
        return in_two_columns(listed, MEASURES[self.format.key].source_letters)

    @property
    def editions(self) -> list[Edition]:
        routes = {route.edition.pk: route.edition for route in self.routes}
        villages = {stop.village.pk: stop.village for stop in self.stops if stop.village}
        return [*routes.values(), *villages.values()]


def brochure_of_selection(
    selection: Selection,
    language: str,
    words: SharedWords,
    site: str,
    format: Format = DEFAULT,
    address: str = "",
) -> Collection:
    """One brochure of all that is published in `language` of a basket, in the basket's order.

    `address` is the path of the page where the basket can be had again. Two queries, one more for
    parts that are missing, and two or three for each route. Raises CannotBePrinted when the format
    takes no baskets, or nothing of this one is published in `language`.
    """
    if not format.takes_selections:
        raise CannotBePrinted(_("This format has no room for several routes and villages."))
    found = _editions_of(selection.parts, language)
    visits = _visits_of(
        [found[part] for part in selection.parts if part in found and part.kind == Kind.VILLAGE]
    )
    measures = MEASURES[format.key]
    chapters: list[Chapter] = []
    all_visits: list[ItineraryStop] = []
    for part in dict.fromkeys(selection.parts):
        edition = found.get(part)
        if edition is None:
            continue
        number = len(chapters) + 1
        name = f"chapter-{number}"
        if part.kind == Kind.ROUTE:
            route = brochure_of(edition, words, site, format, part=f"{name}-")
            chapters.append(Chapter(number, name, edition.title, route=route))
            all_visits += route.itinerary.stops
        else:
            visit = visits[part.source_id]
            visit.stop["number"] = number
            village = brochure_stop(visit, words, {}, site, measures, f"{name}-")
            chapters.append(Chapter(number, village.anchor, edition.title, village=village))
            all_visits.append(visit)
    if not chapters:
        raise CannotBePrinted(_("Nothing of this selection is published in this language."))
    pictures = (
        picture_of(visit.village.document, selection.cover)
        for visit in all_visits
        if visit.village and selection.cover
    )
    title = selection.title.strip() or _("Theme villages of Latgale and Aukštaitija")
    leads_to = site + address if address else ""
    return Collection(
        title=title,
        language=language,
        format=format,
        words=words,
        address=address,
        chapters=chapters,
        missing=_elsewhere([part for part in selection.parts if part not in found], language),
        map=_overview_map(chapters, language, measures),
        cloth=hanging_cloth(all_visits[:MOST_SASHES], words, measures.cover, "c"),
        closing=hanging_cloth(all_visits[:MOST_SASHES], words, measures.closing, "e")
        if measures.closing
        else None,
        picture=next(filter(None, pictures), None),
        countries=_countries(all_visits),
        partners=_partners(words, []),
        code_address=leads_to,
        qr=qr_of(leads_to) if leads_to else None,
        crosses_border=len({visit.stop["country"] for visit in all_visits}) > 1,
    )


MOST_SASHES = 16  # more would be threads


def _editions_of(parts: Iterable[Part], language: str) -> dict[Part, Edition]:
    by_kind: dict[str, list[int]] = {}
    for part in parts:
        by_kind.setdefault(part.kind, []).append(part.source_id)
    editions = editions_where(
        "language = %s AND ((kind = 'village' AND source_id = ANY(%s))"
        " OR (kind = 'route' AND source_id = ANY(%s)))",
        [language, by_kind.get(Kind.VILLAGE, []), by_kind.get(Kind.ROUTE, [])],
        document="document",
    )
    return {Part(edition.kind, edition.source_id): edition for edition in editions}


def _elsewhere(parts: list[Part], language: str) -> list[Edition]:
    """One edition in another language of each part that has any."""
    if not parts:
        return []
    editions = editions_where(
        "language <> %s AND (kind, source_id) IN"
        " (SELECT * FROM unnest(%s::varchar[], %s::bigint[]))",
        [language, [part.kind for part in parts], [part.source_id for part in parts]],
    )
    found: dict[Part, Edition] = {}
    for edition in editions:
        found.setdefault(Part(edition.kind, edition.source_id), edition)
    return list(found.values())


def _visits_of(villages: list[Edition]) -> dict[int, ItineraryStop]:
    """Villages as stops that belong to no route; one query."""
    if not villages:
        return {}
    notices = notices_by_village([village.source_id for village in villages], villages[0].language)
    return {
        village.source_id: ItineraryStop(
            _as_stop(village), village, notices.get(village.source_id, [])
        )
        for village in villages
    }


def _as_stop(village: Edition) -> dict[str, Any]:
    document = village.document
    return {
        "number": 1,
        "village": village.source_id,
        "theme": document["theme"],
        "pattern": document["pattern"],
        "title": document["title"],
        "place": document["place"],
        "country": document["country"],
        "point": document["point"] or {},
        "leg": None,
        "leg_km": None,
        "optional": False,
        "stay_minutes": 0,
        "note": "",
    }


def _overview_map(chapters: list[Chapter], language: str, measures: Measures) -> SafeString | None:
    """Where the chapters are: villages at their place, routes at their first stop."""
    marked = [
        (str(chapter.number), edition)
        for chapter in chapters
        if (edition := chapter.route.edition if chapter.route else chapter.village_edition)
    ]
    width, height = measures.map
    svg = draw_overview(
        marked, language, width, height, "overview-map", ink_light=measures.ink_light
    )
    return mark_safe(svg) if svg else None  # noqa: S308 - the renderer escapes its words


# A village’s card ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A village's edition on a card for its hosts to hand out."""

    edition: Edition
    words: SharedWords
    stop: BrochureStop
    cloth: SafeString
    partners: list[dict[str, Any]]

    format = FORMATS["card"]

    @property
    def language(self) -> str:
        return self.edition.language

    @property
    def title(self) -> str:
        return self.edition.title

    @property
    def summary(self) -> str:
        return self.edition.document["summary"]

    @property
    def address(self) -> str:
        return self.edition.get_absolute_url()

    @property
    def editions(self) -> list[Edition]:
        return [self.edition]


def card_of(edition: Edition, words: SharedWords, site: str) -> Card:
    """The card of a village's edition; one query, for its notices."""
    visit = _visits_of([edition])[edition.source_id]
    measures = MEASURES["card"]
    return Card(
        edition=edition,
        words=words,
        stop=brochure_stop(visit, words, {}, site, measures),
        cloth=hanging_cloth([visit], words, measures.cover, "c"),
        partners=_partners(words, [edition.document["partner"]]),
    )
