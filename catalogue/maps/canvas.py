"""The sheet of paper: layers, colours, text, and the SVG that comes of them.

Everything is written with presentation attributes: the site's Content-Security-Policy allows no
`style` attribute and no inline `<style>`. Only a map with embedded fonts, served as a file of its
own, has a `<style>`, for its `@font-face` rules.
"""

from collections import defaultdict
from html import escape as escape_html

from catalogue.maps.geometry import Box, number
from catalogue.maps.labels import Spot
from catalogue.maps.lettering import FACES, font_faces
from catalogue.maps.palette import LINEN, Palette


def escaped(text: str) -> str:
    """Safe in SVG text and attributes, whatever an editor typed; XML knows no control letters."""
    return escape_html("".join(" " if letter < " " else letter for letter in text))


class Canvas:
    """Collects SVG elements layer by layer; `svg()` puts them together."""

    def __init__(
        self,
        width: float,
        height: float,
        window: Box,
        id_prefix: str,
        palette: Palette = LINEN,
    ) -> None:
        self.width, self.height, self.window = width, height, window
        self.palette = palette
        self.prefix = escaped(id_prefix)
        self._layers: dict[str, list[str]] = defaultdict(list)
        self._letters: dict[str, set[str]] = defaultdict(set)

    def add(self, layer: str, element: str) -> None:
        self._layers[layer].append(element)

    def text(
        self,
        layer: str,
        x: float,
        y: float,
        text: str,
        *,
        face: str,
        size: float,
        colour: str,
        anchor: str = "start",
        spacing: float = 0,
        turn: float = 0,
    ) -> None:
        """A line of text with its baseline at `y`; `turn` in degrees, clockwise."""
        self._letters[face].update(text)
        facts = FACES[face]
        attributes = [
            f'x="{number(x)}" y="{number(y)}" fill="{colour}" font-size="{number(size)}"',
            f"font-family=\"'{facts.family}',{facts.fallback}\"",
        ]
        if facts.weight != 400:
            attributes.append(f'font-weight="{facts.weight}"')
        if facts.style != "normal":
            attributes.append(f'font-style="{facts.style}"')
        if anchor != "start":
            attributes.append(f'text-anchor="{anchor}"')
        if spacing:
            attributes.append(f'letter-spacing="{number(spacing)}"')
        if turn:
            attributes.append(f'transform="rotate({number(turn)} {number(x)} {number(y)})"')
        self.add(layer, f"<text {' '.join(attributes)}>{escaped(text)}</text>")

    def label(self, layer: str, spot: Spot) -> None:
        """Several lines of text where labels.py found room for them."""
        left, top, right, _ = spot.box
        x = {"start": left, "middle": (left + right) / 2, "end": right}[spot.anchor]
        for line, y in spot.block.baselines(top):
            self.text(
                layer,
                x,
                y,
                line.text,
                face=line.face,
                size=line.size,
                colour=line.colour,
                anchor=spot.anchor,
            )

    def svg(self, title: str, description: str, language: str, *, embed_fonts: bool) -> str:
        left, top, right, bottom = self.window
        clip, names = f"{self.prefix}-window", f"{self.prefix}-names"

        def layer(name: str, attributes: str = "") -> str:
            inside = "".join(self._layers[name])
            return f'<g data-layer="{name}"{attributes}>{inside}</g>' if inside else ""

        def sheet(colour: str) -> str:
            return (
                f'<rect width="{number(self.width)}" height="{number(self.height)}" '
                f'fill="{colour}"/>'
            )

        style = f"<style>{font_faces(self._letters)}</style>" if embed_fonts else ""
        clip_path = (
            f'<clipPath id="{clip}"><rect x="{number(left)}" y="{number(top)}" '
            f'width="{number(right - left)}" height="{number(bottom - top)}"/></clipPath>'
        )
        # Names are drawn twice: first as a pale rim that parts them from the map, then themselves.
        rim = (
            f'<use href="#{names}" stroke="{self.palette.paper}" stroke-width="6" '
            f'stroke-linejoin="round"/>'
        )
        joined = ' stroke-linejoin="round"'
        rounded = ' stroke-linejoin="round" stroke-linecap="round"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" lang="{language}" role="img" '
            f'width="{number(self.width / 10)}mm" height="{number(self.height / 10)}mm" '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'aria-labelledby="{self.prefix}-title {self.prefix}-desc">'
            f'<title id="{self.prefix}-title">{escaped(title)}</title>'
            f'<desc id="{self.prefix}-desc">{escaped(description)}</desc>{style}{clip_path}'
            f"{sheet(self.palette.paper)}"
            f'<g clip-path="url(#{clip})">'
            f"{sheet(self.palette.elsewhere)}"
            f"{layer('land')}{layer('areas')}"
            f"{layer('frontier', joined + ' fill="none"')}"
            f"{layer('water', rounded)}{layer('edges')}"
            f"{layer('line', rounded + ' fill="none"')}"
            f"{layer('country')}{layer('dots')}{layer('leaders')}{rim}"
            f'<g id="{names}">{layer("names")}</g>{layer("pins")}</g>'
            f"{layer('frame')}{layer('furniture')}</svg>"
        )
