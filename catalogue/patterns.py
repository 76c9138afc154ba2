"""Woven patterns: what a village without a photo wears, and the site's mark.

A pattern is drawn as the sashes of Latgale and Aukštaitija are woven: on a grid of stitches, in
bands mirrored about a middle band that repeats one sign, in three or four yarns. Lengths are in
stitches; one stitch is one SVG user unit.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

STITCHES_ACROSS = 97  # odd, so that a sign stands on the very middle
WIDE = 3 * STITCHES_ACROSS  # across a whole page
STITCHES_DOWN = 59

LINEN, FLAX, MADDER, LAKE = "#f3eada", "#dccaa6", "#9c2b2e", "#2b5a70"
CLAY, MOSS, DARK, MUSTARD = "#b8643c", "#56693a", "#2f2726", "#d09a34"


@dataclass(frozen=True)
class Yarns:
    """The colours one sash is woven in."""

    ground: str  # of the middle band
    sign: str
    heart: str  # the small stitches inside the sign
    side: str  # ground of the side bands
    edge: str


PALETTES = (
    Yarns(LINEN, MADDER, MUSTARD, MADDER, DARK),
    Yarns(LINEN, MADDER, LAKE, FLAX, MADDER),
    Yarns(LINEN, LAKE, CLAY, LAKE, DARK),
    Yarns(LINEN, LAKE, MADDER, MUSTARD, LAKE),
    Yarns(LINEN, MOSS, MADDER, MOSS, DARK),
    Yarns(LINEN, DARK, MADDER, MADDER, DARK),
    Yarns(LINEN, CLAY, MOSS, CLAY, DARK),
    Yarns(FLAX, MADDER, LINEN, LAKE, MADDER),
    Yarns(FLAX, DARK, MADDER, MOSS, DARK),
    Yarns(FLAX, LAKE, LINEN, CLAY, LAKE),
    Yarns(MADDER, LINEN, MUSTARD, LINEN, DARK),
    Yarns(MADDER, LINEN, FLAX, DARK, MUSTARD),
    Yarns(LAKE, LINEN, MUSTARD, LINEN, DARK),
    Yarns(LAKE, FLAX, LINEN, MADDER, MUSTARD),
    Yarns(MOSS, LINEN, MUSTARD, LINEN, DARK),
    Yarns(CLAY, LINEN, DARK, LINEN, DARK),
    Yarns(DARK, LINEN, CLAY, MADDER, MUSTARD),
    Yarns(MUSTARD, DARK, MADDER, LINEN, MADDER),
)

LIGHT = {LINEN, FLAX, MUSTARD}

type Cells = frozenset[tuple[int, int]]  # stitches as (column, row)


@dataclass(frozen=True)
class Motif:
    """A sign: the stitches of its figure and of its heart on a tile that repeats sideways."""

    width: int
    height: int
    figure: Cells
    heart: Cells = frozenset()
    gap: int = 0  # empty columns at the tile's right

    @property
    def centred(self) -> int:
        """Columns that are to stand centred on the cloth."""
        return self.width - self.gap


# Signs ---------------------------------------------------------------------------------------
#
# Each sign is a rule that says what a stitch is, given its distance from the middle: `across`
# and `down` (signed), 1 for the figure, 2 for the heart, 0 for the ground. Rules keep the
# symmetry exact, and `variant` (0, 1 or 2) tells villages of one theme apart.

type Rule = Callable[[int, int, int], int]


def _star(across: int, down: int, variant: int) -> int:
    """The eight-pointed star: auseklis, žvaigždė."""
    short, long = sorted((abs(across), abs(down)))
    inside = 1 <= short <= 4 and short < long <= 5 + short
    if variant == 1 and inside and 2 <= short <= 3 and short + 2 <= long <= short + 3:
        return 2
    if variant == 2 and short == long and 4 <= short <= 8 - 2:
        return 2
    return int(inside)


def _sun(across: int, down: int, variant: int) -> int:
    """A disc with eight rays: saule, saulutė."""
    short, long = sorted((abs(across), abs(down)))
    ring = max(long, round((short + long) * 0.72))
    if ring <= 2:
        return 2 if variant != 1 or short == 0 else 0
    if ring == 4 or (ring == 3 and variant == 1):
        return 1
    straight = 6 <= long <= 9 and short <= (2, 1, 1, 0)[long - 6]
    slanting = short >= 4 and short + long <= 12 and long - short <= min(1, 12 - short - long)
    if straight:
        return 2 if variant == 2 and long == 7 and short == 0 else 1
    return (1, 2, 1)[variant] if slanting or short == long == 6 else 0


def _cross(across: int, down: int, variant: int) -> int:
    """The cross of crosses: krustu krusts."""
    short, long = sorted((abs(across), abs(down)))
    if variant == 1:
        arm = short + abs(long - 7)
        if arm <= 2 and long >= 5:
            return 2 if arm == 0 else 1
        corner = abs(short - 5) + abs(long - 5)
        if corner <= 2:
            return int(corner == 2) or 2 * int(corner == 0)
        return int(short <= 1 and long <= 6 and short + long > 0)
    if short <= 1 and not (short == 1 and long == 0):
        return 2 if short == 0 and long in (3, 4, 5) else 1
    if 5 <= long <= 6 and short <= 4:
        return 1
    if variant == 0:
        return 2 if 7 <= short <= 8 and 7 <= long <= 8 else 0
    return 2 if abs(short - 8) + abs(long - 8) <= 1 else 0


def _diamond(across: int, down: int, variant: int) -> int:
    """A diamond in a diamond with hooked corners: rombs, rombas."""
    short, long = sorted((abs(across), abs(down)))
    ring = short + long
    if ring <= 1 or (variant == 1 and ring == 3):
        return 2
    if ring in (4, 5) and variant != 2:
        return 1
    if variant == 2 and (ring == 5 or ring == 3):
        return 2 if ring == 3 else 1
    if ring in (8, 9):
        return 1
    if variant != 1 and abs(across) >= 5 and ring in (12, 13) and abs(down) >= 3:
        return 1
    return int(variant == 1 and ring in (12, 13) and abs(down) >= 4)


def _flower(across: int, down: int, variant: int) -> int:
    """Four petals, four leaves."""
    short, long = sorted((abs(across), abs(down)))
    if short + long <= 1:
        return 2
    petal = abs(short - 4) + abs(long - 4)
    if petal == 0 or (variant == 1 and petal == 1):
        return 2
    if petal <= 3 and short >= 1:
        return 1
    bud = short + abs(long - 8)
    if bud <= 1:
        return 2 if variant == 2 else 1
    return int((short == 0 and 2 <= long <= 7) or (bud == 2 and variant == 0 and long <= 8))


def _tree(across: int, down: int, variant: int) -> int:
    """The tree of dawn, or a spruce: Austras koks, gyvybės medis."""
    side = abs(across)
    if down >= 7:
        return int(side <= (1, 2, 5)[down - 7])
    if side == 0:
        return 1
    reach = min(7, (down + 13) // 2)
    if variant == 2:
        droop = down - side
        return int(droop % 4 in (0, 1) and droop >= -8 and side <= reach - 1 and down <= 5)
    step = down + side
    if step % 4 not in (0, 1) or side > reach or not -7 <= step <= 6:
        return 0
    return 2 if variant == 0 and side >= reach - 1 else 1


def _grain(across: int, down: int, variant: int) -> int:
    """An ear of grain: vārpa, varpa."""
    side = abs(across)
    if side == 0:
        return 1
    lower = 9 - down
    if down >= 5:
        return int(variant != 1 and side in (lower - 1, lower) and side <= 4)
    level = (down + side + 20) % 5
    plump = 4 if down > -6 else 3
    if 1 <= side <= plump and level in (0, 1, 2) and down + side >= -7:
        return 2 if side in (2, 3) and level == 1 else 1
    if side in (6, 7) and variant != 2:
        lozenge = abs(side - 6) + abs((down + 22) % 8 - 4)
        return 2 if variant == 0 and lozenge <= 1 else 0
    return 0


def _bird(across: int, down: int, variant: int) -> int:
    """Two birds at a small tree: putni, paukščiai."""
    drawn = BIRD[variant % len(BIRD)]
    return _drawn(drawn, abs(across), down)


def _house(across: int, down: int, variant: int) -> int:
    """A gable with crossed horse heads: māja, namas."""
    return _drawn(HOUSE[variant % len(HOUSE)], abs(across), down)


def _comb(across: int, down: int, variant: int) -> int:
    """Two rakes back to back: grėbliukai, ķemmes."""
    side, rise = abs(across), abs(down)
    if side + rise <= 1:
        return 2
    if variant != 1 and side + rise == 3:
        return 1
    if 4 <= rise <= 5 and side <= 9:
        return 1
    if 6 <= rise <= 8 and side % 2 == 1 and side <= 9:
        return 1
    if rise == 9 and side % 2 == 1 and side <= 9:
        return 2 if variant != 2 else 1
    if variant == 1:
        return int(side % 4 == 0 and rise <= 3)
    return int(side - rise in (6, 7) and rise <= 3)


def _wave(across: int, down: int, variant: int) -> int:
    """Zigzags, one above another: ūdens, vanduo."""
    side = abs(across)
    fold = down + side
    if variant == 2:
        fold = abs(down) + side - 4
    if fold % 6 in (0, 1) and abs(down) <= 9:
        return 1
    if variant != 1 and fold % 6 == 3 + (variant == 2) and side % 2 == 1 and abs(down) <= 9:
        return 2
    return int(variant == 1 and fold % 6 == 3 and abs(down) <= 9) * 2


def _bridge(across: int, down: int, variant: int) -> int:
    """A footbridge and the water on its two sides: lieptas, laipa."""
    rise = abs(down)
    fold = abs(abs(across) % 6 - 3)  # 3 above a post, 0 half-way between two
    if rise in (3, 4):
        return 1
    if rise < 3:
        if variant == 1:
            return int(abs(across) % 3 == 0)
        if variant == 2:
            return int(fold == 3) or 2 * int(fold + rise <= 1)
        return int(rise == fold) or 2 * int(fold == 3 and rise == 0)
    if rise == 6 + fold:
        return 1
    return 2 * int(rise + fold in (8, 9) and fold <= 1 and variant != 1 and rise <= 8 + (fold == 0))


BIRD = (
    """
    . . . . . . . . . .
    2 . . . . 1 1 . . .
    . . . . 1 1 1 . . .
    2 . . 1 1 2 1 . . .
    2 2 . . . 1 1 . . .
    2 . . . . 1 1 1 . 1
    . . 2 . 1 1 1 1 1 1
    2 2 . . 1 1 2 2 1 1
    2 . . . 1 2 2 1 1 .
    2 . 2 . 1 1 1 1 . .
    2 2 . . . 1 1 . . .
    2 . . . . . 1 . . .
    2 . . . . 1 1 1 . .
    """,
    """
    . . . . . . . . . .
    2 . . . . . 1 1 . .
    . . . . . . 1 1 1 .
    2 . . . . . 1 2 1 1
    2 2 . . . . 1 1 . .
    2 . . 1 . 1 1 1 . .
    . . 2 1 1 1 1 1 1 .
    2 2 . 1 1 2 2 1 1 .
    2 . . . 1 1 2 2 1 .
    2 . 2 . . 1 1 1 1 .
    2 2 . . . . 1 1 . .
    2 . . . . . 1 . . .
    2 . . . . 1 1 1 . .
    """,
)
HOUSE = (
    """
    . . 1 . . . . . . .
    . 1 1 . . . . . . .
    1 1 . . . . . . . 2
    1 1 . . . . . . . .
    1 1 1 . . . . . 2 .
    1 2 1 1 . . . . . 2
    2 2 2 1 1 . . . 2 2
    1 2 1 1 1 1 . . . 2
    1 1 1 1 1 1 1 . 2 2
    . 1 . 1 1 . . . . 2
    2 1 2 2 1 . . 2 2 2
    2 1 2 2 1 . . . . 2
    2 1 1 1 1 . . . . 2
    1 1 1 1 1 1 1 1 1 1
    """,
    """
    . 1 1 . . . . . . .
    1 1 . . . . . . . .
    1 1 . . . . . . . .
    1 1 1 . . . . . . 2
    1 . 1 1 . . . . . 2
    1 . . 1 1 . . . . 2
    1 2 1 1 1 1 . . 2 2
    1 1 1 1 1 1 1 . . 2
    . 1 . . . 1 . . 2 2
    . 1 2 2 . 1 . . . 2
    . 1 2 2 . 1 . 2 2 2
    . 1 . . . 1 . . . 2
    1 1 1 1 1 1 1 1 1 1
    """,
)

# A rule, half its width, half its height; neighbours share their outer column.
SIGNS: dict[str, tuple[Rule, int, int]] = {
    "star": (_star, 9, 9),
    "sun": (_sun, 9, 9),
    "cross": (_cross, 9, 9),
    "diamond": (_diamond, 9, 9),
    "flower": (_flower, 9, 9),
    "tree": (_tree, 9, 9),
    "grain": (_grain, 6, 9),
    "bird": (_bird, 9, 7),
    "house": (_house, 9, 7),
    "comb": (_comb, 9, 9),
    "wave": (_wave, 6, 9),
    "bridge": (_bridge, 9, 9),
}
MOTIFS = tuple(SIGNS)


@cache
def _rows(drawing: str) -> tuple[tuple[int, ...], ...]:
    lines = (line.split() for line in drawing.strip().splitlines())
    return tuple(tuple(int(stitch.replace(".", "0")) for stitch in line) for line in lines)


def _drawn(drawing: str, side: int, down: int) -> int:
    rows = _rows(drawing)
    row = down + len(rows) // 2
    inside = 0 <= row < len(rows) and side < len(rows[row])
    return rows[row][side] if inside else 0


@cache
def _sign(motif: str, variant: int, gap: int) -> Motif:
    """The sign of a middle band, with `gap` empty columns between repeats."""
    rule, half, rise = SIGNS[motif]
    continuous = motif in ("wave", "bridge")
    width = 2 * half + (0 if continuous else 1 + gap)
    stitches = {
        (across + half, down + rise): rule(across, down, variant)
        for across in range(-half, half + (0 if continuous else 1))
        for down in range(-rise, rise + 1)
    }
    if not continuous and gap >= 3:
        stitches |= _filler(width, 2 * rise + 1, gap)
    return Motif(
        width,
        2 * rise + 1,
        frozenset(cell for cell, kind in stitches.items() if kind == 1),
        frozenset(cell for cell, kind in stitches.items() if kind == 2),
        -1 if continuous else gap,
    )


def _filler(width: int, height: int, gap: int) -> dict[tuple[int, int], int]:
    """Small diamonds that stand in the gap between two signs."""
    middle = width - (gap + 1) // 2
    return {
        (middle + across, row + down): 2
        for row in (2, height // 2, height - 3)
        for across in (-1, 0, 1)
        for down in (-1, 0, 1)
        if abs(across) + abs(down) <= 1
    }


# Side bands: figures drawn as text, repeated sideways ------------------------------------------

SIDE_BANDS = (
    "...#.../..###../.##.##./##...##/.##.##./..###../...#...",  # chain of diamonds
    "#.....#./.#...#../..#.#..#/...#..#./..#.#..#/.#...#../#.....#.",  # crossing threads
    "##....../.##...../..##..../...##.../....##../.....##./......##",  # slant
    "...#..../..###.../.##.##../##...##.",  # roofs
    "#...#.../##.##.../.###..#./..#..###/.###..#./##.##.../#...#...",  # crosses and stars
    "#.#.#.#./#.#.#.#./########/#.#.#.#./#.#.#.#.",  # combs
    "..##..../.####.../######../.####.../..##....",  # beads
    "#......./##.....#/.##...##/..##.##./...###../....#...",  # zigzag
    "###...../#.#..###/#.####.#/...##.../#.####.#/#.#..###/###.....",  # hooks
    ".#...#../###.#.#./.#.#...#/...###../.#.#...#/###.#.#./.#...#..",  # small crosses
)
FINE_BANDS = ("#.", "#.../.#.#", "##..", "#./.#", "#...../.#...#/..#.#./...#..", "..#./.###/####")


@cache
def _side(drawing: str) -> Motif:
    rows = drawing.split("/")
    cells = frozenset(
        (column, row)
        for row, line in enumerate(rows)
        for column, stitch in enumerate(line)
        if stitch == "#"
    )
    return Motif(max(map(len, rows)), len(rows), cells)


# Drawing ---------------------------------------------------------------------------------------


@cache
def outline(cells: Cells) -> str:
    """SVG path data around `cells`: one closed line for each shape and each hole."""
    onward: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in sorted(cells):
        for beside, start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if beside not in cells:
                onward.setdefault(start, []).append(end)
    path = []
    while onward:
        start = min(onward)
        corners = [start]
        here = start
        heading = (0, 0)
        while True:
            ends = onward[here]
            # Where two stitches touch at a corner, keep turning right: the shapes stay apart.
            right = (here[0] - heading[1], here[1] + heading[0])
            there = right if right in ends else ends[0]
            ends.remove(there)
            if not ends:
                del onward[here]
            step = (there[0] - here[0], there[1] - here[1])
            if step == heading:
                corners.pop()
            corners.append(there)
            heading, here = step, there
            if here == start:
                break
        path.append(_line_through(corners))
    return "".join(path)


def _line_through(corners: list[tuple[int, int]]) -> str:
    data = [f"M{corners[0][0]} {corners[0][1]}"]
    for (x, y), (to_x, to_y) in pairwise(corners[:-1]):
        data.append(f"h{to_x - x}" if y == to_y else f"v{to_y - y}")
    return "".join(data) + "z"


class _Choice:
    """Draws from a digest: the same words always make the same choices."""

    def __init__(self, *words: str) -> None:
        self._number = int.from_bytes(hashlib.sha256("\0".join(words).encode()).digest())
        self.name = f"w{self._number % 16**7:x}"

    def of[T](self, options: Iterable[T]) -> T:
        """One of `options`, which must not be empty."""
        listed = tuple(options)
        self._number, index = divmod(self._number, len(listed))
        return listed[index]


class _Loom:
    """Collects the bands of one half, from the middle outwards."""

    def __init__(self, name: str, across: int) -> None:
        self.name = name
        self.across = across
        self.defs: list[str] = []
        self.parts: list[str] = []

    def stripe(self, row: int, height: int, colour: str) -> None:
        self.parts.append(f'<path fill="{colour}" d="M0 {row}h{self.across}v{height}H0z"/>')

    def figured(self, row: int, motif: Motif, colours: tuple[str, str]) -> None:
        key = f"{self.name}{len(self.defs)}"
        # Centre one repeat on the cloth, so that both selvedges are cut alike. The band is moved,
        # not the tile: WeasyPrint does not draw a tile that has an x or a y.
        shift = (self.across - motif.centred) // 2 % motif.width
        figures = "".join(
            f'<path fill="{colour}" d="{outline(cells)}"/>'
            for cells, colour in zip((motif.figure, motif.heart), colours, strict=True)
            if cells
        )
        self.defs.append(
            f'<pattern id="{key}" patternUnits="userSpaceOnUse"'
            f' width="{motif.width}" height="{motif.height}">{figures}</pattern>'
        )
        self.parts.append(
            f'<path fill="url(#{key})" transform="translate({shift} {row})"'
            f' d="M-{shift} 0h{self.across}v{motif.height}h-{self.across}z"/>'
        )


def woven_pattern(
    theme: str,
    motif: str,
    seed: str,
    *,
    across: int = STITCHES_ACROSS,
    hanging: bool = False,
) -> str:
    """An SVG sash for a village: always the same one for the same theme, motif and seed.

    `motif` is one of MOTIFS (any other word gives the diamond), `across` the length in stitches
    for wide places; `hanging` turns the sash so that it runs downwards. At most 4 KB,
    presentation attributes only, hidden from assistive technology.
    """
    motif = motif if motif in SIGNS else "diamond"
    choice = _Choice(theme, motif, seed)
    yarns = choice.of(PALETTES)
    continuous = motif in ("wave", "bridge")
    sign = _sign(motif, choice.of(range(3)), 1 if continuous else choice.of((1, 3, 5)))
    loom = _Loom(choice.name, across)

    # The middle band is drawn whole; everything outside it once, then mirrored.
    margin = choice.of((2, 3))
    top = (STITCHES_DOWN - sign.height) // 2 - margin
    loom.figured(top + margin, sign, (yarns.sign, yarns.heart))
    middle, loom.parts = loom.parts, []

    row = top
    for band in _bands(choice, yarns, row):
        row -= band.height
        if band.ground != yarns.ground:
            loom.stripe(row, band.height, band.ground)
        if band.motif:
            loom.figured(row + band.padding, band.motif, (band.colour, band.colour))
        if row <= 0:
            break
    half = "".join(loom.parts)
    name = choice.name
    weave = (
        f'<pattern id="{name}t" patternUnits="userSpaceOnUse" width="2" height="2">'
        '<path d="M0 .9h1M1 1.9h1" stroke="#000" stroke-opacity=".17" stroke-width=".2"/>'
        '<path d="M.06 0v1M1.06 1v1" stroke="#fff" stroke-opacity=".15" stroke-width=".12"/>'
        "</pattern>"
    )
    cloth = f"M0 0h{across}v{STITCHES_DOWN}H0z"
    sash = (
        f'<path fill="{yarns.ground}" d="{cloth}"/>{"".join(middle)}<g id="{name}h">{half}</g>'
        f'<use href="#{name}h" transform="matrix(1 0 0 -1 0 {STITCHES_DOWN})"/>'
        f'<path fill="url(#{name}t)" d="{cloth}"/>'
    )
    size = f"{across} {STITCHES_DOWN}"
    if hanging:
        size = f"{STITCHES_DOWN} {across}"
        sash = f'<g transform="matrix(0 1 1 0 0 0)">{sash}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"'
        ' preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        f"<defs>{''.join(loom.defs)}{weave}</defs>{sash}</svg>"
    )


@dataclass(frozen=True)
class _Band:
    ground: str
    height: int
    motif: Motif | None = None
    colour: str = ""
    padding: int = 0


def _bands(choice: _Choice, yarns: Yarns, room: int) -> list[_Band]:
    """Bands from the middle band to the selvedge, `room` stitches and more."""
    on_side = next(
        yarn
        for yarn in (yarns.ground, yarns.sign, yarns.edge, DARK, LINEN)
        if (yarn in LIGHT) != (yarns.side in LIGHT)
    )
    side = _side(choice.of(SIDE_BANDS))
    fine = _side(choice.of(FINE_BANDS))
    outer = _side(choice.of(FINE_BANDS))
    padding = choice.of((1, 1, 2))
    thin = (
        [_Band(yarns.sign, 1)],
        [_Band(yarns.sign, 1), _Band(yarns.ground, 1), _Band(yarns.sign, 1)],
        [_Band(yarns.edge, 1), _Band(yarns.heart, 1), _Band(yarns.edge, 1)],
        [_Band(yarns.sign, 2), _Band(yarns.heart, 1)],
        [_Band(yarns.ground, fine.height, fine, yarns.sign), _Band(yarns.sign, 1)],
    )
    inner = choice.of(thin)
    sided = _Band(yarns.side, side.height + 2 * padding, side, on_side, padding)
    edging = choice.of(thin)
    close = choice.of(
        (
            [_Band(yarns.ground, outer.height + 1, outer, yarns.edge, 0), _Band(yarns.edge, 30)],
            [_Band(yarns.edge, 2), _Band(yarns.ground, 1), _Band(yarns.edge, 30)],
            [_Band(yarns.edge, 1), _Band(yarns.side, 2), _Band(yarns.edge, 30)],
        )
    )
    return [*inner, sided, *reversed(edging), *close]


# The mark --------------------------------------------------------------------------------------


def mark(figure: str = "currentColor", heart: str = "currentColor") -> str:
    """The site's mark: the eight-pointed star both regions weave, 19 stitches square."""
    star = _sign("star", 2, 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {star.width} {star.height}"'
        ' aria-hidden="true">'
        f'<path fill="{figure}" d="{outline(star.figure)}"/>'
        f'<path fill="{heart}" d="{outline(star.heart)}"/></svg>'
    )
