"""What the templates of routes need beside the pages' own tags."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.templatetags.pages import km
from routes.models import Route

register = template.Library()


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
