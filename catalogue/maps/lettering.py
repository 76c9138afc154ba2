"""Faces, the width of words, and fonts embedded in a map that stands alone.

The faces are the site's own (`script/build_fonts.py`); a map in a page inherits them, a map in its
own file carries the letters that it uses.
"""

import base64
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "static" / "fonts" / "print"


@dataclass(frozen=True)
class Face:
    file: str
    family: str
    fallback: str
    weight: int = 400
    style: str = "normal"


FACES = {
    "text": Face("sans-400.ttf", "Village Sans", "sans-serif"),
    "strong": Face("sans-600.ttf", "Village Sans", "sans-serif", weight=600),
    "water": Face("sans-400i.ttf", "Village Sans", "sans-serif", style="italic"),
    "display": Face("display-600.ttf", "Village Display", "serif", weight=600),
}

# For a letter that a face lacks (a hostile or foreign name): wide enough for most.
UNKNOWN_WIDTH = 0.6


@lru_cache
def _advances(face: str) -> dict[int, float]:
    """The width of each letter, for size 1."""
    with TTFont(FONTS / FACES[face].file, lazy=True) as font:
        size = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[glyph][0] / size for code, glyph in font.getBestCmap().items()}


def text_width(text: str, face: str, size: float, spacing: float = 0) -> float:
    """In drawing units. Kerning is left out, so the real width is a hair less, never more."""
    advances = _advances(face)
    width = sum(advances.get(ord(letter), UNKNOWN_WIDTH) for letter in text)
    return width * size + spacing * len(text)


def wrapped(text: str, face: str, size: float, width: float, most_lines: int = 2) -> list[str]:
    """The text in at most `most_lines` lines of about `width`; what is left over ends in “…”."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, face, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    return [_cut(line, face, size, 1.6 * width) for line in lines]


def _cut(line: str, face: str, size: float, width: float) -> str:
    if text_width(line, face, size) <= width:
        return line
    while line and text_width(line + "…", face, size) > width:
        line = line[:-1]
    return line.rstrip(" ,.;:–-(„“") + "…"


@lru_cache(maxsize=256)
def _subset(face: str, letters: str) -> str:
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "mark"], notdef_outline=True
    )
    options.drop_tables += ["STAT", "DSIG"]
    font = TTFont(FONTS / FACES[face].file, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return base64.b64encode(file.getvalue()).decode("ascii")


def font_faces(letters: dict[str, set[str]]) -> str:
    """CSS with the `@font-face` rules for the letters that each face is used for."""
    rules = []
    for face, used in sorted(letters.items()):
        facts = FACES[face]
        data = _subset(face, "".join(sorted(used)))
        rules.append(
            f"@font-face{{font-family:'{facts.family}';font-weight:{facts.weight};"
            f"font-style:{facts.style};src:url(data:font/woff2;base64,{data})}}"
        )
    return "".join(rules)
