"""What the templates of villages, events and routes need beside the pages' own tags."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.kept_parts import kept_part
from catalogue.templatetags.pages import card, draw
from villages.calendar import days_of, month_in_short
from villages.filters import Filter
from villages.lists import FoundCard
from villages.models import Event
from villages.pages import offer_cards
from villages.practical_facts import kind_label, span_of_minutes

register = template.Library()
register.filter("minutes", span_of_minutes)
register.filter("days_of", days_of)
register.filter("offer_kind", kind_label)


@register.simple_tag(takes_context=True)
def what_to_do(context: Context) -> SafeString:
    """Offers, products and sights of a village's page, kept as long as its edition."""
    return _kept_with_edition(
        context,
        "villages/_what_to_do.html",
        lambda document: {"offers": offer_cards(document)},
    )


@register.simple_tag(takes_context=True)
def at_a_glance(context: Context) -> SafeString:
    """The box of a village's plain facts, kept as long as its edition."""
    return _kept_with_edition(
        context,
        "villages/_at_a_glance.html",
        lambda document: {
            "verified_on": document["verified_on"] and date.fromisoformat(document["verified_on"])
        },
    )


def _kept_with_edition(
    context: Context, template_name: str, more: Callable[[dict[str, Any]], dict[str, Any]]
) -> SafeString:
    """A part that says nothing but what the page's edition and the shared words say."""
    edition, words, page = context["edition"], context["words"], context["page"]

    def drawn() -> SafeString:
        document = edition.document
        values = {"document": document, "words": words, "page": page, **more(document)}
        return draw(context, template_name, values)

    return kept_part((template_name, edition.digest, words.digest), drawn)


@register.simple_tag(takes_context=True)
def filter_group(
    context: Context, group: Filter, shape: str = "group", any: str = ""
) -> SafeString:  # noqa: A002 - as templates read it
    """The choices of one filter, kept until a count, a choice made or a shared word changes.

    `shape` is group (boxes to tick) or select, in which `any` stands for no choice.
    """
    template_name = f"villages/_filter_{shape}.html"
    key = (template_name, context["page"].language, group.key, any, context["words"].digest)
    is_of_a_visitor = context["filters"].asked.narrows
    return kept_part(
        key,
        lambda: draw(context, template_name, {"group": group, "any": any}),
        of_a_visitor=is_of_a_visitor,
    )


@register.simple_tag(takes_context=True)
def found_card(context: Context, found: FoundCard) -> SafeString:
    """A village's card in a list, with what the visitor's question makes worth telling."""
    told = {
        "distance": found.distance_km and round(found.distance_km, 1),
        "is_about": found.is_about,
        "is_unsaid": found.is_unsaid,
        "notices": found.notices,
    }
    template_name, edition, words = "villages/_card.html", found.edition, context["words"]
    if not any(told.values()):
        return card(context, template_name, edition, heading="h2")
    key = (template_name, edition.digest, words.digest, *told.values())
    seen = {"edition": edition, "words": words, "heading": "h2", **told}
    return kept_part(key, lambda: draw(context, template_name, seen), of_a_visitor=True)


@register.simple_tag(takes_context=True)
def list_page(context: Context, number: int, step: int) -> str:
    """The address of the page of the list that is `step` pages away from page `number`."""
    return context["filters"].address_of_page(number + step)


@register.filter
def event_kind(key: str) -> str:
    return str(Event.EventKind(key).label)


@register.simple_tag
def leaf(card: dict[str, Any]) -> dict[str, str]:
    """An event's leaf of a calendar: the large line, the small line, and the machine's date."""
    if not card["starts_on"]:
        return {"large": _("every"), "small": _("year"), "iso": ""}
    first, last = date.fromisoformat(card["starts_on"]), date.fromisoformat(card["ends_on"])
    month = month_in_short(first)
    if card["date_precision"] == "month":
        return {"large": month, "small": str(first.year), "iso": f"{first:%Y-%m}"}
    large = str(first.day) if first == last else f"{first.day}–{last.day}"
    return {"large": large, "small": f"{month} {first.year}", "iso": card["starts_on"]}
