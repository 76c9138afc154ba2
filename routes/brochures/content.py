"""What a brochure says: a route's edition with every village's own, ready for its templates."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.edition_maps import draw_for_print
from catalogue.models import Edition, ShortCode
from catalogue.models.edition import Kind
from catalogue.models.partner import Country
from catalogue.models.photo import Licence
from catalogue.qr_codes import qr_svg
from catalogue.shared_words import SharedWords
from routes.brochures.cloth import hanging_cloth, sash_across
from routes.brochures.formats import DEFAULT, Format
from routes.brochures.whereabouts import Whereabouts, whereabouts
from routes.itinerary import Itinerary, ItineraryStop, itinerary_of
from routes.models import Route
from villages.pages import OfferCard
from villages.practical_facts import span_of_minutes

# Width and height on paper; `brochure.css` gives drawings their width.
MAP_MM = (174, 226)
SURROUNDINGS_MM = (78, 66)  # drawn larger than printed, so that its words are small
COVER_MM = (210, 168)
CLOSING_MM = (174, 44)
LEAST_BAND_MM, MOST_BAND_MM = 20, 66


@dataclass(frozen=True)
class Picture:
    """A village's first photo in the best size there is."""

    address: str
    alt: str
    author: str
    licence: str


@dataclass(frozen=True)
class BrochureStop:
    """A stop with everything its page says."""

    number: int
    title: str
    place: str
    country: str
    note: str
    stay: str
    leg_km: float | None
    village: Edition | None  # none when the village is not published any more
    theme: str
    locality: str
    municipality: str
    offers: list[OfferCard]
    notices: list[str]
    whereabouts: list[Whereabouts]
    picture: "Picture | None"
    band: SafeString  # what the page wears without a picture
    is_dense: bool  # more than fits a page in the usual size of type
    map: SafeString | None
    code: str
    code_address: str
    qr: SafeString | None

    @property
    def document(self) -> dict[str, Any]:
        return self.village.document if self.village else {}


