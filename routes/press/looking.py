"""Looks at pages that are laid out: where sections stand, what overflows, which photos are shown.

Lengths inside WeasyPrint are CSS pixels, 96 to an inch; what is told is millimetres.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.replaced import replacedbox_layout

PX_PER_MM = 96 / 25.4
TOLERANCE_MM = 0.5
MOST_TOLD = 50


def pages_of_sections(
    document: Document, sections: list[Element]
) -> list[tuple[Element, list[int]]]:
    """The numbers of the pages on which each section stands."""
    found: dict[int, list[int]] = {id(section): [] for section in sections}
    for number, page in enumerate(document.pages, 1):
        for box, _section in _outermost(page._page_box, found):
            pages = found[id(box.element)]
            if number not in pages:
                pages.append(number)
    return [(section, found[id(section)]) for section in sections]


def _outermost(box: Any, wanted: dict[int, list[int]]) -> Iterator[tuple[Any, Element]]:
    box = _itself(box)
    if getattr(box, "element", None) is not None and id(box.element) in wanted:
        yield box, box.element
        return
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _outermost(child, wanted)


def _itself(box: Any) -> Any:
    """The box for which WeasyPrint holds a place."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box


# --- Overflow -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Bounds:
    """How far text may reach, in CSS pixels from the page's corner; None is anywhere."""

    left: float | None = None
    right: float | None = None
    top: float | None = None
    bottom: float | None = None

    def within(self, left=None, right=None, top=None, bottom=None) -> "_Bounds":
        return _Bounds(
            _narrower(max, self.left, left),
            _narrower(min, self.right, right),
            _narrower(max, self.top, top),
            _narrower(min, self.bottom, bottom),
        )

    def sideways(self, other: "_Bounds") -> "_Bounds":
        return _Bounds(other.left, other.right, self.top, self.bottom)


def _narrower(choose, one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return one if other is None else other
    return choose(one, other)


def overflow_of(document: Document, sections: list[Element]) -> list[dict[str, Any]]:
    """Texts that stand outside their page, are clipped by a box, or jut out of their column."""
    names = {id(section): section.get("id", "") for section in sections}
    found: list[dict[str, Any]] = []
    for number, page in enumerate(document.pages, 1):
        bounds = _Bounds(0, page.width, 0, page.height)
        for text, excess, section in _jutting(page._page_box, bounds, bounds, names, ""):
            if len(found) < MOST_TOLD:
                found.append({"page": number, "section": section, "text": text, "mm": excess})
    return found


def _jutting(
    box: Any, bounds: _Bounds, sheet: _Bounds, names: dict[int, str], section: str
) -> Iterator[tuple[str, float, str]]:
    """Texts below a box with their excess; `bounds` hold for it, `sheet` is the whole page."""
    box = _itself(box)
    section = names.get(id(getattr(box, "element", None)), section)
    if isinstance(box, boxes.TextBox):
        excess = _excess(box, bounds)
        if box.text.strip() and box.width and excess > TOLERANCE_MM:
            yield box.text.strip()[:80], round(excess, 1), section
        return
    if not isinstance(box, boxes.ParentBox) or box.style["visibility"] == "hidden":
        return
    if isinstance(box, boxes.MarginBox):
        return  # running titles and page numbers have room of their own
    if box.transformation_matrix and not isinstance(box, boxes.PageBox):
        bounds = sheet = _Bounds()  # elsewhere than it seems
    if isinstance(box, boxes.BlockContainerBox) and not isinstance(box, boxes.PageBox):
        # To the left, first lines may hang out into somebody's padding.
        bounds = bounds.within(right=box.content_box_x() + box.width)
        if box.style["overflow"] != "visible":
            left, top = box.padding_box_x(), box.padding_box_y()
            bounds = bounds.within(left=left, top=top, bottom=top + box.padding_height())
        elif box.style["height"] != "auto" and not isinstance(box, boxes.TableCellBox):
            top = box.content_box_y()
            bounds = bounds.within(bottom=top + box.height)
    for child in box.children:
        free = _itself(child).is_absolutely_positioned()
        yield from _jutting(
            child, bounds.sideways(sheet) if free else bounds, sheet, names, section
        )


def _excess(box: Any, bounds: _Bounds) -> float:
    """By how many millimetres the letters of a text reach beyond; lines' air does not count."""
    air = box.height * 0.2
    reaches = [
        (bounds.left, -1, box.position_x),
        (bounds.right, 1, box.position_x + box.width),
        (bounds.top, -1, box.position_y + air),
        (bounds.bottom, 1, box.position_y + box.height - air),
    ]
    return max(
        (sign * (reach - bound) / PX_PER_MM for bound, sign, reach in reaches if bound is not None),
        default=0,
    )


# --- Photos ---------------------------------------------------------------------------------------


@dataclass
class Shown:
    """A photo on a page, with the size at which the whole of it is drawn, in millimetres."""

    image: RasterImage
    page: int
    section: str
    alt: str
    width_mm: float
    height_mm: float

    @property
    def dpi(self) -> int:
        across = self.image.width / (self.width_mm / 25.4)
        down = self.image.height / (self.height_mm / 25.4)
        return round(min(across, down))


def photos_of(document: Document, sections: list[Element]) -> list[Shown]:
    """Every raster image that is shown, once for each time."""
    names = {id(section): section.get("id", "") for section in sections}
    found: list[Shown] = []
    for number, page in enumerate(document.pages, 1):
        found += _photos(page._page_box, number, names, "")
    return found


def _photos(box: Any, page: int, names: dict[int, str], section: str) -> Iterator[Shown]:
    box = _itself(box)
    element = getattr(box, "element", None)
    section = names.get(id(element), section)
    for image, width, height in _images(box):
        if width > 0 and height > 0 and image.width > 0:
            alt = element.get("alt", "") if element is not None else ""
            yield Shown(image, page, section, alt, width / PX_PER_MM, height / PX_PER_MM)
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _photos(child, page, names, section)


def _images(box: Any) -> Iterator[tuple[RasterImage, float, float]]:
    if isinstance(box, boxes.ReplacedBox) and isinstance(box.replacement, RasterImage):
        width, height, _x, _y = replacedbox_layout(box)
        yield box.replacement, width, height
    background = getattr(box, "background", None)
    for layer in background.layers if background else ():
        if isinstance(layer.image, RasterImage):
            yield layer.image, *layer.size
