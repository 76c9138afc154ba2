"""Where names go: no label over another, none over a marker, the route crossed as seldom as can be.

`Board` remembers what is taken. `place_stop_labels()` weighs all stops together, for their names
matter most; towns and lakes then take what is left, one by one, or stay away.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from catalogue.maps.geometry import (
    Box,
    Point,
    around,
    distance,
    grown,
    inside,
    overlap,
    pieces,
    segment_hits,
)
from catalogue.maps.lettering import text_width, wrapped

CELL = 150.0  # of the grid that finds neighbours, in drawing units


class Board:
    """What is taken on the map: boxes that may not be touched, lines that had better not be."""

    def __init__(self, window: Box) -> None:
        self.window = grown(window, -8)
        self._boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._lines: dict[tuple[int, int], list[tuple[Point, Point, float]]] = defaultdict(list)

    @staticmethod
    def cells(box: Box) -> list[tuple[int, int]]:
        rows = range(int(box[1] // CELL), int(box[3] // CELL) + 1)
        return [
            (column, row)
            for column in range(int(box[0] // CELL), int(box[2] // CELL) + 1)
            for row in rows
        ]

    def take(self, box: Box) -> None:
        for cell in self.cells(box):
            self._boxes[cell].append(box)

    def avoid(self, points: Sequence[Point], weight: float) -> None:
        """Make labels cost `weight` for every piece of this line (about 6 mm) that they cover."""
        for a, b in pieces(points, 60):
            box = (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            for cell in self.cells(box):
                self._lines[cell].append((a, b, weight))

    def free(self, box: Box) -> bool:
        return inside(box, self.window) and not any(
            overlap(box, taken) for cell in self.cells(box) for taken in self._boxes.get(cell, ())
        )

    def clear(self, a: Point, b: Point) -> bool:
        """Whether a straight line touches nothing that is taken."""
        box = (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        return not any(
            segment_hits(a, b, taken)
            for cell in self.cells(box)
            for taken in self._boxes.get(cell, ())
        )

    def cost(self, box: Box) -> float:
        crossed = {
            line
            for cell in self.cells(box)
            for line in self._lines.get(cell, ())
            if segment_hits(line[0], line[1], box)
        }
        return sum(weight for _, _, weight in crossed)


@dataclass(frozen=True)
class Line:
    """One line of a label."""

    text: str
    face: str
    size: float
    colour: str


@dataclass(frozen=True)
class Block:
    """Lines set together. Height and width in drawing units."""

    lines: tuple[Line, ...]

    @cached_property
    def width(self) -> float:
        return max(text_width(line.text, line.face, line.size) for line in self.lines)

    @cached_property
    def height(self) -> float:
        return sum(line.size for line in self.lines) * 1.08

    def baselines(self, top: float) -> Iterator[tuple[Line, float]]:
        """Each line with the y of its baseline, when the block begins at `top`."""
        y = top
        for line in self.lines:
            yield line, y + line.size * 0.84
            y += line.size * 1.08


@dataclass(frozen=True)
class Spot:
    """One way to place a block: its box, `start`, `middle` or `end`, and how bad it is."""

    block: Block
    box: Box
    anchor: str
    cost: float
    leader: tuple[Point, Point] | None = None

    @cached_property
    def reach(self) -> Box:
        """The box around label and leader, with the air that others keep from them."""
        left, top, right, bottom = self.box
        for x, y in self.leader or ():
            left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
        return grown((left, top, right, bottom), 4)

    def clashes(self, other: "Spot") -> bool:
        return (
            overlap(grown(self.box, 4), other.box)
            or (self.leader is not None and segment_hits(*self.leader, grown(other.box, 3)))
            or (other.leader is not None and segment_hits(*other.leader, grown(self.box, 3)))
        )


# Direction (x, y), anchor, and how much less welcome than the right-hand side.
BESIDE = (
    (1, 0, 0.0),
    (-1, 0, 0.8),
    (1, -0.75, 1.3),
    (1, 0.75, 1.4),
    (-1, -0.75, 1.9),
    (-1, 0.75, 2.0),
    (0, -1, 1.6),
    (0, 1, 1.8),
)  # fmt: skip
# Rather the name alone beside its marker than name and detail far off.
BREVITY_COST = 5
# With so many places beside a marker nobody looks afar.
PLENTY = 9
LEADER_LENGTHS = (45, 80, 125, 180, 250, 340)
# With more stops than this, long leaders would be a thicket: only the shortest are tried.
CROWD, SHORT_LEADERS = 40, 2
# How far from a marker a name is not taken for that marker's.
WIDEST_BERTH = 14


def spots_beside(
    point: Point, radius: float, block: Block, gaps: Iterable[float]
) -> Iterator[Spot]:
    """The eight places around a marker of this radius, at each gap."""
    x, y = point
    width, height = block.width, block.height
    for step, gap in enumerate(gaps):
        reach = radius + gap
        for dx, dy, cost in BESIDE:
            if dx == 0:
                left = x - width / 2
                middle = y + dy * (reach + height / 2)
                anchor = "middle"
            else:
                aside = reach if dy == 0 else 0.72 * reach
                left = x + aside if dx > 0 else x - aside - width
                middle = y + dy * (0.72 * reach + 0.3 * height)
                anchor = "start" if dx > 0 else "end"
            box = (left, middle - height / 2, left + width, middle + height / 2)
            yield Spot(block, box, anchor, cost + 2.5 * step)


def spots_afar(
    point: Point, radius: float, block: Block, lengths: Sequence[float]
) -> Iterator[Spot]:
    """Places farther off, joined to the marker by a leader line."""
    width, height = block.width, block.height
    for length in lengths:
        for turn in range(16):
            angle = turn * math.pi / 8
            dx, dy = math.cos(angle), math.sin(angle)
            start = (point[0] + dx * radius, point[1] + dy * radius)
            end = (point[0] + dx * (radius + length), point[1] + dy * (radius + length))
            if dx > 0.3:
                left, anchor = end[0] + 5, "start"
            elif dx < -0.3:
                left, anchor = end[0] - 5 - width, "end"
            else:
                left, anchor = end[0] - width / 2, "middle"
            top = end[1] - height / 2 if abs(dx) > 0.3 else end[1] - (height + 5 if dy < 0 else -5)
            box = (left, top, left + width, top + height)
            yield Spot(block, box, anchor, 9 + length / 16, (start, end))


@dataclass
class StopLabel:
    """What has to be said beside a marker: in full and, where there is no room, shorter."""

    point: Point
    radius: float
    blocks: tuple[Block, ...]
    spot: Spot | None = None


def stop_blocks(
    name: str, detail: str, size: float, width: float, ink: str, soft: str
) -> tuple[Block, ...]:
    """The full label and the name alone."""
    title = tuple(Line(text, "strong", size, ink) for text in wrapped(name, "strong", size, width))
    small = 0.78 * size
    if detail.casefold() == name.casefold():
        detail = ""
    below = tuple(Line(text, "text", small, soft) for text in wrapped(detail, "text", small, width))
    short = Block(title or (Line("", "strong", size, ink),))
    return (Block(title + below), short) if below else (short,)


class _Standing:
    """The spots taken so far, by label, with a grid that finds who is in the way."""

    def __init__(self, count: int) -> None:
        self._spots: list[Spot | None] = [None] * count
        self._cells: dict[tuple[int, int], set[int]] = defaultdict(set)

    def put(self, index: int, spot: Spot | None) -> None:
        """Let a label stand at this spot and no other, or nowhere."""
        before, self._spots[index] = self._spots[index], spot
        if before:
            for cell in Board.cells(before.reach):
                self._cells[cell].discard(index)
        if spot:
            for cell in Board.cells(spot.reach):
                self._cells[cell].add(index)

    def in_the_way(self, spot: Spot, but: Sequence[int]) -> set[int]:
        """The labels that a spot clashes with."""
        near = {index for cell in Board.cells(spot.reach) for index in self._cells.get(cell, ())}
        return {
            index
            for index in near
            if index not in but and (other := self._spots[index]) and spot.clashes(other)
        }

    def first_free(self, spots: Sequence[Spot], but: Sequence[int]) -> Spot | None:
        return next((spot for spot in spots if not self.in_the_way(spot, but)), None)

    def __getitem__(self, index: int) -> Spot | None:
        return self._spots[index]


def place_stop_labels(board: Board, labels: Sequence[StopLabel], leaders: Sequence[Box]) -> None:
    """Give every label a spot, or None where the map is too full: its number still says which.

    Promise: no two labels touch, and none touches a marker. `leaders` are boxes of lines already
    drawn near markers; they count as taken. Takes markers and labels on the board.
    """
    for box in leaders:
        board.take(box)
    chances = _all_chances(board, labels)
    standing = _Standing(len(labels))
    # Who has the fewest good places chooses first.
    order = sorted(range(len(labels)), key=lambda index: _ease(chances[index]))
    for _ in range(3):  # the later rounds are second thoughts, when the others stand
        for index in order:
            spot = standing.first_free(chances[index], but=(index,))
            standing.put(index, spot)
            if spot is None:
                _make_room(index, standing, chances)
    for index, label in enumerate(labels):
        label.spot = standing[index]
        board.take(around(label.point, label.radius))
        if label.spot:
            board.take(label.spot.box)
            if label.spot.leader:
                board.avoid(label.spot.leader, 30)


def _ease(spots: Sequence[Spot]) -> tuple[int, int]:
    return (sum(spot.cost < 8 for spot in spots), len(spots))


def _make_room(index: int, standing: _Standing, chances: Sequence[Sequence[Spot]]) -> None:
    """Find a spot for a label that has none by moving one other label elsewhere."""
    for spot in chances[index]:
        blocking = standing.in_the_way(spot, but=(index,))
        if len(blocking) != 1:
            continue
        other = blocking.pop()
        before = standing[other]
        standing.put(index, spot)
        if elsewhere := standing.first_free(chances[other], but=(other,)):
            standing.put(other, elsewhere)
            return
        standing.put(index, None)
        standing.put(other, before)


def _all_chances(board: Board, labels: Sequence[StopLabel]) -> list[list[Spot]]:
    """For each label the spots that touch nothing but other labels, best first."""
    lengths = LEADER_LENGTHS if len(labels) <= CROWD else LEADER_LENGTHS[:SHORT_LEADERS]
    markers = _Markers(labels)
    return [_chances(board, label, markers, lengths) for label in labels]


class _Markers:
    """The markers of all stops, found by the cells they lie in."""

    def __init__(self, labels: Sequence[StopLabel]) -> None:
        self._cells: dict[tuple[int, int], list[StopLabel]] = defaultdict(list)
        for label in labels:
            for cell in Board.cells(around(label.point, label.radius + WIDEST_BERTH)):
                self._cells[cell].append(label)

    def near(self, box: Box) -> list[StopLabel]:
        """Markers that may lie within WIDEST_BERTH of the box, each once."""
        found = {id(one): one for cell in Board.cells(box) for one in self._cells.get(cell, ())}
        return list(found.values())


def _chances(
    board: Board, label: StopLabel, markers: _Markers, lengths: Sequence[float]
) -> list[Spot]:
    spots: list[Spot] = []
    for brevity, block in enumerate(label.blocks):
        found = 0
        for tries in (
            spots_beside(label.point, label.radius, block, (6, 16)),
            spots_afar(label.point, label.radius, block, lengths),
        ):
            if found >= PLENTY:
                break
            for spot in tries:
                if not board.free(grown(spot.box, 2)):
                    continue
                near = markers.near(spot.reach)
                if any(overlap(spot.box, around(m.point, m.radius + 2)) for m in near):
                    continue
                others = [marker for marker in near if marker is not label]
                if spot.leader and not (
                    board.clear(*spot.leader)
                    and all(distance(m.point, *spot.leader) > m.radius + 4 for m in others)
                ):
                    continue
                found += 1
                # So near to another marker that a reader might take the name for that one's.
                mistakable = sum(
                    overlap(spot.box, around(m.point, m.radius + WIDEST_BERTH)) for m in others
                )
                cost = spot.cost + board.cost(spot.box) + BREVITY_COST * brevity + 3 * mistakable
                spots.append(replace(spot, cost=cost))
    return sorted(spots, key=lambda spot: spot.cost)


def place_beside(
    board: Board, point: Point, radius: float, block: Block, worst: float = 7
) -> Spot | None:
    """A free spot for a lesser name, or None. The spot is taken on the board."""
    best: Spot | None = None
    for spot in spots_beside(point, radius, block, (5, 13)):
        if best and spot.cost >= best.cost:
            continue
        if board.free(grown(spot.box, 3)):
            cost = spot.cost + board.cost(spot.box)
            if cost < worst and (best is None or cost < best.cost):
                best = replace(spot, cost=cost)
    if best:
        board.take(grown(best.box, 2))
    return best


def place_over(
    board: Board, point: Point, block: Block, shifts: Iterable[Point], worst: float = 7
) -> Spot | None:
    """A free spot on or near a point, for the name of a lake or a country."""
    width, height = block.width, block.height
    for order, (dx, dy) in enumerate(shifts):
        left, top = point[0] + dx - width / 2, point[1] + dy - height / 2
        box = (left, top, left + width, top + height)
        if board.free(box) and board.cost(box) < worst:
            board.take(box)
            return Spot(block, box, "middle", order)
    return None
