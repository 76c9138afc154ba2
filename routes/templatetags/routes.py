"""What the templates of routes need beside the pages' own tags."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.kept_parts import kept_part
from catalogue.templatetags.pages import draw, km
from routes.itinerary import ItineraryStop
from routes.models import Route

register = template.Library()


@register.simple_tag(takes_context=True)
def itinerary_stop(context: Context, item: ItineraryStop) -> SafeString:
    """A stop of the route's page, kept until the route, the village, a word or a notice changes."""
    words, village = context["words"], item.village
    key = (
        "stop",
        context["edition"].digest,
        item.stop["number"],
        village and village.digest,
        *item.notices,
        words.digest,
    )
    values = {"item": item, "words": words}
    return kept_part(key, lambda: draw(context, "routes/_itinerary_stop.html", values))


@register.filter
def route_facts(card: dict[str, Any]) -> str:
    """One line: how to travel, for how many days, to how many stops, how far."""
    mode = str(Route.Mode(card["mode"]).label)
    length = km(card["length_km"])
    return " · ".join(
        (
            mode[:1].upper() + mode[1:],
            ngettext("%(count)s day", "%(count)s days", card["day_count"])
            % {"count": card["day_count"]},
            ngettext("%(count)s stop", "%(count)s stops", card["stop_count"])
            % {"count": card["stop_count"]},
            _("%(length)s in straight lines") % {"length": length}
            if card["is_straight"]
            else length,
        )
    )
