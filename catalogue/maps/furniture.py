"""What stands around and on a map: frame, heading, north arrow, scale bar, locator, attribution."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from catalogue.maps.base import base_map
from catalogue.maps.canvas import Canvas
from catalogue.maps.geometry import Box, Point, grown, line_path, number, overlap
from catalogue.maps.legs import LegStyle
from catalogue.maps.lettering import text_width, wrapped
from catalogue.maps.names import TOWNS
from catalogue.maps.projection import Projection, mercator

INSET_WEST, INSET_SOUTH, INSET_EAST, INSET_NORTH = 20.7, 53.8, 28.5, 58.15
WIDEST_LOCATOR = 420.0
EDGE_STEP = 45.0
LONGEST_BAR = 600.0
# 5 points: what a printed map may still ask its reader's eyes.
SMALLEST_TYPE = 17.6
CAPITALS = (("Riga", (24.11, 56.95)), ("Vilnius", (25.28, 54.69)))


def attribution() -> str:
    """Whose data the map shows: the licences ask for it on every copy."""
    return gettext(
        "Map data: © OpenStreetMap contributors (ODbL), GSHHG (LGPL), GeoNames (CC BY 4.0)"
    )


def draw_frame(canvas: Canvas, projection: Projection, *, ticks: bool) -> None:
    """A double line; on a large map with a woven band that counts five minutes of the globe."""
    left, top, right, bottom = canvas.window
    ink = canvas.palette.ink

    def rectangle(box: Box, width: float) -> str:
        return (
            f'<rect x="{number(box[0])}" y="{number(box[1])}" width="{number(box[2] - box[0])}" '
            f'height="{number(box[3] - box[1])}" fill="none" stroke="{ink}" '
            f'stroke-width="{width}"/>'
        )

    canvas.add("frame", rectangle(canvas.window, 2))
    if not ticks:
        canvas.add("frame", rectangle(grown(canvas.window, 5), 1))
        return
    band = 12
    canvas.add("frame", rectangle(grown(canvas.window, band), 1.6))
    west, north = projection.place((left, top))
    east, south = projection.place((right, bottom))
    minutes = 5 if projection.per_km > 5 else 10
    bars = []
    for step in range(math.floor(west * 60 / minutes), math.ceil(east * 60 / minutes)):
        if step % 2 == 0:
            x0 = max(left, projection.point((step * minutes / 60, north))[0])
            x1 = min(right, projection.point(((step + 1) * minutes / 60, north))[0])
            for y in (top - band, bottom):
                bars.append(f"M{number(x0)} {number(y)}h{number(x1 - x0)}v{band}H{number(x0)}z")
    for step in range(math.floor(south * 60 / minutes), math.ceil(north * 60 / minutes)):
        if step % 2 == 0:
            y0 = max(top, projection.point((west, (step + 1) * minutes / 60))[1])
            y1 = min(bottom, projection.point((west, step * minutes / 60))[1])
            for x in (left - band, right):
                bars.append(f"M{number(x)} {number(y0)}h{band}V{number(y1)}h-{band}z")
    canvas.add("frame", f'<path d="{"".join(bars)}" fill="{ink}"/>')


def _stretches(left: float, right: float, folds: Sequence[Box]) -> list[tuple[float, float]]:
    """The parts of a row that lie between upright folds, the last first."""
    edges = sorted((box[0], box[2]) for box in folds if box[1] <= 0 and box[0] > 0)
    starts = [left, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), right]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start][::-1]


def attribution_lines(
    left: float, right: float, size: float, folds: Sequence[Box]
) -> tuple[list[str], float, float]:
    """The attribution as one line or two, on no fold; the size of its type, and where it ends.

    Two lines where one would have to be smaller than SMALLEST_TYPE.
    """
    text = attribution()
    stretches = _stretches(left, right, folds)
    width = text_width(text, "text", size)
    widest = max(stretches, key=lambda row: row[1] - row[0])
    start, end = next((row for row in stretches if row[1] - row[0] >= width), widest)
    room = end - start
    if size * room / width >= SMALLEST_TYPE:
        lines = [text]
    else:
        lines = wrapped(text, "text", 1, 0.55 * text_width(text, "text", 1))
    longest = max(text_width(line, "text", size) for line in lines)
    return lines, min(size, size * room / longest), end


def draw_attribution(canvas: Canvas, baseline: float, size: float, folds: Sequence[Box]) -> None:
    """In the strip below the frame, the last line on `baseline`."""
    lines, size, right = attribution_lines(canvas.window[0], canvas.window[2], size, folds)
    for row, line in enumerate(reversed(lines)):
        canvas.text(
            "frame",
            right,
            baseline - row * 1.12 * size,
            line,
            face="text",
            size=size,
            colour=canvas.palette.soft_ink,
            anchor="end",
        )


def _panel(canvas: Canvas, box: Box) -> None:
    canvas.add(
        "furniture",
        f'<rect x="{number(box[0])}" y="{number(box[1])}" width="{number(box[2] - box[0])}" '
        f'height="{number(box[3] - box[1])}" rx="5" fill="{canvas.palette.paper}"/>',
    )


def draw_heading(
    canvas: Canvas, heading: str, subheading: str, scale: float, folds: Sequence[Box]
) -> Box:
    """The title cartouche, top left and left of the first fold. Returns the box it takes."""
    size, small = 46 * scale, 27 * scale
    left, top = canvas.window[0] + 20, canvas.window[1] + 20
    room = 0.62 * (canvas.window[2] - canvas.window[0])
    fold = min((box[0] for box in folds if box[1] <= 0 and box[0] > left), default=None)
    if fold is not None:
        room = min(room, fold - left - 64 * scale)
    size *= min(1.0, room / text_width(heading, "display", size))
    if subheading:
        small *= min(1.0, room / text_width(subheading, "text", small))
    width = max(
        text_width(heading, "display", size),
        text_width(subheading, "text", small) if subheading else 0,
    )
    height = size * 1.25 + (small * 1.3 if subheading else 0) + 36 * scale
    box = (left, top, left + width + 56 * scale, top + height)
    _panel(canvas, box)
    for inset, colour, stroke in ((0, canvas.palette.ink, 1.6), (6, canvas.palette.clay, 1)):
        inner = grown(box, -inset)
        canvas.add(
            "furniture",
            f'<rect x="{number(inner[0])}" y="{number(inner[1])}" '
            f'width="{number(inner[2] - inner[0])}" height="{number(inner[3] - inner[1])}" '
            f'rx="4" fill="none" stroke="{colour}" stroke-width="{stroke}"/>',
        )
    x, y = left + 28 * scale, top + 18 * scale + size * 0.95
    canvas.text("furniture", x, y, heading, face="display", size=size, colour=canvas.palette.ink)
    if subheading:
        y += small * 1.45
        canvas.text(
            "furniture", x, y, subheading, face="text", size=small, colour=canvas.palette.soft_ink
        )
    return box


def places(window: Box, size: Point, margin: float, order: Sequence[str]) -> list[Box]:
    """Where furniture of this size may stand: the corners in this order, then along the edges."""
    width, height = size
    left, top, right, bottom = grown(window, -margin)
    corners = {
        "top right": (right - width, top),
        "top left": (left, top),
        "bottom left": (left, bottom - height),
        "bottom right": (right - width, bottom - height),
    }
    spots = [corners[name] for name in order]
    for step in range(1, 40):
        away = step * EDGE_STEP
        for name in order:
            x, y = corners[name]
            aside = x + (away if "left" in name else -away)
            if left <= aside <= right - width:
                spots.append((aside, y))
            along = y + (away if "top" in name else -away)
            if top <= along <= bottom - height:
                spots.append((x, along))
    return [(x, y, x + width, y + height) for x, y in spots]


def free_place(boxes: Sequence[Box], taken: Sequence[Box], pins: Sequence[Box]) -> Box | None:
    """The first of the places with nothing in it; None when all are taken."""
    for box in boxes:
        beyond = grown(box, 6)
        if not any(overlap(beyond, other) for other in (*taken, *pins)):
            return box
    return None


def north_arrow_size(scale: float) -> Point:
    return (62 * scale, 84 * scale)


def draw_north_arrow(canvas: Canvas, box: Box, scale: float) -> None:
    _panel(canvas, box)
    x, y = (box[0] + box[2]) / 2, box[1] + 34 * scale
    canvas.add(
        "furniture",
        f'<g transform="translate({number(x)} {number(y)}) scale({scale:.2f})">'
        f'<path d="M0-28 10 14 0 8z" fill="{canvas.palette.ink}"/>'
        f'<path d="M0-28-10 14 0 8z" fill="#fff" stroke="{canvas.palette.ink}" stroke-width="1.4" '
        f'stroke-linejoin="round"/></g>',
    )
    canvas.text(
        "furniture",
        x,
        box[3] - 8 * scale,
        pgettext("compass: north", "N"),
        face="strong",
        size=26 * scale,
        colour=canvas.palette.ink,
        anchor="middle",
    )


def _scale_step(canvas: Canvas, projection: Projection) -> int:
    """Kilometres in one of the bar's two halves."""
    room = min(LONGEST_BAR, 0.3 * (canvas.window[2] - canvas.window[0]))
    steps = (1, 2, 5, 10, 20, 50, 100)
    return max((step for step in steps if 2 * step * projection.per_km <= room), default=1)


