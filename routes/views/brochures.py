"""Brochures of routes: the page to print, and its PDF."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.models.edition import Kind
from catalogue.pages import (
    Page,
    show,
    site_address,
    words_of,
)
from catalogue.reading import Found
from catalogue.views.items import show_item
from routes.brochures import making
from routes.brochures.content import brochure_of


@kept
def route_brochure(request: HttpRequest, slug: str) -> HttpResponse:
    return _below(show_item(request, Kind.ROUTE, slug, draw_brochure), "brochure/")


def route_brochure_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _below(show_item(request, Kind.ROUTE, slug, draw_brochure_pdf), "brochure.pdf")


def _below(response: HttpResponse, ending: str) -> HttpResponse:
    """An old address of a route's brochure leads to the brochure, not only to the route."""
    if isinstance(response, HttpResponsePermanentRedirect):
        return HttpResponsePermanentRedirect(response.url + ending)
    return response


def draw_brochure(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The route laid out for paper: for a browser's own printing, and for the PDF."""
    edition = found.edition
    words = words_of(request, edition.language)
    page = _brochure_page(found, title=_("Brochure: %(title)s") % {"title": edition.title})
    page.is_preview = is_preview
    brochure = brochure_of(edition, words, site_address(request))
    context = {"brochure": brochure, "route_address": edition.get_absolute_url()}
    return show(request, "routes/brochure.html", page, context)


def draw_brochure_pdf(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The brochure's page as PDF/UA, made once; 503 and a clear page when that cannot be."""
    edition = found.edition
    page = draw_brochure(request, found, is_preview)
    address = site_address(request) + edition.get_absolute_url() + "brochure/"
    try:
        job = making.job_for(
            page.content.decode(), address, language=edition.language, title=edition.title
        )
        stored = making.pdf_of(job)
    except making.BrochureFailed as failure:
        return _no_brochure_now(request, found, failure)
    return HttpResponse(
        stored.read(),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{edition.slug}.pdf"',
            "Content-Language": edition.language,
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
            "ETag": f'"{stored.digest}"',
            "X-Robots-Tag": "noindex",
        },
    )


def _no_brochure_now(
    request: HttpRequest, found: Found, failure: making.BrochureFailed
) -> HttpResponse:
    """An apology in the reader's language, with the other ways to the same brochure."""
    page = _brochure_page(found, title=_("The PDF is not ready"))
    if isinstance(failure, making.BrochureBusy):
        page.description = _("Other brochures are being made just now. Try again in half a minute.")
    else:
        page.description = _("The PDF could not be made. We have been told, and look into it.")
    context = {"edition": found.edition, "route_address": found.edition.get_absolute_url()}
    response = show(request, "routes/brochure_unavailable.html", page, context, status=503)
    response.headers["Retry-After"] = str(making.RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _brochure_page(found: Found, title: str) -> Page:
    return Page(
        title=title,
        description=found.edition.document["summary"],
        addresses={code: address + "brochure/" for code, address in found.addresses.items()},
        section="routes",
        may_be_indexed=False,
        language=found.edition.language,
    )
