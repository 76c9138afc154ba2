"""How pages say lengths and times, for tests that are written as people type."""

import re

_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:km|h|min|EUR|days?|stops?)\b)|(?<=\bh) (?=\d+ min)")


def as_said(text: str) -> str:
    """`text` with a no-break space between each number and its unit, as pages must have it."""
    return _NUMBER_AND_UNIT.sub("\N{NO-BREAK SPACE}", text)
