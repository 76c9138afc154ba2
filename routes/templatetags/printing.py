"""What the admin's pages of routes and villages tell of their paper."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Publishable
from catalogue.models.edition import Kind
from catalogue.pages import page_language
from routes.models import PrintEdition
from routes.printing.changes import since_print
from routes.printing.printed import all_changes, changed_items

register = template.Library()

MOST_SHOWN = 5


@dataclass(frozen=True)
class Print:
    """A print edition in one line, and what changed since."""

    admin_address: str
    label: str
    changes: str


@register.inclusion_tag("admin/routes/printing/_box.html", takes_context=True)
def on_paper(context: Context, item: Publishable) -> dict[str, Any]:
    """What was printed of an item, as far as the reader may know, and the way to print it."""
    user = context["request"].user
    prints: list[PrintEdition] = []
    if user.has_perm("routes.view_printedition"):
        own = PrintEdition.objects.visible_to(user).of_item(item.kind, item.pk)
        prints = list(own.newest_first()[:MOST_SHOWN])
    changed = changed_items(prints, page_language()) if prints else {}
    found = []
    for one in prints:
        items = changed[one.pk]
        if item.kind != Kind.ROUTE:
            items = [change for change in items if change.printed.source_id == item.pk]
        label = _("%(number)s: %(season)s, %(copies)s copies") % {
            "number": one.number,
            "season": one.season,
            "copies": one.copies,
        }
        changes = since_print(one.printed_on, all_changes(items)) if items else ""
        found.append(Print(one.admin_address(), label, changes))
    address = ""
    if user.has_perm("routes.add_printedition") and item.kind in (Kind.ROUTE, Kind.VILLAGE):
        address = reverse("admin:routes_printedition_print", args=[item.kind, item.pk])
    return {"prints": found, "print_address": address}


@register.filter
def can_be_printed(item: Any) -> bool:
    return getattr(item, "kind", "") in (Kind.ROUTE, Kind.VILLAGE) and item.pk is not None
