"""Share cards: the picture of an edition that messengers and social networks show beside its link.

1200 × 630 pixels in the edition's language: title, what and where it is, its photo or its woven
pattern, and where it lies in Latvia and Lithuania. Drawn as SVG with our own faces, made a PNG by
resvg, once, and kept on a shelf of the default storage.
"""

import base64
import hashlib
import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from catalogue import photos
from catalogue.maps.base import base_map
from catalogue.maps.furniture import INSET_EAST, INSET_NORTH, INSET_SOUTH, INSET_WEST, locator_size
from catalogue.maps.geometry import line_path
from catalogue.maps.lettering import FACES, FONTS, text_width
from catalogue.maps.palette import LINEN
from catalogue.maps.projection import Projection, mercator
from catalogue.models import Edition
from catalogue.patterns import mark, woven_pattern
from catalogue.shared_words import SharedWords
from catalogue.shelves import Shelf, make_room

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = 1200, 630  # pixels
MOST_BYTES = 300 * 1024
# A new number when cards are drawn differently: they get new addresses.
VERSION = "1"
SHELF = Shelf("share", most_bytes=300 * 1024 * 1024)
RETRY_AFTER = 10  # seconds, told to whom is sent away

PAPER, INK, MUTED, CLAY, RULE = "#fbf6ec", "#2b2422", "#66594f", "#98492a", "#962a2d"
PICTURE_LEFT = 770  # where the pattern or the photo begins; it runs to the right edge
LEFT, TEXT_WIDTH = 64, 640
TITLE_TOP, TITLE_BOTTOM = 112, 340  # of the capitals of its first line, the baseline of its last
TITLE_SIZES = (112, 100, 92, 84, 76, 70, 64, 58, 52, 46, 42)
TITLE_LEADING = 1.12
CAPITALS = 0.7  # how high capitals are, as a part of the size
MAP_WIDTH, MAP_RIGHT, MAP_BOTTOM = 186.0, 722.0, 588.0

# One card at a time for each process of the server.
_room_to_draw = BoundedSemaphore(1)
PATIENCE = 5  # seconds that a request waits for others to be done
SECONDS = 15  # a card takes half of one, on a machine that does much else twenty times as long


class Busy(Exception):
    """The card cannot be drawn just now; ask again in `RETRY_AFTER` seconds."""


@dataclass(frozen=True)
class Told:
    """What a card says of an edition beside its title.

    `over` is one line above the title, `under` one below. The pattern is woven of `theme`, `motif`
    and `seed`. `photo` is a photo's part of a document. `line` is a way: (longitude, latitude)
    points in their order.
    """

    over: str
    under: str
    theme: str
    motif: str
    seed: str
    photo: dict[str, Any] | None = None
    line: Sequence[tuple[float, float]] = ()


_tellers: dict[str, Callable[[Edition, SharedWords], Told]] = {}


def register(kind: str, teller: Callable[[Edition, SharedWords], Told]) -> None:
    """Let a room say what cards of its `kind` tell; it is asked with the language active."""
    _tellers[kind] = teller


def told_of(edition: Edition, words: SharedWords) -> Told:
    with override(edition.language):
        if edition.kind in _tellers:
            return _tellers[edition.kind](edition, words)
        return Told("", "", edition.kind, "star", edition.document.get("code") or edition.slug)


# --- Addresses ------------------------------------------------------------------------------------


def address_of_card(edition: Edition, words: SharedWords) -> str:
    """The address of an edition's card; another one when a shared word on it changes.

    Empty for a draft, which nobody can share.
    """
    if edition.pk is None:
        return ""
    mark_of_words = _mark(told_of(edition, words))
    return f"{reverse('share-card', args=[edition.digest])}?v={mark_of_words}"


