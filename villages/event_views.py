"""Public pages of the calendar: what is on, what was, one event; and all of it as calendars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.current_editions import editions_where
from catalogue.kept_pages import kept
from catalogue.languages import LANGUAGES
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
from catalogue.shared_words import SharedWords
from catalogue.views.files import MAP_VERSION
from catalogue.views.items import led_below, show_item
from villages import linked_data
from villages.calendar import days_of
from villages.calendar_files import calendar_of, can_be_kept, events_to_follow
from villages.cancelled import AS_ANNOUNCED, standings
from villages.event_pages import shown_times
from villages.events_asked import EventsAsked
from villages.happenings import archive, whats_on
from villages.models import Event

CALENDAR = "text/calendar; charset=utf-8"


@kept
def event_list(request: HttpRequest) -> HttpResponse:
    """What is on: all that is to come, by nearness; or a month, by its days."""
    language, today = page_language(), timezone.localdate()
    words = words_of(request, language)
    path = address_of_list(Kind.EVENT, language)
    events = whats_on(
        language, EventsAsked.from_query(request.GET, words, today), path, words, today
    )
    asked = events.asked
    title = _("Events")
    if labels := [option.label for option in (*events.chosen, *events.months) if option.is_chosen]:
        title = f"{title}: {', '.join(labels)}"
    if asked.page > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": asked.page}
    page = Page(
        title=title,
        description=_(
            "Fairs, festivals, open days and workshops of the theme villages: what is on, when and "
            "where."
        ),
        addresses={
            code: asked.address(address_of_list(Kind.EVENT, code), page=asked.page)
            for code in LANGUAGES
        },
        section="events",
        crumbs=[home_crumb(language)],
        may_be_indexed=not asked.is_narrowed,
    )
    context = {
        "events": events,
        "subscribe": subscribe_addresses(request, asked),
        "address_of_all": path,
        "address_of_all_months": asked.address(path, month=""),
        "previous_address": asked.address(path, page=asked.page - 1) if asked.page > 1 else "",
        "next_address": asked.address(path, page=asked.page + 1)
        if asked.page < events.page_count
        else "",
    }
    return show(request, "villages/event_list.html", page, context)


def subscribe_addresses(request: HttpRequest, asked: EventsAsked) -> dict[str, str]:
    """Where calendars get what is asked, whatever the month: for a browser, and for an app."""
    address = site_address(request) + asked.address(reverse("event-calendar"), month="")
    return {"https": address, "webcal": "webcal:" + address.partition(":")[2]}


@kept
def event_archive(request: HttpRequest) -> HttpResponse:
    """What is over, the latest first, or one year of it."""
    language = page_language()
    number = request.GET.get("page", "")
    is_number = number.isascii() and number.isdecimal() and 0 < len(number) <= 4
    events = archive(
        language,
        request.GET.get("year", ""),
        max(1, int(number)) if is_number else 1,
        timezone.localdate(),
    )
    title = _("Past events")
    if events.year:
        title = f"{title}: {events.year}"
    if events.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": events.number}
    addresses = in_every_language("event-archive")
    own = addresses[language]
    page = Page(
        title=title,
        description=_("Fairs, festivals, trips and meetings of the theme villages since 2010."),
        addresses={
            code: _in_archive(path, events.year, events.number) for code, path in addresses.items()
        },
        section="events",
        crumbs=[home_crumb(language), list_crumb(Kind.EVENT, _("Events"), language)],
        may_be_indexed=not events.year,
    )
    context = {
        "events": events,
        "years": [
            {"year": year, "count": count, "address": _in_archive(own, year)}
            for year, count in events.years
        ],
        "address_of_all": own,
        "previous_address": _in_archive(own, events.year, events.number - 1)
        if events.number > 1
        else "",
        "next_address": _in_archive(own, events.year, events.number + 1)
        if events.number < events.page_count
        else "",
    }
    return show(request, "villages/event_archive.html", page, context)


def _in_archive(path: str, year: int | None, number: int = 1) -> str:
    asked = [f"year={year}"] if year else []
    asked += [f"page={number}"] if number > 1 else []
    return f"{path}?{'&'.join(asked)}" if asked else path


@kept
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return show_item(request, Kind.EVENT, slug, draw_event)


def draw_event(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The page of an event, from its edition or from a draft."""
    edition, language = found.edition, found.edition.language
    document, words, today = edition.document, words_of(request, language), timezone.localdate()
    villages = editions_where(
        "kind = 'village' AND language = %s AND source_id = ANY(%s)",
        [language, document["villages"]],
    )
    standing = standings([edition.source_id], language).get(edition.source_id, AS_ANNOUNCED)
    times = shown_times(document, standing, today)
    site = site_address(request)
    data = linked_data.event(edition, site, standing, times)
    page = Page(
        title=edition.title,
        description=document["summary"],
        addresses=found.addresses,
        other_addresses=found.other_addresses,
        section="events",
        crumbs=[home_crumb(language), list_crumb(Kind.EVENT, _("Events"), language)],
        linked_data=[data] if data else [],
        image=address_of_card(edition, words),
        og_type="article",
        is_preview=is_preview,
        language=language,
    )
    context = {
        "edition": edition,
        "document": document,
        "days": days_of(document),
        "times": times,
        "standing": standing,
        "can_be_kept": can_be_kept(document),
        "partner": words.partners.get(document["partner"]),
        "villages": villages,
        "map_version": MAP_VERSION,
        "radius_km": (document["point"] or {}).get("radius_m", 0) / 1000,
    }
    return show(request, "villages/event_detail.html", page, context)


