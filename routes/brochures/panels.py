"""What stands on which panel of a leaflet or a map sheet, by the number of its stops."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routes.brochures.stops import BrochureStop

MOST_STOPS = 12
LEVELS = 5  # how many times the style sheets can make a panel tighter
STRIP_ROW_MM = 30
Z_STOPS_ON_ONE, Z_STRIP_MM = 5, 72


@dataclass(frozen=True)
class Panel:
    """A page in reading order: `kind` names its partial, `page` the `@page` that gives its size."""

    id: str
    kind: str
    page: str
    stops: Sequence["BrochureStop"] = field(default_factory=tuple)
    has_practical: bool = False  # on the map's page: practical facts stand below the map


def panels_of(key: str, stops: Sequence["BrochureStop"], *, crosses_border: bool) -> list[Panel]:
    """The panels of the format `key`. They depend on how many stops there are and whether these
    lie in two countries, never on texts: so all languages have the same."""
    plan = {
        "leaflet": _roll,
        "leaflet-z": _z,
        "map-a6": _pocket,
        "map-dl": _strip,
    }[key]
    return plan(stops, crosses_border)


def strip_rows(stops: int) -> int:
    """Rows of two stops below the map of a leaflet with so many stops."""
    return max(0, -(-(min(stops, MOST_STOPS) - 6) // 2))


def strip_height(key: str, stops: int) -> int:
    """Millimetres below the map of a leaflet that belong to stops, or to practical facts."""
    if key == "leaflet":
        return strip_rows(stops) * STRIP_ROW_MM
    return Z_STRIP_MM if key == "leaflet-z" and stops > Z_STOPS_ON_ONE else 0


def _roll(stops: Sequence["BrochureStop"], _crosses_border: bool) -> list[Panel]:
    below = 2 * strip_rows(len(stops))
    return [
        Panel("cover", "cover", "cover"),
        Panel("before", "practical", "flap"),
        Panel("map", "map", "map", stops[:below]),
        Panel("stops", "stops", "inside", stops[below:]),
        Panel("back", "back", "back"),
    ]


def _z(stops: Sequence["BrochureStop"], _crosses_border: bool) -> list[Panel]:
    if len(stops) <= Z_STOPS_ON_ONE:
        middle = [
            Panel("map", "map", "map"),
            Panel("stops", "stops", "outside", stops),
            Panel("before", "practical", "outside"),
        ]
    else:
        half = -(-len(stops) // 2)
        middle = [
            Panel("map", "map", "map", has_practical=True),
            Panel("stops", "stops", "outside", stops[:half]),
            Panel("stops-2", "stops", "outside", stops[half:]),
        ]
    return [Panel("cover", "cover", "cover"), *middle, Panel("back", "back", "back")]


def _pocket(stops: Sequence["BrochureStop"], crosses_border: bool) -> list[Panel]:
    return _sheet(stops, crosses_border, panels=6, most=4, a_panel=1.5)


def _strip(stops: Sequence["BrochureStop"], crosses_border: bool) -> list[Panel]:
    return _sheet(stops, crosses_border, panels=4, most=2, a_panel=4)


def _sheet(
    stops: Sequence["BrochureStop"], crosses_border: bool, *, panels: int, most: int, a_panel: float
) -> list[Panel]:
    """A map sheet: overview, stops on up to `most` panels, practical facts, what else there is."""
    count = min(most, max(1, ceil(len(stops) / a_panel)))
    shares = _shared(stops, count)
    text = [Panel("days", "days", "text")]
    text += [
        Panel(f"stops-{number}", "stops", "text", share) for number, share in enumerate(shares, 1)
    ]
    text.append(Panel("before", "practical", "text"))
    if len(text) < panels and crosses_border:
        text.append(Panel("border", "border", "text"))
    text += [Panel(f"notes-{number}", "notes", "text") for number in range(len(text), panels)]
    return [
        Panel("cover", "cover", "cover"),
        Panel("map", "map", "map"),
        *text,
        Panel("back", "back", "back"),
    ]


def _shared(stops: Sequence["BrochureStop"], count: int) -> list[Sequence["BrochureStop"]]:
    """The stops in `count` runs as equal as can be, longer ones first."""
    least, more = divmod(len(stops), count)
    shares, start = [], 0
    for index in range(count):
        end = start + least + (index < more)
        shares.append(stops[start:end])
        start = end
    return shares
