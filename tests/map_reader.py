"""Reads a map's SVG back: what stands where, and what lies on something else.

Knows nothing of how maps are drawn, except the names of their layers. Units are the drawing's,
0.1 mm.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from xml.etree import ElementTree

from catalogue.maps.lettering import FACES, text_width

SVG = "{http://www.w3.org/2000/svg}"
# From the baseline to the top of capitals with their marks, and to the foot of „g“; size 1.
ASCENT, DESCENT = 0.78, 0.2
# Beside a fold.
CLEARANCE = 20
# A hair that rounding to one decimal may take.
HAIR = 0.11

type Corner = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A convex shape: a label, turned or not, or a rectangle."""

    text: str
    corners: tuple[Corner, ...]

    def meets(self, other: "Area") -> bool:
        """By the separating axis theorem, after a look at the boxes around both."""
        (left, top, right, bottom), (x0, y0, x1, y1) = self.box, other.box
        if right <= x0 + HAIR or x1 <= left + HAIR or bottom <= y0 + HAIR or y1 <= top + HAIR:
            return False
        return not any(
            max(mine) <= min(theirs) + HAIR or max(theirs) <= min(mine) + HAIR
            for axis in (*self._axes(), *other._axes())
            for mine, theirs in [(self._along(axis), other._along(axis))]
        )

    def _axes(self) -> Iterator[Corner]:
        for (ax, ay), (bx, by) in zip(
            self.corners, (*self.corners[1:], self.corners[0]), strict=True
        ):
            length = math.hypot(bx - ax, by - ay) or 1
            yield ((by - ay) / length, (ax - bx) / length)

    def _along(self, axis: Corner) -> list[float]:
        return [x * axis[0] + y * axis[1] for x, y in self.corners]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        xs, ys = [x for x, _ in self.corners], [y for _, y in self.corners]
        return (min(xs), min(ys), max(xs), max(ys))

    def touches(self, marker: "Marker") -> bool:
        (x, y), reach = marker.centre, marker.radius - HAIR
        left, top, right, bottom = self.box
        if not (left - reach < x < right + reach and top - reach < y < bottom + reach):
            return False
        return self.distance(marker.centre) < reach

    def distance(self, point: Corner) -> float:
        """From a point to the nearest place of the shape; 0 inside."""
        edges = list(zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True))
        sides = [
            (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)
            for (ax, ay), (bx, by) in edges
        ]
        if min(sides) >= 0 or max(sides) <= 0:
            return 0.0
        return min(_distance(point, *edge) for edge in edges)


@dataclass(frozen=True)
class Marker:
    text: str
    centre: Corner
    radius: float


@dataclass(frozen=True)
class Map:
    width: float
    height: float
    window: Area
    labels: list[Area]
    markers: list[Marker]
    # Circles and numbers of markers that do not belong together.
    strays: list[str]
    panels: list[Area]
    furniture: list[Area]

    def problems(self, folds_x: Sequence[float] = (), folds_y: Sequence[float] = ()) -> list[str]:
        """Everything that lies on something else or out of its place, as sentences."""
        found = list(self.strays)
        for one, other in combinations(self.labels, 2):
            if one.meets(other):
                found.append(f"“{one.text}” lies on “{other.text}”")
        for marker in self.markers:
            found += [
                f"“{label.text}” covers the marker {marker.text}"
                for label in self.labels
                if label.touches(marker)
            ]
            found += [
                f"{panel.text or 'a panel'} covers the marker {marker.text}"
                for panel in self.panels
                if panel.touches(marker)
            ]
            if not self._holds(marker.centre, marker.radius):
                found.append(f"the marker {marker.text} is cut by the frame")
        for one, other in combinations(self.markers, 2):
            if math.dist(one.centre, other.centre) < one.radius + other.radius - HAIR:
                found.append(f"the marker {other.text} covers the marker {one.text}")
        for label in self.labels:
            if not all(self._holds(corner, 0) for corner in label.corners):
                found.append(f"“{label.text}” is cut by the frame")
            found += [
                f"{panel.text or 'a panel'} covers “{label.text}”"
                for panel in self.panels
                if panel.meets(label)
            ]
        for word in self.furniture:
            for x, y in word.corners:
                if not (-HAIR <= x <= self.width + HAIR and -HAIR <= y <= self.height + HAIR):
                    found.append(f"“{word.text}” leaves the sheet")
                    break
        for one, other in combinations(self.panels, 2):
            if one.meets(other):
                found.append("two panels lie on each other")
        for axis, folds in ((0, folds_x), (1, folds_y)):
            for fold in folds:
                found += self._on_fold(axis, fold)
        return found

    def _on_fold(self, axis: int, fold: float) -> Iterator[str]:
        for word in (*self.labels, *self.furniture):
            places = [corner[axis] for corner in word.corners]
            if max(places) > fold - CLEARANCE + HAIR and min(places) < fold + CLEARANCE - HAIR:
                yield f"“{word.text}” stands on the fold at {fold:g}"
        for marker in self.markers:
            if abs(marker.centre[axis] - fold) < marker.radius + CLEARANCE - HAIR:
                yield f"the marker {marker.text} stands on the fold at {fold:g}"

    def _holds(self, point: Corner, radius: float) -> bool:
        (left, top), _, (right, bottom), _ = self.window.corners
        return (
            left - HAIR <= point[0] - radius
            and point[0] + radius <= right + HAIR
            and top - HAIR <= point[1] - radius
            and point[1] + radius <= bottom + HAIR
        )


