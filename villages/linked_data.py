"""Villages and events in the words of schema.org."""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from catalogue import photos, recordings
from catalogue.models import Edition
from catalogue.models.photo import LICENCE_ADDRESSES
from villages.calendar_files import ZONES
from villages.cancelled import Standing
from villages.event_pages import Times
from villages.models.repeats import Rule, rule_of
from villages.practical_facts import kind_label

_CONTEXT = "https://schema.org"


def attraction(edition: Edition, address: str, municipality: str) -> dict[str, Any]:
    """schema.org/TouristAttraction, without inexact coordinates: machines drive by them.

    The sources are told as pages about the village (`subjectOf`); none of them is the village's
    own, which `sameAs` would say.
    """
    document = edition.document
    site = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "TouristAttraction",
        "@id": _id(address),
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
    if images := [_image(photo, site) for photo in document["photos"]]:
        data["image"] = images
    offers = document["offers"]
    if spoken := {code for offer in offers for code in offer["languages"]}:
        data["availableLanguage"] = sorted(spoken)
    if offers and all(offer["price_basis"] == "free" for offer in offers):
        data["isAccessibleForFree"] = True
    if hours := [_hours(offer) for offer in offers if _has_hours_of_all_year(offer)]:
        data["openingHoursSpecification"] = hours
    guides = [_recording(guide, site, edition.language) for guide in document.get("guides", ())]
    pages = [{"@type": "WebPage", "url": source} for source in document["sources"]]
    if about := [*guides, *pages]:
        data["subjectOf"] = about
    return data


def offers(edition: Edition, address: str) -> list[dict[str, Any]]:
    """schema.org/Offer for each offer that the hosts told of, to be had at the attraction.

    Machines read no caveats: what is not confirmed is left out, and so is a price that nobody knows
    the day of.
    """
    return [
        _offer(offer, address)
        for offer in edition.document["offers"]
        if not offer["secondary"] and offer["venue"] != "travelling"
    ]


def _offer(offer: dict[str, Any], address: str) -> dict[str, Any]:
    service = {
        "@type": "Service",
        "name": offer["title"],
        "serviceType": kind_label(offer["kind"]),
        "description": offer["description"],
    }
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Offer",
        "itemOffered": {name: said for name, said in service.items() if said},
        "availableAtOrFrom": {"@type": "TouristAttraction", "@id": _id(address)},
    }
    price = {"@type": "UnitPriceSpecification", "priceCurrency": "EUR"}
    if offer["price_basis"] == "free":
        data["priceSpecification"] = {**price, "price": "0.00"}
    elif offer["price"] and offer["price_as_of"]:
        name = "minPrice" if offer["price_basis"] == "from" else "price"
        price |= {name: offer["price"], "validFrom": offer["price_as_of"]}
        if offer["price_basis"] in ("person", "group"):
            price["unitText"] = offer["price_basis"]
        data["priceSpecification"] = price
    return data


def _id(address: str) -> str:
    return f"{address}#village"


def _image(photo: dict[str, Any], site: str) -> dict[str, Any]:
    address, width, height = photos.largest_of(photo)
    image = {
        "@type": "ImageObject",
        "contentUrl": site + address,
        "width": width,
        "height": height,
        "caption": photo["alt"],
        "creditText": photo["author"],
    }
    if licence := LICENCE_ADDRESSES.get(photo["licence"]):
        image["license"] = licence
    return image


def _recording(guide: dict[str, Any], site: str, language: str) -> dict[str, Any]:
    sources = recordings.sources_of(guide)
    return {
        "@type": "VideoObject" if guide["extension"] in recordings.FILMS else "AudioObject",
        "name": guide["title"],
        "contentUrl": site + sources["address"],
        "encodingFormat": sources["content_type"],
        "duration": f"PT{guide['seconds']}S",
        "inLanguage": language,
        "creditText": guide["author"],
    }


def _has_hours_of_all_year(offer: dict[str, Any]) -> bool:
    """A season has no words here that would be true of every year."""
    return bool(
        offer["opens_at"]
        and offer["closes_at"]
        and offer["weekdays"]
        and offer["venue"] != "travelling"
        and not offer["season_from"]
        and not offer["excluded_months"]
    )


def _hours(offer: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [_DAYS[day - 1] for day in offer["weekdays"]],
        "opens": offer["opens_at"],
        "closes": offer["closes_at"],
    }


_DAYS = (
    "https://schema.org/Monday",
    "https://schema.org/Tuesday",
    "https://schema.org/Wednesday",
    "https://schema.org/Thursday",
    "https://schema.org/Friday",
    "https://schema.org/Saturday",
    "https://schema.org/Sunday",
)


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
