"""Where panels lie on a sheet and how it is folded: leaflets, map sheets, booklets and cards.

All lengths are millimetres, measured from the left and the top edge of the side as it is printed.
A side is looked at from its own front: what lies left on side 1 lies right behind it on side 2.
Templates take their `@page` sizes from here; `imposing` puts their pages, which come in reading
order, on the sheets.

**Roll fold** (`roll`, A4 landscape). The flap is folded in first, so it is 3 mm narrower; the cover
closes over it. Side 1 (outside) left to right: flap 97, back 100, cover 100. Side 2 (inside): 100,
100, 97. One reads cover, flap (which lies beside inside 1 when the cover is opened), inside 1, 2,
3, back.

**Z fold** (`z`, A4 landscape, six panels of 99). Side 1 left to right: outside 1, outside 2, cover.
Side 2: inside 1, inside 2, back. Cover and back are what lies outside when it is folded. One opens
the cover and reads inside 1 and 2 side by side; turns it over, opens the back, and reads outside 1
and 2. So pages come as cover, inside 1, inside 2, outside 1, outside 2, back.

**Map sheet to A6** (`map-a6`, A3 landscape). Side 1 is the map, one page of 420 × 297. Side 2 has
4 × 2 panels of 105 × 148.5: the right column is the cover (above) and the back (below, printed
upside down, so that it stands upright when the folded map is turned like a page); the other six
are text 1 to 3 above and 4 to 6 below, upright when the sheet lies open. Folded like a concertina
in four columns, then in half across with the cover in front.

**Map sheet to DL** (`map-dl`, A3 portrait, for DL is 99 × 210 = a third of 297 × half of 420).
Side 1 is the map, one page of 297 × 420. Side 2 has 3 × 2 panels of 99 × 210: cover and back in the
right column as above, text 1 and 2 above, 3 and 4 below. Folded like a Z in three columns, then in
half across.

**Booklet** (`booklet`): A5 pages, two to a side of A4 landscape, stitched in the fold.
**Cards** (`cards`): A6 cards of 105 × 148, four to a side of A4 portrait, to be cut apart.

A page may cover several panels that lie side by side in reading order: a page 200 mm wide in the
place of inside 1 is inside 1 and 2 of a roll fold; 198 mm of a Z fold. Sheets are always turned
over sideways, about their vertical middle; `duplex` says which edge that is for a printer.
"""

from dataclasses import dataclass
from itertools import pairwise

MM = 72 / 25.4  # PDF's points in a millimetre
SAME_MM = 0.6  # sizes closer than this are meant to be the same

SHORT_EDGE, LONG_EDGE = "short-edge", "long-edge"


@dataclass(frozen=True)
class Panel:
    """A part of a side between folds; `side` is 1 or 2."""

    name: str
    side: int
    x: float
    y: float
    width: float
    height: float
    is_upside_down: bool = False


@dataclass(frozen=True)
class Fold:
    """A way to fold a sheet that is printed on both sides; panels in reading order."""

    key: str
    width: float
    height: float
    panels: tuple[Panel, ...]
    duplex: str

    def panel(self, name: str) -> Panel:
        return next(panel for panel in self.panels if panel.name == name)

    def on_side(self, side: int) -> list[Panel]:
        """Panels of a side from left to right, upper row first."""
        found = [panel for panel in self.panels if panel.side == side]
        return sorted(found, key=lambda panel: (panel.y, panel.x))

    def folds_down(self, side: int) -> list[float]:
        """Where folds run from top to bottom, from the left edge of the side."""
        found = {
            _on_side(panel.x, panel.side, side, self.width)
            for panel in self.panels
            for panel in (panel, _right_edge(panel))
        }
        return sorted(at for at in found if 1 < at < self.width - 1)

    def folds_across(self) -> list[float]:
        """Where folds run from left to right, from the top edge."""
        return sorted({panel.y for panel in self.panels if panel.y > 1})


def _right_edge(panel: Panel) -> Panel:
    return Panel(panel.name, panel.side, panel.x + panel.width, panel.y, panel.width, panel.height)


def _on_side(x: float, side: int, wanted: int, width: float) -> float:
    return round(x if side == wanted else width - x, 3)


def _row(
    side: int, y: float, height: float, *columns: tuple[str, float], upside_down: str = ""
) -> dict[str, Panel]:
    """Panels side by side from the left edge."""
    panels, x = {}, 0.0
    for name, width in columns:
        panels[name] = Panel(name, side, x, y, width, height, name == upside_down)
        x += width
    return panels


