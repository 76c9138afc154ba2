"""The names of the countries: along a calm stretch of frontier, else upright in their own land."""

import math
from collections.abc import Sequence

from catalogue.maps.base import BaseMap, visible
from catalogue.maps.canvas import Canvas
from catalogue.maps.geometry import Box, Point, around, clip_line, clip_ring, simplified, spaced
from catalogue.maps.labels import Board
from catalogue.maps.lettering import text_width
from catalogue.maps.names import NEIGHBOUR_PLACES, country_name
from catalogue.maps.projection import Projection


def name_countries(
    canvas: Canvas,
    board: Board,
    projection: Projection,
    base: BaseMap,
    language: str,
    scale: float,
) -> None:
    size, spacing = 36 * scale, 13 * scale
    extent = projection.extent()
    names = {code: country_name(code, language).upper() for code in ("LV", "LT")}
    land = {
        code: [
            simplified(ring, 6)
            for shape in visible(base.countries[code], extent)
            for ring in [clip_ring(projection.all_plane(shape.points), canvas.window)]
            if len(ring) > 2
        ]
        for code in names
    }
    frontier = [
        spaced(run, 14)
        for shape in visible(base.frontier, extent)
        for run in clip_line(projection.all_plane(shape.points), canvas.window)
    ]
    if not _along_frontier(canvas, board, frontier, land["LV"], names, size, spacing):
        near = [point for run in frontier for point in spaced(run, 40)]
        for code, name in names.items():
            _upright(canvas, board, land[code], near, name, size, spacing)
    for code, places in NEIGHBOUR_PLACES.items():
        name = country_name(code, language).upper()
        width = text_width(name, "display", 0.8 * size, spacing) - spacing
        for place in places:
            x, y = projection.point(place)
            box = (x - width / 2, y - 0.6 * size, x + width / 2, y + 0.3 * size)
            if board.free(box) and board.cost(box) < 1:
                board.take(box)
                _write(canvas, x + spacing / 2, y, name, 0.8 * size, spacing)
                break


def _write(
    canvas: Canvas, x: float, y: float, name: str, size: float, spacing: float, turn: float = 0
) -> None:
    canvas.text(
        "country",
        x,
        y,
        name,
        face="display",
        size=size,
        colour=canvas.palette.country_ink,
        anchor="middle",
        spacing=spacing,
        turn=turn,
    )


def _along_frontier(
    canvas: Canvas,
    board: Board,
    frontier: Sequence[Sequence[Point]],
    latvia: Sequence[Sequence[Point]],
    names: dict[str, str],
    size: float,
    spacing: float,
) -> bool:
    """Both names, face to face, on the longest calm stretch; False where there is none."""
    length = max(text_width(name, "display", size, spacing) for name in names.values())
    best: tuple[float, list[tuple[Point, list[Box]]], float] | None = None
    for run in frontier:
        for first in range(0, len(run), 2):
            last = next(
                (i for i in range(first, len(run)) if math.dist(run[first], run[i]) >= length), None
            )
            if last is None:
                break
            (ax, ay), (bx, by) = run[first], run[last]
            reach = math.hypot(bx - ax, by - ay)
            ux, uy = (bx - ax) / reach, (by - ay) / reach
            aside = [(x - ax) * -uy + (y - ay) * ux for x, y in run[first : last + 1]]
            wiggle = max(aside) - min(aside)
            if wiggle > 3 * size or abs(uy) > 0.62:
                continue
            sides: list[tuple[Point, list[Box]]] = []
            for offset in (min(aside) - 0.95 * size, max(aside) + 0.95 * size):
                middle = (
                    (ax + bx) / 2 - uy * offset,
                    (ay + by) / 2 + ux * offset,
                )
                boxes = [
                    around((middle[0] + ux * along, middle[1] + uy * along), 0.56 * size)
                    for along in _steps(length, 0.9 * size)
                ]
                sides.append((middle, boxes))
            everything = [box for _, boxes in sides for box in boxes]
            if not all(board.free(box) for box in everything):
                continue
            cost = wiggle * 0.12 + abs(uy) * 10 + sum(board.cost(box) for box in everything)
            if best is None or cost < best[0]:
                best = (cost, sides, math.degrees(math.atan2(uy, ux)))
    if best is None or best[0] > 45:
        return False
    _, sides, turn = best
    turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
    drop = 0.36 * size
    first_is_latvia = _in_land(sides[0][0], latvia)
    order = ("LV", "LT") if first_is_latvia else ("LT", "LV")
    for code, ((x, y), boxes) in zip(order, sides, strict=True):
        angle = math.radians(turn)
        _write(
            canvas,
            x - math.sin(angle) * drop + spacing / 2,
            y + math.cos(angle) * drop,
            names[code],
            size,
            spacing,
            turn,
        )
        for box in boxes:
            board.take(box)
    return True


def _steps(length: float, longest: float) -> list[float]:
    """Places along a word of this length, from the middle, so near that boxes on them touch."""
    count = math.ceil(length / longest)
    return [(step / count - 0.5) * length for step in range(count + 1)]


def _crossings(rings: Sequence[Sequence[Point]], y: float) -> list[float]:
    """Where the horizontal line at `y` enters and leaves the land, from left to right."""
    found = []
    for ring in rings:
        for index, (bx, by) in enumerate(ring):
            ax, ay = ring[index - 1]
            if (ay > y) != (by > y):
                found.append(ax + (y - ay) / (by - ay) * (bx - ax))
    return sorted(found)


def _in_land(point: Point, rings: Sequence[Sequence[Point]]) -> bool:
    return sum(x < point[0] for x in _crossings(rings, point[1])) % 2 == 1


def _upright(
    canvas: Canvas,
    board: Board,
    land: Sequence[Sequence[Point]],
    frontier: Sequence[Point],
    name: str,
    size: float,
    spacing: float,
) -> None:
    """In the emptiest place that is wholly in the land, rather near the frontier than far."""
    width = text_width(name, "display", size, spacing) - spacing
    left, top, right, bottom = board.window
    rows = {y: _crossings(land, y) for y in range(int(top), int(bottom), 30)}
    best: tuple[float, float, float, Box] | None = None
    for y in rows:
        if y - 30 not in rows or y + 30 not in rows:
            continue
        for x in range(int(left + width / 2), int(right - width / 2), 36):
            box = (x - width / 2 - 16, y - 0.75 * size, x + width / 2 + 16, y + 0.25 * size)
            if not all(_spans(rows[row], box) for row in (y - 30, y, y + 30)):
                continue
            if not board.free(box):
                continue
            far = min((math.dist((x, y), point) for point in frontier), default=100.0)
            cost = board.cost(box) * 8 + abs(far - 110) * 0.06
            if best is None or cost < best[0]:
                best = (cost, x, y, box)
    if best:
        _, middle, baseline, box = best
        board.take(box)
        _write(canvas, middle + spacing / 2, baseline, name, size, spacing)


def _spans(crossings: Sequence[float], box: Box) -> bool:
    """Whether the box lies within one stretch of land on this row."""
    return any(
        start <= box[0] and box[2] <= end
        for start, end in zip(crossings[::2], crossings[1::2], strict=False)
    )
