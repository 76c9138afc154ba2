"""What saved copies need in their templates, and how pages offer them."""

from typing import Any

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue import saved_copies
from catalogue.kept_parts import kept_part
from catalogue.patterns import WIDE, woven_pattern
from catalogue.photos import focus_classes
from catalogue.saved_copies import Album
from catalogue.shared_words import SharedWords
from catalogue.templatetags.pages import draw
from catalogue.typography import together

register = template.Library()


@register.simple_tag
def saved_style() -> SafeString:
    """The style sheet of a copy."""
    return saved_copies.style()


@register.simple_tag
def own_file(name: str) -> str:
    """A file of the site itself as an address that holds it."""
    return saved_copies.own_file(name)


@register.simple_tag
def pattern_inside(words: SharedWords, theme: str, seed: str) -> str:
    """The woven pattern across a page, as an address that holds it."""
    motif = words.themes.get(theme, {}).get("motif", "diamond")
    svg = woven_pattern(theme, motif, seed, across=WIDE)
    return saved_copies.data_address(svg.encode(), "image/svg+xml")


@register.inclusion_tag("offline/_photo.html")
def saved_photo(album: Album, photo: dict[str, Any]) -> dict[str, Any]:
    """The photo with its credit, if it is in the copy."""
    return {
        "picture": album.pictures.get(photo["digest"]),
        "photo": photo,
        "focus": focus_classes(photo.get("focal_x", 0.5), photo.get("focal_y", 0.5)),
    }


@register.simple_tag(takes_context=True)
def save_to_phone(context: Context) -> SafeString:
    """Where a page offers its saved copy: a link that tells the size."""
    page, edition = context["page"], context["edition"]

    def drawn() -> SafeString:
        size = saved_copies.about_bytes(edition, _photos_in(context))
        values = {"address": page.own_address + saved_copies.ENDING, "size": _size_in_words(size)}
        return draw(context, "catalogue/_save_to_phone.html", values)

    return kept_part(("saved copy", edition.digest, page.own_address), drawn)


def _photos_in(context: Context) -> list[dict[str, Any]]:
    """The photos of a village; the first one of each village on a route."""
    if "itinerary" not in context:
        return context["edition"].document["photos"]
    villages = [stop.village for stop in context["itinerary"].stops if stop.village]
    return [photo for village in villages for photo in village.document["photos"][:1]]


def _size_in_words(size: int) -> str:
    """Such as “180 KB” or “1.4 MB”: two digits, for a size that is roughly known."""
    if size < 995_000:
        places = 10_000 if size >= 100_000 else 1000
        return together(_("%(size)s KB") % {"size": round(size / places) * places // 1000})
    return together(_("%(size)s MB") % {"size": number_format(size / 1_000_000, decimal_pos=1)})


@register.filter
def tel(number: str) -> str:
    """A telephone number as people write it, as an address that phones call (RFC 3966)."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
