"""The legs of a route on a map: known ways, straight lines, side trips and boats, each its own way.

Form tells them apart, not colour alone: what is dashed is no road, what is dotted is left to the
traveller, dash and dot is water.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from catalogue.maps.palette import Palette
from catalogue.maps.projection import LonLat
from catalogue.maps.stops import MapStop


@dataclass(frozen=True)
class MapLeg:
    """A way from stop to stop through (longitude, latitude) points.

    `is_straight`: nobody knows the way, the points are its ends. `is_optional`: a side trip that
    a traveller may leave out.
    """

    points: Sequence[LonLat]
    is_straight: bool = False
    is_optional: bool = False
    by_boat: bool = False

    @property
    def kind(self) -> tuple[bool, bool, bool]:
        return (self.by_boat, self.is_optional, self.is_straight)


@dataclass(frozen=True)
class LegStyle:
    """How a leg is drawn: widths in drawing units, dashes as SVG writes them."""

    colour: str
    width: float
    dashes: str = ""
    # What a reader must be told; nothing for a plain way.
    legend: str = ""

    @property
    def casing(self) -> float:
        """The width of the white band that parts the line from the map."""
        return self.width + 7

    def attributes(self) -> str:
        dashes = f' stroke-dasharray="{self.dashes}"' if self.dashes else ""
        return f'stroke="{self.colour}" stroke-width="{self.width:.3g}"{dashes}'


def style_of(leg: MapLeg, palette: Palette) -> LegStyle:
    """The style of a leg, its legend in the active language."""
    colour = palette.boat if leg.by_boat else palette.route
    thick = palette.line_width
    match leg.kind:
        case False, False, False:
            return LegStyle(colour, 9 * thick)
        case False, False, True:
            return LegStyle(colour, 5.5 * thick, "16 13", gettext("straight line, not a road"))
        case False, True, False:
            return LegStyle(colour, 6.5 * thick, "1 12", gettext("side trip, if you like"))
        case False, True, True:
            words = gettext("side trip, if you like; straight line, not a road")
            return LegStyle(colour, 6 * thick, "1 23", words)
        case True, False, False:
            return LegStyle(colour, 6 * thick, "26 11 1 11", gettext("by boat"))
        case True, False, True:
            words = gettext("by boat; straight line, not the boat’s way")
            return LegStyle(colour, 5 * thick, "16 13", words)
        case True, True, False:
            words = gettext("side trip by boat, if you like")
            return LegStyle(colour, 6 * thick, "1 12", words)
        case _:
            words = gettext("side trip by boat, if you like; straight line")
            return LegStyle(colour, 5.5 * thick, "1 23", words)


def straight_legs(stops: Sequence[MapStop]) -> list[MapLeg]:
    """From each stop to the next as the crow flies, for a route of which no way is known."""
    places = [(stop.longitude, stop.latitude) for stop in stops]
    return [
        MapLeg((start, end), is_straight=True)
        for start, end in zip(places, places[1:], strict=False)
    ]
