"""Checks of finished PDFs: good files pass, and each flaw is found in a file that has it."""

import io

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from pikepdf import Array, Dictionary, Name
from PIL import Image

from routes.press.checking import Flaw, flaws_of
from routes.press.folding import FOLDS, MM, ROLL
from routes.press.printing import print_job
from routes.printing.flaws import SENTENCES, sentence_of
from tests.routes.press_samples import album, booklet, job, page, panels, photos

READ = page(
    "@page { size: A6; margin: 8mm } section { break-before: page }",
    "<section id='a'><h1>Ciems</h1><p><a href='https://villages.example/k/ABCD'>Saite</a></p>"
    "<svg role='img' viewBox='0 0 9 9'><title>Raksts</title><rect width='9' height='9'/></svg>"
    "<table><tr><th scope='col'>Diena<tr><td>1</table></section>"
    + "".join(f"<section id='b{number}'><h2>Lapa {number}</h2></section>" for number in range(5)),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> dict[str, bytes]:
    """Good files of every kind."""
    folder = tmp_path_factory.mktemp("media")
    addresses = photos(folder, 1, (2100, 1400))
    own = (("/media/", str(folder)),)
    jobs = {
        "screen": job(READ),
        "home": job(READ, "home"),
        "roll": job(panels(ROLL), "home", "roll"),
        "roll-shop": job(panels(ROLL), "shop", "roll"),
        "booklet": job(booklet(5), "home", "booklet"),
        "shop": job(album(addresses), "shop", own=own),
    } | {f"{key}-all": job(panels(FOLDS[key]), "shop", key) for key in FOLDS}
    return {key: print_job(one).pdf for key, one in jobs.items()}


def test_good_files_have_no_flaw(good):
    for key, data in good.items():
        assert flaws_of(io.BytesIO(data)) == [], key


def broken(data: bytes, breaking) -> list[Flaw]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        breaking(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return flaws_of(io.BytesIO(target.getvalue()))


def each_font(pdf):
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font:
            yield thing


def elements(pdf, kind: str):
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, Dictionary) and thing.get("/S") == Name(kind)
    ]


def without_fonts_files(pdf):
    for thing in pdf.objects:
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if isinstance(thing, Dictionary) and key in thing:
                del thing[key]


def without_unicode(pdf):
    for font in each_font(pdf):
        if "/ToUnicode" in font:
            del font.ToUnicode


def of_type_3(pdf):
    next(font for font in each_font(pdf) if "/ToUnicode" in font).Subtype = Name.Type3


def with_blank_page(pdf):
    pdf.add_blank_page(page_size=(298, 420))


def with_blank_panel(pdf):
    pdf.pages[0].Resources.XObject["/Page1"].write(b"0 0 0 0 k 0 0 9 9 re f")


def in_rgb(pdf):
    pdf.pages[0].contents_add(b"1 0 0 rg 0 0 9 9 re f")


def with_rgb_image(pdf):
    image = pdf.make_stream(Image.new("RGB", (600, 600)).tobytes())
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
    image.Width = image.Height = 600
    image.BitsPerComponent = 8
    pdf.pages[0].Resources.XObject["/Odd"] = image
    pdf.pages[0].contents_add(b"q 100 0 0 100 0 0 cm /Odd Do Q")


def with_coarse_image(pdf):
    image = pdf.make_stream(bytes(100 * 100))
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    image.Width = image.Height = 100
    image.BitsPerComponent = 8
    pdf.pages[0].Resources.XObject["/Odd"] = image
    pdf.pages[0].contents_add(b"q 72 0 0 72 0 0 cm /Odd Do Q")


def box(name: str, by_mm: float):
    def change(pdf):
        values = [float(value) for value in pdf.pages[0].obj[name]]
        signs = (-1, -1, 1, 1)
        moved = [value + sign * by_mm * MM for value, sign in zip(values, signs, strict=True)]
        pdf.pages[0].obj[name] = Array(moved)

    return change


def without(*path: str):
    def change(pdf):
        thing = pdf.Root
        for key in path[:-1]:
            thing = thing[key]
        del thing[path[-1]]

    return change


def without_box(pdf):
    del pdf.pages[0].obj["/BleedBox"]


def without_title(pdf):
    pdf.docinfo["/Title"] = ""


def with_script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def with_attachment(pdf):
    pdf.attachments["a.txt"] = b"attached"


def with_link(pdf):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    pdf.pages[0].obj.Annots = Array([link])


def xmp_without(key: str):
    def change(pdf):
        with pdf.open_metadata(update_docinfo=False) as xmp:
            del xmp[key]

    return change


def untrapped(pdf):
    pdf.docinfo["/Trapped"] = Name.Unknown


def figures_without_words(pdf):
    for figure in elements(pdf, "/Figure"):
        figure.Alt = " "


def first_heading_gone(pdf):
    for heading in elements(pdf, "/H1"):
        heading.S = Name.P


def heading_skipped(pdf):
    elements(pdf, "/H2")[0].S = Name.H4


def table_without_heads(pdf):
    for head in elements(pdf, "/TH"):
        head.S = Name.TD


def links_without(key: str):
    def change(pdf):
        for sheet in pdf.pages:
            for note in sheet.obj.get("/Annots", []):
                if key in note:
                    del note[key]

    return change


def moved_panel(pdf):
    content = pdf.pages[0].Contents.read_bytes()
    first = content.split(b" cm")[0].split()
    moved = b"%.3f" % (float(first[-2]) + 5 * MM)
    pdf.pages[0].Contents.write(content.replace(b" ".join(first[-2:]), moved + b" " + first[-1], 1))