@dataclass(frozen=True)
class BrochureDay:
    number: int
    title: str
    stops: list[BrochureStop]
    length_km: float
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
class Brochure:
    """A route's edition as a booklet, in the edition's language."""

    edition: Edition
    format: Format
    words: SharedWords
    days: list[BrochureDay]
    map: SafeString | None
    cloth: SafeString
    closing: SafeString
    mode: str
    countries: list[str]
    partners: list[dict[str, Any]]
    code_address: str
    qr: SafeString

    @property
    def language(self) -> str:
        return self.edition.language

    @property
    def title(self) -> str:
        return self.edition.title

    @property
    def address(self) -> str:
        return self.edition.get_absolute_url()

    @property
    def document(self) -> dict[str, Any]:
        return self.edition.document

    @property
    def stops(self) -> list[BrochureStop]:
        return [stop for day in self.days for stop in day.stops]

    @property
    def has_rough_places(self) -> bool:
        return any(not place.is_exact for stop in self.stops for place in stop.whereabouts)

    @property
    def sources(self) -> list[list[tuple[str, list[Source]]]]:
        """Headings with their sources, the route's own and each village's once, in two columns."""
        listed = {"": self.document["sources"]}
        listed |= {stop.title: stop.document.get("sources", []) for stop in self.stops}
        groups = [
            (title, [Source(address) for address in sources])
            for title, sources in listed.items()
            if sources
        ]
        sizes = [2 + sum(1 + len(source.shown) // 62 for source in found) for _t, found in groups]
        halves: list[list[tuple[str, list[Source]]]] = [[], []]
        for index, group in enumerate(groups):
            halves[sum(sizes[:index]) + sizes[index] / 2 > sum(sizes) / 2].append(group)
        return [half for half in halves if half]

    @property
    def editions(self) -> list[Edition]:
        """Every edition printed here: the route's, then each village's once."""
        villages = {stop.village.pk: stop.village for stop in self.stops if stop.village}
        return [self.edition, *villages.values()]


def brochure_of(
    edition: Edition, words: SharedWords, site: str, format: Format = DEFAULT
) -> Brochure:
    """The brochure of a route's edition; `site` is the scheme and host its codes lead to.

    Two queries, and a third when a stop's village has been withdrawn.
    """
    itinerary = itinerary_of(edition)
    codes = _codes_of(itinerary)
    days = [
        BrochureDay(
            number=day.day["number"],
            title=day.day["title"],
            stops=[_stop(stop, words, codes, site) for stop in day.stops],
            length_km=day.day["length_km"],
            stay=span_of_minutes(day.day["stay_minutes"]),
        )
        for day in itinerary.days
    ]
    document = edition.document
    keys = [document["partner"]] if document["partner"] else words.partners
    partners = [words.partners[key] for key in keys if key in words.partners]
    visits = itinerary.stops
    address = _code_address(document["code"], site)
    return Brochure(
        edition=edition,
        format=format,
        words=words,
        days=days,
        map=_map(edition, MAP_MM, "map"),
        cloth=hanging_cloth(visits, words, COVER_MM, "c"),
        closing=hanging_cloth(visits, words, CLOSING_MM, "e"),
        mode=str(Route.Mode(document["mode"]).label),
        countries=[
            str(Country(code).label) for code in dict.fromkeys(v.stop["country"] for v in visits)
        ],
        partners=sorted(partners, key=lambda partner: not partner["is_lead"]),
        code_address=address,
        qr=qr_svg(address, _("QR code: %(address)s") % {"address": address}),
    )


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


def brochure_of_selection(
    selection: Selection, language: str, words: SharedWords, site: str, format: Format = DEFAULT
) -> Brochure:
    """One brochure of all that is published in `language` of a basket, in the basket's order."""
    raise NotImplementedError


def card_of(edition: Edition, words: SharedWords, site: str) -> Brochure:
    """The card of a village's edition, for its hosts to hand out."""
    raise NotImplementedError


def _stop(
    visit: ItineraryStop, words: SharedWords, codes: dict[int, str], site: str
) -> BrochureStop:
    stop, village = visit.stop, visit.village
    document = village.document if village else {}
    code = document.get("code") or codes.get(stop["village"], "")
    address = _code_address(code, site) if code else ""
    room = _room_mm(visit)
    theme = stop.get("theme") or document.get("theme", "")
    return BrochureStop(
        number=stop["number"],
        title=stop["title"],
        place=stop["place"],
        country=str(Country(stop["country"]).label),
        note=stop["note"],
        stay=span_of_minutes(stop["stay_minutes"]),
        leg_km=stop["leg_km"],
        village=village,
        theme=words.name("theme", theme) if theme else "",
        locality=document.get("locality", ""),
        municipality=words.name("municipality", document["municipality"]) if document else "",
        offers=visit.offers,
        notices=visit.notices,
        whereabouts=[whereabouts(place) for place in document.get("places") or [stop["point"]]],
        picture=_picture(document),
        band=sash_across(visit, words, min(MOST_BAND_MM, max(LEAST_BAND_MM, room))),
        is_dense=room < LEAST_BAND_MM,
        map=_map(village, SURROUNDINGS_MM, f"map{stop['number']}") if village else None,
        code=code,
        code_address=address,
        qr=qr_svg(address, _("QR code: %(address)s") % {"address": address}) if code else None,
    )


def _map(edition: Edition, size_mm: tuple[int, int], name: str) -> SafeString | None:
    """The map of an edition; `name` keeps its ids apart from other maps in the page."""
    svg = draw_for_print(edition, *size_mm, id_prefix=name)
    return mark_safe(svg) if svg else None  # noqa: S308 - the renderer escapes its words


def _codes_of(itinerary: Itinerary) -> dict[int, str]:
    """Short codes of villages that have no edition now: they still answer."""
    gone = [stop.stop["village"] for stop in itinerary.stops if stop.village is None]
    if not gone:
        return {}
    known = ShortCode.objects.filter(kind=Kind.VILLAGE, source_id__in=gone)
    return dict(known.values_list("source_id", "code"))


def _code_address(code: str, site: str) -> str:
    return site + reverse("short-code", args=[code])


def _picture(document: dict[str, Any]) -> Picture | None:
    for photo in document.get("photos", [])[:1]:
        for size in ("2000", "1200", "800", "standin"):
            name = f"photos/{photo['digest']}-{size}.jpg"
            if default_storage.exists(name):
                licence = str(Licence(photo["licence"]).label)
                address = settings.MEDIA_URL + name
                return Picture(address, photo["alt"], photo["author"], licence)
    return None


def _room_mm(visit: ItineraryStop) -> int:
    """About how many millimetres the stop's page of A4 has left above its text.

    A guess from the number of letters, on the careful side: a page that is fuller than guessed
    flows on to the next.
    """
    document = visit.village.document if visit.village else {}
    letters_to_a_line, line_mm, head_mm = 68, 5.0, 40
    gaps = 0.45 * len(document.get("story", [])) + 0.4 * len(visit.offers) + 1.5
    texts = [*document.get("story", []), document.get("summary", "") + 20 * " ", *visit.notices]
    for card in visit.offers:
        texts += [f"{card.offer['title']} · {card.kind}", card.offer["description"] or ""]
        texts.append(" · ".join(f"{fact.label}: {fact.text}" for fact in card.facts))
    for key, name in (("products", "title"), ("sights", "text")):
        texts += [item[name] for item in document.get(key, [])]
        gaps += 1.9 if document.get(key) else 0
    gaps += 1.9 if visit.offers else 0
    lines = gaps + sum(-(-len(text) // letters_to_a_line) for text in texts)
    beside_mm = 137 + 5 * len(visit.stop["note"]) / 30
    return round(257 - head_mm - max(line_mm * lines, beside_mm))