def _fold(
    key: str, size: tuple[float, float], panels: dict[str, Panel], order: str, duplex: str
) -> Fold:
    return Fold(key, *size, tuple(panels[name] for name in order.split()), duplex)


ROLL = _fold(
    "roll",
    (297, 210),
    _row(1, 0, 210, ("flap", 97), ("back", 100), ("cover", 100))
    | _row(2, 0, 210, ("inside-1", 100), ("inside-2", 100), ("inside-3", 97)),
    "cover flap inside-1 inside-2 inside-3 back",
    SHORT_EDGE,
)
Z = _fold(
    "z",
    (297, 210),
    _row(1, 0, 210, ("outside-1", 99), ("outside-2", 99), ("cover", 99))
    | _row(2, 0, 210, ("inside-1", 99), ("inside-2", 99), ("back", 99)),
    "cover inside-1 inside-2 outside-1 outside-2 back",
    SHORT_EDGE,
)
MAP_A6 = _fold(
    "map-a6",
    (420, 297),
    _row(1, 0, 297, ("map", 420))
    | _row(2, 0, 148.5, ("text-1", 105), ("text-2", 105), ("text-3", 105), ("cover", 105))
    | _row(
        2,
        148.5,
        148.5,
        ("text-4", 105),
        ("text-5", 105),
        ("text-6", 105),
        ("back", 105),
        upside_down="back",
    ),
    "cover map text-1 text-2 text-3 text-4 text-5 text-6 back",
    SHORT_EDGE,
)
MAP_DL = _fold(
    "map-dl",
    (297, 420),
    _row(1, 0, 420, ("map", 297))
    | _row(2, 0, 210, ("text-1", 99), ("text-2", 99), ("cover", 99))
    | _row(2, 210, 210, ("text-3", 99), ("text-4", 99), ("back", 99), upside_down="back"),
    "cover map text-1 text-2 text-3 text-4 back",
    LONG_EDGE,
)
FOLDS = {fold.key: fold for fold in (ROLL, Z, MAP_A6, MAP_DL)}

# Pages that are bound or cut instead of folded.
BOOKLET, CARDS, NONE = "booklet", "cards", ""
IMPOSITIONS = (NONE, *FOLDS, BOOKLET, CARDS)
BOOKLET_PAGE = (148.5, 210.0)  # half of A4; pages of A5 (148 mm) lie against the fold
CARD = (105.0, 148.5)  # a quarter of A4


class DoesNotFold(ValueError):
    """Pages of these sizes cannot lie on this sheet."""


def panels_of_pages(fold: Fold, sizes: list[tuple[float, float]]) -> list[tuple[Panel, ...]]:
    """The panels that each page (its width and height) covers; pages come in reading order.

    The map may come at any place, for its size tells. Raises DoesNotFold.
    """
    free = list(fold.panels)
    found = []
    for number, (width, height) in enumerate(sizes, 1):
        covered = _covered(free, width, height)
        if not covered:
            raise DoesNotFold(
                f"page {number} of {width:.1f} × {height:.1f} mm has no place in {fold.key!r}"
            )
        for panel in covered:
            free.remove(panel)
        found.append(covered)
    if free:
        names = ", ".join(panel.name for panel in free)
        raise DoesNotFold(f"no page for {names} in {fold.key!r}")
    return found


def _covered(free: list[Panel], width: float, height: float) -> tuple[Panel, ...]:
    """The next free panel of this size, or the next ones that have it together."""
    maps = [panel for panel in free if panel.name == "map"]
    if maps and _same(maps[0].width, width) and _same(maps[0].height, height):
        return (maps[0],)
    rest = [panel for panel in free if panel.name != "map"]
    for count in range(1, len(rest) + 1):
        run = tuple(rest[:count])
        if not all(_touch(left, right) for left, right in pairwise(run)):
            return ()
        if _same(sum(panel.width for panel in run), width) and _same(run[0].height, height):
            return run
    return ()


def _touch(left: Panel, right: Panel) -> bool:
    return (left.side, left.y) == (right.side, right.y) and _same(left.x + left.width, right.x)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_MM


def booklet_sides(count: int) -> list[tuple[int, int]]:
    """Page numbers left and right on each side of the sheets of a booklet of `count` pages.

    Sides come in pairs, front and back of each sheet from the outermost to the innermost. `count`
    is a multiple of 4; raises DoesNotFold.
    """
    if count % 4 or count < 4:
        raise DoesNotFold(f"{count} pages make no booklet")
    sides = []
    for sheet in range(count // 4):
        low, high = 2 * sheet + 1, count - 2 * sheet
        sides += [(high, low), (low + 1, high - 1)]
    return sides
