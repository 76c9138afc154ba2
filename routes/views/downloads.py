"""A route as a file to take along: GPX, KML, GeoJSON, and its days as a calendar."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.models.edition import Kind
from catalogue.pages import site_address
from catalogue.reading import Found
from catalogue.views.items import led_below, show_item
from routes.downloads.kinds import DOWNLOADS, Download
from routes.first_day import FirstDay, first_day_of
from routes.itinerary import itinerary_of
from routes.views.pages import draw_route


@kept
def route_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The file; a page that says so where the route or the day asked for is not there."""
    if ending not in DOWNLOADS:
        raise Http404
    draw = partial(draw_file, download=DOWNLOADS[ending])
    response = show_item(request, Kind.ROUTE, slug, draw)
    if response.status_code == 200 and "text/html" in response["Content-Type"]:
        # The honest card: right for readers, but whoever asked for a file must see that it is none.
        response.status_code = 404
    return led_below(request, response, f"route.{ending}")


def draw_file(
    request: HttpRequest, found: Found, is_preview: bool, download: Download
) -> HttpResponse:
    """The route as a file; the route's page, with the reason at the field, for a day refused."""
    first_day = first_day_of(request)
    if download.needs_a_day and not first_day.day and not first_day.refusal:
        first_day = FirstDay(
            refusal=_("Choose the first day: a calendar needs dates."), is_asked=True
        )
    if first_day.refusal:
        return draw_route(request, found, is_preview, first_day)
    edition = found.edition
    itinerary = itinerary_of(edition, first_day.day)
    content = download.make(edition, itinerary, site_address(request), first_day.day)
    day = f"-{first_day.day.isoformat()}" if first_day.day else ""
    return HttpResponse(
        content,
        content_type=download.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{edition.slug}{day}.{download.ending}"',
            "Content-Language": edition.language,
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
            "X-Robots-Tag": "noindex",
        },
    )
