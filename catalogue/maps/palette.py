"""Colours of maps: linen, clay, lake and madder; or black lines that spare ink.

All are flat: no opacity, no gradient, so that a print shop's file can say each in its own inks.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Fills and strokes as `#rrggbb`; `line_width` is 1 as designed, less for thinner lines."""

    paper: str
    land: Mapping[str, str]
    elsewhere: str
    inset_land: Mapping[str, str]
    lake: str
    shore: str
    river: str
    water_ink: str
    ink: str
    soft_ink: str
    clay: str
    # Beside the frontier, and letters of the countries' names.
    frontier_band: str
    country_ink: str
    route: str
    boat: str
    # The circle of a place that is not known exactly.
    area: str
    pin: str
    pin_ink: str
    line_width: float = 1.0


LINEN = Palette(
    paper="#fdfaf2",
    land={"LV": "#f0f1e2", "LT": "#f8f1e1"},
    elsewhere="#eeebe3",
    inset_land={"LV": "#dfe3c8", "LT": "#eedfbd"},
    lake="#c3dfea",
    shore="#7fb2c9",
    river="#86b6cd",
    water_ink="#316f8f",
    ink="#3a332b",
    soft_ink="#6b6155",
    clay="#9a5c46",
    frontier_band="#e8dcce",
    country_ink="#bf9a88",
    route="#a8322a",
    boat="#1f6a94",
    area="#f0dfd3",
    pin="#a8322a",
    pin_ink="#ffffff",
)

# Home printers: white land, thin outlines. Told apart by form and grey, never by colour.
INK_LIGHT = Palette(
    paper="#ffffff",
    land={"LV": "#ffffff", "LT": "#ffffff"},
    elsewhere="#f6f6f6",
    inset_land={"LV": "#ffffff", "LT": "#eeeeee"},
    lake="#ececec",
    shore="#909090",
    river="#b0b0b0",
    water_ink="#5c5c5c",
    ink="#1e1e1e",
    soft_ink="#555555",
    clay="#6e6e6e",
    frontier_band="#f0f0f0",
    country_ink="#8c8c8c",
    route="#1e1e1e",
    boat="#5c5c5c",
    area="#f2f2f2",
    pin="#ffffff",
    pin_ink="#1e1e1e",
    line_width=0.7,
)