@dataclass(frozen=True)
class Legend:
    """What is on the map and needs a word."""

    styles: tuple[LegStyle, ...] = ()
    has_areas: bool = False

    def words(self) -> list[str]:
        areas = [gettext("approximate place")] if self.has_areas else []
        return [*areas, *(style.legend for style in self.styles)]


LEGEND_ROW, LEGEND_TEXT, LEGEND_SAMPLE = 36, 25, 74


def scale_bar_size(canvas: Canvas, projection: Projection, scale: float, legend: Legend) -> Point:
    bar = 2 * _scale_step(canvas, projection) * projection.per_km
    width = bar + 92 * scale
    words = legend.words()
    if words:
        size = _legend_text(canvas, scale, words)
        width = max(width, _widest(words, size) + _legend_indent(legend, scale) + 40 * scale)
    return (width, (62 + LEGEND_ROW * len(words) + (4 if words else 0)) * scale)


def _widest(words: Sequence[str], size: float) -> float:
    return max(text_width(word, "text", size) for word in words)


def _legend_indent(legend: Legend, scale: float) -> float:
    """From the left of a sample to its word."""
    return (LEGEND_SAMPLE + 14 if legend.styles else 28) * scale


def _legend_text(canvas: Canvas, scale: float, words: Sequence[str]) -> float:
    """The size of the legend's type: smaller when a word would not fit on a small map."""
    size = LEGEND_TEXT * scale
    room = 0.8 * (canvas.window[2] - canvas.window[0]) - (LEGEND_SAMPLE + 54) * scale
    return min(size, size * room / _widest(words, size))


