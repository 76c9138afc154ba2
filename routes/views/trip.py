"""The visitor's own trip: one page, in whose address the whole trip stands."""

from functools import cache

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_safe

from catalogue.edition_maps import draw
from catalogue.languages import LANGUAGES, plain
from catalogue.maps.file import base_version
from catalogue.models.edition import Kind
from catalogue.pages import (
    Page,
    home_crumb,
    list_addresses,
    page_language,
    show,
    site_address,
    words_of,
)
from catalogue.views.files import PICTURE_ONLY
from routes.brochures.content import Part
from routes.brochures.formats import Format, formats_for
from routes.brochures.laying_out import below
from routes.brochures.making import RETRY_AFTER, BrochureBusy, drawing
from routes.downloads.kinds import DOWNLOADS
from routes.itinerary import itinerary_of
from routes.models import Route
from routes.trips.address import (
    LONGEST_STAY,
    MOST_LETTERS,
    MOST_STOPS,
    YEARS,
    Change,
    TripAddress,
    quoted,
    read_change,
    read_route,
    read_stops,
    read_trip,
)
from routes.trips.basket import BasketAddress
from routes.trips.choices import choices_in
from routes.trips.plan import plan_of
from routes.trips.trip import Trip, days_of_route, trip_of

# The page is the visitor's own: no cache that others share keeps it, and no address of a
# stranger's making takes the place of a page that everybody asks for.
CACHING = "private, max-age=60"


@require_safe
def trip(request: HttpRequest) -> HttpResponse:
    """The trip of the address; 302 to its own address after a change; 400 for pure nonsense."""
    language = page_language()
    reading, change = read_trip(request.GET), read_change(request.GET)
    said = reading.misread + change.misread
    address = reading.trip.staying(change.stays)
    address = _with_what_is_added(address, request.GET, language, said)
    address, number = _changed(address, change, language)
    if not said and request.META.get("QUERY_STRING", "") != address.query:
        fragment = f"#stop-{number}" if number else ""
        return HttpResponseRedirect(address.at(reverse("trip")) + fragment)
    found = trip_of(address, language)
    if found.unknown:
        said.append(_unknown(found.unknown))
    return _show_trip(request, found, said, status=400 if reading.is_nonsense else 200)


def _show_trip(request: HttpRequest, found: Trip, said: list[str], status: int) -> HttpResponse:
    address, language = found.address, found.language
    path = list_addresses(language)["trip"]
    words = request.words = words_of(request, language)  # type: ignore[attr-defined]
    choices = choices_in(language, words.version)
    page = Page(
        title=_("My trip"),
        description=_("Villages of your choice, in your order: days, times, lengths, a map."),
        addresses={code: address.at(list_addresses(code)["trip"]) for code in LANGUAGES},
        section="trip",
        crumbs=[home_crumb(language)],
        may_be_indexed=False,
    )
    context = {
        "trip": found,
        "said": said,
        "plan": plan_of(found) if address.stops else None,
        "edition": found.edition,
        "village_choices": choices.of_villages_without(found.villages),
        "route_choices": choices.routes,
        "modes": tuple(Route.Mode.values),
        "most_stops": MOST_STOPS,
        "longest_stay": LONGEST_STAY,
        "years": (YEARS[0], YEARS[-1]),
        "trip_path": path,
        "map_picture": address.at(_path("trip-map", language)),
        "map_geojson": address.at(_path("trip-file", language, "geojson")),
        "base_version": base_version(),
        "brochure_address": below(address.at(path), "brochure/"),
        "pdf_address": below(address.at(path), "brochure.pdf"),
        "downloads": tuple(
            (download, address.at(_path("trip-file", language, download.ending)))
            for download in DOWNLOADS.values()
            if address.first_day or not download.needs_a_day
        ),
        "basket_address": _basket_of(address.villages, language),
    }
    response = show(request, "routes/trip.html", page, context, status=status)
    response.headers["Cache-Control"] = CACHING if status == 200 else "no-store"
    return response


def formats_of_trips() -> list[Format]:
    """The formats in which a trip can be had: it is told in one language at a time."""
    return [format_ for format_ in formats_for(Kind.ROUTE) if format_.languages == 1]


