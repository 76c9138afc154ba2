"""Puts pages on sheets: panels of leaflets and maps, booklets, cards; with marks where to cut.

Sheets for an office printer have no room outside, so folds are ticks of 5 mm at the very edges.
Sheets for a print shop lie inside a margin of 12 mm: 3 mm of bleed, then crop marks (whole lines),
fold marks (dashed) and registration marks, none of which touches the bleed. Marks print on all four
plates. A page's colour runs on over the sheet's edges into the bleed and ends at folds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from routes.press.folding import (
    BOOKLET,
    BOOKLET_PAGE,
    CARD,
    CARDS,
    FOLDS,
    LONG_EDGE,
    MM,
    SHORT_EDGE,
    DoesNotFold,
    Fold,
    booklet_sides,
    panels_of_pages,
)

SLUG_MM = 12.0  # from the trimmed sheet to the edge of the paper
BLEED_MM = 3.0
MARK_FROM_MM, MARK_TO_MM = 4.0, 10.0  # outside the trimmed sheet
TICK_MM = 5.0  # inside a sheet that is not trimmed
REGISTRATION_MM = 7.5
A4_LANDSCAPE = (297.0, 210.0)
A4_PORTRAIT = (210.0, 297.0)

HAIRLINE = "0.25 w"
IN_GREY = "0.45 G"
ON_ALL_PLATES = "0.7 0.7 0.7 0.7 K"  # 280 %, within what paper takes


@dataclass(frozen=True)
class Placed:
    """A page on a side: its corner above left, in millimetres from the sheet's."""

    page: int  # from 0
    x: float
    y: float
    width: float
    height: float
    is_upside_down: bool = False


@dataclass(frozen=True)
class Side:
    """One side of a sheet before the marks."""

    width: float
    height: float
    placed: tuple[Placed, ...]
    folds_down: tuple[float, ...] = ()
    folds_across: tuple[float, ...] = ()
    cuts_down: tuple[float, ...] = ()
    cuts_across: tuple[float, ...] = ()


def sizes_of(pdf: pikepdf.Pdf) -> list[tuple[float, float]]:
    """Trimmed width and height of each page, in millimetres."""
    found = []
    for page in pdf.pages:
        left, bottom, right, top = (float(value) for value in page.trimbox)
        found.append(((right - left) / MM, (top - bottom) / MM))
    return found


def sides_of(imposition: str, sizes: Sequence[tuple[float, float]]) -> tuple[list[Side], str]:
    """The sides to print, and the edge about which a printer turns the paper; DoesNotFold."""
    if imposition in FOLDS:
        fold = FOLDS[imposition]
        return _folded(fold, list(sizes)), fold.duplex
    if imposition == BOOKLET:
        return _bound(list(sizes)), SHORT_EDGE
    if imposition == CARDS:
        return _cut_apart(list(sizes)), LONG_EDGE
    return [
        Side(width, height, (Placed(number, 0, 0, width, height),))
        for number, (width, height) in enumerate(sizes)
    ], ""


def _folded(fold: Fold, sizes: list[tuple[float, float]]) -> list[Side]:
    sides: dict[int, list[Placed]] = {1: [], 2: []}
    for number, panels in enumerate(panels_of_pages(fold, sizes)):
        first = panels[0]
        width = sum(panel.width for panel in panels)
        sides[first.side].append(
            Placed(number, first.x, first.y, width, first.height, first.is_upside_down)
        )
    return [
        Side(
            fold.width,
            fold.height,
            tuple(placed),
            tuple(fold.folds_down(side)),
            tuple(fold.folds_across()),
        )
        for side, placed in sides.items()
    ]


def _bound(sizes: list[tuple[float, float]]) -> list[Side]:
    width, height = A4_LANDSCAPE
    if any(w > BOOKLET_PAGE[0] + 0.1 or h > BOOKLET_PAGE[1] + 0.1 for w, h in sizes):
        raise DoesNotFold("pages of a booklet are A5 at most")
    fold = width / 2
    sides = []
    for left, right in booklet_sides(len(sizes)):
        placed = []
        for page, x in ((left - 1, fold - sizes[left - 1][0]), (right - 1, fold)):
            page_width, page_height = sizes[page]
            placed.append(Placed(page, x, (height - page_height) / 2, page_width, page_height))
        page_width = sizes[left - 1][0]
        cuts = (fold - page_width, fold + page_width)
        sides.append(Side(width, height, tuple(placed), (fold,), (), cuts))
    return sides


