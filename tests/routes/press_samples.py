"""Small pages for tests of the press: panels of every fold, booklets, photos."""

from pathlib import Path

from django.conf import settings
from PIL import Image, ImageChops

from routes.press.folding import Fold
from routes.press.job import Job

SITE = "https://villages.example"
BASE = f"{SITE}/lv/marsruti/a/brochure/"
STATIC = str(settings.BASE_DIR / "static")

FONTS = """
@font-face { font-family: "V"; src: url("/static/fonts/print/sans-400.ttf") }
html { font: 9pt/1.4 "V"; color: #2b2422 } body, h1, p { margin: 0 }
"""


def job(html: str, purpose: str = "screen", imposition: str = "", **more) -> Job:
    own = (("/static/", STATIC), *more.pop("own", ()))
    return Job(html, BASE, purpose, imposition, "lv", "Paraugs „Ceļš“", own=own, **more)


def page(css: str, body: str, more: str = "") -> str:
    return (
        f"<!doctype html><html lang='lv'><head><title>Paraugs</title><style>{FONTS}{css}</style>"
        f"</head><body><main>{body}</main>{more}</body></html>"
    )


def panels(fold: Fold, wide: tuple[str, ...] = (), words: int = 12) -> str:
    """A panel for each of the fold's, with its name above all; `wide` ones take the next, too."""
    css = [
        "section { break-before: page; background: #f7f0e2; height: 100%; padding: 8mm }",
        "section:first-child { break-before: auto }",
    ]
    body, skip = [], False
    for number, panel in enumerate(fold.panels):
        if skip:
            skip = False
            continue
        width = panel.width
        if panel.name in wide:
            width += fold.panels[number + 1].width
            skip = True
        css.append(
            f"@page {panel.name} {{ size: {width}mm {panel.height}mm; margin: 0;"
            f" background: #{number + 3}{number}c }} #{panel.name} {{ page: {panel.name} }}"
        )
        text = " ".join(f"vārds{index}" for index in range(words))
        body.append(
            f"<section id='{panel.name}'><h1>PANEL-{panel.name}</h1><p>{text}</p></section>"
        )
    return page("\n".join(css), "".join(body))


def booklet(count: int, more: str = "") -> str:
    """A booklet of as many pages."""
    css = "@page { size: A5; margin: 12mm } section { break-before: page }"
    css += " section:first-child { break-before: auto }"
    body = "".join(
        f"<section id='p{number}'><h1>LEAF-{number}</h1></section>"
        for number in range(1, count + 1)
    )
    return page(css, body, more)


def fitting(words: dict[str, int], levels: int = 4, more: str = "") -> str:
    """Small panels that must hold so many words each."""
    css = """
    @page { size: 100mm 105mm; margin: 8mm } section { break-before: page; font-size: 12pt }
    section:first-child { break-before: auto }
    [data-level="1"] { font-size: 10pt } [data-level="2"] { font-size: 8pt }
    [data-level="3"] { font-size: 7pt } [data-level="4"] { font-size: 6pt }
    """
    body = "".join(
        f"<section id='{name}' data-fit='1' data-level='0' data-levels='{levels}'>"
        f"<h1>{name}</h1><p>{'maize ' * count}</p></section>"
        for name, count in words.items()
    )
    return page(css, body, more)


def photos(folder: Path, count: int, size: tuple[int, int] = (2000, 1333)) -> list[str]:
    """Addresses of JPEG files as restless as a photo of a wood; about a megabyte each."""
    folder.mkdir(parents=True, exist_ok=True)
    coarse = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size)
    fine = Image.effect_noise(size, 25)
    light = Image.linear_gradient("L").resize(size)
    green = Image.blend(Image.blend(coarse, fine, 0.4), light, 0.3)
    blue = Image.blend(fine, coarse, 0.7)
    whole = Image.merge("RGB", (Image.blend(coarse, light, 0.5), green, blue))
    names = []
    for number in range(count):
        shifted = ImageChops.offset(whole, 37 * number, 11 * number)
        shifted.save(folder / f"{number}.jpg", "JPEG", quality=88)
        names.append(f"/media/{number}.jpg")
    return names


def album(addresses: list[str], a_page: int = 2) -> str:
    """Pages of A4 with photos across their whole width."""
    css = "@page { size: A4; margin: 18mm } section { break-before: page }"
    css += " section:first-child { break-before: auto }"
    css += " img { width: 174mm; height: 80mm; object-fit: cover; display: block }"
    body = ""
    for number in range(0, len(addresses), a_page):
        shown = "".join(
            f"<p><img src='{address}' alt='Foto {address}'></p>"
            for address in addresses[number : number + a_page]
        )
        text = "Ciemā cep maizi un pin grozus. " * 20
        heading = f"<h1>Lapa {number}</h1>" if not number else f"<h2>Lapa {number}</h2>"
        body += f"<section id='s{number}'>{heading}{shown}<p>{text}</p></section>"
    return page(css, body)
