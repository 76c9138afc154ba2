"""Brochures that visitors put together: of their trip, and of a basket of villages and routes.

Anybody can ask for any of them, so no page of theirs is kept, their PDFs stand on a shelf that is
limited, and the press's queue sends away whom it cannot serve.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalogue.languages import plain
from catalogue.models.edition import Kind
from catalogue.pages import (
    Crumb,
    Page,
    home_crumb,
    in_every_language,
    page_language,
    show,
    site_address,
    words_of,
)
from routes.brochures import laying_out, making
from routes.brochures.choices import choices_for
from routes.brochures.content import CannotBePrinted, brochure_of, brochure_of_selection
from routes.brochures.formats import FORMATS, VISITORS_PURPOSES, Format, Purpose
from routes.brochures.kept_pdfs import pdf_response
from routes.brochures.laying_out import Printed, below
from routes.brochures.shelves import VISITORS
from routes.trips.address import read_trip
from routes.trips.basket import (
    LONGEST_TITLE,
    MOST_PARTS,
    Basket,
    basket_of,
    read_basket,
    takes_baskets,
)
from routes.trips.trip import trip_of
from routes.views.brochures import NotOffered, asked_for, why_not_now
from routes.views.trip import CACHING, formats_of_trips


@require_safe
def trip_brochure(request: HttpRequest) -> HttpResponse:
    """The pages in the format asked for; the formats there are where none is asked for."""
    return _of_trip(request, _page) if "format" in request.GET else _formats(request)


@require_safe
def trip_brochure_pdf(request: HttpRequest) -> HttpResponse:
    return _of_trip(request, _pdf)


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """The page on which a brochure is put together; 302 to its own address after a change."""
    language = page_language()
    reading = read_basket(request.GET)
    said, path = reading.misread, reverse("basket")
    if not said and request.META.get("QUERY_STRING", "") != reading.basket.query:
        fragment = f"#part-{reading.number}" if reading.number else ""
        return HttpResponseRedirect(reading.basket.at(path) + fragment)
    found = basket_of(reading.basket, language)
    said += _left_out(found)
    paths = in_every_language("basket")
    page = Page(
        title=_("My brochure"),
        description=_("Villages and routes of your choice in one brochure, with your own title."),
        addresses={code: found.address.at(own) for code, own in paths.items()},
        section="trip",
        crumbs=[home_crumb(language)],
        may_be_indexed=False,
    )
    context = {
        "basket": found,
        "said": said,
        "formats": takes_baskets(),
        "most_parts": MOST_PARTS,
        "longest_title": LONGEST_TITLE,
        "basket_path": path,
        "page_address": below(found.address.at(path), "brochure/"),
        "pdf_addresses": {
            purpose.value: below(found.address.at(path), "brochure.pdf", **{"for": purpose.value})
            for purpose in VISITORS_PURPOSES
        },
    }
    status = 400 if reading.is_nonsense else 200
    response = show(request, "routes/basket.html", page, context, status=status)
    response.headers["Cache-Control"] = CACHING if status == 200 else "no-store"
    return response


def _left_out(found: Basket) -> list[str]:
    said = []
    if found.unknown:
        said.append(
            ngettext(
                "A part of this brochure is not on this site, or not any more, and was left out.",
                "%(count)s parts of this brochure are not on this site, or not any more, and were"
                " left out.",
                len(found.unknown),
            )
            % {"count": len(found.unknown)}
        )
    return said


@require_safe
def basket_brochure(request: HttpRequest) -> HttpResponse:
    return _of_basket(request, _page)


@require_safe
def basket_brochure_pdf(request: HttpRequest) -> HttpResponse:
    return _of_basket(request, _pdf)


def _formats(request: HttpRequest) -> HttpResponse:
    found = trip_of(read_trip(request.GET).trip, page_language())
    address = found.address.at(reverse("trip"))
    page = _around("trip", found.address.query, _("My trip"))
    if not found.readable.address.stops:
        return _refused(request, page, [_("There is no stop to print.")], "trip")
    choices = choices_for(found.readable.edition, [], address)
    context = {
        "choices": [choice for choice in choices if choice.format in formats_of_trips()],
        "back": address,
    }
    page.crumbs = [home_crumb(found.language), Crumb(_("My trip"), address)]
    response = show(request, "routes/trip_formats.html", page, context)
    response.headers["Cache-Control"] = CACHING
    return response


ASKED = {*FORMATS, *VISITORS_PURPOSES}

# Gives a brochure in its format for a purpose; the page is the one around it.
Giving = Callable[[HttpRequest, Printed, Format, Purpose, Page], HttpResponse]


def _of_trip(request: HttpRequest, give: Giving) -> HttpResponse:
    """The trip's stops that can be told in this language, in the format asked for."""
    language = page_language()
    found = trip_of(read_trip(request.GET).trip, language)
    asked = {
        word: request.GET[word] for word in ("format", "for") if request.GET.get(word) in ASKED
    }
    page = _around("trip", found.address.query, _("My trip"), **asked)
    printed = found.readable
    if not printed.address.stops:
        return _refused(request, page, [_("There is no stop to print.")], "trip")
    try:
        format_, purpose = asked_for(request, Kind.ROUTE)
        if format_ not in formats_of_trips():
            raise NotOffered
        brochure = brochure_of(
            printed.edition,
            words_of(request, language),
            site_address(request),
            format_,
            address=found.address.at(reverse("trip")),
        )
    except NotOffered:
        return _refused(request, page, [_no_such_format()], "trip", formats_of_trips())
    except CannotBePrinted as refusal:
        return _refused(request, page, [str(refusal)], "trip", formats_of_trips())
    return give(request, brochure, format_, purpose, page)


