"""Files for a print shop: PDF/X-4, all in inks, type on black alone, photos in full; and photos."""

import re
import subprocess
import sys

import pikepdf
import pytest
from PIL import Image

from routes.press import inks
from routes.press.folding import MM
from routes.press.printing import print_job
from tests.routes.press_samples import album, job, page, photos

COLOURS = """
@page { size: A6; margin: 10mm; background: #f7f0e2 }
.a { color: #962a2d } .b { background: linear-gradient(#23566d, rgba(255, 0, 0, 0.3)); height: 9mm }
.c { opacity: 0.5; background: rgb(10 20 200) } .d { border: 1mm solid #808080 }
.e { background: lab(50 40 20); height: 4mm } .f { background: #fff; height: 3mm }
"""
BODY = """<section id="s"><h1>Melns teksts</h1><p class="a">Sarkans</p><div class="b"></div>
<p class="c">Caurspīdīgs</p><p class="d">Pelēks</p><div class="e"></div><div class="f"></div>
<svg viewBox="0 0 20 10" width="40mm"><defs><pattern id="w" width="4" height="4"
patternUnits="userSpaceOnUse"><rect width="2" height="2" fill="#0a0"/></pattern>
<mask id="m"><rect width="20" height="10" fill="#888"/></mask></defs>
<rect width="9" height="9" fill="url(#w)"/><rect x="10" width="9" height="9" fill="#00f"
mask="url(#m)"/></svg><img src="/media/logo.png" alt="Zīme" style="width: 10mm">
<img src="/media/0.jpg" alt="Foto" style="width: 60mm"></section>"""


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    photos(folder, 1, (900, 600))
    logo = Image.new("RGBA", (200, 200), (20, 90, 160, 0))
    logo.paste((20, 90, 160, 255), (50, 50, 150, 150))
    logo.save(folder / "logo.png")
    return folder


@pytest.fixture(scope="module")
def shop_file(media, tmp_path_factory):
    printed = print_job(job(page(COLOURS, BODY), "shop", own=(("/media/", str(media)),)))
    file = tmp_path_factory.mktemp("shop") / "shop.pdf"
    file.write_bytes(printed.pdf)
    return file


@pytest.fixture
def pdf(shop_file):
    with pikepdf.open(shop_file) as pdf:
        yield pdf


def streams(thing, seen=None):
    """Everything that draws below a page."""
    seen = set() if seen is None else seen
    resources = thing.get("/Resources", {})
    for kind in ("/XObject", "/Pattern"):
        for item in resources.get(kind, {}).values():
            if item.objgen not in seen:
                seen.add(item.objgen)
                yield item
                yield from streams(item, seen)
    for state in resources.get("/ExtGState", {}).values():
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and mask.G.objgen not in seen:
            seen.add(mask.G.objgen)
            yield mask.G
            yield from streams(mask.G, seen)


def test_it_is_pdf_x_4(pdf, shop_file):
    assert pdf.pdf_version == "1.6"
    assert shop_file.read_bytes()[-2048:].count(b"/ID") or "/ID" in pdf.trailer
    (intent,) = pdf.Root.OutputIntents
    assert (intent.S, intent.OutputConditionIdentifier) == ("/GTS_PDFX", "FOGRA39")
    assert intent.DestOutputProfile.N == 4
    assert pdf.docinfo["/Trapped"] == "/False"
    xmp = pdf.Root.Metadata.read_raw_bytes().decode()
    assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in xmp
    assert "Paraugs „Ceļš“" in xmp
    for key in ("/StructTreeRoot", "/Outlines", "/AcroForm", "/Names"):
        assert key not in pdf.Root


def test_boxes_lie_in_each_other(pdf):
    (sheet,) = pdf.pages
    media, bleed, trim = (
        [round(float(value) / MM, 1) for value in box]
        for box in (sheet.mediabox, sheet.obj.BleedBox, sheet.trimbox)
    )
    assert trim[2] - trim[0] == 105 and trim[3] - trim[1] == 148
    assert (trim[0] - bleed[0], bleed[3] - trim[3]) == (3, 3)
    assert media[0] < bleed[0] and media[3] > bleed[3]
    assert sheet.obj.Group.CS == "/DeviceCMYK"
    assert "/Annots" not in sheet.obj


def test_nothing_is_in_red_green_and_blue(pdf):
    (sheet,) = pdf.pages
    drawn = [sheet.obj.Contents, *streams(sheet.obj)]
    assert len(drawn) > 5
    for stream in drawn:
        if stream.get("/Subtype") == "/Image":
            assert stream.ColorSpace in ("/DeviceCMYK", "/DeviceGray")
            continue
        if stream.get("/PatternType") == 2:
            assert stream.Shading.ColorSpace in ("/DeviceCMYK", "/DeviceGray")
            continue
        operators = {
            str(instruction.operator) for instruction in pikepdf.parse_content_stream(stream)
        }
        assert not operators & {"rg", "RG", "sc", "SC", "scn", "SCN"} or "/Pattern" in str(
            stream.read_bytes()
        )
        assert not operators & {"rg", "RG"}


