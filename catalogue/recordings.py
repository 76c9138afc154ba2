"""Sound and film from upload to page: checked for what they are, kept under their digest.

Where files are: default storage, `guides/<digest>.<mp3|m4a|ogg|weba|mp4|webm>`, and captions as
`guides/<digest>.vtt`. The digest is the SHA-256 (hex) of what is kept, so a name never means two
recordings, and the same upload twice is one file. Nothing here deletes, as with photos: editions
name digests and are never changed.

Nothing is encoded anew, for that would need a library of codecs that reads hostile bytes in C.
Instead the containers are walked: a file that is not made of the parts it should have is refused,
and what is said beside picture and sound is taken out, above all where a telephone was standing.
(Comments inside Ogg stay: editors write their name there, and no telephone its position.)
"""

import hashlib
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, NamedTuple

import webvtt
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from tinytag import TinyTag
from webvtt.errors import MalformedCaptionError, MalformedFileError

from catalogue.photos import put

MOST_BYTES = 60 * 1024 * 1024
MOST_INDEX_BYTES = 8 * 1024 * 1024  # what says where things are, in a film of hours
LONGEST_SECONDS = 4 * 3600
MOST_PARTS = 20_000  # of a container that a camera or an editor wrote; each costs a few reads
MOST_CAPTION_CHARACTERS = 200_000

CONTENT_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "weba": "audio/webm",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt; charset=utf-8",
}
FILMS = ("mp4", "webm")
EXTENSIONS = ("mp3", "m4a", "ogg", "weba", *FILMS)


@dataclass(frozen=True)
class Facts:
    """What a container says of itself: seconds of length, pixels of the picture."""

    extension: str
    seconds: int
    width: int = 0
    height: int = 0
    has_sound: bool = True

    @property
    def is_film(self) -> bool:
        return self.extension in FILMS


class CleanRecording(File):
    """An upload after `clean()`, in a temporary file that goes when it is closed."""

    def __init__(self, file: IO[bytes], facts: Facts) -> None:
        self.facts = facts
        self.digest = _digest(file)
        super().__init__(file, name=recording_name(self.digest, facts.extension))


def clean(upload: File | IO[bytes]) -> CleanRecording:
    """The recording in `upload`, without what is said beside picture and sound.

    Reads MP3, M4A, Ogg (Opus, Vorbis), WebM and MP4 by their content, whatever the file is called.
    It takes the memory of the container's index, not of the file. Raises ValidationError, in the
    reader's language, with one of the codes too_heavy, not_a_recording, damaged, codec, tracks.
    """
    upload.seek(0, os.SEEK_END)
    if upload.tell() > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(most)s MB."),
            code="too_heavy",
            params={"most": MOST_BYTES // 1024**2},
        )
    upload.seek(0)
    own = tempfile.TemporaryFile()  # noqa: SIM115 - the CleanRecording closes it
    try:
        while chunk := upload.read(1024 * 1024):
            own.write(chunk)
        facts = _facts(own)
        if not 0 < facts.seconds <= LONGEST_SECONDS:
            raise _damaged()
        return CleanRecording(own, facts)
    except BaseException:
        own.close()
        raise


def _facts(file: IO[bytes]) -> Facts:
    file.seek(0)
    head = file.read(16)
    try:
        if head[4:8] == b"ftyp":
            return _mp4(file)
        if head.startswith(b"\x1a\x45\xdf\xa3"):
            return _webm(file)
        if head.startswith(b"OggS"):
            return _ogg(file)
        if head.startswith(b"ID3") or (head[0:1] == b"\xff" and head[1] & 0xE6 == 0xE2):
            return _mp3(file)
    except ValidationError:
        raise
    except Exception:  # readers meet hostile bytes with any exception there is
        raise _damaged() from None
    raise ValidationError(
        _("This is no recording: the catalogue takes MP3, M4A, Ogg, WebM and MP4 files."),
        code="not_a_recording",
    )


def _damaged() -> ValidationError:
    return ValidationError(
        _(
            "The file is damaged, incomplete or saved in pieces, and cannot be wound forward."
            " Export it anew as one whole file."
        ),
        code="damaged",
    )


def _codec(name: str) -> ValidationError:
    return ValidationError(
        _(
            "Many devices cannot play what is inside (%(name)s). Export sound as AAC, MP3 or Opus,"
            " and film as H.264, VP9 or AV1."
        ),
        code="codec",
        params={"name": name},
    )


