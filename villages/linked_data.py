"""Villages and events in the words of schema.org."""

from datetime import date, datetime, time
from typing import Any

from catalogue.models import Edition
from villages.calendar_files import ZONES
from villages.cancelled import Standing
from villages.event_pages import Times
from villages.models.repeats import Rule, rule_of

_CONTEXT = "https://schema.org"


def attraction(edition: Edition, address: str, municipality: str) -> dict[str, Any]:
    """schema.org/TouristAttraction, without inexact coordinates: machines drive by them."""
    document = edition.document
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "TouristAttraction",
        "name": edition.title,
        "description": document["summary"],
        "url": address,
        "inLanguage": edition.language,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": document["country"],
            "addressRegion": municipality,
            "addressLocality": document["place"],
        },
    }
    point = document["point"]
    if point and point["precision"] in ("exact", "centre"):
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": point["latitude"],
            "longitude": point["longitude"],
        }
    return data


def event(
    edition: Edition,
    site: str,
    standing: Standing,
    times: Times,
) -> dict[str, Any] | None:
    """schema.org/Event at its next time; None without a date, which the vocabulary demands."""
    document = edition.document
    shown = times.next or times.last
    if shown is None:
        return None
    status = "EventCancelled" if shown.cancelled else "EventScheduled"
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Event",
        "name": edition.title,
        "description": document["summary"],
        "url": site + edition.get_absolute_url(),
        "inLanguage": edition.language,
        "startDate": _moment(document, "starts_at", shown.first),
        "endDate": _moment(document, "ends_at", shown.last),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": f"https://schema.org/{status}",
        "location": {
            "@type": "Place",
            "name": document["place"],
            "address": {"@type": "PostalAddress", "addressCountry": document["country"]},
        },
    }
    point = document["point"]
    if point and point["precision"] in ("exact", "centre"):
        data["location"]["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": point["latitude"],
            "longitude": point["longitude"],
        }
    if rule := rule_of(document):
        data["eventSchedule"] = _schedule(rule, document, standing)
    return data


def _moment(document: dict[str, Any], name: str, day: date) -> str:
    """The day, with its hour and offset where the hour is known (ISO 8601)."""
    if not document.get(name):
        return day.isoformat()
    hour = time.fromisoformat(document[name])
    return datetime.combine(day, hour, ZONES[document["country"]]).isoformat()


def _schedule(rule: Rule, document: dict[str, Any], standing: Standing) -> dict[str, Any]:
    """schema.org/Schedule; what is cancelled is an exception to machines."""
    parts = rule.recur()
    unit = {"WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}[parts["FREQ"]]
    cancelled = [each.day for each in standing.cancelled if each.day]
    schedule: dict[str, Any] = {
        "@type": "Schedule",
        "startDate": rule.first.isoformat(),
        "endDate": document["ends_on"],
        "repeatFrequency": f"P{parts.get('INTERVAL', 1)}{unit}",
        "scheduleTimezone": ZONES[document["country"]].key,
    }
    if "BYDAY" in parts:
        days = parts["BYDAY"] if isinstance(parts["BYDAY"], list) else [parts["BYDAY"]]
        schedule["byDay"] = days
    if "BYMONTHDAY" in parts:
        schedule["byMonthDay"] = parts["BYMONTHDAY"]
    if "BYMONTH" in parts:
        schedule["byMonth"] = parts["BYMONTH"]
    for name, key in (("startTime", "starts_at"), ("endTime", "ends_at")):
        if document.get(key):
            schedule[name] = document[key]
    if exceptions := sorted({*rule.exceptions, *cancelled}):
        schedule["exceptDate"] = [day.isoformat() for day in exceptions]
    return schedule
