"""Public pages of routes."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.models.edition import Kind
from catalogue.pages import (
    Page,
    home_crumb,
    in_every_language,
    list_crumb,
    page_language,
    show,
    site_address,
)
from catalogue.reading import Found
from catalogue.views.files import MAP_VERSION
from catalogue.views.items import show_item
from routes import linked_data
from routes.itinerary import itinerary_of
from routes.lists import route_list as routes_in


@kept
def route_list(request: HttpRequest) -> HttpResponse:
    language = page_language()
    page = Page(
        title=_("Routes"),
        description=_(
            "Journeys through theme villages, on both sides of the border and across it."
        ),
        addresses=in_every_language("route-list"),
        section="routes",
        crumbs=[home_crumb(language)],
    )
    return show(request, "routes/route_list.html", page, {"routes": routes_in(language)})


@kept
def route_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return show_item(request, Kind.ROUTE, slug, draw_route)


def draw_route(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The page of a route, from its edition or from a draft."""
    edition, language = found.edition, found.edition.language
    itinerary = itinerary_of(edition)
    site = site_address(request)
    page = Page(
        title=edition.title,
        description=edition.document["summary"],
        addresses=found.addresses,
        other_addresses=found.other_addresses,
        section="routes",
        crumbs=[home_crumb(language), list_crumb(Kind.ROUTE, _("Routes"), language)],
        linked_data=[linked_data.trip(edition, itinerary, site)],
        og_type="article",
        is_preview=is_preview,
        language=language,
    )
    context = {
        "edition": edition,
        "document": edition.document,
        "itinerary": itinerary,
        "map_version": MAP_VERSION,
    }
    return show(request, "routes/route_detail.html", page, context)