def _tracks() -> ValidationError:
    return ValidationError(
        _(
            "The file holds more than picture and sound, such as the camera’s positions. Export it"
            " anew with picture and sound only."
        ),
        code="tracks",
    )


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return digest


# --- Sound ----------------------------------------------------------------------------------------


def _mp3(file: IO[bytes]) -> Facts:
    """MPEG audio, layer III. Tags before (ID3v2) and behind it (ID3v1, APEv2) are cut off."""
    start, end = 0, file.seek(0, os.SEEK_END)
    while (head := _read(file, start, 10)).startswith(b"ID3"):
        sizes = head[6:10]
        if len(head) < 10 or any(size & 0x80 for size in sizes):
            raise _damaged()
        start += 10 + sum(size << shift for size, shift in zip(sizes, (21, 14, 7, 0), strict=True))
        start += 10 if head[5] & 0x10 else 0
    if _read(file, end - 128, 3) == b"TAG":
        end -= 128
    if (foot := _read(file, end - 32, 32)).startswith(b"APETAGEX"):
        size, flags = struct.unpack("<I4xI", foot[12:24])
        end -= size + (32 if flags & 0x80000000 else 0)
    head = _read(file, start, 2)
    if end - start < 128 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        raise _damaged()
    _keep_only(file, start, end)
    return Facts("mp3", _seconds_of_sound(file, "sound.mp3"))


def _ogg(file: IO[bytes]) -> Facts:
    packet = _read(file, 28, 8)
    if not packet.startswith((b"OpusHead", b"\x01vorbis")):
        raise _codec("Ogg")
    return Facts("ogg", _seconds_of_sound(file, "sound.ogg"))


def _seconds_of_sound(file: IO[bytes], name: str) -> int:
    file.seek(0)
    tag = TinyTag.get(name, file_obj=file, tags=False)  # type: ignore[arg-type]
    return round(tag.duration or 0) or (1 if tag.duration else 0)


def _keep_only(file: IO[bytes], start: int, end: int) -> None:
    """Cut the file down to the bytes from `start` to `end`."""
    for at in range(start, end, 1024 * 1024):
        piece = _read(file, at, min(1024 * 1024, end - at))
        file.seek(at - start)
        file.write(piece)
    file.truncate(end - start)


def _read(file: IO[bytes], at: int, length: int) -> bytes:
    if at < 0:
        return b""
    file.seek(at)
    return file.read(length)


# --- MP4: ISO/IEC 14496-12 ------------------------------------------------------------------------


class Box(NamedTuple):
    """A box: its type, where its content begins, and where it ends."""

    name: bytes
    content: int
    end: int


_PICTURES = {b"avc1", b"avc3", b"av01", b"vp09"}
_SOUNDS = {b"mp4a", b"Opus", b"fLaC", b".mp3"}
_HOLDS_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
# What a player needs. Whatever else there is says something beside picture and sound: user data,
# metadata, and boxes of makers' own, in which cameras write their position.
_NEEDED = _HOLDS_BOXES | set(
    b"ftyp mdat mvhd tkhd edts mdhd hdlr elng vmhd smhd dinf stsd stts ctts cslg stsc stsz stz2"
    b" stco co64 stss stsh sdtp sbgp sgpd padb subs".split()
)


def _mp4(file: IO[bytes]) -> Facts:
    end = file.seek(0, os.SEEK_END)
    top = list(islice(_boxes(file, 0, end), MOST_PARTS))
    names = [box.name for box in top]
    if names[:1] != [b"ftyp"] or names.count(b"moov") != 1 or b"mdat" not in names:
        raise _damaged()
    moov = top[names.index(b"moov")]
    if moov.end - moov.content > MOST_INDEX_BYTES:
        raise _damaged()
    tracks: list[dict[bytes, bytes]] = []
    seconds = 0
    for number, box in enumerate(_within(file, top)):
        if number > MOST_PARTS:
            raise _damaged()
        if box.name == b"trak":
            tracks.append({})
        elif box.name == b"mvhd":
            seconds = _mvhd_seconds(_read(file, box.content, box.end - box.content))
        elif box.name in (b"tkhd", b"hdlr", b"stsd") and tracks:
            tracks[-1][box.name] = _read(file, box.content, min(256, box.end - box.content))
    kinds = [track[b"hdlr"][8:12] for track in tracks]
    if not kinds or set(kinds) - {b"vide", b"soun"} or kinds.count(b"vide") > 1:
        raise _tracks()
    for track, kind in zip(tracks, kinds, strict=True):
        codec = track[b"stsd"][12:16]
        if codec not in (_PICTURES if kind == b"vide" else _SOUNDS):
            raise _codec(codec.decode("ascii", "replace").strip())
    for box in _within(file, top):
        if box.name not in _NEEDED:
            _wipe(file, box)
    if b"vide" not in kinds:
        return Facts("m4a", seconds)
    width, height = _tkhd_size(tracks[kinds.index(b"vide")][b"tkhd"])
    return Facts("mp4", seconds, width, height, b"soun" in kinds)


