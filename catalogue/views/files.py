"""Files the site makes itself: patterns, maps, pictures, robots."""

import gzip
import hashlib
import re
from typing import Any

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalogue import photos, recordings
from catalogue.edition_maps import MAP_VERSION, stored_map
from catalogue.languages import LANGUAGES
from catalogue.maps.file import base_version, packed_base_map
from catalogue.models import Edition, ShortCode
from catalogue.pages import site_address
from catalogue.patterns import WIDE, woven_pattern
from catalogue.qr_codes import qr_svg
from catalogue.ranges import file_or_part

FOREVER = "public, max-age=31536000, immutable"

_PUBLIC_TYPES = {**photos.CONTENT_TYPES, **recordings.CONTENT_TYPES, "svg": "image/svg+xml"}
_PUBLIC_FILE = re.compile(
    r"(?:guides/[0-9a-f]{64}\.(?=mp3|m4a|ogg|weba|mp4|webm|vtt)"
    r"|photos/[0-9a-f]{64}-(?:standin\.(?=jpg)|[1-9][0-9]{0,3}\.(?=avif|webp|jpg))"
    r"|maps/[-a-zA-Z0-9_]+/[0-9a-f]{64}\.(?=svg))(?P<extension>[a-z0-9]+)"
)
LONGEST_NAME = 120  # file systems refuse what is far longer
# An SVG opened by itself may style itself and do nothing else.
PICTURE_ONLY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


# Shapes in which pages hang a pattern: on a card, across a page, down beside the title.
PATTERN_SHAPES: dict[str, dict[str, Any]] = {
    "card": {},
    "wide": {"across": WIDE},
    "hanging": {"hanging": True},
}


def pattern(request: HttpRequest, shape: str, theme: str, motif: str, seed: str) -> HttpResponse:
    """The woven pattern of a village without a photo."""
    if shape not in PATTERN_SHAPES:
        raise Http404
    svg = woven_pattern(theme, motif, seed, **PATTERN_SHAPES[shape])
    return HttpResponse(
        svg, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )


def edition_map(request: HttpRequest, version: str, digest: str) -> HttpResponseBase:
    """The map of an edition, filed under the edition's digest: it never goes stale."""
    edition = Edition.objects.filter(digest=digest).order_by("pk").first()
    if edition is None or version != MAP_VERSION:
        raise Http404
    name = stored_map(edition)
    if name is None:
        raise Http404
    return FileResponse(
        default_storage.open(name),
        content_type="image/svg+xml",
        headers={"Cache-Control": FOREVER},
    )


@require_safe
def qr_code(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of an item's permanent address, for pages that are printed."""
    if not ShortCode.objects.filter(code=code).exists():
        raise Http404
    address = f"{site_address(request)}/k/{code}"
    return HttpResponse(
        qr_svg(address, address),
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=86400", "Content-Security-Policy": PICTURE_ONLY},
    )


@require_safe
def base_map(request: HttpRequest, version: str, language: str) -> HttpResponse:
    """Lakes, rivers, frontiers and towns for a zoomable map, named in `language`."""
    if version != base_version() or language not in LANGUAGES:
        raise Http404
    packed = packed_base_map(language)
    may_be_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        packed if may_be_packed else gzip.decompress(packed),
        content_type="application/geo+json",
        headers={"Cache-Control": FOREVER, "X-Robots-Tag": "noindex"},
    )
    if may_be_packed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file visitors may have: photos, recordings, captions and maps, named by their digest.

    Names are matched whole, so that nothing else in the storage has an address, whatever is put
    there. A photo's size that is not made yet leads to the photo's stand-in, for now.
    """
    if len(name) > LONGEST_NAME or not (found := _PUBLIC_FILE.fullmatch(name)):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        stand_in = photos.stand_in_for(name)
        if stand_in is None or not default_storage.exists(stand_in):
            raise Http404 from None
        return HttpResponseRedirect(
            reverse("media", args=[stand_in]), headers={"Cache-Control": "no-store"}
        )
    # The type follows from the name alone; SecurityMiddleware forbids browsers to guess another.
    return file_or_part(
        request,
        file,
        content_type=_PUBLIC_TYPES[found.group("extension")],
        etag=f'"{hashlib.sha256(name.encode()).hexdigest()[:24]}"',
        headers={"Cache-Control": FOREVER, "Content-Security-Policy": PICTURE_ONLY},
    )


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: /{code}/admin/" for code in LANGUAGES)]
    lines.append(f"Sitemap: {site_address(request)}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))
