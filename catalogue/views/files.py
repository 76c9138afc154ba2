"""Files the site makes itself: patterns, maps, pictures, sitemap, robots."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override

from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.pages import in_every_language, site_address
from catalogue.patterns import woven_pattern

FOREVER = "public, max-age=31536000, immutable"
# Part of a map's address: a new number when the renderer draws differently.
MAP_VERSION = "1"


def pattern(request: HttpRequest, theme: str, motif: str, seed: str) -> HttpResponse:
    """The woven pattern of a village without a photo."""
    svg = woven_pattern(theme, motif, seed)
    return HttpResponse(
        svg, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )


def edition_map(request: HttpRequest, version: str, digest: str) -> HttpResponse:
    """The map of an edition, filed under the edition's digest: it never goes stale."""
    from catalogue.edition_maps import draw

    edition = Edition.objects.filter(digest=digest).order_by("pk").first()
    if edition is None or version != MAP_VERSION:
        raise Http404
    name = f"maps/{version}/{digest}.svg"
    if not default_storage.exists(name):
        with override(edition.language):
            svg = draw(edition)
        if svg is None:
            raise Http404
        default_storage.save(name, ContentFile(svg.encode()))
    return FileResponse(
        default_storage.open(name),
        content_type="image/svg+xml",
        headers={"Cache-Control": FOREVER},
    )


def media(request: HttpRequest, name: str) -> HttpResponse:
    """A file visitors may have: renditions of photos and stored maps, named by their digest."""
    if (
        ".." in name
        or not name.startswith(("photos/", "maps/"))
        or not default_storage.exists(name)
    ):
        raise Http404
    return FileResponse(default_storage.open(name), headers={"Cache-Control": FOREVER})


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page there is, with the day it last changed and its other languages."""
    site = site_address(request)
    groups: dict[tuple[str, int], list[Edition]] = {}
    editions = Edition.objects.current().only(
        "kind", "source_id", "language", "slug", "published_at"
    )
    for edition in editions.order_by("kind", "source_id", "language").iterator():
        groups.setdefault((edition.kind, edition.source_id), []).append(edition)
    steady = [
        in_every_language(name)
        for name in ("home", "village-list", "theme-list", "route-list", "event-list", "about")
    ]
    return render(
        request,
        "sitemap.xml",
        {"site": site, "steady": steady, "groups": groups.values()},
        content_type="application/xml",
    )


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: /{code}/admin/" for code in LANGUAGES)]
    lines.append(f"Sitemap: {site_address(request)}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))
