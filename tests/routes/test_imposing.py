"""Sheets, cut and folded by the numbers of their marks: panels come in reading order."""

import io
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser

import pikepdf
import pytest
from PIL import Image

from routes.press.folding import CARDS, FOLDS, MAP_A6, MM, ROLL, DoesNotFold, Z
from routes.press.printing import Printed, print_job
from tests.routes.press_samples import booklet, job, page, panels

PURPOSES = ["home", "shop"]


# --- Reading what is on paper ---------------------------------------------------------------------


@dataclass
class Paper:
    """A printed side: its trimmed size, its fold marks and its words, in mm from its corner."""

    width: float
    height: float
    folds_down: list[float]
    folds_across: list[float]
    words: list[tuple[str, float, float]]

    def at(self, word: str) -> tuple[float, float]:
        return next((x, y) for found, x, y in self.words if found == word)

    def named(self, prefix: str) -> dict[tuple[int, int], str]:
        """Words that begin so, by the column and row (from 0) into which the marks cut the side."""
        found: dict[tuple[int, int], str] = {}
        for word, x, y in self.words:
            if word.startswith(prefix):
                column = sum(x > fold for fold in self.folds_down)
                row = sum(y > fold for fold in self.folds_across)
                assert (column, row) not in found, "two on one panel"
                found[column, row] = word.removeprefix(prefix)
        return found

    @property
    def columns(self) -> list[float]:
        edges = [0, *self.folds_down, self.width]
        return [right - left for left, right in zip(edges, edges[1:], strict=False)]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pages: list[list[tuple[str, float, float]]] = []
        self.box: tuple[float, float] | None = None

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "page":
            self.pages.append([])
        elif tag == "word":
            x = (float(values["xmin"]) + float(values["xmax"])) / 2
            self.box = (x, (float(values["ymin"]) + float(values["ymax"])) / 2)

    def handle_data(self, data):
        if self.box:
            self.pages[-1].append((data.strip(), *self.box))
            self.box = None


def papers_of(printed: Printed, tmp_path) -> list[Paper]:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(printed.pdf)
    shown = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True)
    words = _Words()
    words.feed(shown.stdout.decode())
    papers = []
    with pikepdf.open(file) as pdf:
        for sheet, found in zip(pdf.pages, words.pages, strict=True):
            left, bottom, right, top = (float(value) / MM for value in sheet.trimbox)
            height = float(sheet.mediabox[3]) / MM
            down, across = fold_marks(sheet)
            papers.append(
                Paper(
                    right - left,
                    top - bottom,
                    [x - left for x in down],
                    [top - y for y in across],
                    [(word, x / MM - left, y / MM - (height - top)) for word, x, y in found],
                )
            )
    return papers


def fold_marks(sheet: pikepdf.Page) -> tuple[list[float], list[float]]:
    """Where dashed lines run down and across, in mm from the corner below left of the paper."""
    is_dashed, start = False, (0.0, 0.0)
    down, across = set(), set()
    for instruction in pikepdf.parse_content_stream(sheet):
        name, operands = str(instruction.operator), instruction.operands
        if name == "d":
            is_dashed = len(operands[0]) > 0
        elif name == "m":
            start = (float(operands[0]), float(operands[1]))
        elif name == "l" and is_dashed:
            end = (float(operands[0]), float(operands[1]))
            if abs(start[0] - end[0]) < 0.01:
                down.add(round(start[0] / MM, 2))
            else:
                across.add(round(start[1] / MM, 2))
    return sorted(down), sorted(across)


# --- Folding --------------------------------------------------------------------------------------


