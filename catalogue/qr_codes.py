"""QR codes as SVG: one path, sharp at any size, with words for those who cannot scan it."""

from html import escape

import segno
from django.utils.safestring import SafeString, mark_safe

# Light modules around the code; readers need four.
QUIET = 4


def qr_svg(content: str, title: str) -> SafeString:
    """An inline SVG of the QR code of `content`; one module is one user unit.

    `title` says what scanning leads to. Error correction is at least M (15 %), for paper that gets
    wet. Raises segno.DataOverflowError for more than 2331 bytes.
    """
    code = segno.make_qr(content, error="m")
    size = code.symbol_size(border=QUIET)[0]
    path = "".join(
        f"M{start} {row}h{end - start}v1h{start - end}z"
        for row, modules in enumerate(code.matrix_iter(border=QUIET))
        for start, end in _dark_runs(modules)
    )
    return mark_safe(  # noqa: S308 - numbers, and a title that is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img"'
        f' shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def _dark_runs(modules) -> list[tuple[int, int]]:
    """Where dark modules follow each other in a row: first column, and the one after the last."""
    runs: list[tuple[int, int]] = []
    for column, is_dark in enumerate(modules):
        if is_dark and runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        elif is_dark:
            runs.append((column, column + 1))
    return runs
