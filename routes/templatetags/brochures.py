"""What the templates of brochures need beside the pages' own tags: the manners of print."""

import re

from django import template

from catalogue.typography import NO_BREAK

register = template.Library()

# A number keeps its unit, a word of one letter its successor, an initial its name: none of them
# is to stand alone at the end of a line.
_UNITS = "km|m|ha|min|h|st|val|EUR|€|%|g|d|metų|gadu|gadā"
_NUMBER_WITH_UNIT = re.compile(rf"(\d)[ ](?=(?:{_UNITS})\b)")
_ONE_LETTER = re.compile(r"(?<!\w)(\w) (?=\S)")
_INITIAL = re.compile(r"(?<!\w)([A-ZĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲ]\.) (?=\S)")
_DASH = re.compile(r" (?=[–—] )")


@register.filter
def bound(text: str) -> str:
    """The text with no-break spaces where a line must not end."""
    for pattern in (_NUMBER_WITH_UNIT, _ONE_LETTER, _INITIAL):
        text = pattern.sub(lambda match: match.group(1) + NO_BREAK, text)
    return _DASH.sub(NO_BREAK, text)


@register.filter
def shown(address: str) -> str:
    """An address as paper says it: without what every browser adds itself."""
    return address.split("://", 1)[-1].rstrip("/")
