"""Photos as large as the page shows them: few bytes for a screen, all they have for a press."""

import io
import logging
from collections import defaultdict
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from weasyprint.images import RasterImage

from routes.press import inks
from routes.press.job import SCREEN, SHOP
from routes.press.looking import Shown

logger = logging.getLogger("brochure")

DPI = {SCREEN: 220, "home": 300, SHOP: 400}  # more than these nobody sees
LEAST_SCREEN_DPI = 110
SCREEN_BYTES_A_PAGE = 195_000  # for all photos together; twelve pages stay below 3 MB
LEAST_SCREEN_BYTES = 1_000_000
BYTES_A_PIXEL = 0.16  # of a photo at a quality that pleases
SCREEN_QUALITIES = (80, 68, 58, 48, 40, 32, 24)  # the first that keeps to a photo's share
HOME_QUALITY = 85
SHOP_QUALITY = 85
PHOTO_PIXELS = 200_000  # a larger PNG without transparency is a photo, too


def prepare_photos(photos: list[Shown], purpose: str, pages: int) -> None:
    """Put the files of photos in the place of those that were laid out."""
    places: dict[int, list[Shown]] = defaultdict(list)
    for photo in photos:
        places[id(photo.image)].append(photo)
    budget = max(LEAST_SCREEN_BYTES, pages * SCREEN_BYTES_A_PAGE)
    areas = {
        key: max(one.width_mm * one.height_mm for one in shown) for key, shown in places.items()
    }
    rest = sum(areas.values())
    for key, shown in sorted(places.items(), key=lambda item: areas[item[0]]):
        image = shown[0].image
        width_mm = max(one.width_mm for one in shown)
        share = round(budget * areas[key] / rest) if rest else budget
        try:
            spent = _prepare(image, width_mm, purpose, share)
        except (OSError, UnidentifiedImageError, ValueError) as error:
            logger.error("A photo could not be read: %s", error)
            spent = len(image.image_data.data)
        budget, rest = max(0, budget - spent), rest - areas[key]


def _prepare(image: RasterImage, width_mm: float, purpose: str, most_bytes: int) -> int:
    """Replace the image's file by a fitting one; how many bytes it has now."""
    data = image.image_data.data
    picture = Image.open(io.BytesIO(data))
    is_photo = picture.format in ("JPEG", "MPO") or (
        picture.width * picture.height >= PHOTO_PIXELS
        and picture.mode in ("RGB", "L", "P")
        and "transparency" not in picture.info
    )
    if not is_photo:
        return len(data)
    if purpose == SCREEN:
        return _for_screen(image, picture, width_mm, most_bytes, data)
    width = min(image.width, round(width_mm / 25.4 * DPI[purpose]))
    if purpose == SHOP:
        return _put(image, inks.photo_in_inks(_of_width(picture, width)), SHOP_QUALITY)
    if width >= image.width and picture.format == "JPEG" and picture.mode in ("RGB", "L"):
        return len(data)
    return _put(image, _in_srgb(_of_width(picture, width)), HOME_QUALITY)


def _for_screen(
    image: RasterImage, picture: Image.Image, width_mm: float, most_bytes: int, data: bytes
) -> int:
    inches = width_mm / 25.4
    affordable = (most_bytes / BYTES_A_PIXEL * image.ratio) ** 0.5
    width = round(
        min(image.width, inches * DPI[SCREEN], max(inches * LEAST_SCREEN_DPI, affordable))
    )
    if width >= image.width * 0.95 and len(data) <= most_bytes and picture.mode in ("RGB", "L"):
        return len(data)
    for part in (1, 2, 4, 8):  # sizes at which JPEG decodes in a fraction of the time
        if 0.93 < image.width / part / width < 1.07:
            width = -(-image.width // part)
    small = _in_srgb(_of_width(picture, width))
    quality = _quality_for(small, most_bytes)
    return _put(image, small, quality)


def _quality_for(picture: Image.Image, most_bytes: int) -> int:
    """The best quality at which the picture is likely to keep to its bytes: three strips tell."""
    height = max(1, picture.height // 15)
    strips = Image.new(picture.mode, (picture.width, 3 * height))
    for number, at in enumerate((0.2, 0.5, 0.8)):
        top = min(picture.height - height, round(picture.height * at))
        strip = picture.crop((0, top, picture.width, top + height))
        strips.paste(strip, (0, number * height))
    scale = picture.height / strips.height
    for quality in SCREEN_QUALITIES:
        if len(_encoded(strips, quality)) * scale <= most_bytes:
            break
    return quality


def _of_width(picture: Image.Image, width: int) -> Image.Image:
    """The picture with this many pixels across, upright, with its profile."""
    profile = picture.info.get("icc_profile")
    height = max(1, round(picture.height * width / picture.width))
    if width < picture.width:
        picture.draft(None, (width, height))  # JPEG decodes to a half or a quarter at once
    turned = ImageOps.exif_transpose(picture) or picture
    if width < turned.width:
        reducing = 2.0 if turned.width > 3 * width else None
        turned = turned.convert("RGB").resize(
            (width, height), Image.Resampling.BICUBIC, reducing_gap=reducing
        )
    if profile:
        turned.info["icc_profile"] = profile
    return turned


def _in_srgb(picture: Image.Image) -> Image.Image:
    if picture.mode == "L":
        return picture
    profile = picture.info.get("icc_profile")
    picture = picture.convert("RGB")
    return inks.in_srgb(picture, profile) if profile else picture


def _encoded(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    sampling = {} if picture.mode == "L" else {"subsampling": 0 if quality >= 85 else 2}
    picture.save(file, "JPEG", quality=quality, **sampling)
    return file.getvalue()


def _put(image: Any, picture: Image.Image, quality: int) -> int:
    encoded = _encoded(picture, quality)
    image.image_data = image.cache_image_data(encoded)
    image.format = "JPEG"
    image.mode = picture.mode
    image.invert_colors = picture.mode == "CMYK"  # as Pillow and Photoshop write it
    image.width, image.height = picture.size
    image._dpi = None  # it is as large as it should be
    return len(encoded)
