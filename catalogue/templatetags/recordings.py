"""Recordings of editions in templates; nothing here asks the database or the storage."""

from typing import Any

from django import template

from catalogue import recordings
from catalogue.models.photo import LICENCE_ADDRESSES, Licence

register = template.Library()


@register.simple_tag
def recording(guide: dict[str, Any]) -> dict[str, str]:
    """Addresses of a guide's file and captions, and the file's content type."""
    return recordings.sources_of(guide)


@register.inclusion_tag("catalogue/_recording_credit.html")
def recording_credit(guide: dict[str, Any]) -> dict[str, Any]:
    """Who made a recording, and on what terms it is given."""
    licence = guide["licence"]
    return {
        "author": guide["author"],
        "licence": Licence(licence).label if licence in Licence else licence,
        "address": LICENCE_ADDRESSES.get(licence),
    }


@register.filter
def clock(seconds: int) -> str:
    """A length as players show it: 3:05, or 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
