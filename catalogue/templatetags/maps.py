"""What the templates of zoomable maps need."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalogue.maps.furniture import attribution

register = template.Library()


@register.simple_tag
def map_ground(base_version: str, language: str) -> SafeString:
    """What lies under the marks, as attributes: our base map, or the operator's server of tiles."""
    if settings.MAP_TILES_URL:
        return format_html(
            'data-tiles="{}" data-tiles-attribution="{}"',
            settings.MAP_TILES_URL,
            settings.MAP_TILES_ATTRIBUTION,
        )
    return format_html(
        'data-base="{}" data-words-attribution="{}"',
        reverse("base-map", args=[base_version, language]),
        attribution(),
    )
