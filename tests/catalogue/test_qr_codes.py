"""QR codes say what they were made of, with room around them and words beside them."""

import re
from xml.etree import ElementTree

import pytest
import segno

from catalogue.qr_codes import QUIET, qr_svg

ADDRESS = "https://villages.example/k/7BCD"
SVG = "{http://www.w3.org/2000/svg}"


def modules_of(svg: str) -> list[list[int]]:
    """The matrix that the dark path draws."""
    root = ElementTree.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    rows = [[0] * size for _row in range(size)]
    dark = root.findall(f"{SVG}path")[1].attrib["d"]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", dark):
        for column in range(int(x), int(x) + int(length)):
            rows[int(y)][column] = 1
    return rows


@pytest.mark.parametrize("content", [ADDRESS, "https://ciemi.example/k/ZX2F?no=ž" + "9" * 300])
def test_the_path_draws_the_very_code(content):
    expected = segno.make_qr(content, error="m").matrix_iter(border=QUIET)

    assert modules_of(qr_svg(content, "Code")) == [list(row) for row in expected]


def test_readers_that_cannot_scan_hear_the_title():
    svg = qr_svg(ADDRESS, "Code of “Višķi” <&>")

    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "Code of “Višķi” <&>"


def test_more_than_a_code_holds_is_refused():
    with pytest.raises(segno.DataOverflowError):
        qr_svg("x" * 3000, "Too long")