def draw_scale_bar(
    canvas: Canvas, box: Box, projection: Projection, scale: float, legend: Legend
) -> None:
    """Two halves, and below them what circles and lines mean that explain not themselves."""
    palette = canvas.palette
    _panel(canvas, box)
    step = _scale_step(canvas, projection)
    half = step * projection.per_km
    x, y = box[0] + 22 * scale, box[1] + 42 * scale
    for index, colour in enumerate((palette.ink, "#ffffff")):
        canvas.add(
            "furniture",
            f'<rect x="{number(x + index * half)}" y="{number(y)}" width="{number(half)}" '
            f'height="{number(8 * scale)}" fill="{colour}" stroke="{palette.ink}" '
            f'stroke-width="1.4"/>',
        )
    for index in range(3):
        label = f"{index * step}\u00a0km" if index == 2 else str(index * step)
        canvas.text(
            "furniture",
            x + index * half,
            y - 8 * scale,
            label,
            face="text",
            size=26 * scale,
            colour=palette.ink,
            anchor="middle",
        )
    words = legend.words()
    if not words:
        return
    size, indent = _legend_text(canvas, scale, words), _legend_indent(legend, scale)
    for row, word in enumerate(words):
        middle = y + (34 + LEGEND_ROW * row) * scale
        if legend.has_areas and row == 0:
            centre = x + (indent - 14 * scale) / 2 if legend.styles else x + 8 * scale
            canvas.add(
                "furniture",
                f'<circle cx="{number(centre)}" cy="{number(middle)}" '
                f'r="{number(12 * scale)}" fill="{palette.area}" stroke="{palette.route}" '
                f'stroke-width="2" stroke-dasharray="6 4"/>',
            )
        else:
            style = legend.styles[row - legend.has_areas]
            canvas.add(
                "furniture",
                f'<path d="M{number(x)} {number(middle)}h{number(LEGEND_SAMPLE * scale)}" '
                f'fill="none" stroke-linecap="round" {style.attributes()}/>',
            )
        canvas.text(
            "furniture",
            x + indent,
            middle + 0.33 * size,
            word,
            face="text",
            size=size,
            colour=palette.ink,
        )


