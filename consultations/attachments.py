"""Files that staff attach to activities: which are accepted, judged by what they hold."""

import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image

LARGEST = 20 * 1024 * 1024  # bytes
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class FileType:
    endings: tuple[str, ...]
    content_type: str


PDF = FileType(("pdf",), "application/pdf")
DOCX = FileType(("docx",), f"{_OFFICE}.wordprocessingml.document")
XLSX = FileType(("xlsx",), f"{_OFFICE}.spreadsheetml.sheet")
ODT = FileType(("odt",), f"{_OPEN}.text")
ODS = FileType(("ods",), f"{_OPEN}.spreadsheet")
JPEG = FileType(("jpg", "jpeg"), "image/jpeg")
PNG = FileType(("png",), "image/png")
ACCEPTED = (PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG)
ENDINGS = tuple(ending for kind in ACCEPTED for ending in kind.endings)


def check(file: File) -> None:
    """Raise ValidationError unless `file` is small enough and truly what its name says."""
    if getattr(file, "_committed", False):  # kept already, and judged when it came
        return
    if (file.size or 0) > LARGEST:
        raise ValidationError(
            _("The file has %(size)s; at most %(largest)s are kept."),
            params={"size": filesizeformat(file.size), "largest": filesizeformat(LARGEST)},
        )
    ending = (file.name or "").rpartition(".")[2].lower()
    kind = type_of(file)
    if kind is None or ending not in kind.endings:
        raise ValidationError(
            _("This is none of the files that are kept (%(endings)s), or not what its name says."),
            params={"endings": ", ".join(ENDINGS)},
        )


def type_of(file: File) -> FileType | None:
    """What the content is, whatever its name; None for anything that is not accepted."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    try:
        if start.startswith(b"%PDF-"):
            return PDF
        if start.startswith(b"PK\x03\x04"):
            return _type_of_archive(file)
        if start.startswith(b"\xff\xd8\xff"):
            return JPEG if _is_image(file, "JPEG") else None
        if start.startswith(b"\x89PNG\r\n\x1a\n"):
            return PNG if _is_image(file, "PNG") else None
    finally:
        file.seek(0)
    return None


def _type_of_archive(file: File) -> FileType | None:
    """Office documents are archives: told by what lies in them. Those with macros are refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if any(name.startswith("Basic/") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((kind for kind in (ODT, ODS) if kind.content_type == said), None)
            if "[Content_Types].xml" in names:
                if "word/document.xml" in names:
                    return DOCX
                if "xl/workbook.xml" in names:
                    return XLSX
    except Exception:  # archives meet hostile bytes with any exception there is
        return None
    return None


def _is_image(file: File, form: str) -> bool:
    try:
        with Image.open(file, formats=[form]) as image:
            image.verify()
    except Exception:  # and so do decoders of pictures
        return False
    return True
