"""A brochure in all its languages at once, each with the same pages in the same places.

The longest language decides: each is made once; what any of them needed in tightness and pages,
all get. So a print shop changes the black plate only, and a guide says “page 7” to everybody.
"""

import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from catalogue.models import Edition
from routes.brochures import making
from routes.press.job import Job, Report
from routes.printing.orders import AnyBrochure, NotPublished, Order, editions_on

# A second round gives every language what the longest needs; a third is for what that moved.
MOST_ROUNDS = 3
# ZIP knows no earlier day; a date of today would make another file of the same pages.
NO_TIME = (1980, 1, 1, 0, 0, 0)

Print = Callable[[Job], making.StoredPdf]


class BreaksDiffer(making.BrochureFailed):
    """Pages could not be brought into the same places in all languages."""


class DoesNotFit(making.BrochureFailed):
    """In some language texts are longer than the panels they stand in: `name`, `report`."""

    def __init__(self, languages: tuple[str, ...], name: str, report: Report) -> None:
        super().__init__(name)
        self.languages = languages
        self.name = name
        self.report = report


@dataclass(frozen=True)
class MadeFile:
    """A file as it was made: its languages, its name, its report, and all editions on it."""

    languages: tuple[str, ...]
    name: str
    content: bytes
    report: Report
    editions: list[Edition]

    @property
    def language(self) -> str:
        """Empty for a file with several."""
        return self.languages[0] if len(self.languages) == 1 else ""


def make_all(
    order: Order, site: str, printing: Print | None = None, seconds: float | None = None
) -> list[MadeFile]:
    """Every file of an order, with identical breaks.

    Raises NotPublished for a language that is not there, DoesNotFit, BreaksDiffer, BrochureBusy and
    BrochureFailed as `making.pdf_of()` does, BrochureBusy also when it takes longer than `seconds`:
    what is made by then is kept, and asking again goes on from there.
    """
    if order.missing:
        raise NotPublished(order.missing[0])
    until = None if seconds is None else time.monotonic() + seconds
    brochures = {languages: order.brochure(languages[0], site) for languages in order.files}
    made = _same_breaks(order, brochures, site, printing or making.pdf_of, until)
    try:
        return [
            MadeFile(
                languages,
                order.file_name(languages),
                made[languages].read(),
                made[languages].report,
                editions_on(brochure),
            )
            for languages, brochure in brochures.items()
        ]
    except FileNotFoundError:  # its shelf was full, and others came meanwhile
        raise making.BrochureBusy from None


def _same_breaks(
    order: Order,
    brochures: dict[tuple[str, ...], AnyBrochure],
    site: str,
    printing: Print,
    until: float | None,
) -> dict[tuple[str, ...], making.StoredPdf]:
    levels: dict[str, int] = {}
    pages: dict[str, int] = {}
    for _round in range(MOST_ROUNDS):
        made = {}
        for languages, brochure in brochures.items():
            if until is not None and time.monotonic() >= until:
                raise making.BrochureBusy
            try:
                made[languages] = printing(order.job(brochure, site, levels=levels, pages=pages))
            except making.BrochureDoesNotFit as failure:
                name = order.file_name(languages)
                raise DoesNotFit(languages, name, failure.report) from failure
        reports = [pdf.report for pdf in made.values()]
        if have_same_breaks(reports):
            return made
        levels, pages = greatest(reports)
    raise BreaksDiffer


def greatest(reports: Iterable[Report]) -> tuple[dict[str, int], dict[str, int]]:
    """The greatest level, and the greatest number of pages, that a section has in any report."""
    levels: dict[str, int] = {}
    pages: dict[str, int] = {}
    for report in reports:
        for key, section in report.sections.items():
            levels[key] = max(levels.get(key, 0), section["level"])
            pages[key] = max(pages.get(key, 0), section["pages"])
    return levels, pages


def have_same_breaks(reports: Sequence[Report]) -> bool:
    """Whether every section begins on the same page in all, in the same order, equally tight.

    A section that is shorter in one language is followed by pages for notes there.
    """
    shapes = [
        [(key, section["page"], section["level"]) for key, section in report.sections.items()]
        + [("", report.pages, 0)]
        for report in reports
    ]
    return all(shape == shapes[0] for shape in shapes)


def zip_of(files: Iterable[MadeFile]) -> bytes:
    """The files in one archive: the same files make the same bytes, whenever."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:  # PDFs are compressed
        for file in sorted(files, key=lambda file: file.name):
            entry = zipfile.ZipInfo(file.name, NO_TIME)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.content)
    return archive.getvalue()
