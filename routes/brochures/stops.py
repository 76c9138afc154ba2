"""A stop with everything its page says: the village's own edition, and the route's word on it."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

import segno
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.edition_maps import draw_for_print
from catalogue.models import Edition, ShortCode
from catalogue.models.edition import Kind
from catalogue.models.partner import Country
from catalogue.models.photo import Licence
from catalogue.photos import focus_classes
from catalogue.qr_codes import qr_svg
from catalogue.shared_words import SharedWords
from routes.brochures.cloth import hanging_cloth, sash_across
from routes.brochures.measures import Column, Measures
from routes.brochures.whereabouts import Whereabouts, whereabouts
from routes.itinerary import ItineraryStop
from routes.legs_in_words import leg_sentence
from villages.pages import OfferCard
from villages.practical_facts import span_of_minutes

MOST_DOINGS = 4
MOST_PICTURES = 3
# Shapes of a row's photos that leave room beside them: how many heights of the row the photos are
# wide. The style sheet's `.shots--…` say the same.
NARROW_ROWS = {"p": 0.75, "pp": 1.5, "l": 1.75}
GAP_MM = 3
LEAST_CLOTH_MM = 12


@dataclass(frozen=True)
class Picture:
    """A village's photo in the best size there is."""

    address: str
    alt: str
    author: str
    licence: str
    is_tall: bool  # higher than wide
    focus: str  # class names that keep what matters in view


@dataclass(frozen=True)
class BrochureStop:
    """A stop with everything its page says; `anchor` names its page within the brochure."""

    anchor: str
    language: str
    number: int
    title: str
    place: str
    country: str
    note: str
    stay: str
    leg_km: float | None
    leg_time: str
    way: str  # how one gets here from the stop before; empty at the first
    is_optional: bool
    village: Edition | None  # none when the village is not published any more
    theme: str
    locality: str
    municipality: str
    offers: list[OfferCard]
    notices: list[str]
    point: dict[str, Any] | None
    whereabouts: list[Whereabouts]
    pictures: list[Picture]  # at most three, in one row
    cloth: SafeString | None  # beside a row of photos that is not as wide as the page
    band: SafeString | None  # what the page wears without a picture
    is_dense: bool  # more than fits a page in the usual size of type
    map: SafeString | None
    code: str
    code_address: str
    qr: SafeString | None

    @property
    def document(self) -> dict[str, Any]:
        return self.village.document if self.village else {}

    @property
    def picture(self) -> Picture | None:
        return self.pictures[0] if self.pictures else None

    @property
    def credits(self) -> list[tuple[str, str]]:
        """Author and licence of each photo from the left; once, where all have the same."""
        found = [(picture.author, picture.licence) for picture in self.pictures]
        return found[:1] if len(set(found)) == 1 else found

    @property
    def shapes(self) -> str:
        """The shapes of its photos, wide ones first: “lp” is a landscape beside a portrait."""
        return shapes_of(self.pictures)

    @property
    def summary(self) -> str:
        return self.document.get("summary", "")

    @property
    def doings(self) -> list[str]:
        """What one can do here, for where there is room for titles only."""
        return [card.offer["title"] for card in self.offers[:MOST_DOINGS]]


def brochure_stop(
    visit: ItineraryStop,
    words: SharedWords,
    codes: dict[int, str],
    site: str,
    measures: Measures,
    part: str = "",
) -> BrochureStop:
    """The stop for paper; `part` keeps its anchor and drawings apart from other routes' stops.

    Asks the database nothing.
    """
    stop, village = visit.stop, visit.village
    document = village.document if village else {}
    code = document.get("code") or codes.get(stop["village"], "")
    address = code_address(code, site)
    theme = stop.get("theme") or document.get("theme", "")
    room = room_mm(visit, measures.column) if measures.column else None
    anchor = f"{part}stop-{stop['number']}"
    pictures = pictures_of(document)
    return BrochureStop(
        anchor=anchor,
        language=words.language,
        number=stop["number"],
        title=stop["title"],
        place=stop["place"],
        country=str(Country(stop["country"]).label),
        note=stop["note"],
        stay=span_of_minutes(stop["stay_minutes"]) if stop["stay_minutes"] else "",
        leg_km=stop["leg_km"],
        leg_time=span_of_minutes(visit.leg.minutes) if visit.leg else "",
        way=leg_sentence(visit.leg) if visit.leg else "",
        is_optional=visit.is_optional,
        village=village,
        theme=words.name("theme", theme) if theme else "",
        locality=document.get("locality", ""),
        municipality=words.name("municipality", document["municipality"]) if document else "",
        offers=visit.offers,
        notices=visit.notices,
        point=stop["point"] or None,
        whereabouts=[
            whereabouts(place)
            for place in document.get("places") or [stop["point"]]
            if place  # a village may have no place at all
        ],
        pictures=pictures,
        cloth=_cloth(visit, words, pictures, measures, f"s{anchor}"),
        band=_band(visit, words, room, measures, anchor),
        is_dense=bool(room is not None and measures.band and room < measures.band[1]),
        map=map_of(village, measures.surroundings, f"map-{anchor}", measures) if village else None,
        code=code,
        code_address=address,
        qr=qr_of(address) if code else None,
    )


