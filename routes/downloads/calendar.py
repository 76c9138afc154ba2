"""The days of a route as a calendar (RFC 5545): one entry for each day, on its date."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from catalogue.models import Edition
from routes.downloads.told import (
    day_title,
    lines_about,
    name_of,
    plain,
    route_address,
    sentence_about_leg,
)
from routes.itinerary import Itinerary, ItineraryDay
from routes.legs_in_words import day_sentence

PRODUCER = "-//Village Heritage//Routes//{language}"


def calendar_of(
    edition: Edition, itinerary: Itinerary, site: str, first_day: date | None = None
) -> bytes:
    """A whole-day entry for each day, since nobody knows the hours of a journey to come.

    A route on the same days has the same entries (UIDs) in every language, so whoever fetches the
    calendar again gets no day twice. Raises ValueError without a first day: an
    itinerary without dates is no calendar.
    """
    if first_day is None:
        raise ValueError("A calendar needs the date of the first day.")
    calendar = Calendar()
    calendar.add("prodid", PRODUCER.format(language=edition.language.upper()))
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", plain(edition.title))
    calendar.add("x-wr-calname", plain(edition.title))
    for day in itinerary.days:
        calendar.add_component(_entry(edition, day, site, first_day))
    return calendar.to_ical()


def _entry(edition: Edition, day: ItineraryDay, site: str, first_day: date) -> Event:
    on = first_day + timedelta(days=day.number - 1)
    entry = Event()
    entry.add("uid", _uid(edition, day, site, on))
    entry.add("dtstamp", edition.published_at)  # a later edition is a newer word on the same day
    entry.add("dtstart", on)
    entry.add("dtend", on + timedelta(days=1))
    entry.add("summary", plain(f"{edition.title}. {day_title(day)}"))
    entry.add("description", "\n\n".join(filter(None, [day_sentence(day), *_stops(day)])))
    entry.add("transp", "TRANSPARENT")
    if day.stops:
        entry.add("location", plain(day.stops[0].stop["place"]))
    if address := route_address(edition, site):
        entry.add("url", address)
    return entry


def _uid(edition: Edition, day: ItineraryDay, site: str, on: date) -> str:
    """A route by its permanent code, which all languages share; a trip by what it says."""
    item = edition.document.get("code") or edition.digest[:16]
    host = urlsplit(site).hostname or "village-heritage.invalid"
    return f"{item}-{day.number}-{on:%Y%m%d}@{host}"


def _stops(day: ItineraryDay) -> list[str]:
    told = []
    for stop in day.stops:
        opening = stop.opening
        closed = [_("Closed on this day.")] if opening and opening.is_closed else []
        obstacles = [obstacle.text for obstacle in opening.obstacles] if opening else []
        lines = [name_of(stop), sentence_about_leg(stop), *lines_about(stop), *closed, *obstacles]
        told.append("\n".join(dict.fromkeys(filter(None, map(plain, lines)))))
    return told
