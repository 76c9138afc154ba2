"""Sections are set tighter until they fit; what does not fit, or is cut, is told."""

import io

import pikepdf
import pypdf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from routes.press.folding import ROLL
from routes.press.job import Job
from routes.press.printing import print_job
from tests.routes.press_samples import booklet, fitting, job, page, panels


def text_of(pdf: bytes) -> list[str]:
    return [
        " ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages
    ]


def test_each_section_is_set_as_tight_as_it_must_be_and_no_tighter():
    printed = print_job(job(fitting({"a": 30, "b": 150, "c": 260, "d": 40})))

    sections = printed.report.sections
    assert [told["fits"] for told in sections.values()] == [True] * 4
    assert sections["a"]["level"] == sections["d"]["level"] == 0
    assert 0 < sections["b"]["level"] < sections["c"]["level"]
    # A level less would not have done.
    looser = (
        fitting({"a": 30, "b": 150, "c": 260, "d": 40})
        .replace("data-levels='4'", "")
        .replace(
            "id='c' data-fit='1' data-level='0'",
            f"id='c' data-fit='1' data-level='{sections['c']['level'] - 1}'",
        )
    )
    assert not print_job(job(looser)).report.sections["c"]["fits"]
    assert printed.report.pages == 4


def test_no_word_is_lost_on_the_way():
    printed = print_job(job(fitting({"a": 260, "b": 150})))

    assert " ".join(text_of(printed.pdf)).count("maize") == 410


def test_what_never_fits_is_told_and_the_panels_are_not_laid():
    html = panels(ROLL, words=12).replace(
        "<section id='flap'>", "<section id='flap' data-fit='1' data-levels='2'>" + "maize " * 2500
    )

    screen = print_job(job(html))
    sheet = print_job(job(html, "home", "roll"))

    assert screen.pdf
    assert not sheet.pdf
    for printed in (screen, sheet):
        told = printed.report.sections["flap"]
        assert (told["fits"], told["level"]) == (False, 2)
        assert told["pages"] > 1


def test_other_languages_give_their_levels_and_pages():
    more = "<template id='notes-page'><section><h2>Piezīmes</h2></section></template>"
    html = fitting({"a": 30, "b": 150}, more=more)

    printed = print_job(job(html, levels={"a": 3, "gone": 2}, pages={"a": 3}))

    told = printed.report.sections["a"]
    assert told == {"page": 1, "pages": 1, "level": 3, "fits": True}
    shown = text_of(printed.pdf)
    assert [text.split()[0] for text in shown] == ["a", "Piezīmes", "Piezīmes", "b"]


def test_a_section_longer_than_the_pages_it_must_have_is_told():
    printed = print_job(
        job(fitting({"a": 700}, levels=0).replace("data-fit='1'", ""), pages={"a": 1})
    )

    assert not printed.report.sections["a"]["fits"]


def test_levels_are_never_more_than_there_are():
    printed = print_job(job(fitting({"a": 30}, levels=2), levels={"a": 9}))

    assert printed.report.sections["a"]["level"] == 2


def test_pages_of_one_booklet_are_numbered_alike_in_all_its_files():
    css_of_numbers = "@page { @bottom-right { content: counter(page) '/' counter(pages) } }"
    html = booklet(6).replace("<style>", f"<style>{css_of_numbers}")

    screen = print_job(job(html.replace("<main>", "<main data-multiple='4'>")))

    assert "8/8" in text_of(screen.pdf)[-1]


@pytest.mark.slow
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    words=st.lists(st.integers(1, 500), min_size=1, max_size=5),
    least=st.integers(0, 4),
    wanted=st.integers(0, 3),
    purpose=st.sampled_from(["screen", "shop"]),
)
def test_whatever_the_lengths_nothing_is_lost_and_the_report_is_true(words, least, wanted, purpose):
    names = [f"s{number}" for number in range(len(words))]
    html = fitting(dict(zip(names, words, strict=True)))

    printed = print_job(job(html, purpose, levels={"s0": least}, pages={"s0": wanted}))

    shown = text_of(printed.pdf)
    told = printed.report.sections
    assert " ".join(shown).count("maize") == sum(words)
    assert printed.report.overflow == []
    assert told["s0"]["level"] >= least
    for section in told.values():
        assert section["fits"] == (section["pages"] == 1)
        assert section["fits"] or section["level"] == 4
    notes = max(0, wanted - told["s0"]["pages"])
    assert printed.report.pages == len(shown) == sum(one["pages"] for one in told.values()) + notes


