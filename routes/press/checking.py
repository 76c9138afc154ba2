"""Checks finished PDFs for what readers, office printers and print shops need. Knows no Django.

Every file says in its document information what it is meant for (`/PressPurpose`) and how it is
folded (`/PressImposition`); files of others are checked for what all of them must have.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from routes.press.folding import BOOKLET, CARDS, FOLDS, MM, Fold
from routes.press.job import HOME, SCREEN, SHOP

PURPOSE, IMPOSITION = "/PressPurpose", "/PressImposition"
LEAST_DPI = 250
SMALL_IMAGE = 64  # pixels; icons are no photos
BLEED_MM = 3
SAME_MM = 0.4
PAGES_WITHOUT_BOOKMARKS = 4

_TEXT = {"Tj", "TJ", "'", '"'}
_PAINT = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"}
_RGB = {"rg", "RG"}
_COLOURED = "q Q cm Do BI Tj TJ ' \" f F f* B B* b b* S s sh rg RG cs CS"


@dataclass(frozen=True)
class Flaw:
    """Something that is wrong; `kind` names it, `page` counts from 1 (0: the whole file)."""

    kind: str
    page: int = 0
    details: dict[str, Any] = field(default_factory=dict)


class Matrix(NamedTuple):
    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def after(self, other: "Matrix") -> "Matrix":
        """This one first, then the other."""
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )


# What comes of objects that are not of the kind which the standard wants in their place.
_DAMAGED = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
# Drawings on one page, each with those inside it: some hundred in what we make.
MOST_DRAWINGS = 5000


def flaws_of(file: Path | str | BinaryIO, least_dpi: int = LEAST_DPI) -> list[Flaw]:
    """Everything that is wrong with a PDF; empty when it is as it should be."""
    try:
        pdf = pikepdf.open(file)
    except pikepdf.PasswordError:
        return [Flaw("encrypted")]
    except (pikepdf.PdfError, OSError) as error:
        return [Flaw("unreadable", details={"reason": str(error)[:200]})]
    found: list[Flaw] = []
    with pdf:
        try:
            found += _Checking(pdf, least_dpi).flaws()
        except _DAMAGED as error:  # it can be opened, but is no PDF inside
            found.append(Flaw("unreadable", details={"reason": str(error)[:200]}))
    return found


class _Checking:
    def __init__(self, pdf: pikepdf.Pdf, least_dpi: int) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root
        self.least_dpi = least_dpi
        self.purpose = str(pdf.docinfo.get(PURPOSE, ""))
        self.imposition = str(pdf.docinfo.get(IMPOSITION, ""))
        self.pages: list[Any] = list(pdf.pages)

    def flaws(self) -> Iterator[Flaw]:
        yield from self._whole()
        yield from self._fonts()
        for number, page in enumerate(self.pages, 1):
            yield from self._drawn(number, page)
        if self.purpose == SHOP:
            yield from self._for_the_shop()
        elif self.imposition:
            yield from self._for_the_office()
        elif self.purpose in (SCREEN, HOME):
            yield from self._for_readers()
        yield from self._on_sheets()

    # --- For everybody ----------------------------------------------------------------------------

    def _whole(self) -> Iterator[Flaw]:
        if self.pdf.is_encrypted:
            yield Flaw("encrypted")
        if not self.pages:
            yield Flaw("no-pages")
        if not str(self.pdf.docinfo.get("/Title", "")).strip():
            yield Flaw("no-title")
        if "/Metadata" not in self.root:
            yield Flaw("no-metadata")
        if not str(self.root.get("/Lang", "")):
            yield Flaw("no-language")
        names = self.root.get("/Names", {})
        if "/JavaScript" in names or "/AA" in self.root:
            yield Flaw("script")
        action = self.root.get("/OpenAction")
        if isinstance(action, Dictionary) and action.get("/S") == Name.JavaScript:
            yield Flaw("script")
        if len(self.pdf.attachments):
            yield Flaw("attachment")

    def _fonts(self) -> Iterator[Flaw]:
        seen: set[tuple[int, int]] = set()
        told: set[tuple[str, str]] = set()
        for page in self.pages:
            for font in _fonts_below(page.obj.get("/Resources"), seen):
                name = str(font.get("/BaseFont", "?"))[1:].partition("+")[2] or "?"
                for kind in _flaws_of_font(font):
                    if (kind, name) not in told:
                        told.add((kind, name))
                        yield Flaw(kind, details={"font": name})

    def _drawn(self, number: int, page: Any) -> Iterator[Flaw]:
        drawn = _Drawn(page)
        if self.imposition:
            for name, form in drawn.forms_of_page:
                if _Drawn(form).is_blank:
                    yield Flaw("blank-panel", number, {"panel": name})
        if drawn.is_blank:
            yield Flaw("blank-page", number)
        if self.purpose != SHOP:
            return
        if drawn.rgb_operators:
            yield Flaw("rgb-operators", number, {"count": drawn.rgb_operators})
        for space in sorted(drawn.spaces):
            yield Flaw("colour-space", number, {"space": space})
        for width, height, dpi in drawn.images:
            if dpi < self.least_dpi and max(width, height) > SMALL_IMAGE:
                yield Flaw("low-dpi", number, {"dpi": round(dpi), "least": self.least_dpi})

    # --- For a print shop -------------------------------------------------------------------------

    def _for_the_shop(self) -> Iterator[Flaw]:
        intents = [
            intent
            for intent in self.root.get("/OutputIntents", [])
            if intent.get("/S") == Name.GTS_PDFX and "/DestOutputProfile" in intent
        ]
        if not intents or int(intents[0].DestOutputProfile.get("/N", 0)) != 4:
            yield Flaw("no-output-intent")
        with self.pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as xmp:
            version = str(xmp.get("pdfxid:GTS_PDFXVersion", ""))
        if version != "PDF/X-4":
            yield Flaw("no-pdf-x")
        if str(self.pdf.docinfo.get("/Trapped", "")) not in ("/True", "/False"):
            yield Flaw("not-said-whether-trapped")
        for number, page in enumerate(self.pages, 1):
            if page.obj.get("/Annots"):
                yield Flaw("annotations", number)
            yield from _flaws_of_boxes(number, page)

    # --- For an office ----------------------------------------------------------------------------

    def _for_the_office(self) -> Iterator[Flaw]:
        wishes = self.root.get("/ViewerPreferences", {})
        if "/Duplex" not in wishes and self.imposition != CARDS:
            yield Flaw("duplex-not-said")
        if wishes.get("/PrintScaling") != Name("/None"):
            yield Flaw("would-be-scaled")

    # --- For readers ------------------------------------------------------------------------------

    def _for_readers(self) -> Iterator[Flaw]:
        with self.pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as xmp:
            if not xmp.get("pdfuaid:part"):
                yield Flaw("no-pdf-ua")
        if not self.root.get("/MarkInfo", {}).get("/Marked", False):
            yield Flaw("not-tagged")
        if not self.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
            yield Flaw("title-not-shown")
        if len(self.pages) > PAGES_WITHOUT_BOOKMARKS and "/Outlines" not in self.root:
            yield Flaw("no-bookmarks")
        tree = self.root.get("/StructTreeRoot")
        elements = list(_elements(tree)) if tree is not None else []
        if not elements:
            yield Flaw("not-tagged")
            return
        kinds = [str(element.S)[1:] for element in elements]
        for element in elements:
            if str(element.S) == "/Figure" and not str(element.get("/Alt", "")).strip():
                yield Flaw("figure-without-words", self._page_of(element))
        levels = [
            int(kind[1])
            for kind in kinds
            if len(kind) == 2 and kind[0] == "H" and kind[1:].isdigit()
        ]
        if levels[:1] != [1]:
            yield Flaw("first-heading")
        for before, after in zip(levels, levels[1:], strict=False):
            if after > before + 1:
                yield Flaw("heading-skipped", details={"before": before, "after": after})
        if kinds.count("Table") and not kinds.count("TH"):
            yield Flaw("table-without-heads")
        for number, page in enumerate(self.pages, 1):
            links = [
                note for note in page.obj.get("/Annots", []) if note.get("/Subtype") == Name.Link
            ]
            if any("/StructParent" not in link for link in links):
                yield Flaw("link-not-tagged", number)
            if any(not str(link.get("/Contents", "")).strip() for link in links):
                yield Flaw("link-without-words", number)

    def _page_of(self, element: Any) -> int:
        wanted = element.get("/Pg")
        for number, page in enumerate(self.pages, 1):
            if wanted is not None and page.obj.objgen == wanted.objgen:
                return number
        return 0

    # --- On sheets --------------------------------------------------------------------------------

    def _on_sheets(self) -> Iterator[Flaw]:
        count = len(self.pages)
        if self.imposition in FOLDS:
            fold = FOLDS[self.imposition]
            if count != 2:
                yield Flaw("page-count", details={"pages": count, "wanted": 2})
            for number, page in enumerate(self.pages[:2], 1):
                yield from _flaws_of_panels(fold, number, page)
        elif self.imposition == BOOKLET:
            if count % 2 or not count:
                yield Flaw("page-count", details={"pages": count, "wanted": count + 1})
            for number, page in enumerate(self.pages, 1):
                rectangles = [rectangle for _name, rectangle, _form in _placed(page)]
                halves = {left >= 148.5 - SAME_MM for left, _top, _right, _bottom in rectangles}
                if len(rectangles) != 2 or halves != {False, True}:
                    yield Flaw("panel-misplaced", number, {"panel": BOOKLET})


def _flaws_of_font(font: Any) -> Iterator[str]:
    if font.get("/Subtype") == Name.Type3:
        yield "font-of-type-3"
        return
    if "/ToUnicode" not in font:
        yield "font-without-unicode"
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    described = below.get("/FontDescriptor", {})
    if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield "font-not-embedded"


def _fonts_below(resources: Any, seen: set[tuple[int, int]]) -> Iterator[Object]:
    if resources is None:
        return
    for font in resources.get("/Font", {}).values():
        if font.objgen == (0, 0) or font.objgen not in seen:
            seen.add(font.objgen)
            yield font
    for kind in ("/XObject", "/Pattern"):
        for item in resources.get(kind, {}).values():
            if "/Resources" in item and item.objgen not in seen:
                seen.add(item.objgen)
                yield from _fonts_below(item.Resources, seen)


def _flaws_of_boxes(number: int, page: Any) -> Iterator[Flaw]:
    if "/TrimBox" not in page.obj or "/BleedBox" not in page.obj:
        yield Flaw("box-missing", number)
        return
    media, bleed, trim = (
        [float(value) / MM for value in box]
        for box in (page.mediabox, page.obj.BleedBox, page.obj.TrimBox)
    )
    around = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    if around < BLEED_MM - 0.05:
        yield Flaw("bleed-too-small", number, {"mm": round(around, 1)})
    if bleed[0] < media[0] - 0.05 or bleed[1] < media[1] - 0.05:
        yield Flaw("bleed-cut-off", number)
    elif bleed[2] > media[2] + 0.05 or bleed[3] > media[3] + 0.05:
        yield Flaw("bleed-cut-off", number)


def _placed(page: Any) -> list[tuple[str, tuple[float, float, float, float], Object]]:
    """Forms on a sheet: left, top, right and bottom in mm from its trimmed corner above left."""
    left, _bottom, _right, top = (float(value) for value in page.trimbox)
    forms = page.obj.get("/Resources", {}).get("/XObject", {})
    found = []
    matrix, stack = Matrix(), []
    for instruction in pikepdf.parse_content_stream(page, "q Q cm Do"):
        name, operands = str(instruction.operator), instruction.operands
        if name == "q":
            stack.append(matrix)
        elif name == "Q" and stack:
            matrix = stack.pop()
        elif name == "cm":
            matrix = Matrix(*(float(value) for value in operands)).after(matrix)
        elif name == "Do" and forms.get(str(operands[0]), {}).get("/Subtype") == Name.Form:
            form = forms[str(operands[0])]
            x1, y1, x2, y2 = (float(value) for value in form.BBox)
            corners = [
                (x * matrix.a + y * matrix.c + matrix.e, x * matrix.b + y * matrix.d + matrix.f)
                for x, y in ((x1, y1), (x2, y2))
            ]
            xs, ys = zip(*corners, strict=True)
            rectangle = (
                (min(xs) - left) / MM,
                (top - max(ys)) / MM,
                (max(xs) - left) / MM,
                (top - min(ys)) / MM,
            )
            found.append((str(operands[0])[1:], rectangle, form))
    return found


def _flaws_of_panels(fold: Fold, side: int, page: Any) -> Iterator[Flaw]:
    left, bottom, right, top = (float(value) / MM for value in page.trimbox)
    if abs(right - left - fold.width) > SAME_MM or abs(top - bottom - fold.height) > SAME_MM:
        yield Flaw(
            "sheet-size", side, {"width": round(right - left), "height": round(top - bottom)}
        )
    rectangles = [
        (max(0, x1), max(0, y1), min(fold.width, x2), min(fold.height, y2))
        for _name, (x1, y1, x2, y2), _form in _placed(page)
    ]
    for panel in fold.on_side(side):
        edges = (panel.x, panel.y, panel.x + panel.width, panel.y + panel.height)
        within = [
            rectangle
            for rectangle in rectangles
            if rectangle[0] <= edges[0] + SAME_MM
            and rectangle[2] >= edges[2] - SAME_MM
            and rectangle[1] <= edges[1] + SAME_MM
            and rectangle[3] >= edges[3] - SAME_MM
        ]
        if len(within) != 1:
            yield Flaw("panel-misplaced", side, {"panel": panel.name})
    allowed = {0.0, fold.width, *fold.folds_down(side)}
    for x1, _y1, x2, _y2 in rectangles:
        if not all(any(abs(x - edge) <= SAME_MM for edge in allowed) for x in (x1, x2)):
            yield Flaw("panel-misplaced", side, {"panel": f"{x1:.1f}–{x2:.1f} mm"})


def _elements(node: Any, depth: int = 0) -> Iterator[Object]:
    """Structure elements in their order."""
    if isinstance(node, Array):
        for child in node:
            yield from _elements(child, depth)
    elif isinstance(node, Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node and depth < 200:
            yield from _elements(node.K, depth + 1)


class _Drawn:
    """What a page (or a form) draws, with everything that it draws through others."""

    def __init__(self, thing: Any) -> None:
        self.texts = self.paints = self.rgb_operators = 0
        self.images: list[tuple[int, int, float]] = []
        self.spaces: set[str] = set()
        self.forms_of_page: list[tuple[str, Object]] = []
        self._seen: set[tuple[int, int]] = set()
        resources: Any = (thing.obj if isinstance(thing, pikepdf.Page) else thing).get(
            "/Resources", {}
        )
        self._depth = 0
        self._walked = 0
        self._walk(thing, resources, Matrix())

    @property
    def is_blank(self) -> bool:
        """No word, no picture, and no more than a background."""
        return not self.texts and not self.images and self.paints <= 2

    def _walk(self, stream: Any, resources: Any, matrix: Matrix) -> None:
        if self._depth > 12:
            return
        self._depth += 1
        self._walked += 1
        if self._walked > MOST_DRAWINGS:
            raise ValueError("its drawings contain each other without end")
        stack: list[Matrix] = []
        things = resources.get("/XObject", {})
        for instruction in pikepdf.parse_content_stream(stream, _COLOURED):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self.images.append((0, 0, 1000.0))
                continue
            name, operands = str(instruction.operator), instruction.operands
            if name == "q":
                stack.append(matrix)
            elif name == "Q":
                matrix = stack.pop() if stack else matrix
            elif name == "cm":
                matrix = Matrix(*(float(value) for value in operands)).after(matrix)
            elif name in _TEXT:
                self.texts += 1
            elif name in _PAINT:
                self.paints += 1
            elif name in _RGB:
                self.rgb_operators += 1
            elif name in ("cs", "CS"):
                self._space(operands[0], resources)
            elif name == "Do" and str(operands[0]) in things:
                self._thing(str(operands[0]), things[str(operands[0])], matrix, resources)
        self._patterns(resources)
        self._depth -= 1

    def _thing(self, name: str, thing: Any, matrix: Matrix, resources: Any) -> None:
        if thing.get("/Subtype") == Name.Image:
            self._image(thing, matrix)
            return
        if self._depth == 1:
            self.forms_of_page.append((name, thing))
        inner = Matrix(*(float(value) for value in thing.get("/Matrix", Matrix())))
        self._walk(thing, thing.get("/Resources", resources), inner.after(matrix))

    def _image(self, image: Any, matrix: Matrix) -> None:
        across = (matrix.a**2 + matrix.b**2) ** 0.5 / 72
        down = (matrix.c**2 + matrix.d**2) ** 0.5 / 72
        width, height = int(image.Width), int(image.Height)
        if across and down:
            self.images.append((width, height, min(width / across, height / down)))
        if not image.get("/ImageMask", False):
            self._space(image.get("/ColorSpace"), {})

    def _patterns(self, resources: Any) -> None:
        for pattern in resources.get("/Pattern", {}).values():
            if pattern.objgen in self._seen:
                continue
            self._seen.add(pattern.objgen)
            if pattern.get("/PatternType") == 2:
                self._space(pattern.Shading.get("/ColorSpace"), {})
            else:
                before = self.paints, self.texts
                self._walk(pattern, pattern.get("/Resources", {}), Matrix())
                self.paints, self.texts = before  # all pages share them: no sign of ink here
        for shading in resources.get("/Shading", {}).values():
            self._space(shading.get("/ColorSpace"), {})

    def _space(self, space: Any, resources: Any) -> None:
        """Remember a colour space that printing inks do not know."""
        if space is None:
            return
        found = resources.get("/ColorSpace", {}).get(str(space), space) if resources else space
        name = str(found[0]) if isinstance(found, Array) else str(found)
        if name == "/Indexed":
            self._space(found[1], resources)
        elif name == "/ICCBased":
            if int(found[1].N) == 3:
                self.spaces.add("ICC RGB")
        elif name in ("/DeviceRGB", "/CalRGB", "/Lab"):
            self.spaces.add(name[1:])
