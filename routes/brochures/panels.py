"""What stands on which panel of a leaflet or a map sheet, by the number of its stops."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routes.brochures.stops import BrochureStop

MOST_STOPS = 12
STRIP_ROW_MM = 30
STOPS_WITH_PHOTOS = 2  # more have no room for them on a panel
Z_STOPS_ON_ONE, Z_STRIP_MM = 6, 78


@dataclass(frozen=True)
class Panel:
    """A page in reading order: `kind` names its partial, `page` the `@page` that gives its size."""

    id: str
    kind: str
    page: str
    stops: Sequence["BrochureStop"] = field(default_factory=tuple)
    tells_story: bool = False  # there is room for what the villages tell at length
    has_practical: bool = False  # on the map's page: practical facts stand below the map

    @property
    def template(self) -> str:
        return f"routes/brochure/_panel_{self.kind}.html"

    @property
    def shows_photos(self) -> bool:
        """Whether each of its stops may show a photo, while nothing has to be left out."""
        return self.kind == "stops" and len(self.stops) <= STOPS_WITH_PHOTOS

    @property
    def has_photos(self) -> bool:
        return self.shows_photos and any(stop.picture for stop in self.stops)

    @property
    def first(self) -> int:
        return self.stops[0].number

    @property
    def last(self) -> int:
        return self.stops[-1].number

    @property
    def left(self) -> Sequence["BrochureStop"]:
        """The stops below the left half of the map."""
        return self.stops[: -(-len(self.stops) // 2)]

    @property
    def right(self) -> Sequence["BrochureStop"]:
        return self.stops[-(-len(self.stops) // 2) :]


def panels_of(key: str, stops: Sequence["BrochureStop"], *, crosses_border: bool) -> list[Panel]:
    """The panels of the format `key`. They depend on how many stops there are and whether these
    lie in two countries, never on texts: so all languages have the same."""
    plan = {
        "leaflet": _roll,
        "leaflet-z": _z,
        "map-a6": _a6,
        "map-dl": _dl,
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
        Panel("stops", "stops", "inside", stops[below:], tells_story=len(stops) <= 2),
        Panel("back", "back", "back"),
    ]


def _z(stops: Sequence["BrochureStop"], _crosses_border: bool) -> list[Panel]:
    if len(stops) <= Z_STOPS_ON_ONE:
        middle = [
            Panel("map", "map", "map"),
            Panel("stops", "stops", "outside", stops, tells_story=len(stops) <= 2),
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


def _a6(stops: Sequence["BrochureStop"], crosses_border: bool) -> list[Panel]:
    """Six panels of text: one stop on each, or two, or three."""
    each = next((each for each in (1, 2) if len(stops) <= 4 * each), 3)
    return _sheet(stops, crosses_border, panels=6, each=each, story=1)


def _dl(stops: Sequence["BrochureStop"], crosses_border: bool) -> list[Panel]:
    """Four panels of text; the stops have two of them."""
    each = max(1, -(-len(stops) // 2))
    return _sheet(stops, crosses_border, panels=4, each=each, story=1)


def _sheet(
    stops: Sequence["BrochureStop"], crosses_border: bool, *, panels: int, each: int, story: int
) -> list[Panel]:
    """A map sheet: the days, stops (`each` to a panel), practical facts, then what else there is.

    Where no panel has more than `story` stops, they tell their story.
    """
    shares = _shared(stops, max(1, -(-len(stops) // each)))
    text = [Panel("days", "days", "text")]
    text += [
        Panel(f"stops-{number}", "stops", "text", share, tells_story=each <= story)
        for number, share in enumerate(shares, 1)
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
