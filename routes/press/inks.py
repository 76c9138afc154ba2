"""Colours in printing inks: LittleCMS and the profile of the press, but greys and type by K alone.

Type in four inks is blurred by the least shift of a plate. So whatever is nearly grey (the ink of
the type, its muted sister, rules) is printed by black alone, and what is nearly black by all of it.
Inks are given in per cent of the whole as PDF gives them: 0 to 1.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageCms

PROFILE = Path(__file__).parent / "profiles" / "ISOcoated_v2_300_bas.icc"
CONDITION = "FOGRA39"  # as the ICC's registry of printing conditions calls it
MOST_INK = 3.0  # of four

# Differences between the strongest and the weakest of red, green and blue, of 255.
GREY_WHEN_DARK = 26
GREY_WHEN_LIGHT = 4
DARK = 150
BLACK_LIGHTNESS = 20  # L* up to which ink counts as black

Inks = tuple[float, float, float, float]

# The emblem of the European Union has inks of its own (Interinstitutional Style Guide, annex A1):
# its blue is 100 % cyan with 80 % magenta, its yellow is yellow alone.
_EMBLEM: dict[tuple[int, int, int], Inks] = {
    (0, 51, 153): (1.0, 0.8, 0.0, 0.0),
    (255, 204, 0): (0.0, 0.0, 1.0, 0.0),
}

_BLACK_POINT_COMPENSATION = ImageCms.Flags.BLACKPOINTCOMPENSATION
# Photos are lifted off the deepest black so far that JPEG's noise cannot bring more than 300 %.
_DARKEST = 16


def inks_of(red: float, green: float, blue: float) -> Inks:
    """The inks of a colour in sRGB (each 0 to 1)."""
    return _inks(*(round(255 * min(1.0, max(0.0, part))) for part in (red, green, blue)))


def is_grey(red: int, green: int, blue: int) -> bool:
    """Whether the eye takes a colour (each 0 to 255) for a grey that black can print."""
    spread = max(red, green, blue) - min(red, green, blue)
    return spread <= (GREY_WHEN_DARK if max(red, green, blue) <= DARK else GREY_WHEN_LIGHT)


@cache
def _inks(red: int, green: int, blue: int) -> Inks:
    if min(red, green, blue) == 255:
        return (0.0, 0.0, 0.0, 0.0)
    if (red, green, blue) in _EMBLEM:
        return _EMBLEM[red, green, blue]
    one = Image.new("RGB", (1, 1), (red, green, blue))
    if is_grey(red, green, blue):
        return (0.0, 0.0, 0.0, _black_for(_lightness(one)))
    pixel: Any = _colours().apply(one).getpixel((0, 0))
    inks = [round(part / 255, 3) for part in pixel]
    excess = sum(inks) - MOST_INK
    if excess > 0:
        colour = sum(inks[:3])
        inks[:3] = [round(part * (1 - excess / colour), 3) for part in inks[:3]]
    return (inks[0], inks[1], inks[2], inks[3])


def grey_of(red: float, green: float, blue: float) -> float:
    """The brightness of a colour, for masks."""
    return round(0.2126 * red + 0.7152 * green + 0.0722 * blue, 4)


def rgb_of_lab(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """A colour of CIE L*a*b* (D50) in sRGB (each 0 to 1).

    Matrix: Bruce Lindbloom, XYZ (D50, after Bradford) to linear sRGB.
    """
    middle = (lightness + 16) / 116
    x, y, z = (
        white * (part**3 if part**3 > 216 / 24389 else (116 * part - 16) * 27 / 24389)
        for white, part in ((0.96422, middle + a / 500), (1, middle), (0.82521, middle - b / 200))
    )
    linear = (
        3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
        -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
        0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
    )
    red, green, blue = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in (min(1.0, max(0.0, part)) for part in linear)
    )
    return red, green, blue


def photo_in_inks(picture: Image.Image) -> Image.Image:
    """A photo in CMYK for the press, from its own profile or sRGB; resolution is kept."""
    if picture.mode == "CMYK":
        return picture
    profile = picture.info.get("icc_profile")
    picture = picture.convert("RGB")
    if profile:
        picture = in_srgb(picture, profile)
    scale = (255 - _DARKEST) / 255
    lifted = picture.point([round(_DARKEST + value * scale) for value in range(256)] * 3)
    return _photos().apply(lifted)


def picture_in_inks(picture: Image.Image) -> Image.Image:
    """A drawing in CMYK: white stays paper, greys are printed by black alone."""
    picture = picture.convert("RGB")
    *colours, black = _photos().apply(picture).split()
    red, green, blue = picture.split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    weakest = ImageChops.darker(ImageChops.darker(red, green), blue)
    spread = ImageChops.difference(strongest, weakest)
    is_grey = spread.point([255 if value <= GREY_WHEN_LIGHT else 0 for value in range(256)])
    alone = green.point([round(255 * _inks(value, value, value)[3]) for value in range(256)])
    nothing = Image.new("L", picture.size, 0)
    plates = [Image.composite(nothing, colour, is_grey) for colour in colours]
    return Image.merge("CMYK", [*plates, Image.composite(alone, black, is_grey)])


def in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A picture in RGB of another profile, in sRGB."""
    try:
        source = ImageCms.getOpenProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, _srgb())
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile, or one of another kind: as without one
    return converted if converted is not None else picture


@cache
def _srgb() -> Any:
    return ImageCms.createProfile("sRGB")


@cache
def press_profile() -> Any:
    return ImageCms.getOpenProfile(str(PROFILE))


@cache
def _colours() -> Any:
    return ImageCms.buildTransform(
        _srgb(),
        press_profile(),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=_BLACK_POINT_COMPENSATION,
    )


@cache
def _photos() -> Any:
    return ImageCms.buildTransform(
        _srgb(), press_profile(), "RGB", "CMYK", renderingIntent=ImageCms.Intent.PERCEPTUAL
    )


def _lightness(picture: Image.Image) -> float:
    """L* (0 to 100) of one pixel of sRGB."""
    pixel: Any = _to_lab(_srgb, "RGB").apply(picture).getpixel((0, 0))
    return pixel[0] / 2.55


@cache
def _to_lab(profile: Any, mode: str) -> Any:
    return ImageCms.buildTransform(
        profile(),
        ImageCms.createProfile("LAB"),
        mode,
        "LAB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )


@cache
def _lightness_of_black() -> list[float]:
    """L* of the paper with 0, 1, … 100 % of black on it."""
    ramp = Image.new("CMYK", (101, 1))
    for percent in range(101):
        ramp.putpixel((percent, 0), (0, 0, 0, round(percent * 2.55)))
    lab = _to_lab(press_profile, "CMYK").apply(ramp)
    return [lab.getpixel((percent, 0))[0] / 2.55 for percent in range(101)]


def _black_for(lightness: float) -> float:
    if lightness <= BLACK_LIGHTNESS:
        return 1.0
    steps = _lightness_of_black()
    nearest = min(range(101), key=lambda percent: abs(steps[percent] - lightness))
    return nearest / 100
