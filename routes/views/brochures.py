"""Brochures: the page to print in the format asked for, and its PDF for the purpose asked for."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.models.edition import Kind
from catalogue.pages import Page, in_every_language, show, site_address, words_of
from catalogue.reading import Found
from catalogue.views.items import show_item
from routes.brochures import laying_out, making
from routes.brochures.content import brochure_of
from routes.brochures.formats import (
    DEFAULT,
    FORMATS,
    VISITORS_PURPOSES,
    Format,
    Purpose,
    formats_for,
)


class NotOffered(ValueError):
    """A format or purpose in the address that nobody offers here."""


@kept
def route_brochure(request: HttpRequest, slug: str) -> HttpResponse:
    return _for_a_route(request, slug, draw_brochure, "brochure/")


def route_brochure_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _for_a_route(request, slug, draw_brochure_pdf, "brochure.pdf")


def _for_a_route(
    request: HttpRequest, slug: str, draw: Callable[..., HttpResponse], ending: str
) -> HttpResponse:
    try:
        format_, purpose = asked_for(request, Kind.ROUTE)
    except NotOffered:
        return _not_offered(request, Kind.ROUTE)
    drawing = partial(draw, format_=format_, purpose=purpose)
    return _below(request, show_item(request, Kind.ROUTE, slug, drawing), ending)


def asked_for(request: HttpRequest, subject: str) -> tuple[Format, Purpose]:
    """The format and purpose in the address, or what is usual; raises NotOffered.

    Files for print shops are given to staff only, by other doors.
    """
    usual = formats_for(subject)[0].key
    found = FORMATS.get(request.GET.get("format", usual))
    purpose = request.GET.get("for", Purpose.SCREEN)
    if found is None or found.subject != subject or purpose not in VISITORS_PURPOSES:
        raise NotOffered
    return found, Purpose(purpose)


def _below(request: HttpRequest, response: HttpResponse, ending: str) -> HttpResponse:
    """An old address of a route's brochure leads to the brochure, not only to the route."""
    if isinstance(response, HttpResponsePermanentRedirect):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(response.url + ending + (f"?{query}" if query else ""))
    return response


def draw_brochure(
    request: HttpRequest,
    found: Found,
    is_preview: bool,
    format_: Format = DEFAULT,
    purpose: Purpose = Purpose.SCREEN,
) -> HttpResponse:
    """The route laid out for paper, for a browser's own printing."""
    edition = found.edition
    site = site_address(request)
    words = words_of(request, edition.language)
    page = _brochure_page(found, title=_("Brochure: %(title)s") % {"title": edition.title})
    page.is_preview = is_preview
    brochure = brochure_of(edition, words, site, format_)
    return show(
        request,
        format_.template,
        page,
        laying_out.context_of(brochure, format_, purpose, site),
    )


def draw_brochure_pdf(
    request: HttpRequest,
    found: Found,
    is_preview: bool,
    format_: Format = DEFAULT,
    purpose: Purpose = Purpose.SCREEN,
) -> HttpResponse:
    """The brochure as a PDF, made once; 503 and a clear page when that cannot be."""
    edition = found.edition
    site = site_address(request)
    brochure = brochure_of(edition, words_of(request, edition.language), site, format_)
    try:
        stored = making.pdf_of(laying_out.job_of(brochure, format_, purpose, site))
    except making.BrochureFailed as failure:
        return _no_brochure_now(request, found, failure)
    name = edition.slug if format_ is DEFAULT else f"{edition.slug}-{format_.key}"
    return HttpResponse(
        stored.read(),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
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
    context = {
        "edition": found.edition,
        "route_address": found.edition.get_absolute_url(),
        "query": request.META.get("QUERY_STRING", ""),
        "styles": laying_out.APOLOGY_STYLES,
    }
    response = show(request, "routes/brochure_unavailable.html", page, context, status=503)
    response.headers["Retry-After"] = str(making.RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _not_offered(request: HttpRequest, subject: str) -> HttpResponse:
    """A clear page, 400, for an address with a format or purpose that nobody offers here."""
    page = Page(
        title=_("There is no such brochure"),
        description=_("The address asks for a format that we do not print. These we do:"),
        addresses=in_every_language(f"{subject}-list"),
        section=f"{subject}s",
        may_be_indexed=False,
    )
    context = {"formats": formats_for(subject), "address": request.path}
    return show(request, "routes/brochure_not_offered.html", page, context, status=400)


def _brochure_page(found: Found, title: str) -> Page:
    return Page(
        title=title,
        description=found.edition.document["summary"],
        addresses={code: address + "brochure/" for code, address in found.addresses.items()},
        section="routes",
        may_be_indexed=False,
        language=found.edition.language,
    )