def _mark(told: Told) -> str:
    """Tells what the card says beside what its edition says already."""
    return hashlib.sha256(f"{VERSION}\n{told}".encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Card:
    """A finished card; `mark` is the `v` of the address that it will always have."""

    png: bytes
    mark: str


def card_of(edition: Edition, words: SharedWords) -> Card:
    """The card, from the shelf or drawn now. Raises Busy while others are being drawn."""
    told = told_of(edition, words)
    card_mark = _mark(told)
    name = f"{SHELF.folder}/{edition.digest}-{card_mark}.png"
    if (png := _from_shelf(name)) is not None:
        return Card(png, card_mark)
    if not _room_to_draw.acquire(timeout=PATIENCE):
        raise Busy
    try:
        if (png := _from_shelf(name)) is None:  # someone else may have drawn it meanwhile
            png = draw(edition, told)
            photos.put(default_storage, name, png)
            make_room(default_storage, SHELF, newest=name)
    finally:
        _room_to_draw.release()
    return Card(png, card_mark)


def _from_shelf(name: str) -> bytes | None:
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


# --- Drawing --------------------------------------------------------------------------------------


def draw(edition: Edition, told: Told) -> bytes:
    """The card as a PNG of at most 300 KB. Raises Busy when it cannot be had now."""
    with override(edition.language):
        photo = _photo_data(told.photo) if told.photo else ""
        svg = _svg(edition, told, photo)
    asked = {
        "svg": svg,
        "fonts": [str(FONTS / FACES[face].file) for face in ("text", "strong", "display")],
        "most_bytes": MOST_BYTES,
        "has_photo": bool(photo),
    }
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "catalogue.rasterizing"],
            input=json.dumps(asked).encode(),
            cwd=settings.BASE_DIR,
            capture_output=True,
            check=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        logger.error("A share card of %s took longer than %s s", edition.digest, SECONDS)
        raise Busy from None
    except subprocess.CalledProcessError as failed:
        logger.error("No share card of %s: %s", edition.digest, failed.stderr.decode()[-500:])
        raise Busy from None
    return ended.stdout


def _svg(edition: Edition, told: Told, photo: str) -> str:
    title = fitted(edition.title)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        _picture(told, photo),
        f'<rect x="{PICTURE_LEFT - 8}" width="8" height="{HEIGHT}" fill="{RULE}"/>',
        _text(LEFT, 84, _one_line(told.over, "strong", 28), "strong", 28, CLAY),
    ]
    baseline = TITLE_TOP + 12 + title.size * CAPITALS
    for line in title.lines:
        parts.append(_text(LEFT, baseline, line, "display", title.size, INK))
        baseline += title.size * TITLE_LEADING
    under = baseline - title.size * TITLE_LEADING + 36 + 0.22 * title.size
    parts.append(_text(LEFT, under, _one_line(told.under, "text", 28), "text", 28, MUTED))
    parts += _name_of_the_site()
    parts.append(_map(edition.document, told))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' xml:lang="{edition.language}">{"".join(parts)}</svg>'
    )


def _text(
    x: float, y: float, text: str, face: str, size: float, colour: str, anchor: str = "start"
) -> str:
    facts = FACES[face]
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{facts.family}" font-weight="{facts.weight}"'
        f' font-size="{size:g}" fill="{colour}" text-anchor="{anchor}">{_plain(text)}</text>'
    )


def _plain(text: str) -> str:
    """Safe in XML, which knows no control letters."""
    return escape("".join(letter if letter.isprintable() else " " for letter in text))


@dataclass(frozen=True)
class Fitted:
    size: float
    lines: list[str]


def fitted(title: str) -> Fitted:
    """A title as large as its room allows, in lines of about one length; at last it is cut."""
    words = "".join(letter if letter.isprintable() else " " for letter in title).split()
    for size in TITLE_SIZES:
        lines = _lines(words, size, TEXT_WIDTH)
        if len(lines) <= _most_lines(size) and all(
            text_width(line, "display", size) <= TEXT_WIDTH for line in lines
        ):
            return Fitted(size, _balanced(words, size, lines))
    size = TITLE_SIZES[-1]
    lines = _lines(words, size, TEXT_WIDTH)
    if len(lines) > (most := _most_lines(size)):
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return Fitted(size, [_one_line(line, "display", size) for line in lines])


def _most_lines(size: float) -> int:
    room = TITLE_BOTTOM - TITLE_TOP - CAPITALS * size
    return 1 + int(room / (TITLE_LEADING * size))