@cache
def _path(name: str, language: str, *args: str) -> str:
    """Where this stands in the language of the page: reversing costs more than a stop of a trip."""
    with override(language):
        return reverse(name, args=args)


def _basket_of(villages: list[int], language: str) -> str:
    parts = tuple(Part(Kind.VILLAGE, number) for number in villages)
    return BasketAddress(parts=parts).at(_path("basket", language))


def _with_what_is_added(
    address: TripAddress, query: QueryDict, language: str, said: list[str]
) -> TripAddress:
    """With the stops that a form adds: `add=v12-90.v7`, or `add=r3` for those of a route."""
    word = query.get("add", "")
    if not word:
        return address
    if route := read_route(word):
        days = days_of_route(route, language)
        not_stops = [] if days else [word]
    else:
        days, not_stops = read_stops(word[:MOST_LETTERS])
    if not_stops:
        said.append(_("Not understood, and not added: %(parts)s.") % {"parts": quoted(not_stops)})
    more = address.with_more(days)
    wanted = {stop.village for day in days for stop in day}
    if wanted and wanted <= set(address.villages):
        said.append(
            ngettext(
                "The village is in your trip already.",
                "All these villages are in your trip already.",
                len(wanted),
            )
        )
    elif wanted - set(more.villages):
        said.append(
            _("A trip has room for %(most)s stops; those that came after were left out.")
            % {"most": MOST_STOPS}
        )
    return more


def _changed(address: TripAddress, change: Change, language: str) -> tuple[TripAddress, int]:
    """The trip as the form wants it, and the number of the stop to look at then; 0 for none."""
    number = change.number
    match change.action:
        case "up" | "down":
            moved = address.moved(number, -1 if change.action == "up" else 1)
            stop = address.villages[number - 1 : number]
            return moved, moved.villages.index(stop[0]) + 1 if stop else 0
        case "remove":
            rest = address.removed(number)
            return rest, min(number, len(rest.stops))
        case "split":
            return address.split(number), number
        case "join":
            return address.joined(number), number
        case "shortest":
            return trip_of(address, language).in_shortest_order(), 0
        case "clear":
            return TripAddress(), 0
    return address, 0


def _unknown(numbers: list[int]) -> str:
    return ngettext(
        "A village of this trip is not on this site, or not any more, and was left out: number"
        " %(numbers)s.",
        "Villages of this trip are not on this site, or not any more, and were left out: numbers"
        " %(numbers)s.",
        len(numbers),
    ) % {"numbers": ", ".join(str(number) for number in numbers)}


@require_safe
def trip_map(request: HttpRequest) -> HttpResponse:
    """The map of the address's trip: made at each request, since anybody can ask for any trip."""
    found = trip_of(read_trip(request.GET).trip, page_language())
    try:
        with drawing():
            svg = draw(found.edition)
    except BrochureBusy:
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(status=503, headers=headers)
    if svg is None:
        return HttpResponseBadRequest(
            _("There is no stop to draw."), content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(
        svg,
        content_type="image/svg+xml",
        headers={
            "Cache-Control": "private, max-age=3600",
            "Content-Security-Policy": PICTURE_ONLY,
            "X-Robots-Tag": "noindex",
        },
    )


@require_safe
def trip_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The trip as a file to take along, with every stop in it, whatever its language.

    Whoever asks for the file of no trip, or for a calendar without a date, is led to the page.
    """
    if ending not in DOWNLOADS:
        raise Http404
    download, language = DOWNLOADS[ending], page_language()
    found = trip_of(read_trip(request.GET).trip, language)
    address = found.address
    if not address.stops or (download.needs_a_day and not address.first_day):
        return HttpResponseRedirect(address.at(reverse("trip")))
    itinerary = itinerary_of(found.edition, address.first_day)
    content = download.make(found.edition, itinerary, site_address(request), address.first_day)
    name = slugify(plain(found.edition.title))
    return HttpResponse(
        content,
        content_type=download.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{download.ending}"',
            "Content-Language": language,
            "Cache-Control": CACHING,
            "X-Robots-Tag": "noindex",
        },
    )