def _of_basket(request: HttpRequest, give: Giving) -> HttpResponse:
    """What of the basket can be told in this language, in the format asked for."""
    language = page_language()
    reading = read_basket(request.GET)
    found = basket_of(reading.basket, language)
    title = found.address.title or _("My brochure")
    page = _around("basket", found.address.query, title)
    purpose = request.GET.get("for", Purpose.SCREEN)
    if reading.misread or purpose not in VISITORS_PURPOSES:
        said = reading.misread or [_no_such_format()]
        return _refused(request, page, said, "basket")
    try:
        brochure = brochure_of_selection(
            found.selection,
            language,
            words_of(request, language),
            site_address(request),
            found.format,
            address=found.address.at(reverse("basket")),
        )
    except CannotBePrinted as refusal:
        return _refused(request, page, [str(refusal)], "basket")
    return give(request, brochure, found.format, Purpose(purpose), page)


def _page(
    request: HttpRequest, brochure: Printed, format_: Format, purpose: Purpose, page: Page
) -> HttpResponse:
    site = site_address(request)
    # A basket says its format itself, and offers the others on its own page.
    is_trip = page.addresses[brochure.language].startswith(reverse("trip"))
    asks = {"format": format_.key} if is_trip else {}
    context = laying_out.context_of(brochure, format_, purpose, site) | {
        "back": _("Back, to change it"),
        "formats_address": below(brochure.address, "brochure/") if is_trip else brochure.address,
        "pdf_address": below(brochure.address, "brochure.pdf", **asks),
    }
    response = show(request, format_.template, page, context)
    response.headers["Cache-Control"] = CACHING
    return response


def _pdf(
    request: HttpRequest, brochure: Printed, format_: Format, purpose: Purpose, page: Page
) -> HttpResponse:
    try:
        making.refuse_when_busy()
        job = laying_out.job_of(brochure, format_, purpose, site_address(request))
        stored = making.pdf_of(job, VISITORS)
        name = slugify(plain(brochure.title))[:60].strip("-") or "brochure"
        response = pdf_response(stored, name, brochure.language)
    except making.BrochureFailed as failure:
        return _not_now(request, brochure, page, failure)
    except FileNotFoundError:  # it made room for another one this very moment
        return _not_now(request, brochure, page, making.BrochureBusy())
    response.headers["Cache-Control"] = CACHING
    return response


def _around(name: str, query: str, title: str, **keeps: str) -> Page:
    """The page around a brochure; its switches keep the trip or basket, and what else is asked."""
    return Page(
        title=_("Brochure: %(title)s") % {"title": title},
        description=_("Villages of your choice, laid out for paper."),
        addresses={
            code: below(f"{path}?{query}" if query else path, "brochure/", **keeps)
            for code, path in in_every_language(name).items()
        },
        section="trip",
        may_be_indexed=False,
    )


def _no_such_format() -> str:
    return _("The address asks for a format or a purpose that we do not print.")


def _refused(
    request: HttpRequest,
    page: Page,
    said: list[str],
    name: str,
    formats: list[Format] | None = None,
) -> HttpResponse:
    """A clear page, 400, that says why there is no such brochure and what there is."""
    query = page.addresses[page_language()].partition("?")[2]
    back = reverse(name)
    page.title = _("There is no such brochure")
    page.description = " ".join(said)
    context = {
        "said": said,
        "back": f"{back}?{query}" if query else back,
        "formats": formats or [],
    }
    response = show(request, "routes/own_brochure_refused.html", page, context, status=400)
    response.headers["Cache-Control"] = "no-store"
    return response


def _not_now(
    request: HttpRequest, brochure: Printed, page: Page, failure: making.BrochureFailed
) -> HttpResponse:
    """An apology in the reader's language, 503, with the other ways to the same brochure."""
    title = page.title
    page.title, page.description = _("The PDF is not ready"), why_not_now(failure)
    context = {
        "over": title,
        "back": brochure.address,
        "page_address": below(brochure.address, "brochure/"),
        "pdf_address": request.get_full_path(),
    }
    response = show(request, "routes/own_brochure_unavailable.html", page, context, status=503)
    response.headers["Retry-After"] = str(making.RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
