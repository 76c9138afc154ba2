"""Public pages of routes."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.maps.file import base_version
from catalogue.models.edition import Kind
from catalogue.pages import (
    Page,
    home_crumb,
    in_every_language,
    list_crumb,
    page_language,
    show,
    site_address,
    words_of,
)
from catalogue.reading import Found
from catalogue.share_cards import address_of_card
from catalogue.views.files import MAP_VERSION
from catalogue.views.items import show_item
from routes import linked_data
from routes.alternatives import alternatives_for
from routes.downloads.kinds import DOWNLOADS
from routes.first_day import FirstDay, first_day_of
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


def draw_route(
    request: HttpRequest, found: Found, is_preview: bool, first_day: FirstDay | None = None
) -> HttpResponse:
    """The page of a route, from its edition or from a draft, on the days a visitor chose.

    A day that is refused answers 400: the page as it is without days, and why at the field.
    """
    first_day = first_day or first_day_of(request)
    edition, language = found.edition, found.edition.language
    itinerary = itinerary_of(edition, first_day.day)
    site = site_address(request)
    page = Page(
        title=edition.title,
        description=edition.document["summary"],
        addresses=found.addresses,
        other_addresses=found.other_addresses,
        section="routes",
        crumbs=[home_crumb(language), list_crumb(Kind.ROUTE, _("Routes"), language)],
        # Search engines are sent away from a page with days, so it has nothing to tell them.
        linked_data=[] if first_day.is_asked else [linked_data.trip(edition, itinerary, site)],
        may_be_indexed=not first_day.is_asked,
        query=first_day.query,
        image=address_of_card(edition, words_of(request, language)),
        og_type="article",
        is_preview=is_preview,
        language=language,
    )
    context = {
        "edition": edition,
        "document": edition.document,
        "itinerary": itinerary,
        "alternatives": alternatives_for(itinerary, language),
        "first_day": first_day,
        "downloads": DOWNLOADS.values(),
        "map_version": MAP_VERSION,
        "base_version": base_version(),
    }
    status = 400 if first_day.refusal else 200
    return show(request, "routes/route_detail.html", page, context, status)
