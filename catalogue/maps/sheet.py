"""What all steps of drawing a map share."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.maps.base import BaseMap
from catalogue.maps.canvas import Canvas
from catalogue.maps.geometry import Box
from catalogue.maps.labels import Board
from catalogue.maps.projection import Projection

# Beside a fold, in drawing units (2 mm): no letter and no marker there.
FOLD_CLEARANCE = 20.0


@dataclass(frozen=True)
class Sheet:
    """A map being drawn. `scale` is the size of type, 1 = as designed; `folds` are kept free."""

    canvas: Canvas
    projection: Projection
    board: Board
    base: BaseMap
    extent: Box
    language: str
    scale: float
    folds: tuple[Box, ...] = ()

    @property
    def window(self) -> Box:
        return self.canvas.window


def fold_strips(
    width: float, height: float, folds_x: Sequence[float], folds_y: Sequence[float]
) -> tuple[Box, ...]:
    """The boxes around folds at these positions, all in drawing units."""
    upright = [(x - FOLD_CLEARANCE, 0.0, x + FOLD_CLEARANCE, height) for x in folds_x]
    across = [(0.0, y - FOLD_CLEARANCE, width, y + FOLD_CLEARANCE) for y in folds_y]
    return (*upright, *across)