def _cut_apart(sizes: list[tuple[float, float]]) -> list[Side]:
    """Four of each card to a sheet; a card's second page lies behind its first."""
    width, height = A4_PORTRAIT
    sides = []
    for number, (card_width, card_height) in enumerate(sizes):
        if card_width > CARD[0] + 0.6 or card_height > CARD[1] + 0.6:
            raise DoesNotFold("cards are A6 at most")
        placed = tuple(
            Placed(
                number,
                column * CARD[0] + (CARD[0] - card_width) / 2,
                row * CARD[1] + (CARD[1] - card_height) / 2,
                card_width,
                card_height,
            )
            for row in (0, 1)
            for column in (0, 1)
        )
        sides.append(Side(width, height, placed, cuts_down=(CARD[0],), cuts_across=(CARD[1],)))
    return sides


# --- Drawing --------------------------------------------------------------------------------------


def impose(pdf: pikepdf.Pdf, imposition: str, for_shop: bool) -> str:
    """Put the PDF's pages on sheets; the edge to turn the paper about. Raises DoesNotFold."""
    sides, duplex = sides_of(imposition, sizes_of(pdf))
    pages = list(pdf.pages)
    forms: dict[tuple[int, tuple[float, ...]], pikepdf.Object] = {}
    for side in sides:
        pdf.pages.append(_drawn(pdf, side, pages, forms, for_shop))
    for _page in pages:
        del pdf.pages[0]
    return duplex


def _drawn(
    pdf: pikepdf.Pdf,
    side: Side,
    pages: list[pikepdf.Page],
    forms: dict[tuple[int, tuple[float, ...]], pikepdf.Object],
    for_shop: bool,
) -> pikepdf.Page:
    slug = SLUG_MM if for_shop else 0.0
    content, named = [], {}
    for number, placed in enumerate(side.placed):
        box = _visible(side, placed, for_shop)
        form = forms.get((placed.page, box))
        if form is None:
            form = forms[placed.page, box] = _form(pdf, pages[placed.page], box)
        named[f"/Page{number}"] = form
        x = (slug + placed.x) * MM
        y = (slug + side.height - placed.y - placed.height) * MM
        left, bottom = (float(value) for value in list(pages[placed.page].trimbox)[:2])
        if placed.is_upside_down:
            x, y = x + placed.width * MM + left, y + placed.height * MM + bottom
            content.append(f"q -1 0 0 -1 {x:.3f} {y:.3f} cm /Page{number} Do Q")
        else:
            content.append(f"q 1 0 0 1 {x - left:.3f} {y - bottom:.3f} cm /Page{number} Do Q")
    content += _marks_outside(side) if for_shop else _ticks_inside(side)
    width, height = ((length + 2 * slug) * MM for length in (side.width, side.height))
    trim = [slug * MM, slug * MM, width - slug * MM, height - slug * MM]
    bleed = BLEED_MM * MM if for_shop else 0
    page = Dictionary(
        Type=Name.Page,
        MediaBox=_box([0, 0, width, height]),
        CropBox=_box([0, 0, width, height]),
        BleedBox=_box([trim[0] - bleed, trim[1] - bleed, trim[2] + bleed, trim[3] + bleed]),
        TrimBox=_box(trim),
        Resources=Dictionary(XObject=Dictionary(named)),
        Contents=pdf.make_stream("\n".join(content).encode()),
    )
    return pikepdf.Page(pdf.make_indirect(page))


def _box(values: Sequence[float]) -> Array:
    return Array([round(value, 3) for value in values])


def _visible(side: Side, placed: Placed, for_shop: bool) -> tuple[float, ...]:
    """What is seen of a page, in mm around its trimmed edges: left, below, right, above."""
    if not for_shop:
        return (0.0, 0.0, 0.0, 0.0)
    at_edge = [
        placed.x < 0.1,
        placed.y + placed.height > side.height - 0.1,
        placed.x + placed.width > side.width - 0.1,
        placed.y < 0.1,
    ]
    if placed.is_upside_down:
        at_edge = [at_edge[2], at_edge[3], at_edge[0], at_edge[1]]
    return tuple(BLEED_MM if edge else 0.0 for edge in at_edge)


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, around: tuple[float, ...]) -> pikepdf.Object:
    """A page as a form that shows its trimmed part and what is wanted around it."""
    trim = [float(value) for value in page.trimbox]
    signs = (-1, -1, 1, 1)
    box = [edge + sign * mm * MM for edge, sign, mm in zip(trim, signs, around, strict=True)]
    page.contents_coalesce()
    form = pdf.make_stream(page.Contents.read_bytes())
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = _box(box)
    form.Resources = page.obj.get("/Resources", Dictionary())
    return form


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1 * MM:.3f} {y1 * MM:.3f} m {x2 * MM:.3f} {y2 * MM:.3f} l S"