def _band(
    visit: ItineraryStop, words: SharedWords, room: int | None, measures: Measures, mark: str
) -> SafeString | None:
    if measures.band is None:
        return None
    width, least, most = measures.band
    height = least if room is None else min(most, max(least, room))
    return sash_across(visit, words, (width, height), f"b{mark}")


def shapes_of(pictures: list[Picture]) -> str:
    return "".join(sorted("p" if picture.is_tall else "l" for picture in pictures))


def _cloth(
    visit: ItineraryStop,
    words: SharedWords,
    pictures: list[Picture],
    measures: Measures,
    mark: str,
) -> SafeString | None:
    """The village's cloth, as wide as the photos of its page leave room for."""
    heights = NARROW_ROWS.get(shapes_of(pictures))
    if heights is None or measures.photos is None or measures.band is None or measures.ink_light:
        return None
    taken = round(heights * measures.photos) + GAP_MM * len(pictures)
    width = measures.band[0] - taken
    if width < LEAST_CLOTH_MM:
        return None
    return hanging_cloth([visit], words, (width, measures.photos), mark)


def map_of(
    edition: Edition, size_mm: tuple[int, int] | None, name: str, measures: Measures
) -> SafeString | None:
    """The map of an edition; `name` keeps its ids apart from other maps in the page.

    Only a map in the size of the format's own lies across its folds.
    """
    if not size_mm:
        return None
    is_whole = edition.kind == Kind.ROUTE
    svg = draw_for_print(
        edition,
        *size_mm,
        id_prefix=name,
        ink_light=measures.ink_light,
        avoid_x_mm=measures.folds_x if is_whole else (),
        avoid_y_mm=measures.folds_y if is_whole else (),
    )
    return mark_safe(svg) if svg else None  # noqa: S308 - the renderer escapes its words


def code_address(code: str, site: str) -> str:
    """Where a short code leads; empty without one."""
    return site + reverse("short-code", args=[code]) if code else ""


def qr_of(address: str) -> SafeString | None:
    """The code that leads to an address; none when the address is too long for any."""
    try:
        return qr_svg(address, _("QR code: %(address)s") % {"address": address})
    except segno.DataOverflowError:
        return None


def codes_of(visits: list[ItineraryStop]) -> dict[int, str]:
    """Short codes of villages that have no edition now: they still answer."""
    gone = [visit.stop["village"] for visit in visits if visit.village is None]
    if not gone:
        return {}
    known = ShortCode.objects.filter(kind=Kind.VILLAGE, source_id__in=gone)
    return dict(known.values_list("source_id", "code"))


def picture_of(document: dict[str, Any], digest: str) -> Picture | None:
    """The village's photo of this digest."""
    photos = [photo for photo in document.get("photos", []) if photo["digest"] == digest]
    return next(filter(None, map(_picture, photos)), None)


def pictures_of(document: dict[str, Any]) -> list[Picture]:
    """The first photos of a village, in the order that staff gave them."""
    found = filter(None, map(_picture, document.get("photos", [])))
    return list(islice(found, MOST_PICTURES))


def _picture(photo: dict[str, Any]) -> Picture | None:
    """A photo in the best size that is kept; none while there is not any."""
    for size in ("2000", "1200", "800", "standin"):
        name = f"photos/{photo['digest']}-{size}.jpg"
        if default_storage.exists(name):
            return Picture(
                address=settings.MEDIA_URL + name,
                alt=photo["alt"],
                author=photo["author"],
                licence=str(Licence(photo["licence"]).label),
                is_tall=photo.get("height", 0) > photo.get("width", 0),
                focus=focus_classes(photo.get("focal_x", 0.5), photo.get("focal_y", 0.5)),
            )
    return None


def room_mm(visit: ItineraryStop, column: Column) -> int:
    """About how many millimetres the stop's page has left above its text.

    A guess from the number of letters, on the careful side: a page that is fuller than guessed
    flows on to the next.
    """
    document = visit.village.document if visit.village else {}
    gaps = 0.45 * len(document.get("story", [])) + 0.4 * len(visit.offers) + 1.5
    texts = [*document.get("story", []), document.get("summary", "") + 20 * " ", *visit.notices]
    for card in visit.offers:
        texts += [f"{card.offer['title']} · {card.kind}", card.offer["description"] or ""]
        texts.append(" · ".join(f"{fact.label}: {fact.text}" for fact in card.facts))
    for key, name in (("products", "title"), ("sights", "text")):
        texts += [item[name] for item in document.get(key, [])]
        gaps += 1.9 if document.get(key) else 0
    gaps += 1.9 if visit.offers else 0
    lines = gaps + sum(-(-len(text) // column.letters) for text in texts)
    beside_mm = column.beside + 5 * len(visit.stop["note"]) / 30
    return round(column.page - column.head - max(column.line * lines, beside_mm))
