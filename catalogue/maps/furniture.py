"""What stands around and on a map: frame, heading, north arrow, scale bar, locator, attribution."""

import math
from collections.abc import Sequence

from django.utils.translation import gettext, pgettext

from catalogue.maps import canvas as paint
from catalogue.maps.base import base_map
from catalogue.maps.canvas import Canvas
from catalogue.maps.geometry import Box, Point, grown, line_path, number, overlap
from catalogue.maps.lettering import text_width
from catalogue.maps.names import TOWNS
from catalogue.maps.projection import Projection, mercator

INSET_WEST, INSET_SOUTH, INSET_EAST, INSET_NORTH = 20.7, 53.8, 28.5, 58.15
CAPITALS = (("Riga", (24.11, 56.95)), ("Vilnius", (25.28, 54.69)))


def attribution() -> str:
    """Whose data the map shows: the licences ask for it on every copy."""
    return gettext(
        "Map data: © OpenStreetMap contributors (ODbL), GSHHG (LGPL), GeoNames (CC BY 4.0)"
    )


def draw_frame(canvas: Canvas, projection: Projection, *, ticks: bool) -> None:
    """A double line; on a large map with a woven band that counts five minutes of the globe."""
    left, top, right, bottom = canvas.window
    ink = paint.INK

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
    canvas.add("frame", f'<path d="{"".join(bars)}" fill="{ink}" fill-opacity=".82"/>')


def draw_attribution(canvas: Canvas, baseline: float, size: float) -> None:
    """In the strip below the frame, as large as there is room for."""
    text = attribution()
    left, _, right, _ = canvas.window
    size = min(size, size * (right - left) / text_width(text, "text", size))
    canvas.text(
        "frame", right, baseline, text, face="text", size=size, colour=paint.SOFT_INK, anchor="end"
    )


def _panel(canvas: Canvas, box: Box, opacity: float = 0.92) -> None:
    canvas.add(
        "furniture",
        f'<rect x="{number(box[0])}" y="{number(box[1])}" width="{number(box[2] - box[0])}" '
        f'height="{number(box[3] - box[1])}" rx="5" fill="{paint.PAPER}" '
        f'fill-opacity="{opacity}"/>',
    )


def draw_heading(canvas: Canvas, heading: str, subheading: str, scale: float) -> Box:
    """The title cartouche, top left. Returns the box it takes."""
    size, small = 46 * scale, 27 * scale
    left, top = canvas.window[0] + 20, canvas.window[1] + 20
    room = 0.62 * (canvas.window[2] - canvas.window[0])
    width = text_width(heading, "display", size)
    if width > room:
        size *= room / width
    width = max(
        text_width(heading, "display", size),
        text_width(subheading, "text", small) if subheading else 0,
    )
    height = size * 1.25 + (small * 1.3 if subheading else 0) + 36 * scale
    box = (left, top, left + width + 56 * scale, top + height)
    _panel(canvas, box, 0.95)
    for inset, colour, stroke in ((0, paint.INK, 1.6), (6, paint.CLAY, 1)):
        inner = grown(box, -inset)
        canvas.add(
            "furniture",
            f'<rect x="{number(inner[0])}" y="{number(inner[1])}" '
            f'width="{number(inner[2] - inner[0])}" height="{number(inner[3] - inner[1])}" '
            f'rx="4" fill="none" stroke="{colour}" stroke-width="{stroke}"/>',
        )
    x, y = left + 28 * scale, top + 18 * scale + size * 0.95
    canvas.text("furniture", x, y, heading, face="display", size=size, colour=paint.INK)
    if subheading:
        y += small * 1.45
        canvas.text("furniture", x, y, subheading, face="text", size=small, colour=paint.SOFT_INK)
    return box


def corners(window: Box, size: Point, margin: float) -> dict[str, Box]:
    """The box of this size in each corner of the window."""
    width, height = size
    left, top, right, bottom = grown(window, -margin)
    return {
        "top right": (right - width, top, right, top + height),
        "top left": (left, top, left + width, top + height),
        "bottom left": (left, bottom - height, left + width, bottom),
        "bottom right": (right - width, bottom - height, right, bottom),
    }


def free_corner(
    boxes: dict[str, Box], order: Sequence[str], taken: Sequence[Box], pins: Sequence[Box]
) -> Box | None:
    """The first corner in `order` with nothing in it; None when all are taken."""
    for name in order:
        if not any(overlap(grown(boxes[name], 6), other) for other in (*taken, *pins)):
            return boxes[name]
    return None


def north_arrow_size(scale: float) -> Point:
    return (62 * scale, 84 * scale)


