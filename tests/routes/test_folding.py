"""Panels on sheets: they fill both sides, meet at the folds, and come in reading order."""

import pytest

from routes.press.folding import (
    FOLDS,
    MAP_A6,
    MAP_DL,
    ROLL,
    DoesNotFold,
    Z,
    booklet_sides,
    panels_of_pages,
)


@pytest.mark.parametrize("fold", FOLDS.values(), ids=FOLDS)
def test_panels_fill_both_sides(fold):
    for side in (1, 2):
        assert sum(panel.width * panel.height for panel in fold.on_side(side)) == pytest.approx(
            fold.width * fold.height
        )


def test_folds_lie_behind_each_other():
    assert ROLL.folds_down(1) == [97, 197]
    assert ROLL.folds_down(2) == [100, 200]
    assert Z.folds_down(1) == Z.folds_down(2) == [99, 198]
    assert MAP_A6.folds_down(1) == [105, 210, 315]
    assert (MAP_A6.folds_across(), MAP_DL.folds_across()) == ([148.5], [210])
    assert MAP_DL.folds_down(2) == [99, 198]


def names(fold, sizes):
    return [[panel.name for panel in panels] for panels in panels_of_pages(fold, sizes)]


def test_a_page_of_two_panels_takes_both():
    sizes = [(100, 210), (97, 210), (200, 210), (97, 210), (100, 210)]

    assert names(ROLL, sizes) == [
        ["cover"],
        ["flap"],
        ["inside-1", "inside-2"],
        ["inside-3"],
        ["back"],
    ]
    assert names(Z, [(99, 210), (198, 210), (99, 210), (99, 210), (99, 210)])[1] == [
        "inside-1",
        "inside-2",
    ]


def test_the_map_may_come_first_or_last():
    text = [(105, 148.5)] * 8

    assert names(MAP_A6, [(420, 297), *text])[:2] == [["map"], ["cover"]]
    assert names(MAP_A6, [*text, (420, 297)])[-1] == ["map"]


@pytest.mark.parametrize(
    "sizes",
    [
        [(100, 210)] * 6,  # the flap is narrower
        [(100, 210), (97, 210), (100, 210), (100, 210), (97, 210)],  # one is missing
        [(100, 210), (97, 210), (100, 210), (100, 210), (97, 210), (100, 210), (100, 210)],
        [(197, 210), (100, 210), (100, 210), (97, 210), (100, 210)],  # not side by side
    ],
)
def test_what_does_not_fold_is_refused(sizes):
    with pytest.raises(DoesNotFold):
        panels_of_pages(ROLL, sizes)


def test_booklets_begin_with_the_cover_beside_the_last_page():
    assert booklet_sides(4) == [(4, 1), (2, 3)]
    assert booklet_sides(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    for count in (0, 3, 6):
        with pytest.raises(DoesNotFold):
            booklet_sides(count)
