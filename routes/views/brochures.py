"""Brochures: the choice of formats, the page to print, its PDF, and the cards of villages."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.models.edition import Kind
from catalogue.pages import (
    Page,
    home_crumb,
    in_every_language,
    list_crumb,
    show,
    site_address,
    words_of,
)
from catalogue.reading import Found
from catalogue.views.items import led_below, show_item
from routes.brochures import laying_out, making
from routes.brochures.choices import choices_for
from routes.brochures.content import CannotBePrinted, brochure_of, card_of
from routes.brochures.formats import FORMATS, VISITORS_PURPOSES, Format, Purpose, formats_for
from routes.brochures.kept_pdfs import kept_pdf, pdf_response
from routes.brochures.laying_out import Printed, below


class NotOffered(ValueError):
    """A format or purpose in the address that nobody offers here."""


@kept
def route_brochure(request: HttpRequest, slug: str) -> HttpResponse:
    """The route laid out in the format asked for; without one, the formats to choose from."""
    if "format" not in request.GET and "for" not in request.GET:
        found = show_item(request, Kind.ROUTE, slug, draw_choices)
        return led_below(request, found, "brochure/")
    return _for_an_item(request, Kind.ROUTE, slug, draw_brochure, "brochure/")


@kept_pdf
def route_brochure_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _for_an_item(request, Kind.ROUTE, slug, draw_brochure_pdf, "brochure.pdf")


@kept
def village_card(request: HttpRequest, slug: str) -> HttpResponse:
    return _for_an_item(request, Kind.VILLAGE, slug, draw_brochure, "card/")


@kept_pdf
def village_card_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _for_an_item(request, Kind.VILLAGE, slug, draw_brochure_pdf, "card.pdf")


def _for_an_item(
    request: HttpRequest, kind: str, slug: str, draw: Callable[..., HttpResponse], ending: str
) -> HttpResponse:
    try:
        format_, purpose = asked_for(request, kind)
    except NotOffered:
        return _not_offered(request, kind)
    drawing = partial(draw, format_=format_, purpose=purpose)
    return led_below(request, show_item(request, kind, slug, drawing), ending)


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


def draw_choices(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The formats in which a route can be had, each with what it is for."""
    edition, language = found.edition, found.edition.language
    page = Page(
        title=_("Brochures: %(title)s") % {"title": edition.title},
        description=_("The same route for the printer at home, for a pocket, for the wall."),
        addresses={code: address + "brochure/" for code, address in found.addresses.items()},
        other_addresses=found.other_addresses,
        section="routes",
        crumbs=[home_crumb(language), list_crumb(Kind.ROUTE, _("Routes"), language)],
        may_be_indexed=False,
        is_preview=is_preview,
        language=language,
    )
    context = {"edition": edition, "choices": choices_for(edition, found.addresses)}
    return show(request, "routes/brochure_formats.html", page, context)


def draw_brochure(
    request: HttpRequest,
    found: Found,
    is_preview: bool,
    format_: Format,
    purpose: Purpose,
) -> HttpResponse:
    """The item laid out for paper, for a browser's own printing."""
    site = site_address(request)
    try:
        brochure = _brochure(request, found, format_)
    except CannotBePrinted as refusal:
        return _not_of_this(request, found, str(refusal))
    page = _around(found, format_)
    page.is_preview = is_preview
    is_card = found.edition.kind == Kind.VILLAGE
    context = laying_out.context_of(brochure, format_, purpose, site) | {
        "back": _("Back to the village") if is_card else _("Back to the route"),
        "formats_address": "" if is_card else below(brochure.address, "brochure/"),
        "pdf_address": _address(brochure.address, format_, ".pdf"),
        "print_address": _address(brochure.address, format_, ".pdf", Purpose.HOME),
    }
    return show(request, format_.template, page, context)


def _brochure(request: HttpRequest, found: Found, format_: Format) -> Printed:
    edition = found.edition
    words, site = words_of(request, edition.language), site_address(request)
    if edition.kind == Kind.VILLAGE:
        return card_of(edition, words, site)
    return brochure_of(edition, words, site, format_)