def locator_size(width: float) -> Point:
    tall = mercator(INSET_NORTH) - mercator(INSET_SOUTH)
    return (width, width * tall / (INSET_EAST - INSET_WEST))


def draw_locator(
    canvas: Canvas, box: Box, projection: Projection, language: str, scale: float
) -> None:
    """The two countries, the capitals, and where this map lies in them."""
    inset = Projection(
        (INSET_WEST + INSET_EAST) / 2,
        (mercator(INSET_SOUTH) + mercator(INSET_NORTH)) / 2,
        (box[2] - box[0]) / (INSET_EAST - INSET_WEST),
        box,
    )
    _panel(canvas, box)
    for code, rings in base_map().locator.items():
        data = "".join(line_path(inset.all_plane(ring.points), closed=True) for ring in rings)
        canvas.add(
            "furniture",
            f'<path d="{data}" fill="{canvas.palette.inset_land[code]}" '
            f'stroke="{canvas.palette.clay}" stroke-width="1.4" stroke-linejoin="round"/>',
        )
    west, south, east, north = projection.extent()
    x0, y0 = inset.plane((west, north))
    x1, y1 = inset.plane((east, south))
    x0, x1 = max(x0, box[0]), min(x1, box[2])
    y0, y1 = max(y0, box[1]), min(y1, box[3])
    canvas.add(
        "furniture",
        f'<rect x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}" '
        f'height="{number(y1 - y0)}" fill="none" '
        f'stroke="{canvas.palette.route}" stroke-width="2.6"/>',
    )
    for name, place in CAPITALS:
        x, y = inset.point(place)
        canvas.add(
            "furniture",
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(3.4 * scale)}" '
            f'fill="{canvas.palette.ink}"/>',
        )
        canvas.text(
            "furniture",
            x - 7 * scale,
            y + 6 * scale,
            TOWNS[name].in_language(language),
            face="text",
            size=22 * scale,
            colour=canvas.palette.ink,
            anchor="end",
        )
    canvas.add(
        "furniture",
        f'<rect x="{number(box[0])}" y="{number(box[1])}" width="{number(box[2] - box[0])}" '
        f'height="{number(box[3] - box[1])}" rx="5" fill="none" stroke="{canvas.palette.ink}" '
        f'stroke-width="1.6"/>',
    )
