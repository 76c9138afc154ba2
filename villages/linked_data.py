"""Villages and events in the words of schema.org."""

from typing import Any

from catalogue.models import Edition

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


def event(edition: Edition, address: str) -> dict[str, Any] | None:
    """schema.org/Event; None for an event without a date, which the vocabulary demands."""
    document = edition.document
    if not document["starts_on"]:
        return None
    return {
        "@context": _CONTEXT,
        "@type": "Event",
        "name": edition.title,
        "description": document["summary"],
        "url": address,
        "inLanguage": edition.language,
        "startDate": document["starts_on"],
        "endDate": document["ends_on"],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": document["place"],
            "address": {"@type": "PostalAddress", "addressCountry": document["country"]},
        },
    }
