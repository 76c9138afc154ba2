"""Records: what all kinds have in common, and the parts they are made of."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from catalogue import photos, recordings
from catalogue.api.collections import Collection, Telling, permanent_address
from catalogue.api.finding import Gone, Item
from catalogue.models import Edition
from catalogue.models.photo import LICENCE_ADDRESSES

TEXTS = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}


def record_of(item: Item, collection: Collection, telling: Telling) -> dict[str, Any]:
    """An item with everything that the API says of it."""
    edition = item.edition
    record = {
        "kind": edition.kind,
        "code": edition.document["code"],
        "language": edition.language,
        "title": edition.title,
        "summary": edition.document["summary"],
        "url": telling.site + edition.get_absolute_url(),
        "permanent": permanent_address(telling.site, edition.document["code"]),
        "languages": {code: telling.site + path for code, path in item.addresses.items()},
        "edition": {
            "number": edition.number,
            "digest": edition.digest,
            "published_at": moment(edition.published_at),
        },
        "licence": TEXTS,
        "attribution": attribution(edition, telling),
        **collection.record(item, telling),
    }
    if item.distance_km is not None:
        record["distance_km"] = round(item.distance_km, 1)
    return record


def attribution(edition: Edition, telling: Telling) -> str:
    """Such as “Latgale Planning Region · Theme villages · https://villages.example/k/K4X7”."""
    partner = edition.document.get("partner")
    names = [telling.words.name("partner", partner)] if partner else []
    address = permanent_address(telling.site, edition.document["code"])
    return " · ".join([*names, _("Theme villages"), address])


def gone_record(gone: Gone, collection: Collection, site: str) -> dict[str, str]:
    """An item that is not there any more: nothing of what it said."""
    return {
        "kind": collection.kind,
        "code": gone.code,
        "permanent": permanent_address(site, gone.code),
        "gone_at": moment(gone.gone_at),
    }


def moment(when: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond: to be given back as `since`."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def point(place: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": place.get("label", ""),
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "precision": place["precision"],
        "radius_m": place.get("radius_m") or 0,
        "source": place.get("source", ""),
    }


def photo(document: dict[str, Any], site: str) -> dict[str, Any]:
    """A photo with its credit, and its files from the widest to the narrowest."""
    width = photos.widths_of(document["width"])[-1]
    licence = document["licence"]
    return {
        "alt": document["alt"],
        "caption": document.get("caption", ""),
        "author": document["author"],
        "licence": licence,
        "licence_url": LICENCE_ADDRESSES.get(licence),
        "may_be_reused": licence in LICENCE_ADDRESSES,
        "width": width,
        "height": photos.height_at(width, document["width"], document["height"]),
        "files": [
            {
                "url": site + photos.rendition_address(document["digest"], width, extension),
                "type": photos.CONTENT_TYPES[extension],
                "width": width,
            }
            for width in reversed(photos.widths_of(document["width"]))
            for extension in photos.CONTENT_TYPES
        ],
    }


def recording(document: dict[str, Any], site: str) -> dict[str, Any]:
    """A film or a sound with its credit, and its words for those who do not hear it."""
    licence = document["licence"]
    sources = recordings.sources_of(document)
    return {
        "title": document["title"],
        "url": site + sources["address"],
        "type": sources["content_type"],
        "seconds": document["seconds"],
        "author": document["author"],
        "licence": licence,
        "licence_url": LICENCE_ADDRESSES.get(licence),
        "may_be_reused": licence in LICENCE_ADDRESSES,
        "transcript": document["transcript"],
    }


def feature(item: Item, collection: Collection, telling: Telling) -> dict[str, Any]:
    """An item as a GeoJSON feature (RFC 7946)."""
    assert collection.geometry and collection.properties
    edition = item.edition
    properties = {
        "title": edition.title,
        "summary": edition.document["summary"],
        "url": telling.site + edition.get_absolute_url(),
        "permanent": permanent_address(telling.site, edition.document["code"]),
        "attribution": attribution(edition, telling),
        "published_at": moment(edition.published_at),
        **collection.properties(item, telling),
    }
    if item.distance_km is not None:
        properties["distance_km"] = round(item.distance_km, 1)
    return {
        "type": "Feature",
        "id": edition.document["code"],
        "geometry": collection.geometry(edition),
        "properties": properties,
    }


def linked(item: Item, collection: Collection, telling: Telling) -> dict[str, Any]:
    """An item in the words of schema.org: its page, which has the licence, and what it is about."""
    edition = item.edition
    address = telling.site + edition.get_absolute_url()
    about = {
        **collection.linked(item, telling),
        "@id": permanent_address(telling.site, edition.document["code"]),
        "identifier": edition.document["code"],
    }
    about.pop("@context", None)  # said once, for all
    if pictures := [_picture(row, telling.site) for row in edition.document.get("photos", ())]:
        about["image"] = pictures
    return {
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": edition.title,
        "inLanguage": edition.language,
        "license": TEXTS["url"],
        "creditText": attribution(edition, telling),
        "version": str(edition.number),
        "datePublished": moment(edition.published_at),
        "mainEntity": about,
    }


def _picture(document: dict[str, Any], site: str) -> dict[str, Any]:
    told = photo(document, site)
    largest = next(file for file in told["files"] if file["type"] == "image/jpeg")
    picture = {
        "@type": "ImageObject",
        "contentUrl": largest["url"],
        "caption": told["alt"],
        "creditText": told["author"],
        "creator": {"@type": "Person", "name": told["author"]},
    }
    if told["licence_url"]:
        picture["license"] = told["licence_url"]
    return picture