def _ticks_inside(side: Side) -> list[str]:
    """Short lines at the edges of a sheet that nobody trims."""
    folds = [*_edge_lines(side, side.folds_down, side.folds_across)]
    cuts = [*_edge_lines(side, side.cuts_down, side.cuts_across)]
    marks = []
    if cuts:
        marks += ["q", HAIRLINE, IN_GREY, "[] 0 d", *cuts, "Q"]
    if folds:
        marks += ["q", HAIRLINE, IN_GREY, "[1.5 1.5] 0 d", *folds, "Q"]
    return marks


def _edge_lines(side: Side, down: Sequence[float], across: Sequence[float]) -> list[str]:
    lines = []
    for x in down:
        lines.append(_line(x, side.height, x, side.height - TICK_MM))
        lines.append(_line(x, 0, x, TICK_MM))
    for y in across:
        above = side.height - y
        lines.append(_line(0, above, TICK_MM, above))
        lines.append(_line(side.width, above, side.width - TICK_MM, above))
    return lines


def _marks_outside(side: Side) -> list[str]:
    """Crop, fold and registration marks around a sheet for the print shop."""
    near, far = SLUG_MM - MARK_FROM_MM, SLUG_MM - MARK_TO_MM
    width, height = side.width + 2 * SLUG_MM, side.height + 2 * SLUG_MM
    left, right, low, high = SLUG_MM, width - SLUG_MM, SLUG_MM, height - SLUG_MM
    marks = ["q", HAIRLINE, ON_ALL_PLATES, "[] 0 d"]
    for x in (left, right):
        marks += [_line(x, far, x, near), _line(x, height - far, x, height - near)]
    for y in (low, high):
        marks += [_line(far, y, near, y), _line(width - far, y, width - near, y)]
    at_x = _away_from(side.width, side.folds_down) + SLUG_MM
    at_y = side.height - _away_from(side.height, side.folds_across) + SLUG_MM
    middle = SLUG_MM - REGISTRATION_MM
    for x, y in ((at_x, middle), (at_x, height - middle), (middle, at_y), (width - middle, at_y)):
        marks += _registration(x, y)
    marks.append("Q")
    folds = []
    for x in side.folds_down:
        at = SLUG_MM + x
        folds += [_line(at, far, at, near), _line(at, height - far, at, height - near)]
    for y in side.folds_across:
        at = SLUG_MM + side.height - y
        folds += [_line(far, at, near, at), _line(width - far, at, width - near, at)]
    if folds:
        marks += ["q", HAIRLINE, ON_ALL_PLATES, "[1.5 1.5] 0 d", *folds, "Q"]
    return marks


def _away_from(length: float, folds: Sequence[float]) -> float:
    """The middle of an edge, or a place beside it where no fold is marked."""
    places = (length / 2, length * 0.36, length * 0.4)
    return next((at for at in places if all(abs(at - fold) > 6 for fold in folds)), length * 0.44)


def _registration(x: float, y: float) -> list[str]:
    """A cross in a ring, 5 mm wide."""
    arm, ring = 2.5, 1.3
    bend = ring * 0.5523
    points = [
        (ring, 0, ring, bend, bend, ring, 0, ring),
        (0, ring, -bend, ring, -ring, bend, -ring, 0),
        (-ring, 0, -ring, -bend, -bend, -ring, 0, -ring),
        (0, -ring, bend, -ring, ring, -bend, ring, 0),
    ]
    lines = [_line(x - arm, y, x + arm, y), _line(x, y - arm, x, y + arm)]
    curves = [f"{(x + ring) * MM:.3f} {y * MM:.3f} m"]
    for _x0, _y0, *rest in points:
        pairs = zip(rest[::2], rest[1::2], strict=True)
        curves.append(" ".join(f"{(x + a) * MM:.3f} {(y + b) * MM:.3f}" for a, b in pairs) + " c")
    return [*lines, *curves, "s"]