def sides_in_columns(papers: list[Paper]) -> tuple[list[str], list[str]]:
    """Panels of a leaflet's two sides from left to right; what lies behind what is checked."""
    outside, inside = papers
    assert outside.columns == pytest.approx(inside.columns[::-1], abs=0.1)
    count = len(outside.columns)
    return (
        [outside.named("PANEL-")[column, 0] for column in range(count)],
        [inside.named("PANEL-")[column, 0] for column in range(count)],
    )


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_roll_fold_reads_in_order(purpose, tmp_path):
    papers = papers_of(print_job(job(panels(ROLL), purpose, "roll")), tmp_path)

    (left, middle, right), inside = sides_in_columns(papers)
    widths = papers[0].columns

    # The left leaf is folded in first: it must be narrower, or it would buckle in the fold.
    assert 1 <= widths[1] - widths[0] <= 4 and widths[2] == pytest.approx(widths[1], abs=0.1)
    on_top, seen_when_opened, spread, underneath = right, left, inside, middle
    assert [on_top, seen_when_opened, *spread, underneath] == [panel.name for panel in ROLL.panels]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_z_fold_reads_in_order(purpose, tmp_path):
    papers = papers_of(print_job(job(panels(Z), purpose, "z")), tmp_path)

    outside, inside = sides_in_columns(papers)

    # Zigzag: the right leaf of the outside lies on top, the leaf behind its left one beneath.
    on_top, first_spread = outside[2], inside[:2]
    turned_over, second_spread = inside[2], outside[:2]
    assert [on_top, *first_spread, *second_spread, turned_over] == [
        panel.name for panel in Z.panels
    ]
    assert papers[0].columns == pytest.approx([99, 99, 99], abs=0.1)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("key", ["map-a6", "map-dl"])
def test_map_sheets_read_in_order(key, purpose, tmp_path):
    fold = FOLDS[key]
    front, text = papers_of(print_job(job(panels(fold), purpose, key)), tmp_path)

    assert [word for word, _x, _y in front.words if word.startswith("PANEL")] == ["PANEL-map"]
    found = text.named("PANEL-")
    last = len(text.columns) - 1
    # The concertina's top leaf is the right column; across the middle, its lower half goes behind.
    flat = [found[column, row] for row in (0, 1) for column in range(last)]
    assert ["map", found[last, 0], *flat, found[last, 1]] == [
        "map",
        "cover",
        *[f"text-{number}" for number in range(1, 2 * last + 1)],
        "back",
    ]
    for name in ("cover", "back", "text-1"):
        heading = text.at(f"PANEL-{name}")
        row = [spot for spot in words_near(text, fold, name) if spot != heading]
        below = all(y > heading[1] for _x, y in row)
        assert below == (name != "back")  # upright when the folded map is turned like a page


def words_near(paper: Paper, fold, name: str) -> list[tuple[float, float]]:
    panel = fold.panel(name)
    return [
        (x, y)
        for _word, x, y in paper.words
        if panel.x < x < panel.x + panel.width and panel.y < y < panel.y + panel.height
    ]