# --- What is cut ----------------------------------------------------------------------------------

LONG = "Nepārtrauktiņgarumgarāmgājējiemsarežģītsvārds" * 3


@pytest.mark.parametrize(
    ("css", "body"),
    [
        ("", f"<p>{LONG}</p>"),
        ("p { width: 30mm }", f"<p>{LONG[:45]}</p>"),
        ("p { position: absolute; left: 60mm; white-space: nowrap }", f"<p>{LONG[:60]}</p>"),
        ("p { height: 8mm; overflow: hidden }", f"<p>{'maize ' * 100}</p>"),
        ("p { height: 8mm }", f"<p>{'maize ' * 100}</p>"),
        ("table { table-layout: fixed; width: 60mm }", f"<table><tr><td>{LONG[:60]}<td>x</table>"),
    ],
)
def test_text_that_is_cut_or_juts_out_is_told(css, body):
    sheet = "@page { size: 100mm 105mm; margin: 8mm } "

    printed = print_job(job(page(sheet + css, f"<section id='panel'>{body}</section>")))

    assert printed.report.overflow
    told = printed.report.overflow[0]
    assert (told["page"], told["section"]) == (1, "panel")
    assert told["mm"] > 0.5 and told["text"][:3] in ("Nep", "mai")


def test_usual_settings_are_no_overflow():
    css = """@page { size: 100mm 105mm; margin: 8mm; @top-left { content: "A running title" } }
    ul { padding-left: 4mm } li { text-indent: -4mm } .disc { width: 6mm; height: 6mm;
    line-height: 6mm; text-align: center } .aside { float: right; width: 30mm }
    .at { position: absolute; right: 0; top: 0 }"""
    body = (
        "<section id='x'><p class='disc'>12</p><div class='aside'>Blakus ir vieta</div>"
        "<p class='at'>malā</p><ul><li>Pirmais un otrais, un trešais, un ceturtais</ul>"
        "<table><tr><th scope='col'>Diena<td>2</table></section>"
    )

    assert print_job(job(page(css, body))).report.overflow == []


def test_images_are_told_with_their_dpi_and_words(tmp_path):
    from tests.routes.press_samples import album, photos

    addresses = photos(tmp_path, 1, (600, 400))

    report = print_job(job(album(addresses), own=(("/media/", str(tmp_path)),))).report

    (told,) = report.images
    assert (told["page"], told["alt"], told["section"]) == (1, "Foto /media/0.jpg", "s0")
    assert told["dpi"] == pytest.approx(600 / (174 / 25.4), abs=1)


def test_a_page_without_sections_is_printed_too():
    printed = print_job(Job("<html lang='en'><title>T</title><p>Here</p>", "http://localhost/"))

    assert printed.report.pages == 1
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        assert pdf.Root.MarkInfo.Marked


def saving(words: int, levels: int = 4, more: str = "") -> str:
    """A section that may flow over pages, but is set tighter where that saves one."""
    html = fitting({"a": words, "b": 30}, levels=levels, more=more)
    return html.replace("id='a' data-fit='1'", "id='a' data-saves")


def test_a_few_lines_on_a_second_page_are_drawn_onto_the_first():
    sections = print_job(job(saving(150))).report.sections

    assert (sections["a"]["pages"], sections["a"]["fits"]) == (1, True)
    assert sections["a"]["level"] > 0
    assert print_job(job(saving(150, levels=0))).report.sections["a"]["pages"] == 2


def test_what_saves_no_page_keeps_its_type():
    told = print_job(job(saving(190, levels=1))).report.sections["a"]

    assert told["pages"] == print_job(job(saving(190, levels=0))).report.sections["a"]["pages"] > 1
    assert (told["level"], told["fits"]) == (0, True)


def test_no_language_is_tightened_below_the_pages_that_another_needs():
    told = print_job(job(saving(150), pages={"a": 2})).report.sections["a"]

    assert (told["pages"], told["level"]) == (2, 0)
