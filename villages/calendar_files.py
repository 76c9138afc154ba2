"""Events as calendars (RFC 5545): one to keep, or all of them to subscribe to.

Neither has a METHOD, so that they are calendars and no invitations; DTSTAMP is then the moment of
the last change (3.8.7.2), and a file stays the same while nothing changes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from catalogue.current_editions import editions_where
from catalogue.models import Edition
from catalogue.permanent_ids import permanent_uuid
from catalogue.typography import without_controls
from villages.calendar import days_of
from villages.cancelled import Cancelled, Standing
from villages.events_asked import EventsAsked
from villages.models import Event as EventModel
from villages.models.repeats import Rule, rule_of

PRODUCER = "-//Village Heritage//Events//{language}"
ZONES = {"LV": ZoneInfo("Europe/Riga"), "LT": ZoneInfo("Europe/Vilnius")}
# A subscription keeps what was, so that nobody's past year is emptied, but not for ever.
A_YEAR = timedelta(days=365)
MOST_ENTRIES = 500
_EXACT = ("exact", "centre")


def can_be_kept(document: dict[str, Any]) -> bool:
    """Whether the days of an event are known: a calendar has no place for “in early May”."""
    return bool(document["starts_on"]) and document["date_precision"] != "month"


def events_to_follow(language: str, asked: EventsAsked, today: date) -> list[Edition]:
    """Events to come and of the year before, with their documents, as a subscription asks; one
    query."""
    return [
        edition
        for edition in editions_where(
            "kind = 'event' AND language = %s AND source_id IN ("
            " SELECT source_id FROM villages_occurrence"
            " WHERE language = %s AND ends_on >= %s AND tags @> %s::varchar[])",
            [language, language, today - A_YEAR, list(asked.tags.values()), MOST_ENTRIES],
            order="starts_on DESC, id LIMIT %s",
            document="document",
        )
        if can_be_kept(edition.document)
    ]


def calendar_of(
    events: Iterable[tuple[Edition, Standing]], language: str, name: str, site: str
) -> bytes:
    """A calendar in one language; entries have the same UID in every edition and language."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER.format(language=language.upper()))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for property_name in ("name", "x-wr-calname"):
        calendar.add(property_name, without_controls(name))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    for edition, standing in events:
        for entry in _entries(edition, standing, site):
            calendar.add_component(entry)
    calendar.add_missing_timezones(first_date=date(2000, 1, 1))
    return calendar.to_ical()


def _entries(edition: Edition, standing: Standing, site: str) -> list[Event]:
    """The event; and each of its times that is cancelled while the others take place."""
    document = edition.document
    rule = rule_of(document)
    first = date.fromisoformat(document["starts_on"])
    last = date.fromisoformat(document["ends_on"])
    if rule is None:
        return [_entry(edition, standing, site, first, last, standing.on(first))]
    days = rule.days() or [rule.first]
    length = timedelta(days=rule.length - 1)
    series = _entry(edition, standing, site, days[0], days[0] + length, standing.whole)
    _repeat(series, rule, days, document)
    entries = [series]
    for cancelled in standing.cancelled:
        if cancelled.day in days and not standing.whole:
            entry = _entry(
                edition, standing, site, cancelled.day, cancelled.day + length, cancelled
            )
            entry.add("recurrence-id", _moment(document, "starts_at", cancelled.day))
            entries.append(entry)
    return entries


def _entry(
    edition: Edition,
    standing: Standing,
    site: str,
    first: date,
    last: date,
    cancelled: Cancelled | None,
) -> Event:
    document = edition.document
    changed = max(filter(None, (edition.published_at, standing.changed_at)))
    title = _("Cancelled: %(title)s") % {"title": edition.title} if cancelled else edition.title
    entry = Event()
    entry.add("uid", f"{permanent_uuid('event', document['code'])}")
    entry.add("dtstamp", changed.astimezone(UTC))
    entry.add("last-modified", changed.astimezone(UTC))
    entry.add("sequence", edition.number - 1 + standing.revisions)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("summary", without_controls(title))
    told = [cancelled and cancelled.reason, document["summary"], days_of(document)]
    entry.add("description", without_controls("\n\n".join(filter(None, told))))
    entry.add("location", without_controls(document["place"]))
    entry.add("url", site + edition.get_absolute_url())
    entry.add("categories", [str(EventModel.EventKind(document["event_kind"]).label)])
    entry.add("transp", "TRANSPARENT")  # nobody is busy because there is a fair
    point = document["point"]
    if point and point["precision"] in _EXACT:
        entry.add("geo", (point["latitude"], point["longitude"]))
    if is_timed(document, first == last):
        entry.add("dtstart", _moment(document, "starts_at", first))
        if document.get("ends_at"):
            entry.add("dtend", _moment(document, "ends_at", last))
    else:
        entry.add("dtstart", first)
        entry.add("dtend", last + timedelta(days=1))  # the day after, 3.6.1
    return entry


def is_timed(document: dict[str, Any], is_on_one_day: bool) -> bool:
    """Whether entries have hours; several days need an hour at both ends."""
    return bool(document.get("starts_at") and (is_on_one_day or document.get("ends_at")))


def _moment(document: dict[str, Any], name: str, day: date) -> date | datetime:
    """That hour of that day by the clock of the event's country; the day, where it has no hours."""
    rule = rule_of(document)
    is_on_one_day = rule.length == 1 if rule else document["starts_on"] == document["ends_on"]
    if not is_timed(document, is_on_one_day):
        return day
    return datetime.combine(day, time.fromisoformat(document[name]), ZONES[document["country"]])


def _repeat(entry: Event, rule: Rule, days: list[date], document: dict[str, Any]) -> None:
    """RRULE and EXDATE; UNTIL is of the same sort as DTSTART, and in UTC when that is timed."""
    until = _moment(document, "starts_at", days[-1])
    if isinstance(until, datetime):
        until = until.astimezone(UTC)
    entry.add("rrule", {**rule.recur(), "UNTIL": until})
    if rule.exceptions:
        left_out = [
            _moment(document, "starts_at", day) for day in rule.exceptions if day < days[-1]
        ]
        if left_out:
            entry.add("exdate", left_out)
