"""The design tokens as static/css/site.css has them, and how well its colours can be told apart."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LAYER = re.compile(r"@layer tokens \{(.*?)\n\}\n", re.DOTALL)
_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"--([a-z0-9-]+): ([^;]+);")
_COLOUR = re.compile(r"#[0-9a-f]{6}")

# WCAG 2.2, success criterion 1.4.3 for text, 1.4.11 for edges and signs.
TEXT, SIGN = 4.5, 3.0

USES: dict[str, str | Promise] = {
    "paper": _("ground of the page"),
    "surface": _("ground of cards, labels and fields"),
    "tint": _("ground of the foot, of maps and of tags"),
    "ink": _("text"),
    "muted": _("what is said aside"),
    "line": _("thin lines between things"),
    "rule": _("edges of chips, stitched seams"),
    "link": _("links and quiet buttons"),
    "madder": _("filled buttons, the braid, where one is"),
    "on-madder": _("text on madder"),
    "lake": _("focus, and what crosses the border"),
    "clay": _("the line above a title"),
    "moss": _("what is open"),
    "mustard": _("edge of notices, words found"),
    "notice": _("ground of notices"),
}

# What is read on what: foreground, ground, and the contrast that it needs.
PAIRS = (
    *((text, "paper", TEXT) for text in ("ink", "muted", "link", "madder", "lake", "clay", "moss")),
    *((text, "surface", TEXT) for text in ("ink", "muted", "link", "madder", "clay", "moss")),
    *((text, "tint", TEXT) for text in ("ink", "muted", "link")),
    *((text, "notice", TEXT) for text in ("ink", "link")),
    ("on-madder", "madder", TEXT),
    ("paper", "lake", TEXT),
    ("lake", "paper", SIGN),
    ("muted", "surface", SIGN),
)


@dataclass(frozen=True)
class Colour:
    name: str
    light: str  # "#rrggbb"
    dark: str

    @property
    def use(self) -> str | Promise:
        return USES[self.name]


@dataclass(frozen=True)
class Pair:
    """A colour read on another, and the contrast of the two in both schemes."""

    text: Colour
    ground: Colour
    needed: float

    @property
    def light(self) -> float:
        return contrast(self.text.light, self.ground.light)

    @property
    def dark(self) -> float:
        return contrast(self.text.dark, self.ground.dark)


@dataclass(frozen=True)
class Tokens:
    colours: dict[str, Colour]
    others: dict[str, str]  # name -> value as it is written

    @property
    def steps(self) -> dict[str, str]:
        """Sizes of type, the largest first."""
        found = {name: value for name, value in self.others.items() if name.startswith("step-")}
        return dict(reversed(found.items()))

    @property
    def spaces(self) -> dict[str, str]:
        names = ("target", "gap", "gutter", "section")
        return {name: self.others[name] for name in names}

    @property
    def pairs(self) -> list[Pair]:
        return [
            Pair(self.colours[text], self.colours[ground], needed) for text, ground, needed in PAIRS
        ]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def tokens() -> Tokens:
    """What the style sheet says now; read once in each process."""
    path = finders.find("css/site.css")
    assert isinstance(path, str)
    layer = _LAYER.search(Path(path).read_text("utf-8"))
    assert layer
    roots: list[str] = _ROOT.findall(layer[1])
    light, dark = _written(roots[0]), _written(roots[1])
    return Tokens(
        {
            name: Colour(name, value, dark.get(name, value))
            for name, value in light.items()
            if _COLOUR.fullmatch(value)
        },
        {name: value for name, value in light.items() if not _COLOUR.fullmatch(value)},
    )


def _written(block: str) -> dict[str, str]:
    return dict(_TOKEN.findall(block))
