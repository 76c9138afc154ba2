"""Photos from upload to page: cleaned once, kept under their digest, shown in many sizes.

Where files are:
- private storage, `photos/<digest>.jpg`: the cleaned original; no visitor gets it.
- default storage, `photos/<digest>-<width>.<avif|webp|jpg>`: renditions, made in the background.
- default storage, `photos/<digest>-standin.jpg`: one picture of at most 800 pixels, made at once.
- default storage, `photos/<digest>-320.webp`: made when a saved copy has no room for a larger one.

The digest is the SHA-256 (hex) of the cleaned original. Whoever names a file never had a say in it,
a name never means two pictures, and the same upload twice is one file.

The stand-in is why the gate does not ask whether the renditions are ready: when visitors ask for a
rendition that is not made yet, they are sent to the stand-in. A worker that is slow or down then
costs sharpness and bytes for a while. It never stops a partner from publishing, and neither pages
nor previews need to know. A rendition that failed shows as `renditions_ready` being false.

Nothing here deletes. Editions name digests and are never changed, so the files stay when a photo's
row is erased or its picture replaced: a page, a printed brochure's address and the archive go on
showing what was published. What a transaction wrote before it was rolled back stays too, unseen.
"""

import hashlib
import io
import logging
import os
import re
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile

logger = logging.getLogger(__name__)

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_SCANS = 100  # a progressive JPEG has about ten; each costs a pass over the whole picture
MOST_PROFILE_BYTES = 4 * 1024 * 1024
LONGEST_SIDE = 4000  # pixels of a cleaned original: A3 at 240 dpi

WIDTHS = (480, 800, 1200, 2000)  # pixels
STAND_IN_WIDTH = 800
POCKET_WIDTH = 320
CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
_SAVING: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 6},
    "webp": {"format": "WEBP", "quality": 78, "method": 5},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}

# MPO is what Pillow calls the JPEG of many phones, with a second picture behind the first.
_READABLE = ("JPEG", "PNG", "WEBP", "AVIF")
_HEIC = re.compile(rb"....ftyp(?:heic|heix|hevc|heim|heis|hevm|hevs|mif1|msf1)", re.DOTALL)
_RENDITION = re.compile(r"photos/([0-9a-f]{64})-(?:[1-9][0-9]{0,3}\.(?:avif|webp|jpg))", re.ASCII)
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


# Memory for one large picture at a time, not for one in each thread of the server.
_one_at_a_time = threading.Lock()


# --- Cleaning -------------------------------------------------------------------------------------


class CleanPhoto(ContentFile):
    """An upload after `clean()`: a JPEG in sRGB, upright, with nothing in it but the picture."""

    def __init__(self, content: bytes, width: int, height: int) -> None:
        self.digest = hashlib.sha256(content).hexdigest()
        self.width = width
        self.height = height
        super().__init__(content, name=original_name(self.digest))


def clean(upload: File | IO[bytes]) -> CleanPhoto:
    """The picture in `upload`, encoded anew; of the file itself not a byte survives.

    Reads JPEG, PNG, WebP and AVIF by their content, whatever the file is called. Turns the picture
    upright, converts its colours to sRGB, lays transparency on white, takes the first frame of an
    animation, and makes it at most 4000 pixels long. EXIF with its GPS position, XMP, comments,
    profiles, further frames and anything behind the picture are gone.

    A picture of 40 megapixels takes 1 to 2 s and, while it is read, 300 MB (JPEG) to 600 MB (WebP);
    a process reads one at a time. Raises ValidationError, in the reader's
    language, with one of the codes too_heavy, heic, not_a_photo, too_large, damaged.
    """
    upload.seek(0, os.SEEK_END)
    if upload.tell() > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(most)s MB."),
            code="too_heavy",
            params={"most": MOST_BYTES // 1024**2},
        )
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    try:
        image = Image.open(upload, formats=_READABLE)  # reads the header only
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as problem:  # decoders meet hostile bytes with any exception there is
        logger.info("An upload was refused: %r", problem)
        if _HEIC.match(head):
            raise ValidationError(
                _(
                    "HEIC pictures cannot be read. Export the photo as JPEG, or set the phone’s"
                    " camera to its most compatible format."
                ),
                code="heic",
            ) from None
        raise ValidationError(
            _("This is not a photo: the catalogue takes JPEG, PNG, WebP and AVIF files."),
            code="not_a_photo",
        ) from None
    with image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_large(image.width * image.height)
        try:
            if image.format in ("JPEG", "MPO") and _scans(upload) > MOST_SCANS:
                raise ValueError("more scans than a camera or an editor writes")
            with _one_at_a_time:
                ImageFile.LOAD_TRUNCATED_IMAGES = False  # libraries turn it on for all of a process
                return _encoded(_picture_of(image))
        except Exception as problem:
            logger.info("An upload could not be read to its end: %r", problem)
            raise ValidationError(
                _("The file is damaged or incomplete: the picture cannot be read to its end."),
                code="damaged",
            ) from None