@pytest.mark.parametrize(("written", "bound"), [(1, 4), (6, 8), (8, 8), (13, 16)])
def test_a_booklet_reads_in_order(written, bound, tmp_path):
    printed = print_job(job(booklet(written), "home", "booklet"))
    papers = papers_of(printed, tmp_path)

    assert (printed.report.pages, printed.report.sheets) == (bound, bound // 4)
    halves = []
    for paper in papers:
        assert paper.folds_down == pytest.approx([148.5], abs=0.1)
        found = paper.named("LEAF-")
        halves.append((found.get((0, 0), "notes"), found.get((1, 0), "notes")))
    fronts, backs = halves[::2], halves[1::2]
    # Sheets lie in each other, the first outermost: in through right halves, out through left.
    order = [
        half for front, back in zip(fronts, backs, strict=True) for half in (front[1], back[0])
    ]
    for front, back in zip(fronts[::-1], backs[::-1], strict=True):
        order += [back[1], front[0]]
    leaves = [str(number) for number in range(1, written + 1)]
    notes = ["notes"] * (bound - written)
    assert order == [*leaves[:-1], *notes, leaves[-1]]  # the last page stays outside


def test_filling_pages_are_the_templates_own_and_never_blank(tmp_path):
    more = "<template id='notes-page'><section><h2>Piezīmes</h2></section></template>"
    papers = papers_of(print_job(job(booklet(3, more), "home", "booklet")), tmp_path)

    assert any(word == "Piezīmes" for paper in papers for word, _x, _y in paper.words)


def test_a_map_across_two_panels_stays_whole(tmp_path):
    printed = print_job(job(panels(ROLL, wide=("inside-1",), words=40), "shop", "roll"))
    inside = papers_of(printed, tmp_path)[1]

    assert printed.report.pages == 5
    assert inside.at("PANEL-inside-1")[0] < 100
    assert max(x for word, x, _y in inside.words if word.startswith("vārds")) > 110


# --- Boxes, bleed and marks -----------------------------------------------------------------------


@pytest.mark.parametrize("key", FOLDS)
def test_marks_keep_off_the_bleed_and_off_each_other(key):
    with pikepdf.open(io.BytesIO(print_job(job(panels(FOLDS[key]), "shop", key)).pdf)) as pdf:
        for sheet in pdf.pages:
            left, bottom, right, top = (float(value) for value in sheet.obj.BleedBox)
            trim = [float(value) for value in sheet.trimbox]
            assert trim[0] - left == pytest.approx(3 * MM, abs=0.01)
            assert top - trim[3] == pytest.approx(3 * MM, abs=0.01)
            for x, y in points_of(sheet):
                assert not (left < x < right and bottom < y < top)
                assert 0 <= x <= float(sheet.mediabox[2]) and 0 <= y <= float(sheet.mediabox[3])


def points_of(sheet: pikepdf.Page) -> list[tuple[float, float]]:
    """Points of lines that the sheet itself draws: its marks."""
    return [
        (float(instruction.operands[0]), float(instruction.operands[1]))
        for instruction in pikepdf.parse_content_stream(sheet)
        if str(instruction.operator) in ("m", "l")
    ]


def test_colour_runs_into_the_bleed_and_ends_at_folds(tmp_path):
    file = tmp_path / "roll.pdf"
    file.write_bytes(print_job(job(panels(ROLL), "shop", "roll")).pdf)
    subprocess.run(["pdftoppm", "-r", "72", "-png", file, tmp_path / "side"], check=True)
    picture = Image.open(next(tmp_path.glob("side-*1.png"))).convert("RGB")

    def colour(x_mm: float, y_mm: float) -> tuple[int, int, int]:
        found = picture.getpixel((round((12 + x_mm) * MM), round((12 + y_mm) * MM)))
        assert isinstance(found, tuple)
        return found

    paper = (255, 255, 255)
    assert colour(-2, 100) == colour(2, 100) != paper  # flap, over the left edge
    assert colour(299, 100) == colour(294, 100) != paper  # cover, over the right edge
    assert colour(150, 212) == colour(150, 207) != paper  # back, over the lower edge
    assert colour(-4.5, 100) == colour(150, -4.5) == paper
    assert colour(95.5, 150) == colour(94, 150) != colour(98.5, 150) == colour(100, 150)


def test_home_sheets_are_a4_and_tell_the_printer_how_to_turn_them():
    printed = print_job(job(panels(ROLL), "home", "roll"))

    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        assert [float(value) / MM for value in pdf.pages[0].mediabox] == pytest.approx(
            [0, 0, 297, 210], abs=0.1
        )
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
    assert (printed.report.sheets, printed.report.duplex) == (1, "short-edge")


def test_four_cards_fill_a_sheet(tmp_path):
    card = page("@page { size: 105mm 148mm; margin: 9mm }", "<section id='c'><h1>CARD-x</h1>")
    (paper,) = papers_of(print_job(job(card, "home", CARDS)), tmp_path)

    spots = sorted((x > 105, y > 148.5) for word, x, y in paper.words if word == "CARD-x")
    assert spots == [(False, False), (False, True), (True, False), (True, True)]
    assert (paper.width, paper.height) == pytest.approx((210, 297), abs=0.1)


def test_pages_that_do_not_fold_are_refused():
    with pytest.raises(DoesNotFold):
        print_job(job(panels(MAP_A6), "home", "roll"))
