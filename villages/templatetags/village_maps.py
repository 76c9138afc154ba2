"""What the templates with maps of villages need."""

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from catalogue.kept_parts import kept_part
from catalogue.maps.file import base_version
from catalogue.pages import page_language
from catalogue.plural_forms import plural_forms
from catalogue.templatetags.pages import draw
from catalogue.views.files import MAP_VERSION
from villages.asked import Asked
from villages.village_map import map_paths

register = template.Library()


@register.simple_tag
def cluster_words() -> str:
    """What a mark that stands for several villages is called, for each class of numbers."""
    forms = plural_forms(
        lambda count: ngettext("%(count)s village; zoom in", "%(count)s villages; zoom in", count)
    )
    return json.dumps(forms, ensure_ascii=False)


@register.simple_tag
def map_address(asked: Asked) -> str:
    """The map of the villages that a list's question finds."""
    return asked.address(map_paths()[page_language()], page=1)


@register.simple_tag(takes_context=True)
def map_of_village(context: Context) -> SafeString:
    """The map of the page's village, which can be made zoomable; nothing for one without a place.

    Kept as long as the edition: what lies around is fetched when somebody asks for it.
    """
    edition, page = context["edition"], context["page"]
    point = edition.document["point"]
    if not point:
        return SafeString()

    def drawn() -> SafeString:
        return draw(context, "villages/_map.html", {"page": page, **_of_village(edition, point)})

    return kept_part(("villages/_map.html", edition.digest, page.is_preview), drawn)


def _of_village(edition: Any, point: dict[str, Any]) -> dict[str, Any]:
    here = f"{point['latitude']},{point['longitude']}"
    return {
        "edition": edition,
        "document": edition.document,
        "map_version": MAP_VERSION,
        "base_version": base_version(),
        "radius_km": (point.get("radius_m") or 0) / 1000,
        "here": here,
        "data": Asked(near=edition.slug).address(f"{map_paths()[edition.language]}villages.json"),
    }
