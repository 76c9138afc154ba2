"""Public pages of villages and themes: they read editions only."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalogue.facets import totals
from catalogue.kept_pages import kept
from catalogue.languages import LANGUAGES, sort_key
from catalogue.maps.file import base_version
from catalogue.models.edition import Kind, address_of_list
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
from catalogue.views.files import FOREVER, MAP_VERSION, PICTURE_ONLY
from catalogue.views.items import show_item
from catalogue.views.letters import sent, takes_letters, write
from villages import linked_data, lists, village_map
from villages.asked import Asked
from villages.enquiries import ENQUIRIES
from villages.filters import Filters
from villages.pages import surroundings
from villages.tasks import pass_on_and_erase


@kept
def village_list(request: HttpRequest) -> HttpResponse:
    language = page_language()
    villages = lists.list_page(_found_by(request))
    asked = villages.asked
    filters = Filters(villages.found, address_of_list(Kind.VILLAGE, language))
    title = filters.title
    if villages.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": villages.number}
    page = Page(
        title=title,
        description=ngettext(
            "%(count)s theme village in Latgale and Aukštaitija: by theme, region and offer.",
            "%(count)s theme villages in Latgale and Aukštaitija: by theme, region and offer.",
            villages.found.total,
        )
        % {"count": villages.found.total},
        addresses={code: asked.address(address_of_list(Kind.VILLAGE, code)) for code in LANGUAGES},
        section="villages",
        crumbs=[home_crumb(language)],
        may_be_indexed=not (asked.narrows or asked.sort),
    )
    context = {"villages": villages, "filters": filters}
    return _stays_with_them(show(request, "villages/village_list.html", page, context), asked)


@kept
def village_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return show_item(request, Kind.VILLAGE, slug, draw_village)


def draw_village(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The page of a village, from its edition or from a draft."""
    edition, language = found.edition, found.edition.language
    document = edition.document
    words = words_of(request, language)
    municipality = words.name("municipality", document["municipality"])
    address = site_address(request) + edition.get_absolute_url()
    page = Page(
        title=edition.title,
        description=document["summary"],
        addresses=found.addresses,
        other_addresses=found.other_addresses,
        section="villages",
        crumbs=[home_crumb(language), list_crumb(Kind.VILLAGE, _("Villages"), language)],
        linked_data=[
            linked_data.attraction(edition, address, municipality),
            *linked_data.offers(edition, address),
        ],
        image=address_of_card(edition, words),
        og_type="article",
        is_preview=is_preview,
        language=language,
    )
    context = {
        "edition": edition,
        "document": document,
        "municipality": municipality,
        "around": surroundings(edition),
        "map_version": MAP_VERSION,
    }
    return show(request, "villages/village_detail.html", page, context)


@takes_letters
def ask_hosts(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of an enquiry; a letter that is taken in is passed on behind the scenes."""
    site = site_address(request)
    return write(
        request,
        Kind.VILLAGE,
        slug,
        ENQUIRIES,
        lambda enquiry: pass_on_and_erase(enquiry, site),
    )


def ask_hosts_sent(request: HttpRequest, slug: str, nonce: UUID) -> HttpResponse:
    return sent(request, Kind.VILLAGE, slug, nonce, ENQUIRIES)


@kept
def theme_list(request: HttpRequest) -> HttpResponse:
    """Every theme that has villages, with how many."""
    language = page_language()
    words = words_of(request, language)
    counted = totals("village", language, words.version)
    path = address_of_list(Kind.VILLAGE, language)
    themes = [
        {
            "key": key,
            "name": word["name"],
            "motif": word["motif"],
            "count": counted[f"theme:{key}"],
            "address": Asked(theme=(key,)).address(path),
        }
        for key, word in words.themes.items()
        if counted.get(f"theme:{key}")
    ]
    themes.sort(key=lambda theme: sort_key(theme["name"], language))
    page = Page(
        title=_("Themes"),
        description=_(
            "What the theme villages live by, from crafts and honey to music and silence."
        ),
        addresses=in_every_language("theme-list"),
        section="themes",
        crumbs=[home_crumb(language)],
    )
    return show(request, "villages/theme_list.html", page, {"themes": themes})


# --- The map --------------------------------------------------------------------------------------


@kept
def map_of_villages(request: HttpRequest) -> HttpResponse:
    """The map of the villages that a question finds, and the numbered list beside it."""
    language = page_language()
    villages = village_map.map_page(_found_by(request))
    asked, paths = villages.asked, village_map.map_paths()
    filters = Filters(villages.found, paths[language])
    title = _("Map of villages")
    if villages.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": villages.number}
    page = Page(
        title=title,
        description=_(
            "Theme villages of Latgale and Aukštaitija on one map, on both sides of the border."
        ),
        addresses={code: asked.address(path) for code, path in paths.items()},
        section="villages",
        crumbs=[home_crumb(language), list_crumb(Kind.VILLAGE, _("Villages"), language)],
        may_be_indexed=not (asked.narrows or asked.sort),
    )
    context = {
        "villages": villages,
        "filters": filters,
        "list_address": asked.address(address_of_list(Kind.VILLAGE, language), page=1),
        "picture": asked.address(f"{paths[language]}{villages.digest}.svg"),
        # The zoomable map shows what lies around, too, so that one can move there.
        "data": asked.address(f"{paths[language]}villages.json", inside=None, sort="", page=1),
        "base_version": base_version(),
    }
    return _stays_with_them(show(request, "villages/village_map.html", page, context), asked)


@require_safe
def picture_of_villages(request: HttpRequest, digest: str) -> HttpResponse:
    """The drawn map of the page with the same question; kept for good under what it says."""
    villages = village_map.map_page(_found_by(request))
    if not villages.stops:
        raise Http404
    try:
        svg = village_map.drawn(villages)
    except village_map.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    response = HttpResponse(
        svg,
        content_type="image/svg+xml",
        headers={
            # A page that somebody keeps may still ask for what the map said before.
            "Cache-Control": FOREVER if digest == villages.digest else "no-store",
            "Content-Security-Policy": PICTURE_ONLY,
            "X-Robots-Tag": "noindex",
        },
    )
    return _stays_with_them(response, villages.asked)


@kept
def data_of_villages(request: HttpRequest) -> HttpResponse:
    """What the zoomable map fetches; villages that visitors can read of, and no others."""
    found = _found_by(request)
    response = JsonResponse(
        village_map.map_data(found),
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
        headers={
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
            "Content-Language": found.language,
            "X-Robots-Tag": "noindex",
        },
    )
    return _stays_with_them(response, found.asked)


def _found_by(request: HttpRequest) -> lists.Found:
    """The villages that an address asks for, of the list or of the map."""
    language = page_language()
    asked = Asked.from_query(request.GET, language, timezone.localdate())
    found = lists.found(language, asked, words_of(request, language))
    # Of `found`, which has no words that nobody knows; and written as links are.
    is_linked_to = found.asked.is_linked_to and request.META["QUERY_STRING"] == found.asked.query
    request.is_of_a_visitor = not is_linked_to  # type: ignore[attr-defined]
    return found


def _stays_with_them(response: HttpResponse, asked: Asked) -> HttpResponse:
    """Where a visitor is, which stands in the answer's address, is kept by nobody."""
    if asked.point:
        response.headers["Cache-Control"] = "private, no-store"
    return response
