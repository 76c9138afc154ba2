"""Plane geometry for drawing: clipping, thinning, hit tests, SVG path data.

One drawing unit is 0.1 mm on paper. Points are `(x, y)` with y growing downwards; boxes are
`(left, top, right, bottom)`.
"""

import math
from collections.abc import Iterator, Sequence

type Point = tuple[float, float]
type Box = tuple[float, float, float, float]


def overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip


def inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )


def grown(box: Box, margin: float) -> Box:
    return (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)


def around(centre: Point, radius: float) -> Box:
    return (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)


def bounds(points: Sequence[Point]) -> Box:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def segment_hits(a: Point, b: Point, box: Box) -> bool:
    """Whether the straight line from `a` to `b` touches the box."""
    left, top, right, bottom = box
    (ax, ay), (bx, by) = a, b
    if max(ax, bx) < left or min(ax, bx) > right or max(ay, by) < top or min(ay, by) > bottom:
        return False
    if left <= ax <= right and top <= ay <= bottom:
        return True
    if left <= bx <= right and top <= by <= bottom:
        return True
    dx, dy = bx - ax, by - ay
    sides = [
        dx * (y - ay) - dy * (x - ax)
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]
    return min(sides) <= 0 <= max(sides)


def distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the straight line between `a` and `b`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    part = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    part = min(1.0, max(0.0, part))
    return math.hypot(point[0] - a[0] - part * dx, point[1] - a[1] - part * dy)


def clip_line(points: Sequence[Point], box: Box) -> list[list[Point]]:
    """The runs of a line that lie in the box (Liang–Barsky, segment by segment)."""
    left, top, right, bottom = box
    runs: list[list[Point]] = []
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        dx, dy = bx - ax, by - ay
        enter, leave = 0.0, 1.0
        for step, room in ((-dx, ax - left), (dx, right - ax), (-dy, ay - top), (dy, bottom - ay)):
            if step == 0:
                if room < 0:
                    enter = 2.0
            elif step < 0:
                enter = max(enter, room / step)
            else:
                leave = min(leave, room / step)
        if enter >= leave:
            continue
        start = (ax + enter * dx, ay + enter * dy)
        end = (ax + leave * dx, ay + leave * dy)
        if runs and enter == 0.0 and runs[-1][-1] == (ax, ay):
            runs[-1].append(end)
        else:
            runs.append([start, end])
    return runs


def clip_ring(points: Sequence[Point], box: Box) -> list[Point]:
    """The part of a polygon that lies in the box (Sutherland–Hodgman)."""
    ring = list(points)
    for axis, keeps_above, limit in ((0, True, 0), (0, False, 2), (1, True, 1), (1, False, 3)):
        edge = box[limit]
        clipped: list[Point] = []
        for index, end in enumerate(ring):
            start = ring[index - 1]
            start_in = start[axis] >= edge if keeps_above else start[axis] <= edge
            end_in = end[axis] >= edge if keeps_above else end[axis] <= edge
            if start_in != end_in:
                part = (edge - start[axis]) / (end[axis] - start[axis])
                clipped.append(
                    (
                        start[0] + part * (end[0] - start[0]),
                        start[1] + part * (end[1] - start[1]),
                    )
                )
            if end_in:
                clipped.append(end)
        ring = clipped
        if not ring:
            break
    return ring


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Douglas–Peucker, without recursion. Keeps both ends."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        farthest, where = tolerance, -1
        for index in range(first + 1, last):
            x, y = points[index]
            if length:
                distance = abs(dx * (y - ay) - dy * (x - ax)) / length
            else:  # a ring: its ends are one point
                distance = math.hypot(x - ax, y - ay)
            if distance > farthest:
                farthest, where = distance, index
        if where > 0:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [points[index] for index in sorted(keep)]


def spaced(points: Sequence[Point], gap: float) -> list[Point]:
    """Fewer points: those at least `gap` apart, and the last."""
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= gap:
            kept.append(point)
    return [*kept, points[-1]]


def pieces(points: Sequence[Point], longest: float) -> Iterator[tuple[Point, Point]]:
    """The segments of a line, long ones cut so that none is longer than `longest`."""
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        count = max(1, math.ceil(math.hypot(bx - ax, by - ay) / longest))
        for index in range(count):
            yield (
                (ax + (bx - ax) * index / count, ay + (by - ay) * index / count),
                (ax + (bx - ax) * (index + 1) / count, ay + (by - ay) * (index + 1) / count),
            )


# --- SVG path data --------------------------------------------------------------------------------


def number(value: float) -> str:
    """Shortest writing with one decimal: 0.01 mm is finer than any printer."""
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def _pairs(rows: Sequence[Point]) -> str:
    """Coordinates with the separators that SVG needs, and no others."""
    text = ""
    for x, y in rows:
        for value in (number(x), number(y)):
            text += value if value.startswith("-") or not text else f" {value}"
    return text


def line_path(points: Sequence[Point], *, closed: bool = False) -> str:
    """Path data of straight segments."""
    rounded = [(round(x, 1), round(y, 1)) for x, y in points]
    steps = [(x - px, y - py) for (px, py), (x, y) in zip(rounded, rounded[1:], strict=False)]
    return f"M{_pairs(rounded[:1])}l{_pairs(steps)}{'z' if closed else ''}"


def soft_line_path(points: Sequence[Point]) -> str:
    """Path data of a curve through the middles of the segments: a river, not a polygon."""
    if len(points) < 3:
        return line_path(points)
    middles = [
        ((ax + bx) / 2, (ay + by) / 2)
        for (ax, ay), (bx, by) in zip(points[1:], points[2:-1], strict=False)
    ]
    return _curve(points[0], points[1:-1], [*middles, points[-1]])


def soft_ring_path(points: Sequence[Point]) -> str:
    """The same for a closed shore. `points` must not repeat the first point at the end."""
    following = [*points[1:], points[0]]
    middles = [
        ((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in zip(points, following, strict=True)
    ]
    return _curve(middles[-1], points, middles) + "z"


def _curve(start: Point, controls: Sequence[Point], ends: Sequence[Point]) -> str:
    x, y = round(start[0], 1), round(start[1], 1)
    rows: list[Point] = []
    for control, end in zip(controls, ends, strict=True):
        next_x, next_y = round(end[0], 1), round(end[1], 1)
        rows += [(control[0] - x, control[1] - y), (next_x - x, next_y - y)]
        x, y = next_x, next_y
    return f"M{_pairs([(round(start[0], 1), round(start[1], 1))])}q{_pairs(rows)}"
