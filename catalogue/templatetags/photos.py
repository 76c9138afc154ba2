"""Photos of editions in templates; nothing here asks the database or the storage."""

from typing import Any

from django import template

from catalogue import photos
from catalogue.models.photo import LICENCE_ADDRESSES, Licence

register = template.Library()

# How wide pages show a photo, as the attribute `sizes` says it.
_SIZES = {
    "card": "(min-width: 64rem) 24rem, (min-width: 40rem) 50vw, 100vw",
    "wide": "100vw",
    "gallery": "(min-width: 60rem) 18rem, (min-width: 40rem) 33vw, 50vw",
}


@register.inclusion_tag("catalogue/_picture.html")
def photo(photo: dict[str, Any], sizes: str = "wide", css_class: str = "") -> dict[str, Any]:
    """A <picture> of `photo`, a photo's part of an edition's document.

    `sizes` is "card", "wide", "gallery", or the words of the attribute. A wide photo opens its page
    and is fetched first; all others load when a reader comes near.
    """
    return {
        "picture": photos.sources_of(photo),
        "sizes": _SIZES.get(sizes, sizes),
        "css_class": css_class,
        "eager": sizes == "wide",
    }


@register.inclusion_tag("catalogue/_photo_credit.html")
def photo_credit(photo: dict[str, Any]) -> dict[str, Any]:
    """Who took `photo`, and on what terms it is shown."""
    licence = photo.get("licence", "")
    return {
        "author": photo.get("author", ""),
        "licence": Licence(licence).label if licence in Licence else licence,
        "address": LICENCE_ADDRESSES.get(licence),
    }


@register.simple_tag
def photo_address(photo: dict[str, Any]) -> str:
    """The largest JPEG of `photo`: for sharing and for print."""
    return photos.sources_of(photo).largest


@register.filter
def small_photo(photo: dict[str, Any]) -> str:
    """The address of the photo at its smallest, as JPEG."""
    width = photos.widths_of(photo["width"])[0]
    return photos.rendition_address(photo["digest"], width, "jpg")