def read_map(svg: str) -> Map:
    root = ElementTree.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    window = root.find(f"{SVG}clipPath/{SVG}rect")
    assert window is not None
    layers = {
        group.attrib["data-layer"]: list(group)
        for group in root.iter(f"{SVG}g")
        if "data-layer" in group.attrib
    }
    names = [
        element
        for group in root.iter(f"{SVG}g")
        if group.get("id", "").endswith("-names")
        for element in group.iter(f"{SVG}text")
    ]
    names += [one for one in layers.get("country", ()) if one.tag == f"{SVG}text"]
    markers, strays = _markers(layers.get("pins", []))
    furniture = layers.get("furniture", [])
    words = [_label(one) for one in (*furniture, *layers["frame"]) if one.tag == f"{SVG}text"]
    panels = [
        _rectangle(one)
        for one in furniture
        if one.tag == f"{SVG}rect" and one.get("rx") == "5" and one.get("fill") != "none"
    ]
    return Map(
        width, height, _rectangle(window), [_label(one) for one in names], markers, strays, panels,
        words,
    )  # fmt: skip


def _markers(elements: Sequence[ElementTree.Element]) -> tuple[list[Marker], list[str]]:
    """Discs and what is written on them: the biggest circles, each with one text in its middle."""
    discs: dict[Corner, float] = {}
    strays: list[str] = []
    circles = [one for one in elements if one.tag == f"{SVG}circle"]
    for circle in circles:
        centre = (float(circle.attrib["cx"]), float(circle.attrib["cy"]))
        discs[centre] = max(float(circle.attrib["r"]), discs.get(centre, 0))
    if 2 * len(discs) != len(circles):
        strays.append("two markers stand on one point")
    words: dict[Corner, Area] = {}
    for label in [_label(one) for one in elements if one.tag == f"{SVG}text"]:
        middle = (
            sum(x for x, _ in label.corners) / 4,
            sum(y for _, y in label.corners) / 4,
        )
        home = min(discs, key=lambda centre, middle=middle: math.dist(centre, middle))
        if home in words:
            strays.append(f"{words[home].text} and {label.text} stand on one marker")
        words[home] = label
        half = (label.corners[1][0] - label.corners[0][0]) / 2
        if math.dist(home, middle) > 0.3 * discs[home] or half > discs[home]:
            strays.append(f"the number {label.text} leaves its marker")
    if len(discs) > 1:
        strays += [f"a marker at {centre} has no number" for centre in discs if centre not in words]
    markers = [
        Marker(words[centre].text if centre in words else "", centre, radius)
        for centre, radius in discs.items()
    ]
    return markers, strays


def _rectangle(element: ElementTree.Element) -> Area:
    x, y, width, height = (float(element.get(key, 0)) for key in ("x", "y", "width", "height"))
    return Area("", ((x, y), (x + width, y), (x + width, y + height), (x, y + height)))


def _label(element: ElementTree.Element) -> Area:
    """The shape that letters take, by the metrics of their face."""
    text = element.text or ""
    size = float(element.attrib["font-size"])
    spacing = float(element.get("letter-spacing", 0))
    width = text_width(text, _face(element), size, spacing)
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    left = (
        x - {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")] * width
    )
    right = left + width - spacing
    top, bottom = y - ASCENT * size, y + DESCENT * size
    if text.isupper() or text.isdigit():
        bottom = y
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    if turned := element.get("transform"):
        angle, x, y = map(float, turned.removeprefix("rotate(").rstrip(")").split())
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        corners = tuple(
            (
                x + (cx - x) * cosine - (cy - y) * sine,
                y + (cx - x) * sine + (cy - y) * cosine,
            )
            for cx, cy in corners
        )  # type: ignore[assignment]
    return Area(text, corners)


def _face(element: ElementTree.Element) -> str:
    family = element.attrib["font-family"].split(",")[0].strip("'")
    weight = int(element.get("font-weight", 400))
    style = element.get("font-style", "normal")
    return next(
        name
        for name, face in FACES.items()
        if (face.family, face.weight, face.style) == (family, weight, style)
    )


def _distance(point: Corner, a: Corner, b: Corner) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    part = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    part = min(1.0, max(0.0, part))
    return math.hypot(point[0] - a[0] - part * dx, point[1] - a[1] - part * dy)
