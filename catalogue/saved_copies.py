"""Saved copies: one file of html that is whole by itself, for a phone without a network.

Everything is inside: the site's style sheet and faces, the map, the photos. The file asks nobody
for anything, and a policy of its own holds it to that.

No copy is larger than `MOST_BYTES`. Words come first; photos get what room is left. The first photo
stands 800 pixels wide and all others 480, as WebP. Where that is too much, the heaviest photo steps
down one size, and again the heaviest then, as far as 320 pixels; only when all are that small, the
last photos stay behind, and the copy says how many.
"""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from mimetypes import guess_type
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

from catalogue import photos
from catalogue.edition_maps import stored_map
from catalogue.models import Edition
from catalogue.models.edition import Kind

MOST_BYTES = 2_000_000
CAPTION = 800  # bytes around a photo: what it shows, by whom, under which licence
LEAD_WIDTH, WIDTH = 800, 480  # pixels

ENDING = "save.html"  # of the address, below the item's own
# What a copy may do once it lies on somebody's phone: look as it does, and nothing else.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)

_STATIC = settings.BASE_DIR / "static"
_STYLE_SHEETS = ("css/site.css", "css/village.css", "css/saved.css")
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_STYLE_OF_SVG = re.compile(r"<style>.*?</style>", re.DOTALL)


def data_address(content: bytes, content_type: str) -> str:
    """`content` as an address of its own (RFC 2397)."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode('ascii')}"


@cache
def style() -> SafeString:
    """The site's style and what only copies need, with faces and pictures inside."""
    return mark_safe("\n".join(_inlined(name) for name in _STYLE_SHEETS))  # noqa: S308 - our own


def _inlined(sheet: str) -> str:
    path = _STATIC / sheet

    def embedded(found: re.Match[str]) -> str:
        if found[1].startswith(("data:", "#")):
            return found[0]
        return f'url("{own_file(str((path.parent / found[1]).resolve().relative_to(_STATIC)))}")'

    return _URL.sub(embedded, _BLANKS.sub(" ", _COMMENT.sub("", path.read_text())))


@cache
def own_file(name: str) -> str:
    """One of the site's own files, such as img/favicon.svg, as an address that holds it."""
    kind = "font/woff2" if name.endswith(".woff2") else guess_type(name)[0]
    return data_address((_STATIC / name).read_bytes(), kind or "application/octet-stream")


def map_inside(edition: Edition) -> SafeString | None:
    """The edition's map, to stand in the copy; None without a place.

    Its ids begin with `map-`. It is the map that pages show, without the faces, which the copy has.
    """
    name = stored_map(edition)
    if name is None:
        return None
    with default_storage.open(name) as file:
        svg = _STYLE_OF_SVG.sub("", file.read().decode())
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 - drawn by our own code


# --- Photos ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SavedPicture:
    """A photo in the size for which there is room."""

    address: str  # with the picture in it
    width: int
    height: int


@dataclass
class Album:
    """The photos of a copy, by digest, and how many stayed behind."""

    pictures: dict[str, SavedPicture] = field(default_factory=dict)
    left_out: int = 0

    @property
    def size(self) -> int:
        """Bytes that the pictures take in the copy."""
        return sum(len(picture.address) for picture in self.pictures.values())


def album_of(shown: Sequence[dict[str, Any]], most: int) -> Album:
    """Those of the photos (parts of editions' documents) that fit into `most` bytes.

    A photo of which there is no file is left out, too.
    """
    asked = {photo["digest"]: photo for photo in shown}
    smaller = {
        digest: _sizes(photo, WIDTH if number else LEAD_WIDTH)
        for number, (digest, photo) in enumerate(asked.items())
    }
    chosen = {digest: size for digest in asked if (size := next(smaller[digest], None))}
    album = Album(chosen)
    while chosen and album.size > most:
        for digest in sorted(chosen, key=lambda digest: -len(chosen[digest].address)):
            if size := next(smaller[digest], None):
                chosen[digest] = size
                break
        else:
            chosen.popitem()
    album.left_out = len(asked) - len(chosen)
    return album


def _sizes(photo: dict[str, Any], wished: int) -> Iterator[SavedPicture]:
    """The photo from the size wished for down to the smallest; a file is read when asked for."""
    digest, width = photo["digest"], photo["width"]
    last = None
    for one in sorted({_shown(width, wished), _shown(width, WIDTH)}, reverse=True):
        if content := _read(photos.rendition_name(digest, one, "webp")):
            last = _picture(content, "image/webp", one, photo)
            yield last
    if last is None and (content := _read(photos.stand_in_name(digest))):
        last = _picture(content, "image/jpeg", min(photos.STAND_IN_WIDTH, width), photo)
        yield last
    if last and width > photos.POCKET_WIDTH and (content := photos.pocket_size(digest)):
        picture = _picture(content, "image/webp", photos.POCKET_WIDTH, photo)
        if len(picture.address) < len(last.address):
            yield picture


def _shown(width: int, wished: int) -> int:
    """The width of the rendition that comes nearest to the one wished for, from above."""
    return next(one for one in photos.widths_of(width) if one >= min(wished, width))


def _picture(content: bytes, kind: str, width: int, photo: dict[str, Any]) -> SavedPicture:
    height = photos.height_at(width, photo["width"], photo["height"])
    return SavedPicture(data_address(content, kind), width, height)


def _read(name: str) -> bytes | None:
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


# --- The file -------------------------------------------------------------------------------------


def copy_within_limit(shown: Sequence[dict[str, Any]], draw: Callable[[Album], str]) -> bytes:
    """What `draw` draws with as many of the photos as fit, in sizes that fit."""
    content = draw(Album()).encode()
    room = MOST_BYTES - len(content) - CAPTION * len(shown)
    while shown:
        album = album_of(shown, room)
        content = draw(album).encode()
        if len(content) <= MOST_BYTES or not album.pictures:
            break
        room -= len(content) - MOST_BYTES
    return content


def file_response(content: bytes, edition: Edition) -> HttpResponse:
    """The copy as a file to keep; whoever opens it at once sees it under its own policy."""
    return HttpResponse(
        content,
        content_type="text/html; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(edition, "html")}"',
            "Content-Language": edition.language,
            "Content-Security-Policy": POLICY,
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
            "X-Robots-Tag": "noindex",
        },
    )


def file_name(edition: Edition, ending: str) -> str:
    """A name under which someone finds the file again: what it is about, and in which language."""
    return f"{edition.slug}-{edition.language}.{ending}"


# What a copy takes beside its style and photos, on average of the real villages and routes.
_VILLAGE, _ROUTE, _STOP = 28_000, 20_000, 7_500  # bytes; a map and its words


def about_bytes(edition: Edition, shown: Sequence[dict[str, Any]]) -> int:
    """Roughly how large the copy with the photos `shown` will be, words and map to within a fifth.

    For pages that offer it: drawing the copy to weigh it would cost more than the page.
    """
    words = _VILLAGE
    if edition.kind == Kind.ROUTE:
        words = _ROUTE + _STOP * sum(len(day["stops"]) for day in edition.document["days"])
    taken = sum(
        _weight(photo, WIDTH if number else LEAD_WIDTH) for number, photo in enumerate(shown)
    )
    return min(MOST_BYTES, len(style()) + words + taken * 4 // 3)


def _weight(photo: dict[str, Any], wished: int) -> int:
    digest, shown = photo["digest"], _shown(photo["width"], wished)
    for name in (photos.rendition_name(digest, shown, "webp"), photos.stand_in_name(digest)):
        try:
            return default_storage.size(name)
        except FileNotFoundError:
            continue
    return 0