def _too_large(pixels: int | None = None) -> ValidationError:
    most = MOST_PIXELS // 1_000_000
    if pixels is None:
        return ValidationError(
            _("The picture is too large: up to %(most)s megapixels are taken."),
            code="too_large",
            params={"most": most},
        )
    return ValidationError(
        _("The picture has %(megapixels)s megapixels: up to %(most)s are taken."),
        code="too_large",
        params={"megapixels": -(-pixels // 1_000_000), "most": most},
    )


def _scans(upload: File | IO[bytes]) -> int:
    """How many passes the first picture of a JPEG asks of the decoder, counted up to its end.

    A few megabytes can hold thousands of scans, each as dear as the picture is large.
    """
    position = upload.tell()
    upload.seek(0)
    data = upload.read()
    upload.seek(position)
    count, at = 0, 2
    marker = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")  # not a stuffed byte, not a restart
    while (found := marker.search(data, at)) is not None:
        kind = found.group(1)[0]
        if kind == 0xD9:  # end of the picture
            break
        at = found.end()
        if kind in (0x01, 0xD8):  # markers without a segment
            continue
        count += kind == 0xDA
        at += int.from_bytes(data[at : at + 2])
    return count


def _picture_of(image: Image.Image) -> Image.Image:
    """The pixels of an opened image: upright, in sRGB, on white; one full-size copy at a time."""
    profile = image.info.get("icc_profile")
    turn = _UPRIGHT.get(_orientation_of(image))
    if image.mode.startswith("I") or image.mode == "F":
        image.load()
        image = _eight_bits(image)
    elif image.mode in ("1", "P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # Smaller first: what follows then handles a fraction of the pixels.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image.load()  # a picture that was small enough has not been decoded yet
    image = _on_white(_in_srgb(image, profile))
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}  # Pillow would write a comment it finds here into the new file
    return image


def _orientation_of(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # EXIF that cannot be read turns nothing
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture of 16 bits in 8; `convert()` alone would cut everything above 255 off."""
    return image.point(lambda value: value / 256).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA in the colours that the profile means; unchanged when it cannot be used."""
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    if alpha is not None:
        image = image.convert(image.mode[:-1])
    if profile and len(profile) <= MOST_PROFILE_BYTES:
        try:
            image = ImageCms.profileToProfile(  # type: ignore[assignment]
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as problem:
            logger.info("A colour profile was left aside: %r", problem)
    image = image.convert("RGB")
    if alpha is not None:
        image.putalpha(alpha)
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _encoded(image: Image.Image) -> CleanPhoto:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92, subsampling="4:4:4", optimize=True)
    return CleanPhoto(buffer.getvalue(), image.width, image.height)


# --- Keeping --------------------------------------------------------------------------------------


def keep(photo: CleanPhoto) -> str:
    """Store a cleaned photo and its stand-in, unless they are there; the original's name."""
    name = original_name(photo.digest)
    content = photo.open().read()
    put(storages["private"], name, content)
    stand_in = stand_in_name(photo.digest)
    if not default_storage.exists(stand_in):
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
            width = min(STAND_IN_WIDTH, image.width)
            put(default_storage, stand_in, _saved(_narrowed(image, width), "jpg"))
    return name


def put(storage: Storage, name: str, content: bytes) -> None:
    """Write `content` under `name` whole or not at all; a file of this length is there already."""
    with suppress(FileNotFoundError):
        if storage.exists(name) and storage.size(name) == len(content):
            return
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        storage.delete(name)  # object stores write whole objects, yet would choose another name
        storage.save(name, ContentFile(content))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(content)
        mode = getattr(storage, "file_permissions_mode", None)
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


# --- Renditions -----------------------------------------------------------------------------------


def widths_of(width: int) -> list[int]:
    """The widths in pixels, rising, in which a picture of `width` is shown; never more than it has.

    A picture narrower than the largest width is also shown in its own.
    """
    largest = min(width, WIDTHS[-1])
    return [*(one for one in WIDTHS if one < largest), largest]


def make_renditions(digest: str) -> list[str]:
    """Make what is missing of a photo's stand-in and renditions; the names of the new files.

    Raises FileNotFoundError when the original is not in private storage.
    """
    made: list[str] = []
    with storages["private"].open(original_name(digest)) as original:
        with Image.open(original, formats=("JPEG",)) as image:
            wanted = [
                (rendition_name(digest, width, extension), width, extension)
                for width in reversed(widths_of(image.width))
                for extension in _SAVING
            ]
            wanted.append((stand_in_name(digest), min(STAND_IN_WIDTH, image.width), "jpg"))
            wanted = [one for one in wanted if not default_storage.exists(one[0])]
            if not wanted:
                return made
            picture = _narrowed(image, max(width for _name, width, _extension in wanted))
    for name, width, extension in wanted:
        put(default_storage, name, _saved(_narrowed(picture, width), extension))
        made.append(name)
    return made


def pocket_size(digest: str) -> bytes | None:
    """The photo in 320 pixels of width as WebP, made of its stand-in once; None without one."""
    name = rendition_name(digest, POCKET_WIDTH, "webp")
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        pass
    try:
        with default_storage.open(stand_in_name(digest)) as file, Image.open(file) as image:
            picture = _narrowed(image, min(POCKET_WIDTH, image.width))
    except FileNotFoundError:
        return None
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=60, method=5)
    put(default_storage, name, buffer.getvalue())
    return buffer.getvalue()


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    """A copy `width` pixels wide; a JPEG not decoded yet is decoded no larger than it needs."""
    height = height_at(width, image.width, image.height)
    if image.width == width:
        return image.copy()
    image.draft("RGB", (width * 2, height * 2))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _saved(image: Image.Image, extension: str) -> bytes:
    buffer = io.BytesIO()
    image.info = {}
    image.save(buffer, **_SAVING[extension])
    return buffer.getvalue()


def height_at(width: int, full_width: int, full_height: int) -> int:
    """The height in pixels of a picture shown `width` pixels wide."""
    return max(1, round(full_height * width / full_width))


# --- Names and addresses --------------------------------------------------------------------------


def original_name(digest: str) -> str:
    """Where the cleaned original is in private storage."""
    return f"photos/{digest}.jpg"


def rendition_name(digest: str, width: int, extension: str) -> str:
    """Where a rendition is in default storage."""
    return f"photos/{digest}-{width}.{extension}"


def stand_in_name(digest: str) -> str:
    """Where the picture is, in default storage, that stands in for renditions not made yet."""
    return f"photos/{digest}-standin.jpg"


def rendition_address(digest: str, width: int, extension: str) -> str:
    """The address of a rendition; `width` in pixels is one of `widths_of()`."""
    return reverse("media", args=[rendition_name(digest, width, extension)])


def stand_in_address(digest: str) -> str:
    """The address of the photo at up to 800 pixels, which is there from the first moment."""
    return reverse("media", args=[stand_in_name(digest)])


def stand_in_for(name: str) -> str | None:
    """The name of the file that stands in for a rendition; None for what is no rendition's name."""
    found = _RENDITION.fullmatch(name)
    return stand_in_name(found.group(1)) if found else None


# --- Showing --------------------------------------------------------------------------------------


class Source(NamedTuple):
    """One format of a picture, in all its widths."""

    content_type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What a page needs to show a photo of an edition."""

    sources: tuple[Source, ...]  # the better formats, best first
    srcset: str  # JPEG, which every browser reads
    address: str  # JPEG for readers that know no widths
    largest: str  # JPEG, for sharing and for print
    width: int  # pixels of `largest`; with `height` it keeps the place free while loading
    height: int
    focus: str  # class names for static/css/site.css
    alt: str
    author: str
    licence: str


def largest_of(photo: dict[str, Any]) -> tuple[str, int, int]:
    """Address, width and height of the largest JPEG of `photo`, without working out the others."""
    width = widths_of(photo["width"])[-1]
    height = height_at(width, photo["width"], photo["height"])
    return rendition_address(photo["digest"], width, "jpg"), width, height


def sources_of(photo: dict[str, Any]) -> Picture:
    """How to show `photo`, a photo's part of an edition's document.

    Asks neither database nor storage: names and widths follow from the digest and the width.
    """
    digest, full_width = photo["digest"], photo["width"]
    widths = widths_of(full_width)
    srcsets = {
        extension: ", ".join(
            f"{rendition_address(digest, width, extension)} {width}w" for width in widths
        )
        for extension in _SAVING
    }
    middle = max(width for width in widths if width <= max(STAND_IN_WIDTH, widths[0]))
    return Picture(
        sources=tuple(
            Source(CONTENT_TYPES[extension], srcsets[extension]) for extension in ("avif", "webp")
        ),
        srcset=srcsets["jpg"],
        address=rendition_address(digest, middle, "jpg"),
        largest=rendition_address(digest, widths[-1], "jpg"),
        width=widths[-1],
        height=height_at(widths[-1], full_width, photo["height"]),
        focus=focus_classes(photo.get("focal_x", 0.5), photo.get("focal_y", 0.5)),
        alt=photo.get("alt", ""),
        author=photo.get("author", ""),
        licence=photo.get("licence", ""),
    )


def focus_classes(focal_x: float, focal_y: float) -> str:
    """Class names that keep the focal point (0 to 1 from the left and the top) in view.

    The policy of the pages allows no inline style, so the point is rounded to tenths.
    """
    across, down = (min(10, max(0, round(share * 10))) * 10 for share in (focal_x, focal_y))
    return f"focus-x-{across} focus-y-{down}"
