"""How high the European Union's emblem stands on finished paper, read from the PDF itself."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from routes.press.checking import Matrix
from routes.press.folding import MM
from routes.press.inks import inks_of

# The blue of the emblem (#039): nothing else in a brochure is a field of it, half as wide again
# as high.
_BLUE = (0.0, 0.2, 0.6)
_SHAPE = 1.5
_NEAR = 0.02
_FILLS = re.compile(rb"(?:[\d.]+ ){3,4}(?:rg|k|sc|scn)\s")


def emblem_heights(pdf: bytes) -> list[float]:
    """The height of each emblem in the file, in millimetres on paper."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            round(height, 1)
            for page in document.pages
            for height in _heights(page.obj, page.obj.get("/Resources"), Matrix())
        ]


def _heights(holder: Any, resources: Any, matrix: Matrix) -> Iterator[float]:
    forms = _forms_of(resources)
    if not _has_blue_below(holder, resources):  # far quicker than looking at every operator
        return
    stack: list[tuple[Matrix, bool]] = []
    is_blue = False
    points: list[tuple[float, float]] = []
    for instruction in pikepdf.parse_content_stream(holder):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            continue
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                stack.append((matrix, is_blue))
            case "Q":
                matrix, is_blue = stack.pop() if stack else (matrix, is_blue)
            case "cm":
                matrix = Matrix(*_numbers(operands)).after(matrix)
            case "rg" | "k" | "sc" | "scn" | "g":
                is_blue = _is_blue(_numbers(operands))
            case "m":
                points = [_at(_numbers(operands), matrix)]
            case "l":
                points.append(_at(_numbers(operands), matrix))
            case "c" | "v" | "y":
                points = []
            case "re":
                x, y, width, height = _numbers(operands)
                corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
                points = [_at(corner, matrix) for corner in corners]
            case "f" | "f*" | "F" | "B" | "b":
                if is_blue and len(points) in (4, 5):
                    yield from _emblem(points)
                points = []
            case "n" | "S" | "s":
                points = []
            case "Do":
                form = forms.get(str(operands[0]))
                if form is not None:
                    own = Matrix(*(float(number) for number in form.get("/Matrix", Matrix())))
                    inner = form.get("/Resources", resources)
                    yield from _heights(form, inner, own.after(matrix))


def _emblem(points: list[tuple[float, float]]) -> Iterator[float]:
    width = max(x for x, _y in points) - min(x for x, _y in points)
    height = max(y for _x, y in points) - min(y for _x, y in points)
    if height and width and abs(max(width, height) / min(width, height) - _SHAPE) < 0.05:
        yield min(width, height) / MM


def _bytes_of(holder: Any) -> bytes:
    if isinstance(holder, pikepdf.Stream):
        return holder.read_bytes()
    contents = holder.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in contents)
    return contents.read_bytes() if contents is not None else b""


def _forms_of(resources: Any) -> dict[str, Any]:
    objects = resources.get("/XObject", {}) if resources is not None else {}
    return {name: thing for name, thing in objects.items() if thing.get("/Subtype") == "/Form"}


def _has_blue_below(holder: Any, resources: Any) -> bool:
    fills = set(_FILLS.findall(_bytes_of(holder)))
    return any(_is_blue(tuple(map(float, fill.split()[:-1]))) for fill in fills) or any(
        _has_blue_below(form, form.get("/Resources", {})) for form in _forms_of(resources).values()
    )


def _is_blue(colour: tuple[float, ...]) -> bool:
    wanted = _BLUE if len(colour) == 3 else tuple(inks_of(*_BLUE)) if len(colour) == 4 else ()
    return bool(wanted) and all(
        abs(one - other) <= _NEAR for one, other in zip(colour, wanted, strict=True)
    )


def _numbers(operands: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))


def _at(point: tuple[float, ...], matrix: Matrix) -> tuple[float, float]:
    x, y = point
    return x * matrix.a + y * matrix.c + matrix.e, x * matrix.b + y * matrix.d + matrix.f