def test_type_is_on_black_alone_and_soft_masks_are_grey(pdf):
    (sheet,) = pdf.pages
    texts = [stream for stream in streams(sheet.obj) if stream.get("/Subtype") == "/Form"]
    page_form = next(form for form in texts if b"BT" in form.read_bytes())
    assert b"0 0 0 1 k" in page_form.read_bytes()
    masks = [
        state.SMask.G
        for form in texts
        for state in form.get("/Resources", {}).get("/ExtGState", {}).values()
        if isinstance(state.get("/SMask"), pikepdf.Dictionary)
    ]
    assert masks
    for mask in masks:
        assert not re.search(rb"\s(rg|RG|k|K)\s", mask.read_bytes())
        assert mask.Group.CS == "/DeviceGray"


def test_ink_stays_below_three_hundred_per_cent(shop_file, tmp_path):
    target = tmp_path / "ink.tif"
    command = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", "-r72"]
    subprocess.run([*command, f"-sOutputFile={target}", shop_file], check=True)

    pixels = Image.open(target).tobytes()
    assert max(sum(pixels[at : at + 4]) for at in range(0, len(pixels), 4)) / 255 <= 3.0


def test_photos_keep_their_resolution(pdf):
    (sheet,) = pdf.pages
    sizes = {
        (int(image.Width), int(image.Height), str(image.ColorSpace))
        for image in streams(sheet.obj)
        if image.get("/Subtype") == "/Image"
    }
    assert (900, 600, "/DeviceCMYK") in sizes
    logo = next(
        image
        for image in streams(sheet.obj)
        if image.get("/Subtype") == "/Image" and "/SMask" in image
    )
    assert logo.ColorSpace == "/DeviceCMYK" and logo.SMask.ColorSpace == "/DeviceGray"


def test_qpdf_finds_nothing(shop_file):
    check = subprocess.run(["qpdf", "--check", shop_file], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr


# --- Colours --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ink", ["#2b2422", "#000000", "#111111"])
def test_the_ink_of_the_type_is_all_black(ink):
    assert inks.inks_of(*parts(ink)) == (0, 0, 0, 1)


def test_greys_are_black_alone_white_is_paper_and_colours_are_coloured():
    assert inks.inks_of(1, 1, 1) == (0, 0, 0, 0)
    cyan, magenta, yellow, black = inks.inks_of(*parts("#66594f"))
    assert (cyan, magenta, yellow) == (0, 0, 0) and 0.7 < black < 0.9
    cyan, magenta, yellow, _black = inks.inks_of(*parts("#962a2d"))
    assert magenta > yellow > cyan > 0
    assert inks.inks_of(*parts("#f7f0e2"))[3] == 0  # a tint is no grey


def test_the_emblem_has_the_inks_that_the_union_wants():
    assert inks.inks_of(*parts("#003399")) == (1, 0.8, 0, 0)
    assert inks.inks_of(*parts("#ffcc00")) == (0, 0, 1, 0)


def test_lab_is_understood():
    assert inks.rgb_of_lab(100, 0, 0) == pytest.approx((1, 1, 1), abs=0.002)
    assert inks.rgb_of_lab(53.585, 0, 0) == pytest.approx((0.5, 0.5, 0.5), abs=0.005)
    # CSS Color 4 gives lab(54.29 80.81 69.89) for red.
    assert inks.rgb_of_lab(54.29, 80.81, 69.89) == pytest.approx((1, 0, 0), abs=0.01)


def test_no_colour_takes_more_than_paper_does():
    for red in range(0, 256, 51):
        for green in range(0, 256, 51):
            for blue in range(0, 256, 51):
                assert sum(inks.inks_of(red / 255, green / 255, blue / 255)) <= 3.001


def parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


# --- Photos on screens ----------------------------------------------------------------------------


@pytest.mark.slow
def test_twelve_pages_with_24_photos_stay_below_3_mb_and_150_mb(tmp_path, settings):
    addresses = photos(tmp_path / "media", 24)
    asked = job(album(addresses), own=(("/media/", str(tmp_path / "media")),))
    (tmp_path / "job.json").write_text(asked.to_json())

    done = subprocess.run(
        [*MEASURED, tmp_path / "job.json", tmp_path / "a.pdf"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    megabytes, seconds = map(float, done.stdout.split())
    assert (tmp_path / "a.pdf").stat().st_size < 3_000_000
    assert megabytes < 150
    assert seconds < 5  # of a processor; about one on a calm machine
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert len(pdf.pages) == 12


MEASURE = """
import resource, sys, time
from routes.press.job import Job
from routes.press.printing import print_job
from routes.press.server import _WARMING
print_job(Job(_WARMING, "http://localhost/"))
begun = time.process_time()
pdf = print_job(Job.from_json(open(sys.argv[1]).read())).pdf
open(sys.argv[2], "wb").write(pdf)
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak) / 1024, time.process_time() - begun)
"""
MEASURED = [sys.executable, "-c", MEASURE]
