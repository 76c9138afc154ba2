"""What a village's page tells machines: whole, honest, and in words that schema.org knows."""

import json
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalogue.publishing import publish
from tests.factories import OfferFactory, PlaceFactory, VillageFactory
from villages.models import MediaGuide, VillagePhoto

pytestmark = pytest.mark.django_db

# The properties that schema.org (version 29) gives to the types a page uses, of those it uses.
KNOWN = {
    "TouristAttraction": {
        "name",
        "description",
        "url",
        "inLanguage",
        "address",
        "geo",
        "image",
        "availableLanguage",
        "isAccessibleForFree",
        "openingHoursSpecification",
        "subjectOf",
    },
    "PostalAddress": {"addressCountry", "addressRegion", "addressLocality"},
    "GeoCoordinates": {"latitude", "longitude"},
    "ImageObject": {"contentUrl", "width", "height", "caption", "creditText", "license"},
    "AudioObject": {
        "name",
        "contentUrl",
        "encodingFormat",
        "duration",
        "inLanguage",
        "creditText",
    },
    "WebPage": {"url"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes"},
    "Offer": {"itemOffered", "availableAtOrFrom", "priceSpecification"},
    "Service": {"name", "serviceType", "description"},
    "UnitPriceSpecification": {"price", "minPrice", "priceCurrency", "unitText", "validFrom"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}


def blocks_of(client, village) -> list[dict]:
    html = client.get(publish(village, "en", by=None).edition.get_absolute_url()).text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return [json.loads(block) for block in found]


def unknown_words(value, of: str = "") -> list[str]:
    """Types and properties that `KNOWN` does not name."""
    if isinstance(value, list):
        return [word for part in value for word in unknown_words(part, of)]
    if not isinstance(value, dict):
        return []
    kind = value.get("@type", of)
    if kind not in KNOWN:
        return [kind]
    names = {name for name in value if not name.startswith("@")}
    return [
        *(f"{kind}.{name}" for name in names - KNOWN[kind]),
        *(word for part in value.values() for word in unknown_words(part)),
    ]


def photo(village) -> VillagePhoto:
    buffer = ContentFile(b"", name="sample.jpg")
    Image.new("RGB", (900, 600), "tan").save(buffer, "JPEG")
    return VillagePhoto.objects.create(
        village=village,
        image=buffer,
        author="Sample",
        licence="CC BY 4.0",
        alt_lv="Paraugs",
        alt_lt="Pavyzdys",
        alt_en="A sample",
    )


def test_a_full_village_speaks_schema_org(client):
    village = VillageFactory(sources=["https://example.org/article"])
    photo(village)
    tone = Path(__file__).parent.parent / "recordings" / "tone.mp3"
    MediaGuide.objects.create(
        village=village,
        language="en",
        title="Listen",
        file=SimpleUploadedFile("tone.mp3", tone.read_bytes()),
        transcript="A tone.",
        author="Sample",
        licence="CC0 1.0",
    )
    OfferFactory(
        village=village,
        languages=["lv", "en"],
        weekdays=[6, 7],
        opens_at="10:00",
        closes_at="16:00",
        price_basis="person",
        price="5.00",
        price_as_of="2026-05-01",
    )

    blocks = blocks_of(client, village)

    assert unknown_words(blocks) == []
    main, offer, _crumbs = blocks
    assert offer["availableAtOrFrom"]["@id"] == main["@id"] == main["url"] + "#village"
    assert offer["priceSpecification"] == {
        "@type": "UnitPriceSpecification",
        "priceCurrency": "EUR",
        "price": "5.00",
        "validFrom": "2026-05-01",
        "unitText": "person",
    }
    assert main["availableLanguage"] == ["en", "lv"]
    assert main["openingHoursSpecification"][0]["dayOfWeek"] == [
        "https://schema.org/Saturday",
        "https://schema.org/Sunday",
    ]
    assert main["image"][0]["contentUrl"].startswith("http://testserver/media/photos/")
    assert main["image"][0]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [about["@type"] for about in main["subjectOf"]] == ["AudioObject", "WebPage"]
    assert "sameAs" not in main


def test_what_is_not_sure_is_not_told_to_machines(client):
    village = VillageFactory(place=None)
    PlaceFactory(village=village, precision="area", radius_m=5000)
    OfferFactory(village=village, title_en="Retold", is_secondary=True)
    OfferFactory(village=village, title_en="Undated", price_basis="person", price="5.00")
    OfferFactory(village=village, title_en="Summer", weekdays=[6], season_from=6, season_to=8)

    main, *offers, _crumbs = blocks_of(client, village)

    assert [offer["itemOffered"]["name"] for offer in offers] == ["Undated", "Summer"]
    assert not any("priceSpecification" in offer for offer in offers)
    assert not {"geo", "image", "openingHoursSpecification", "isAccessibleForFree"} & set(main)


def test_what_costs_nothing_is_told_to_be_free(client):
    village = VillageFactory()
    OfferFactory(village=village, price_basis="free")
    main, offer, _crumbs = blocks_of(client, village)
    assert (main["isAccessibleForFree"], offer["priceSpecification"]["price"]) == (True, "0.00")

    OfferFactory(village=village)
    assert "isAccessibleForFree" not in blocks_of(client, village)[0]
