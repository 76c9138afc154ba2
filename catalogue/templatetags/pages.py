"""What the pages' templates need beside Django's own tags."""

import json
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.kept_parts import kept_part
from catalogue.models import Edition
from catalogue.pages import Page
from catalogue.patterns import WIDE, mark, woven_pattern
from catalogue.shared_words import SharedWords
from catalogue.typography import together

register = template.Library()
register.filter("together", together)


@register.simple_tag
def linked_data(page: Page) -> SafeString:
    """A JSON-LD script for each thing the page is about; browsers do not run it."""
    blocks = (_escaped(json.dumps(block, ensure_ascii=False)) for block in page.all_linked_data)
    return mark_safe(  # noqa: S308 - escaped above
        "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    )


def _escaped(text: str) -> str:
    """JSON without what could end the script element, or open a comment inside it."""
    return text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")


@register.simple_tag(takes_context=True)
def card(context: Context, template_name: str, edition: Edition, **values: Any) -> SafeString:
    """An edition's card, kept once it is drawn.

    Its template may read nothing but the edition, shared words and `values`.
    """
    words = context["words"]
    key = (template_name, edition.digest, words.digest, *sorted(values.items()))
    seen = {"edition": edition, "words": words, **values}
    return kept_part(key, lambda: draw(context, template_name, seen))


@register.simple_tag(takes_context=True)
def part(context: Context, template_name: str, **values: Any) -> SafeString:
    """A part of every page of a language, kept for each of the few `values` it may have.

    Its template may read nothing but `values`.
    """
    key = (template_name, context["page"].language, *sorted(values.items()))
    return kept_part(key, lambda: draw(context, template_name, values))


@register.simple_tag(takes_context=True)
def visitors_part(context: Context, template_name: str, **values: Any) -> SafeString:
    """As `part`, where visitors may choose the values, and there is no end of them."""
    key = (template_name, context["page"].language, *sorted(values.items()))
    return kept_part(key, lambda: draw(context, template_name, values), of_a_visitor=True)


@register.simple_tag(takes_context=True)
def sections(context: Context) -> SafeString:
    """The header's links into the site, with the page's own section marked."""
    page = context["page"]
    key = ("_sections.html", page.language, page.section, len(page.crumbs) > 1)
    return kept_part(key, lambda: draw(context, "_sections.html", {"page": page}))


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    """The foot of every page of a language, kept until a shared word changes or the day ends."""
    page, words = context["page"], context["words"]
    key = ("_footer.html", words.digest, timezone.localdate())
    return kept_part(key, lambda: draw(context, "_footer.html", {"page": page, "words": words}))


def draw(context: Context, template_name: str, values: dict[str, Any]) -> SafeString:
    """A template with these values alone, in the manner (language, escaping) of the page."""
    assert context.template is not None  # it is being drawn
    return context.template.engine.get_template(template_name).render(context.new(values))


@register.simple_tag
def site_mark() -> SafeString:
    """The site's mark, in the colours of the text around it."""
    return mark_safe(mark("var(--mark-figure, currentColor)", "var(--mark-heart, currentColor)"))  # noqa: S308 - drawn by our own code


@register.simple_tag
def pattern(words: SharedWords, theme: str, seed: str, shape: str = "card") -> str:
    """The address of a woven pattern; `shape` is card, wide or hanging."""
    motif = words.themes.get(theme, {}).get("motif", "diamond")
    return f"/patterns/{shape}/{theme}/{motif}/{seed}.svg"


@register.simple_tag
def sash(words: SharedWords, theme: str, seed: str) -> SafeString:
    """The woven pattern across the head of a page, in the page itself: it is there at once."""
    motif = words.themes.get(theme, {}).get("motif", "diamond")
    return kept_part(
        ("sash", theme, motif, seed),
        lambda: mark_safe(woven_pattern(theme, motif, seed, across=WIDE)),  # noqa: S308 - drawn by our own code
    )


@register.filter
def theme(words: SharedWords, key: str) -> str:
    return words.name("theme", key)


@register.filter
def municipality(words: SharedWords, key: str) -> str:
    return words.name("municipality", key)


@register.filter
def region(words: SharedWords, partner: str) -> str:
    return words.partners.get(partner, {}).get("region", partner)


@register.filter
def km(value: float) -> str:
    """Kilometres as people say them: one decimal below 10 km, none above."""
    places = 1 if value < 10 and round(value, 1) != round(value) else 0
    number = number_format(round(value, places), decimal_pos=places)
    return together(_("%(number)s km") % {"number": number})


@register.filter
def degrees(point: dict[str, Any]) -> str:
    """WGS84 coordinates, north first, with four decimals (about 10 m)."""
    return f"{point['latitude']:.4f}, {point['longitude']:.4f}"


@register.filter
def day(value: Any) -> str:
    """A date in the manner of the language."""
    return date_format(value, "DATE_FORMAT")
