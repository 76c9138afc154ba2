"""What search engines are told: every page, its languages, and when it last changed."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from catalogue.current_editions import CURRENT
from catalogue.models.edition import Kind, address_of
from catalogue.pages import in_every_language, site_address

ALWAYS_THERE = (
    "home",
    "village-list",
    "village-map",
    "theme-list",
    "route-list",
    "event-list",
    "event-archive",
    "about",
    "privacy",
    "api",
    "embed-compose",
)
# Items of one sitemap; each stands in it up to three times, and 50,000 addresses is the most.
ITEMS_PER_SITEMAP = 10_000
MOST_SITEMAPS = 1000  # of ten million items; a larger number would only trouble the database
_SITEMAP = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="{1}"{2}>\n{3}</{0}>\n'
_SITEMAP_WORDS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page there is; or the list of sitemaps, when one cannot hold all pages."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM"  # noqa: S608 - made of our own words only
            f" (SELECT DISTINCT kind, source_id FROM catalogue_edition WHERE {CURRENT}) AS item"
        )
        parts = -(-cursor.fetchone()[0] // ITEMS_PER_SITEMAP)
    if parts <= 1:
        return sitemap_part(request, 1)
    site = escape(site_address(request))
    entries = (
        f"<sitemap><loc>{site}{reverse('sitemap-part', args=[number])}</loc></sitemap>\n"
        for number in range(1, parts + 1)
    )
    return _xml(_SITEMAP.format("sitemapindex", _SITEMAP_WORDS, "", "".join(entries)))


def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """Pages with their other languages, and items with the day they last changed.

    The first part begins with the pages that are always there; 404 beyond the last part.
    """
    if not 1 <= number <= MOST_SITEMAPS:
        raise Http404
    site = escape(site_address(request))
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS_OF_A_PART, [ITEMS_PER_SITEMAP, (number - 1) * ITEMS_PER_SITEMAP])
        rows = cursor.fetchall()
    entries: list[str] = []
    has_stories = False
    if number == 1:
        for addresses in map(in_every_language, ALWAYS_THERE):
            entries += _sitemap_entries(site, addresses, {})
    elif not rows:
        raise Http404
    for _item, group in groupby(rows, key=lambda row: row[:2]):
        editions = [(kind, *rest) for kind, _source_id, *rest in group]
        if editions[0][0] == Kind.STORY and not has_stories:
            has_stories = True  # their list is no page to be found while it is empty
            entries += _sitemap_entries(site, in_every_language("story-list"), {})
        entries += _sitemap_entries(
            site,
            {code: address_of(kind, code, slug) for kind, code, slug, _published_at in editions},
            {code: published_at for _kind, code, _slug, published_at in editions},
        )
    return _xml(_SITEMAP.format("urlset", _SITEMAP_WORDS, _XHTML, "".join(entries)))


_ITEMS_OF_A_PART = f"""
    SELECT kind, source_id, language, slug, published_at
    FROM catalogue_edition JOIN (
        SELECT DISTINCT kind, source_id FROM catalogue_edition WHERE {CURRENT}
        ORDER BY kind, source_id LIMIT %s OFFSET %s
    ) AS item USING (kind, source_id)
    WHERE {CURRENT}
    ORDER BY kind, source_id, language
"""  # noqa: S608 - made of our own words only


def _sitemap_entries(
    site: str, addresses: dict[str, str], changed: dict[str, datetime]
) -> Iterator[str]:
    """An entry for each language; addresses are ASCII of our own and need no escaping."""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{site}{address}"/>'
        for code, address in addresses.items()
    )
    for code, address in addresses.items():
        day = f"<lastmod>{changed[code]:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if code in changed else ""
        yield f"<url><loc>{site}{address}</loc>{day}{others}</url>\n"


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml")
