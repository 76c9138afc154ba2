"""A brochure in all languages at once, as one archive: the same pages in the same places."""

from functools import partial
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.models.edition import Kind
from catalogue.pages import Page, home_crumb, list_crumb, show, site_address
from catalogue.reading import Found
from catalogue.views.items import led_below, show_item
from routes.brochures import making
from routes.brochures.content import CannotBePrinted
from routes.brochures.formats import Format, Purpose
from routes.printing.all_languages import make_all, zip_of
from routes.printing.orders import NotPublished, Order
from routes.views import brochures

# Three languages, some of them twice. What is made by then is kept: the next request goes on.
SECONDS = 25


@require_safe
def route_brochure_zip(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        format_, purpose = brochures.asked_for(request, Kind.ROUTE)
    except brochures.NotOffered:
        return brochures.route_brochure(request, slug)  # which says so, with what there is
    drawing = partial(draw_zip, format_=format_, purpose=purpose)
    return led_below(request, show_item(request, Kind.ROUTE, slug, drawing), "brochure.zip")


def draw_zip(
    request: HttpRequest, found: Found, is_preview: bool, format_: Format, purpose: Purpose
) -> HttpResponse:
    """The archive; a clear page when a language is not there, or when it cannot be made now."""
    edition = found.edition
    order = Order.of_item(Kind.ROUTE, edition.source_id, format_, purpose, LANGUAGES)
    try:
        files = make_all(order, site_address(request), seconds=SECONDS)
    except NotPublished:
        return _not_in_all_languages(request, found, order)
    except CannotBePrinted as refusal:
        return _no_archive(request, found, str(refusal), status=404)
    except making.BrochureFailed as failure:
        return _no_archive(request, found, brochures.why_not_now(failure), status=503)
    archive = zip_of(files)
    name = order.file_name((edition.language,), "zip")
    return HttpResponse(
        archive,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
            "ETag": f'"{sha256(archive).hexdigest()[:24]}"',
            "X-Robots-Tag": "noindex",
        },
    )


def _not_in_all_languages(request: HttpRequest, found: Found, order: Order) -> HttpResponse:
    names = ", ".join(OWN_NAMES[code] for code in order.missing)
    sentence = _("The archive needs all three languages. Not there yet: %(languages)s.")
    return _no_archive(request, found, sentence % {"languages": names}, status=404)


def _no_archive(request: HttpRequest, found: Found, why: str, status: int) -> HttpResponse:
    """Why there is no archive, with the way to each language's own file."""
    edition = found.edition
    page = Page(
        title=_("No archive of all languages"),
        description=why,
        addresses=found.addresses,
        section="routes",
        crumbs=[
            home_crumb(edition.language),
            list_crumb(Kind.ROUTE, _("Routes"), edition.language),
        ],
        may_be_indexed=False,
        language=edition.language,
    )
    files = [(code, found.titles[code], address) for code, address in found.addresses.items()]
    context = {"files": files, "query": request.META.get("QUERY_STRING", ""), "status": status}
    answer = show(request, "routes/brochure_zip_unavailable.html", page, context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    if status == 503:
        answer.headers["Retry-After"] = str(making.RETRY_AFTER)
    return answer
