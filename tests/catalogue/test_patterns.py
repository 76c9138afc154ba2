"""Woven patterns: small, safe to inline, the same for ever and different for each village."""

import re
from xml.etree import ElementTree

import pytest

from catalogue.patterns import MOTIFS, STITCHES_ACROSS, mark, outline, woven_pattern

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = {"svg", "defs", "pattern", "path", "g", "use"}


@pytest.mark.parametrize("motif", MOTIFS)
def test_patterns_of_a_motif_are_small_well_formed_and_all_different(motif):
    drawn = [woven_pattern("theme", motif, f"village-{number}") for number in range(300)]

    assert max(len(svg.encode()) for svg in drawn) <= 4096
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert root.get("aria-hidden") == "true"
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= DRAWING
        assert "style" not in {name for element in root.iter() for name in element.attrib}
    # Without the names of their parts, so that only what is seen counts.
    seen = {re.sub(r"w[0-9a-f]+[0-9th]", "", svg) for svg in drawn}
    assert len(seen) >= 270


def test_a_pattern_never_changes():
    first = woven_pattern("crafts", "cross", "visku-amatnieku-ciems")

    assert woven_pattern("crafts", "cross", "visku-amatnieku-ciems") == first
    assert woven_pattern("crafts", "cross", "turku-pirts-ciems") != first
    assert woven_pattern("bath", "cross", "visku-amatnieku-ciems") != first


def test_two_patterns_on_one_page_do_not_share_the_names_of_their_parts():
    names = [
        set(re.findall(r'id="([^"]+)"', woven_pattern("crafts", "sun", seed)))
        for seed in ("turki", "dusetos")
    ]

    assert names[0].isdisjoint(names[1])


def test_every_reference_in_a_pattern_is_answered():
    svg = woven_pattern("lakes", "wave", "paluse")

    assert set(re.findall(r"#(w[0-9a-z]+)", svg)) == set(re.findall(r'id="([^"]+)"', svg))


def test_an_unknown_motif_is_woven_as_diamonds():
    assert "<pattern" in woven_pattern("tavern", "no such sign", "skemiai")


def test_a_wider_cloth_repeats_the_sign_and_costs_nothing():
    narrow = woven_pattern("oaks", "tree", "kazi")
    wide = woven_pattern("oaks", "tree", "kazi", across=3 * STITCHES_ACROSS)

    assert 'viewBox="0 0 291 59"' in wide
    assert abs(len(wide) - len(narrow)) < 100


def test_a_hanging_sash_is_as_tall_as_a_lying_one_is_long():
    assert 'viewBox="0 0 59 97"' in woven_pattern("bath", "sun", "turki", hanging=True)


def test_outline_draws_a_hole_the_other_way_round():
    ring = frozenset((x, y) for x in range(3) for y in range(3)) - {(1, 1)}

    assert outline(ring) == "M0 0h3v3h-3zM1 1v1h1v-1z"


def test_outline_keeps_stitches_apart_that_touch_at_a_corner():
    assert outline(frozenset({(0, 0), (1, 1)})) == "M0 0h1v1h-1zM1 1h1v1h-1z"


def test_mark_takes_the_colour_of_its_surroundings():
    assert ElementTree.fromstring(mark()).find(f"{SVG}path").get("fill") == "currentColor"