def half_a_leaflet(pdf):
    del pdf.pages[1]


def one_side_of_a_booklet(pdf):
    del pdf.pages[3]


def other_sheet(pdf):
    box("/MediaBox", 5)(pdf)
    for name in ("/TrimBox", "/CropBox", "/BleedBox"):
        pdf.pages[0].obj[name] = pdf.pages[0].obj["/MediaBox"]


@pytest.mark.parametrize(
    ("kind", "file", "breaking"),
    [
        ("no-title", "screen", without_title),
        ("no-metadata", "shop", without("/Metadata")),
        ("no-language", "screen", without("/Lang")),
        ("script", "screen", with_script),
        ("attachment", "shop", with_attachment),
        ("font-not-embedded", "screen", without_fonts_files),
        ("font-without-unicode", "shop", without_unicode),
        ("font-of-type-3", "screen", of_type_3),
        ("blank-page", "screen", with_blank_page),
        ("blank-panel", "roll-shop", with_blank_panel),
        ("rgb-operators", "shop", in_rgb),
        ("colour-space", "roll-shop", with_rgb_image),
        ("low-dpi", "shop", with_coarse_image),
        ("no-output-intent", "shop", without("/OutputIntents")),
        ("no-pdf-x", "shop", xmp_without("pdfxid:GTS_PDFXVersion")),
        ("not-said-whether-trapped", "shop", untrapped),
        ("annotations", "shop", with_link),
        ("box-missing", "shop", without_box),
        ("bleed-too-small", "shop", box("/BleedBox", -1)),
        ("bleed-cut-off", "shop", box("/MediaBox", -10)),
        ("duplex-not-said", "roll", without("/ViewerPreferences", "/Duplex")),
        ("would-be-scaled", "booklet", without("/ViewerPreferences", "/PrintScaling")),
        ("no-pdf-ua", "screen", xmp_without("pdfuaid:part")),
        ("not-tagged", "home", without("/StructTreeRoot")),
        ("not-tagged", "screen", without("/MarkInfo")),
        ("title-not-shown", "screen", without("/ViewerPreferences", "/DisplayDocTitle")),
        ("no-bookmarks", "screen", without("/Outlines")),
        ("figure-without-words", "screen", figures_without_words),
        ("first-heading", "screen", first_heading_gone),
        ("heading-skipped", "screen", heading_skipped),
        ("table-without-heads", "screen", table_without_heads),
        ("link-not-tagged", "screen", links_without("/StructParent")),
        ("link-without-words", "screen", links_without("/Contents")),
        ("panel-misplaced", "roll", moved_panel),
        ("page-count", "roll", half_a_leaflet),
        ("page-count", "booklet", one_side_of_a_booklet),
        ("sheet-size", "roll", other_sheet),
    ],
)
def test_a_flaw_is_found_in_a_file_that_has_it(good, kind, file, breaking):
    assert kind in {flaw.kind for flaw in broken(good[file], breaking)}


def test_what_is_no_pdf_is_told(tmp_path, good):
    half = tmp_path / "half.pdf"
    half.write_bytes(good["screen"][:400])
    locked, empty = tmp_path / "locked.pdf", tmp_path / "empty.pdf"
    with pikepdf.open(io.BytesIO(good["screen"])) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pikepdf.new() as pdf:
        pdf.save(empty)

    assert [flaw.kind for flaw in flaws_of(half)] == ["unreadable"]
    assert [flaw.kind for flaw in flaws_of(tmp_path / "none.pdf")] == ["unreadable"]
    assert [flaw.kind for flaw in flaws_of(locked)] == ["encrypted"]
    assert "no-pages" in {flaw.kind for flaw in flaws_of(empty)}


DETAILS = {
    "reason": "x", "font": "Sans", "panel": "cover", "count": 3, "space": "DeviceRGB", "dpi": 90,
    "least": 250, "mm": 1.5, "before": 1, "after": 3, "pages": 3, "wanted": 4, "width": 9,
    "height": 9,
}  # fmt: skip


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_every_flaw_has_a_sentence_in_every_language(language):
    with override("en"):
        english = {kind: sentence_of(Flaw(kind, 2, DETAILS)) for kind in SENTENCES}
    with override(language):
        for kind in SENTENCES:
            sentence = sentence_of(Flaw(kind, 2, DETAILS))
            assert "%" not in sentence and "2" in sentence
            assert language == "en" or sentence != english[kind]


def test_the_command_says_what_is_wrong_and_fails(good, tmp_path, capsys):
    fine, wrong = tmp_path / "fine.pdf", tmp_path / "wrong.pdf"
    fine.write_bytes(good["shop"])
    with pikepdf.open(fine) as pdf:
        without_box(pdf)
        pdf.save(wrong)

    call_command("check_pdf", str(fine), language="lt")
    told = capsys.readouterr().out
    assert "Klaidų nerasta." in told and "Patikrintas 1 failas." in told

    with pytest.raises(CommandError, match="Pārbaudīti 2 faili. Atrasta 1 kļūda."):
        call_command("check_pdf", str(fine), str(wrong), language="lv")
    assert f"{wrong}: 1. lappuse: " in capsys.readouterr().out


def test_photos_for_a_print_shop_may_be_judged_more_strictly(good):
    told = flaws_of(io.BytesIO(good["shop"]), least_dpi=600)

    assert [flaw.kind for flaw in told] == ["low-dpi"]
    assert told[0].details["least"] == 600
