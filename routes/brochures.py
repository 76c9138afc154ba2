"""Brochures: a route laid out for paper, and the PDF that is printed from the very same page.

A PDF is filed under a digest of what it says and how it looks. Change a word and it has a new name;
nothing stored ever goes stale, and nothing is drawn twice.
"""

import fcntl
import hashlib
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.edition_maps import draw_for_print
from catalogue.models import Edition, ShortCode
from catalogue.models.edition import Kind
from catalogue.models.partner import Country
from catalogue.models.photo import Licence
from catalogue.patterns import STITCHES_DOWN, woven_pattern
from catalogue.qr_codes import qr_svg
from catalogue.shared_words import SharedWords
from routes.itinerary import Itinerary, ItineraryStop, itinerary_of
from routes.models import Route
from villages.pages import OfferCard
from villages.practical_facts import span_of_minutes

logger = logging.getLogger(__name__)

CHILD = "routes.brochure_process"
SECONDS = 30  # a PDF takes about two
MOST_AT_ONCE = 2  # a child takes some 110 MB
RETRY_AFTER = 20  # seconds, told to whom is sent away

# Width and height on paper; `brochure.css` gives drawings their width.
MAP_MM = (174, 226)
SURROUNDINGS_MM = (78, 66)  # drawn larger than printed, so that its words are small
COVER_MM = (210, 168)
CLOSING_MM = (174, 44)
BAND_WIDTH_MM = 174
LEAST_BAND_MM, MOST_BAND_MM = 20, 66


class BrochureFailed(Exception):
    """The PDF could not be made; the reason is in the log."""


class BrochureBusy(BrochureFailed):
    """As many brochures as may be are being made already."""


# --- What a brochure says -------------------------------------------------------------------------


@dataclass(frozen=True)
class Whereabouts:
    """Where a place is: coordinates as drivers type them, or how roughly it is known."""

    label: str
    decimal: str
    degrees_minutes: str
    within_km: str

    @property
    def is_exact(self) -> bool:
        return not self.within_km


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


def brochure_of(edition: Edition, words: SharedWords, site: str) -> Brochure:
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
        days=days,
        map=_map(edition, MAP_MM, "map"),
        cloth=_cloth(visits, words, COVER_MM, "c"),
        closing=_cloth(visits, words, CLOSING_MM, "e"),
        mode=str(Route.Mode(document["mode"]).label),
        countries=[
            str(Country(code).label) for code in dict.fromkeys(v.stop["country"] for v in visits)
        ],
        partners=sorted(partners, key=lambda partner: not partner["is_lead"]),
        code_address=address,
        qr=qr_svg(address, _("QR code: %(address)s") % {"address": address}),
    )


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
        band=_band(visit, words, min(MOST_BAND_MM, max(LEAST_BAND_MM, room))),
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


# --- Where places are -----------------------------------------------------------------------------


def whereabouts(point: dict[str, Any]) -> Whereabouts:
    """The place for print; coordinates only where they lead to the place (WGS84 degrees)."""
    label = point.get("label") or ""
    if point.get("precision") in ("approximate", "area"):
        within = max(1, round((point.get("radius_m") or 0) / 1000))
        return Whereabouts(label, "", "", str(within))
    # A metre is 0.00001°; the centre of a village is not known to metres.
    digits = 5 if point.get("precision") == "exact" else 4
    north, east = point["latitude"], point["longitude"]
    minutes = f"{_degrees_minutes(north, 'NS', digits)} {_degrees_minutes(east, 'EW', digits)}"
    return Whereabouts(label, f"{north:.{digits}f}, {east:.{digits}f}", minutes, "")


def _degrees_minutes(angle: float, letters: str, digits: int) -> str:
    """Such as “N 56° 03.204′”, which navigation devices take in every language."""
    places = digits - 2
    scale = 10**places
    whole, rest = divmod(round(abs(angle) * 60 * scale), 60 * scale)
    minutes = f"{rest / scale:0{3 + places}.{places}f}′"
    return f"{letters[angle < 0]} {whole}° {minutes}".replace(" ", "\N{NO-BREAK SPACE}")


# --- Cloth ----------------------------------------------------------------------------------------


def _band(visit: ItineraryStop, words: SharedWords, height_mm: int) -> SafeString:
    """The village's sash, lying across the head of its page."""
    across = round(STITCHES_DOWN * BAND_WIDTH_MM / height_mm) | 1
    title = _("Woven pattern of the village: %(title)s") % {"title": visit.stop["title"]}
    sash = _sash(visit, words, across, hanging=False, mark="b")
    return mark_safe(  # noqa: S308 - the pattern is drawn by us, the title is escaped
        sash.replace(
            ' aria-hidden="true">', f' role="img" class="cloth"><title>{escape(title)}</title>', 1
        )
    )


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