# --- Calendars ------------------------------------------------------------------------------------


@kept
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The event to keep in a calendar; 404 where it, or its day, is not known."""
    response = show_item(request, Kind.EVENT, slug, draw_file)
    if response.status_code == 200 and "text/html" in response["Content-Type"]:
        # The honest card: right for readers, but whoever asked for a file must see that it is none.
        response.status_code = 404
    return led_below(request, response, "event.ics")


def draw_file(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    edition = found.edition
    if not can_be_kept(edition.document):
        raise Http404
    standing = standings([edition.source_id], edition.language)
    content = calendar_of(
        [(edition, standing.get(edition.source_id, AS_ANNOUNCED))],
        edition.language,
        edition.title,
        site_address(request),
    )
    return _calendar(content, edition.language, f'attachment; filename="{edition.slug}.ics"')


@kept
def event_calendar(request: HttpRequest) -> HttpResponse:
    """All events of a region, a theme, a kind, or of all, for a calendar that asks again."""
    language, today = page_language(), timezone.localdate()
    words = words_of(request, language)
    asked = EventsAsked.from_query(request.GET, words, today)
    asked = EventsAsked(asked.theme, asked.region, asked.kind)
    events = events_to_follow(language, asked, today)
    said = standings([edition.source_id for edition in events], language)
    content = calendar_of(
        [(edition, said.get(edition.source_id, AS_ANNOUNCED)) for edition in events],
        language,
        _name(asked, words),
        site_address(request),
    )
    return _calendar(content, language, 'inline; filename="calendar.ics"')


def _name(asked: EventsAsked, words: SharedWords) -> str:
    """Such as “Events of the theme villages: Latgale, Crafts”."""
    narrowed = [
        asked.region and words.partners[asked.region]["region"],
        asked.theme and words.name("theme", asked.theme),
        asked.kind and str(Event.EventKind(asked.kind).label),
    ]
    name = _("Events of the theme villages")
    return ": ".join(filter(None, [name, ", ".join(filter(None, narrowed))]))


def _calendar(content: bytes, language: str, disposition: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=CALENDAR,
        headers={
            "Content-Disposition": disposition,
            "Content-Language": language,
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
            "X-Robots-Tag": "noindex",
        },
    )
