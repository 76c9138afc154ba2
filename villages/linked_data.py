"""Villages and events in the words of schema.org."""

from typing import Any
from urllib.parse import urlsplit

from catalogue import photos, recordings
from catalogue.models import Edition
from catalogue.models.photo import LICENCE_ADDRESSES
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
    picture = photos.sources_of(photo)
    image = {
        "@type": "ImageObject",
        "contentUrl": site + picture.largest,
        "width": picture.width,
        "height": picture.height,
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
