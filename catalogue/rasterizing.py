"""From SVG to PNG in a process of its own: `python -m catalogue.rasterizing`.

Drawing takes some 60 MB, which a process of the server would never give back. It knows nothing of
Django, so it starts in a tenth of a second. Standard input is a JSON object of `svg`, `fonts`
(paths of TTF files), `most_bytes` and `has_photo`; standard output is the PNG.
"""

import io
import json
import sys

from PIL import Image
from resvg_py import svg_to_bytes

FREQUENT = 24  # colours: paper, inks, yarns


def rasterized(svg: str, fonts: list[str], most_bytes: int, has_photo: bool) -> bytes:
    """The picture in as few colours as make it light enough."""
    png = svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True)
    with Image.open(io.BytesIO(png)) as image:
        full = image.convert("RGB")
    dither = Image.Dither.FLOYDSTEINBERG if has_photo else Image.Dither.NONE
    small = b""
    for count in (256, 128, 64):
        buffer = io.BytesIO()
        full.quantize(palette=_palette(full, count), dither=dither).save(
            buffer, "PNG", optimize=True
        )
        small = buffer.getvalue()
        if len(small) <= most_bytes:
            break
    return small


def _palette(image: Image.Image, count: int) -> Image.Image:
    """The most frequent colours, which stay what they are, and what stands well for all others."""
    found = image.getcolors(image.width * image.height) or []
    frequent = [colour for _count, colour in sorted(found, reverse=True)[:FREQUENT]]
    others = image.quantize(count - FREQUENT, Image.Quantize.MEDIANCUT).getpalette() or []
    flat = [value for colour in frequent for value in colour] + others  # type: ignore[attr-defined]
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat[: 3 * count])
    return palette


if __name__ == "__main__":
    sys.stdout.buffer.write(rasterized(**json.load(sys.stdin.buffer)))