def _address(address: str, format_: Format, ending: str, purpose: Purpose = Purpose.SCREEN) -> str:
    """Below the page of a route or village: its brochure or card, as page (“/”) or as “.pdf”."""
    name = "card" if format_.subject == Kind.VILLAGE else "brochure"
    asked = {} if format_.subject == Kind.VILLAGE else {"format": format_.key}
    if purpose != Purpose.SCREEN:
        asked["for"] = purpose.value
    return below(address, name + ending, **asked)


def draw_brochure_pdf(
    request: HttpRequest,
    found: Found,
    is_preview: bool,
    format_: Format,
    purpose: Purpose,
) -> HttpResponse:
    """The brochure as a PDF, made once; 503 and a clear page when that cannot be."""
    edition = found.edition
    try:
        making.refuse_when_busy()
        brochure = _brochure(request, found, format_)
        stored = making.pdf_of(laying_out.job_of(brochure, format_, purpose, site_address(request)))
    except CannotBePrinted as refusal:
        return _not_of_this(request, found, str(refusal))
    except making.BrochureDoesNotFit:
        too_long = _("The texts are too long for this format.")
        return _not_of_this(request, found, too_long)
    except making.BrochureFailed as failure:
        return _no_brochure_now(request, found, format_, failure)
    is_usual = format_ is formats_for(edition.kind)[0] and edition.kind == Kind.ROUTE
    name = edition.slug if is_usual else f"{edition.slug}-{format_.key}"
    return pdf_response(stored, name, edition.language)


def why_not_now(failure: making.BrochureFailed) -> str:
    """Why there is no PDF at the moment, for whoever asked for it."""
    if isinstance(failure, making.BrochureBusy):
        return _("Other brochures are being made just now. Try again in half a minute.")
    return _("The PDF could not be made. We have been told, and look into it.")


def _no_brochure_now(
    request: HttpRequest, found: Found, format_: Format, failure: making.BrochureFailed
) -> HttpResponse:
    """An apology in the reader's language, with the other ways to the same brochure."""
    page = _around(found, format_)
    page.title, page.description = _("The PDF is not ready"), why_not_now(failure)
    address = found.edition.get_absolute_url()
    context = {
        "edition": found.edition,
        "address": address,
        "page_address": _address(address, format_, "/"),
        "pdf_address": request.get_full_path(),
        "styles": laying_out.APOLOGY_STYLES,
    }
    response = show(request, "routes/brochure_unavailable.html", page, context, status=503)
    response.headers["Retry-After"] = str(making.RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _not_of_this(request: HttpRequest, found: Found, refusal: str) -> HttpResponse:
    """A clear page, 404: this format has no room for this route, or a language is missing."""
    address = below(found.edition.get_absolute_url(), "brochure/")
    page = Page(
        title=_("There is no such brochure"),
        description=refusal,
        addresses={code: below(path, "brochure/") for code, path in found.addresses.items()},
        section="routes",
        may_be_indexed=False,
        language=found.edition.language,
    )
    choices = choices_for(found.edition, found.addresses)
    formats = [choice.format for choice in choices if not choice.refusal]
    context = {"formats": formats, "address": address}
    return show(request, "routes/brochure_not_offered.html", page, context, status=404)


def _not_offered(request: HttpRequest, subject: str) -> HttpResponse:
    """A clear page, 400, for an address with a format or purpose that nobody offers here."""
    page = Page(
        title=_("There is no such brochure"),
        description=_(
            "The address asks for a format that we do not print. These are the ones we do:"
        ),
        addresses=in_every_language(f"{subject}-list"),
        section=f"{subject}s",
        may_be_indexed=False,
    )
    context = {"formats": formats_for(subject), "address": request.path}
    return show(request, "routes/brochure_not_offered.html", page, context, status=400)


def _around(found: Found, format_: Format) -> Page:
    """The page around the sheets: its switches keep the format."""
    edition = found.edition
    title = _("Card: %(title)s") if edition.kind == Kind.VILLAGE else _("Brochure: %(title)s")
    return Page(
        title=title % {"title": edition.title},
        description=edition.document["summary"],
        addresses={
            code: _address(address, format_, "/") for code, address in found.addresses.items()
        },
        section=f"{edition.kind}s",
        may_be_indexed=False,
        language=edition.language,
    )