def draw_north_arrow(canvas: Canvas, box: Box, scale: float) -> None:
    _panel(canvas, box, 0.85)
    x, y = (box[0] + box[2]) / 2, box[1] + 34 * scale
    canvas.add(
        "furniture",
        f'<g transform="translate({number(x)} {number(y)}) scale({scale:.2f})">'
        f'<path d="M0-28 10 14 0 8z" fill="{paint.INK}"/>'
        f'<path d="M0-28-10 14 0 8z" fill="#fff" stroke="{paint.INK}" stroke-width="1.4" '
        f'stroke-linejoin="round"/></g>',
    )
    canvas.text(
        "furniture",
        x,
        box[3] - 8 * scale,
        pgettext("compass: north", "N"),
        face="strong",
        size=26 * scale,
        colour=paint.INK,
        anchor="middle",
    )


def _scale_step(projection: Projection, room: float) -> int:
    """Kilometres in one of the bar's two halves."""
    steps = (1, 2, 5, 10, 20, 50, 100)
    return max((step for step in steps if 2 * step * projection.per_km <= room), default=1)


def scale_bar_size(canvas: Canvas, projection: Projection, scale: float, *, legend: bool) -> Point:
    room = 0.3 * (canvas.window[2] - canvas.window[0])
    bar = 2 * _scale_step(projection, room) * projection.per_km
    width = bar + 92 * scale
    if legend:
        width = max(width, text_width(_legend(), "text", 25 * scale) + 62 * scale)
    return (width, (62 + (38 if legend else 0)) * scale)


def _legend() -> str:
    return gettext("approximate place")


def draw_scale_bar(
    canvas: Canvas, box: Box, projection: Projection, scale: float, *, legend: bool
) -> None:
    """Two halves, and below them what a dashed circle means when there is one on the map."""
    _panel(canvas, box, 0.88)
    room = 0.3 * (canvas.window[2] - canvas.window[0])
    step = _scale_step(projection, room)
    half = step * projection.per_km
    x, y = box[0] + 22 * scale, box[1] + 42 * scale
    for index, colour in enumerate((paint.INK, "#fff")):
        canvas.add(
            "furniture",
            f'<rect x="{number(x + index * half)}" y="{number(y)}" width="{number(half)}" '
            f'height="{number(8 * scale)}" fill="{colour}" stroke="{paint.INK}" '
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
            colour=paint.INK,
            anchor="middle",
        )
    if legend:
        y += 34 * scale
        canvas.add(
            "furniture",
            f'<circle cx="{number(x + 8 * scale)}" cy="{number(y)}" r="{number(12 * scale)}" '
            f'fill="{paint.MADDER}" fill-opacity=".12" stroke="{paint.MADDER}" '
            f'stroke-width="2" stroke-dasharray="6 4"/>',
        )
        canvas.text(
            "furniture",
            x + 28 * scale,
            y + 8 * scale,
            _legend(),
            face="text",
            size=25 * scale,
            colour=paint.INK,
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
    _panel(canvas, box, 0.95)
    for code, rings in base_map().locator.items():
        data = "".join(line_path(inset.all_plane(ring.points), closed=True) for ring in rings)
        canvas.add(
            "furniture",
            f'<path d="{data}" fill="{paint.INSET_LAND[code]}" stroke="{paint.CLAY}" '
            f'stroke-width="1.4" stroke-linejoin="round"/>',
        )
    west, south, east, north = projection.extent()
    x0, y0 = inset.plane((west, north))
    x1, y1 = inset.plane((east, south))
    x0, x1 = max(x0, box[0]), min(x1, box[2])
    y0, y1 = max(y0, box[1]), min(y1, box[3])
    canvas.add(
        "furniture",
        f'<rect x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}" '
        f'height="{number(y1 - y0)}" fill="{paint.MADDER}" fill-opacity=".2" '
        f'stroke="{paint.MADDER}" stroke-width="2.6"/>',
    )
    for name, place in CAPITALS:
        x, y = inset.point(place)
        canvas.add(
            "furniture",
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(3.4 * scale)}" '
            f'fill="{paint.INK}"/>',
        )
        canvas.text(
            "furniture",
            x - 7 * scale,
            y + 6 * scale,
            TOWNS[name].in_language(language),
            face="text",
            size=22 * scale,
            colour=paint.INK,
            anchor="end",
        )
    canvas.add(
        "furniture",
        f'<rect x="{number(box[0])}" y="{number(box[1])}" width="{number(box[2] - box[0])}" '
        f'height="{number(box[3] - box[1])}" rx="5" fill="none" stroke="{paint.INK}" '
        f'stroke-width="1.6"/>',
    )