def _cloth(
    visits: list[ItineraryStop], words: SharedWords, size_mm: tuple[int, int], mark: str
) -> SafeString:
    """The sashes of all stops, hanging side by side: on the cover, and on the last page."""
    width, height = size_mm
    each = width / max(1, len(visits))
    across = round(STITCHES_DOWN * height / each) | 1
    sashes = "".join(
        _sash(visit, words, across, hanging=True, mark=mark).replace(
            "<svg ", f'<svg x="{index * each:.2f}" width="{each + 0.1:.2f}" height="{height}" ', 1
        )
        for index, visit in enumerate(visits)
    )
    names = ", ".join(visit.stop["title"] for visit in visits)
    title = _("Woven patterns of the stops: %(names)s") % {"names": names}
    return mark_safe(  # noqa: S308 - as above
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' class="cloth"><title>{escape(title)}</title>{sashes}</svg>'
    )


def _sash(
    visit: ItineraryStop, words: SharedWords, across: int, *, hanging: bool, mark: str
) -> str:
    """The pattern of the village's own page; `mark` keeps its ids apart from other drawings."""
    document = visit.stop if "pattern" in visit.stop else visit.village and visit.village.document
    theme, seed = (document or {}).get("theme", ""), (document or {}).get("pattern", "")
    motif = words.themes.get(theme, {}).get("motif", "")
    svg = woven_pattern(theme, motif, seed, across=across, hanging=hanging)
    return re.sub(r'(id="|#)(w[0-9a-f]+)', rf"\1{mark}{visit.stop['number']}\2", svg)


# --- The PDF --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StoredPdf:
    digest: str

    @property
    def name(self) -> str:
        return f"brochures/{self.digest}.pdf"

    def read(self) -> bytes:
        with _storage().open(self.name) as file:
            return file.read()


def pdf_of(html: str, address: str) -> StoredPdf:
    """The PDF of a brochure's page, which stands at the absolute `address`; made once.

    Who asks for a brochure that is just being made waits for it. Raises BrochureBusy when as many
    as may be are being made, BrochureFailed when it could not be made in time or at all.
    """
    stored = StoredPdf(_digest(html))
    storage = _storage()
    if not storage.exists(stored.name):
        with _lock(f"{stored.digest[:2]}.lock", wait=SECONDS):
            if not storage.exists(stored.name):
                with _workplace():
                    pdf = _made(html, address)
                _keep(storage, stored.name, pdf)
    return stored


def _storage() -> Storage:
    return storages["private"]


def _digest(html: str) -> str:
    """Changes with every word, with the style sheet, and with the program that prints."""
    parts = (html, _style_sheet().read_text(), version("weasyprint"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _style_sheet() -> Path:
    return Path(str(finders.find("css/brochure.css")))


def _made(html: str, address: str) -> bytes:
    """The PDF's bytes, out of a child process that ends with this call, whatever happens."""
    own = {settings.STATIC_URL: [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]}
    own.setdefault(settings.MEDIA_URL, []).append(settings.MEDIA_ROOT)
    command = [sys.executable, "-m", CHILD, "--base-url", address]
    command += ["--seconds", str(SECONDS)]
    for prefix, folders in own.items():
        for folder in folders:
            command += ["--own", f"{urlsplit(prefix).path}={folder}"]
    started = time.monotonic()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env=_environment(),
        start_new_session=True,  # a group of its own, to be ended as a whole
    ) as process:
        try:
            pdf, complaints = process.communicate(html.encode(), timeout=SECONDS)
        except subprocess.TimeoutExpired:
            logger.error("The brochure at %s took more than %s s.", address, SECONDS)
            raise BrochureFailed from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if complaints:
        logger.warning("Printing %s: %s", address, complaints.decode(errors="replace")[-4000:])
    if process.returncode or not pdf.startswith(b"%PDF-") or not pdf.rstrip().endswith(b"%%EOF"):
        logger.error("The brochure at %s failed with code %s.", address, process.returncode)
        raise BrochureFailed
    logger.info("Printed %s: %s bytes in %.1f s.", address, len(pdf), time.monotonic() - started)
    return pdf


def _environment() -> dict[str, str]:
    """What the child may know: where programs and fonts are, but no password and no key."""
    let_through = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "FONTCONFIG_FILE")
    return {name: os.environ[name] for name in let_through if name in os.environ} | {
        "LANG": "C.UTF-8"
    }


def _keep(storage: Storage, name: str, pdf: bytes) -> None:
    """File the PDF so that nobody ever meets half of it."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        storage.save(name, ContentFile(pdf))  # object stores show an object only when it is whole
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            file.write(pdf)
            file.close()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


@contextmanager
def _lock(name: str, wait: float) -> Iterator[None]:
    """Hold a lock among all processes of this machine; BrochureBusy after `wait` seconds.

    The system takes it back when its holder dies.
    """
    folder = Path(settings.PRIVATE_ROOT) / "brochures" / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with (folder / name).open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise BrochureBusy from None
                time.sleep(0.05)
        yield


@contextmanager
def _workplace() -> Iterator[None]:
    """One of the few places where a brochure may be made; BrochureBusy when all are taken."""
    for number in range(MOST_AT_ONCE):
        lock = _lock(f"workplace-{number}.lock", wait=0)
        try:
            lock.__enter__()
        except BrochureBusy:
            continue
        try:
            yield
        finally:
            lock.__exit__(None, None, None)
        return
    raise BrochureBusy