def _boxes(file: IO[bytes], at: int, end: int) -> Iterator[Box]:
    """The boxes that fill the file from `at` to `end` without a gap; anything else is damage."""
    while at < end:
        size, name = struct.unpack(">I4s", _read(file, at, 8))
        content = at + 8
        if size == 1:
            (size,) = struct.unpack(">Q", _read(file, content, 8))
            content += 8
        elif size == 0:
            size = end - at
        if size < content - at or at + size > end:
            raise _damaged()
        yield Box(name, content, at + size)
        at += size


def _within(file: IO[bytes], boxes: list[Box]) -> Iterator[Box]:
    for box in boxes:
        yield box
        if box.name in _HOLDS_BOXES:
            yield from _within(file, list(_boxes(file, box.content, box.end)))


def _wipe(file: IO[bytes], box: Box) -> None:
    """Leave an empty space of the same length, so that nothing else moves."""
    for at in range(box.content, box.end, 1024 * 1024):
        file.seek(at)
        file.write(bytes(min(1024 * 1024, box.end - at)))
    # The name stands before the content; after it the long form has its eight bytes of length.
    for at in (box.content - 4, box.content - 12):
        if _read(file, at, 4) == box.name:
            file.seek(at)
            file.write(b"free")
            break


def _mvhd_seconds(content: bytes) -> int:
    scale, length = struct.unpack(
        ">IQ" if content[0] else ">II", content[20:32] if content[0] else content[12:20]
    )
    return -(-length // scale)


def _tkhd_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels as shown: a film held upright is turned by its matrix."""
    matrix_at = 52 if content[0] else 40
    a, b = struct.unpack(">ii", content[matrix_at : matrix_at + 8])
    width, height = struct.unpack(">II", content[matrix_at + 36 : matrix_at + 44])
    size = (width >> 16, height >> 16)
    return size[::-1] if a == 0 and b else size


# --- WebM: EBML (RFC 8794) with the elements of Matroska (RFC 9559) -------------------------------


class Element(NamedTuple):
    """An element: its id, where it begins, where its content begins, and where it ends."""

    id: int
    start: int
    content: int
    end: int


_EBML, _DOC_TYPE, _SEGMENT = 0x1A45DFA3, 0x4282, 0x18538067
_INFO, _SCALE, _DURATION, _TITLE = 0x1549A966, 0x2AD7B1, 0x4489, 0x7BA9
_TRACKS, _TRACK, _TRACK_TYPE, _CODEC = 0x1654AE6B, 0xAE, 0x83, 0x86
_VIDEO, _WIDTH, _HEIGHT = 0xE0, 0xB0, 0xBA
_TAGS, _ATTACHMENTS, _CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770
_CLUSTER = 0x1F43B675
_HOLDS_ELEMENTS = {_EBML, _SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO}
_WEBM_CODECS = {
    1: (b"V_VP8", b"V_VP9", b"V_AV1"),
    2: (b"A_OPUS", b"A_VORBIS"),
}


def _webm(file: IO[bytes]) -> Facts:
    end = file.seek(0, os.SEEK_END)
    said: dict[int, bytes] = {}
    tracks: list[dict[int, bytes]] = []
    beside: list[Element] = []
    for number, element in enumerate(_elements(file, 0, end)):
        if number > MOST_PARTS:
            raise _damaged()
        if element.id in (_TAGS, _ATTACHMENTS, _CHAPTERS, _TITLE):
            beside.append(element)
        elif element.id == _TRACK:
            tracks.append({})
        elif element.end - element.content <= 64 and element.id not in _HOLDS_ELEMENTS:
            content = _read(file, element.content, element.end - element.content)
            (tracks[-1] if tracks and element.id in _OF_A_TRACK else said)[element.id] = content
    if said.get(_DOC_TYPE, b"").rstrip(b"\0") != b"webm":
        raise _codec("Matroska")
    kinds = [int.from_bytes(track[_TRACK_TYPE]) for track in tracks]
    if not kinds or set(kinds) - {1, 2} or kinds.count(1) > 1:
        raise _tracks()
    for track, kind in zip(tracks, kinds, strict=True):
        codec = track[_CODEC].rstrip(b"\0")
        if codec not in _WEBM_CODECS[kind]:
            raise _codec(codec.decode("ascii", "replace"))
    for element in beside:
        _make_void(file, element)
    length = said[_DURATION]
    (ticks,) = struct.unpack(">f" if len(length) == 4 else ">d", length)
    nanoseconds = ticks * (int.from_bytes(said[_SCALE]) if _SCALE in said else 1_000_000)
    seconds = max(1, round(nanoseconds / 1e9)) if nanoseconds > 0 else 0
    if 1 not in kinds:
        return Facts("weba", seconds)
    film = tracks[kinds.index(1)]
    width, height = (int.from_bytes(film[side]) for side in (_WIDTH, _HEIGHT))
    return Facts("webm", seconds, width, height, 2 in kinds)


_OF_A_TRACK = {_TRACK_TYPE, _CODEC, _WIDTH, _HEIGHT}


def _elements(file: IO[bytes], at: int, end: int) -> Iterator[Element]:
    """The elements that fill the file from `at` to `end`, and those inside them.

    An element without a length, as browsers write when they record, is damage: such a file cannot
    be wound forward.
    """
    while at < end:
        number, length = _variable(file, at, with_marker=True)
        size, size_length = _variable(file, at + length, with_marker=False)
        content = at + length + size_length
        if size < 0 or content + size > end:
            raise _damaged()
        yield Element(number, at, content, content + size)
        if number in _HOLDS_ELEMENTS:
            yield from _elements(file, content, content + size)
        at = content + size


def _variable(file: IO[bytes], at: int, with_marker: bool) -> tuple[int, int]:
    """A number of variable length (RFC 8794, 4) and its length in bytes; -1 for “unknown”."""
    head = _read(file, at, 8)
    length = 9 - head[0].bit_length()
    if length > 8 or len(head) < length:
        raise _damaged()
    value = int.from_bytes(head[:length])
    if with_marker:
        return value, length
    value &= (1 << 7 * length) - 1
    return (-1 if value == (1 << 7 * length) - 1 else value), length


def _make_void(file: IO[bytes], element: Element) -> None:
    """Turn an element into one that says nothing, of the same length."""
    total = element.end - element.start
    width = min(8, total - 1)
    size = total - 1 - width
    file.seek(element.start)
    file.write(b"\xec" + (size | 1 << 7 * width).to_bytes(width) + bytes(size))


# --- Captions -------------------------------------------------------------------------------------


def clean_captions(text: str) -> str:
    """Captions in WebVTT, written anew: cues with their times and words, and nothing else.

    Raises ValidationError for a text that is no WebVTT or has no cue.
    """
    problem = ValidationError(
        _("These are no captions in WebVTT: the text begins with WEBVTT, then times and words."),
        code="captions",
    )
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text or len(text) > MOST_CAPTION_CHARACTERS:
        raise problem
    try:
        read = webvtt.from_string(text, strict=True)
    except (MalformedFileError, MalformedCaptionError):
        raise problem from None
    if not read.captions:
        raise problem
    cues = (f"{cue.start} --> {cue.end}\n{cue.text.strip()}" for cue in read.captions)
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


# --- Keeping, names and addresses -----------------------------------------------------------------


def keep(recording: CleanRecording) -> str:
    """Store a cleaned recording, unless it is there; its name."""
    name = recording_name(recording.digest, recording.facts.extension)
    with suppress(FileNotFoundError):
        if default_storage.exists(name) and default_storage.size(name) == recording.size:
            return name
    default_storage.delete(name)
    recording.seek(0)
    return default_storage.save(name, recording)


def keep_captions(text: str) -> str:
    """Store captions that are clean; their digest."""
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    put(default_storage, recording_name(digest, "vtt"), content)
    return digest


def recording_name(digest: str, extension: str) -> str:
    """Where a recording, or captions, are in default storage."""
    return f"guides/{digest}.{extension}"


def recording_address(digest: str, extension: str) -> str:
    return reverse("media", args=[recording_name(digest, extension)])


def sources_of(guide: dict[str, Any]) -> dict[str, str]:
    """Addresses of a guide, a part of an edition's document: asks neither database nor storage."""
    captions = guide.get("captions")
    return {
        "address": recording_address(guide["digest"], guide["extension"]),
        "content_type": CONTENT_TYPES[guide["extension"]],
        "captions": recording_address(captions, "vtt") if captions else "",
    }