def _lines(words: Sequence[str], size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, "display", size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _balanced(words: Sequence[str], size: float, lines: list[str]) -> list[str]:
    """The same number of lines, as narrow as they can be."""
    width = float(TEXT_WIDTH)
    while width > 200:
        width -= 20
        narrower = _lines(words, size, width)
        if len(narrower) > len(lines) or any(
            text_width(line, "display", size) > width for line in narrower
        ):
            break
        lines = narrower
    return lines


def _one_line(text: str, face: str, size: float, width: float = TEXT_WIDTH) -> str:
    """The text, or as much of it as there is room for."""
    if text_width(text, face, size) <= width:
        return text
    while text and text_width(f"{text}…", face, size) > width:
        text = text[:-1]
    return text.rstrip(" ,.;:·–-(„“") + "…"


def _picture(told: Told, photo: str) -> str:
    x, width = PICTURE_LEFT, WIDTH - PICTURE_LEFT
    if not photo:
        sash = woven_pattern(told.theme, told.motif, told.seed, hanging=True)
        return sash.replace("<svg ", f'<svg x="{x}" width="{width}" height="{HEIGHT}" ', 1)
    assert told.photo is not None
    credit = _("Photo: %(author)s") % {"author": told.photo.get("author", "")}
    credit = _one_line(f"{credit} · {told.photo.get('licence', '')}", "text", 17, width - 40)
    label = text_width(credit, "text", 17) + 20
    return (
        f'<image x="{x}" width="{width}" height="{HEIGHT}" xlink:href="{photo}"/>'
        f'<rect x="{WIDTH - label:g}" y="{HEIGHT - 30}" width="{label:g}" height="30"'
        f' fill="{PAPER}" fill-opacity=".88"/>'
        + _text(WIDTH - 10, HEIGHT - 10, credit, "text", 17, INK, anchor="end")
    )


def _photo_data(photo: dict[str, Any]) -> str:
    """The part of the photo around its focal point that fills the picture, as a data address.

    Empty when the storage has lost the photo: the card then wears the pattern.
    """
    try:
        with storages["private"].open(photos.original_name(photo["digest"])) as original:
            return _cropped(original, photo)
    except FileNotFoundError:
        logger.warning("No original of photo %s for a share card", photo["digest"])
        return ""


def _cropped(original: Any, photo: dict[str, Any]) -> str:
    width, height = WIDTH - PICTURE_LEFT, HEIGHT
    with Image.open(original, formats=("JPEG",)) as image:
        image.draft("RGB", (2 * width, 2 * height))  # decoded no larger than is needed
        scale = max(width / image.width, height / image.height)
        left, right = _stretch(photo.get("focal_x", 0.5), width / scale, image.width)
        top, bottom = _stretch(photo.get("focal_y", 0.5), height / scale, image.height)
        box = (left, top, right, bottom)
        picture = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS, box)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=92)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _stretch(focus: float, shown: float, whole: int) -> tuple[float, float]:
    """Where to cut so that so many pixels are left around the focal point, 0 to 1 of the whole."""
    start = max(0.0, min(focus * whole - shown / 2, whole - shown))
    return start, min(start + shown, float(whole))


def _name_of_the_site() -> list[str]:
    star = mark(RULE, LINEN.clay).replace(
        "<svg ", f'<svg x="{LEFT}" y="516" width="64" height="64" '
    )
    name, where = _("Theme villages"), _("Latgale · Aukštaitija")
    return [
        star,
        _text(LEFT + 82, 544, name, "strong", 27, INK),
        _text(LEFT + 82, 576, where, "text", 22, MUTED),
    ]


@cache
def _countries() -> tuple[Projection, str]:
    """Latvia and Lithuania as small as they stand on a card."""
    width, height = locator_size(MAP_WIDTH)
    box = (MAP_RIGHT - width, MAP_BOTTOM - height, MAP_RIGHT, MAP_BOTTOM)
    inset = Projection(
        (INSET_WEST + INSET_EAST) / 2,
        (mercator(INSET_SOUTH) + mercator(INSET_NORTH)) / 2,
        width / (INSET_EAST - INSET_WEST),
        box,
    )
    land = ""
    for code, rings in base_map().locator.items():
        data = "".join(line_path(inset.all_plane(ring.points), closed=True) for ring in rings)
        land += (
            f'<path d="{data}" fill="{LINEN.inset_land[code]}" stroke="{LINEN.clay}"'
            ' stroke-width="1.2" stroke-linejoin="round"/>'
        )
    return inset, land


def _map(document: dict[str, Any], told: Told) -> str:
    points = _points_of(document)
    if not points:
        return ""
    inset, land = _countries()
    parts = [land]
    if len(told.line) > 1:
        way = line_path([inset.point(place) for place in told.line])
        parts.append(
            f'<path d="{way}" fill="none" stroke="{LINEN.route}" stroke-width="3"'
            ' stroke-linejoin="round" stroke-linecap="round"/>'
        )
    radius = 8 if len(points) == 1 else 4
    for place in points:
        x, y = inset.point(place)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{LINEN.route}"'
            f' stroke="#ffffff" stroke-width="{radius / 3:.1f}"/>'
        )
    parts.append(_text(MAP_RIGHT, HEIGHT - 20, "© OpenStreetMap", "text", 13, MUTED, anchor="end"))
    return "".join(parts)


def _points_of(document: dict[str, Any]) -> list[tuple[float, float]]:
    """The stops of a route, or the places of anything else."""
    if "days" in document:
        found = [stop["point"] for day in document["days"] for stop in day["stops"]]
    else:
        found = document.get("places") or [document.get("point")]
    return [(point["longitude"], point["latitude"]) for point in found if point]
