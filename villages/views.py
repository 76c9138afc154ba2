"""Public pages of villages, themes and events: they read editions only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.current_editions import editions_where
from catalogue.facets import Chosen, counts
from catalogue.kept_pages import kept
from catalogue.languages import LANGUAGES, sort_key
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
from catalogue.photos import sources_of
from catalogue.reading import Found
from catalogue.views.files import MAP_VERSION
from catalogue.views.items import show_item
from villages import linked_data, lists
from villages.calendar import days_of
from villages.pages import surroundings


@kept
def village_list(request: HttpRequest) -> HttpResponse:
    language = page_language()
    words = words_of(request, language)
    chosen = Chosen.from_query(request.GET, lists.FILTERS)
    number = page_number(request)
    path = address_of_list(Kind.VILLAGE, language)
    villages = lists.village_list(language, chosen, number, path, words)
    if villages is None:
        raise Http404
    title = _("Villages")
    if labels := [choice.label for group in villages.filters for choice in group.chosen]:
        title = f"{title}: {', '.join(labels)}"
    if number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": number}
    page = Page(
        title=title,
        description=ngettext(
            "%(count)s theme village in Latgale and Aukštaitija: by theme, region and offer.",
            "%(count)s theme villages in Latgale and Aukštaitija: by theme, region and offer.",
            villages.total,
        )
        % {"count": villages.total},
        addresses={
            code: chosen.address(address_of_list(Kind.VILLAGE, code), page=lists.page_word(number))
            for code in LANGUAGES
        },
        section="villages",
        crumbs=[home_crumb(language)],
        may_be_indexed=not chosen.values,
    )
    return show(request, "villages/village_list.html", page, {"villages": villages})


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
        image=sources_of(document["photos"][0]).address if document["photos"] else "",
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


@kept
def theme_list(request: HttpRequest) -> HttpResponse:
    """Every theme that has villages, with how many."""
    language = page_language()
    words = words_of(request, language)
    counted = counts("village", language, Chosen({}))
    path = address_of_list(Kind.VILLAGE, language)
    themes = [
        {
            "key": key,
            "name": word["name"],
            "motif": word["motif"],
            "count": counted[f"theme:{key}"],
            "address": Chosen({"theme": (key,)}).address(path),
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


@kept
def event_list(request: HttpRequest) -> HttpResponse:
    language = page_language()
    page = Page(
        title=_("Events"),
        description=_(
            "Fairs, festivals and forums of the theme villages: to come, yearly and past."
        ),
        addresses=in_every_language("event-list"),
        section="events",
        crumbs=[home_crumb(language)],
    )
    return show(request, "villages/event_list.html", page, {"events": lists.event_list(language)})


@kept
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return show_item(request, Kind.EVENT, slug, draw_event)


def draw_event(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The page of an event, from its edition or from a draft."""
    edition, language = found.edition, found.edition.language
    villages = editions_where(
        "kind = 'village' AND language = %s AND source_id = ANY(%s)",
        [language, edition.document["villages"]],
    )
    data = linked_data.event(edition, site_address(request) + edition.get_absolute_url())
    page = Page(
        title=edition.title,
        description=edition.document["summary"],
        addresses=found.addresses,
        other_addresses=found.other_addresses,
        section="events",
        crumbs=[home_crumb(language), list_crumb(Kind.EVENT, _("Events"), language)],
        linked_data=[data] if data else [],
        og_type="article",
        is_preview=is_preview,
        language=language,
    )
    context = {
        "edition": edition,
        "document": edition.document,
        "days": days_of(edition.document),
        "villages": villages,
    }
    return show(request, "villages/event_detail.html", page, context)


def page_number(request: HttpRequest) -> int:
    """The number of the list's page; what is no number asks for a page that is not there."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise Http404
    return int(text)
