"""The PDFs of brochures, printed by the press, made once and kept.

A PDF is filed under a digest of what it says and how it looks. Change a word and it has a new name;
nothing stored ever goes stale, and nothing is drawn twice. What the press reported lies beside it.
"""

import fcntl
import hashlib
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from catalogue.shelves import Shelf, make_room
from routes.brochures.shelves import PUBLISHED
from routes.press.client import Press, PressFailed, TookTooLong
from routes.press.job import SCREEN, Job, Report

logger = logging.getLogger(__name__)

SECONDS = 45  # a PDF takes about two, on a machine that does much else ten times as long
MOST_AT_ONCE = 2  # on this machine; a fork of the press takes some 110 MB
MOST_WAITING = 3  # threads of this process that make a brochure or wait for one
MOST_DRAWING = 2  # threads of this process that draw what a visitor thought up, a second of work
MOST_PACKING = 1  # and that make an archive of all languages
RETRY_AFTER = 20  # seconds, told to whom is sent away


class BrochureFailed(Exception):
    """The PDF could not be made; the reason is in the log."""


class BrochureBusy(BrochureFailed):
    """As many brochures as may be are being made already."""


class BrochureDoesNotFit(BrochureFailed):
    """Texts are longer than the panels they must stand in; `report` tells which."""

    def __init__(self, report: Report) -> None:
        super().__init__("sections do not fit: " + ", ".join(too_long(report)))
        self.report = report


def too_long(report: Report) -> list[str]:
    """Names of the sections that do not fit."""
    return [name for name, told in report.sections.items() if not told["fits"]]


@dataclass(frozen=True)
class StoredPdf:
    digest: str
    shelf: Shelf = PUBLISHED

    @property
    def name(self) -> str:
        """In the private storage."""
        return f"{self.shelf.folder}/{self.digest}.pdf"

    @property
    def report_name(self) -> str:
        return f"{self.shelf.folder}/{self.digest}.json"

    @property
    def report(self) -> Report:
        """What the press told of it."""
        with _storage().open(self.report_name) as file:
            return Report.from_json(file.read().decode())

    @property
    def is_there(self) -> bool:
        storage = _storage()
        return storage.exists(self.name) and storage.exists(self.report_name)

    def read(self) -> bytes:
        """The file's bytes; raises FileNotFoundError when it has been removed meanwhile."""
        with _storage().open(self.name) as file:
            return file.read()


def job_for(
    html: str,
    address: str,
    *,
    purpose: str = SCREEN,
    imposition: str = "",
    language: str = "",
    title: str = "",
    levels: dict[str, int] | None = None,
    pages: dict[str, int] | None = None,
) -> Job:
    """A job for the page that stands at the absolute `address`, with the folders it may read."""
    # Names with a digest in them are in STATIC_ROOT only; others are newest where they are written.
    own = [(settings.STATIC_URL, folder) for folder in settings.STATICFILES_DIRS]
    own.append((settings.STATIC_URL, settings.STATIC_ROOT))
    own.append((settings.MEDIA_URL, settings.MEDIA_ROOT))
    return Job(
        html=html,
        base_url=address,
        purpose=str(purpose),
        imposition=imposition,
        language=language,
        title=title,
        levels=levels or {},
        pages=pages or {},
        own=tuple((urlsplit(prefix).path, str(folder)) for prefix, folder in own),
    )


def pdf_of(job: Job, shelf: Shelf = PUBLISHED) -> StoredPdf:
    """The PDF of a job, with the press's report; made once, and kept on `shelf`.

    Who asks for a brochure that is just being made waits for it. Raises BrochureBusy when as many
    as may be are being made, BrochureDoesNotFit when texts are too long for the sheet to be folded,
    BrochureFailed when it could not be made in time or at all.
    """
    stored = StoredPdf(digest_of(job), shelf)
    if not stored.is_there:
        with _patience(), _lock(f"{stored.digest[:3]}.lock", wait=SECONDS):
            if not stored.is_there:
                with _workplace():
                    pdf, report = _made(job)
                storage = _storage()
                _keep(storage, stored.report_name, report.to_json().encode())
                _keep(storage, stored.name, pdf)
                make_room(storage, shelf, newest=stored.name)
    return stored


def drawing() -> AbstractContextManager[None]:
    """A turn to draw pages or maps that nobody keeps; BrochureBusy when others draw already."""
    return _one_of(_drawing)


def packing() -> AbstractContextManager[None]:
    """A turn to make an archive; BrochureBusy when another one is being made."""
    return _one_of(_packing)


def refuse_when_busy() -> None:
    """Raise BrochureBusy at once when nothing could be made now: before a page is drawn for it."""
    with _workplace():
        pass


def digest_of(job: Job) -> str:
    """Changes with every word, with the style, and with the program that prints."""
    said = replace(job, own=()).to_json()  # where folders lie on this machine changes nothing
    return hashlib.sha256("\0".join((said, _style(), _program())).encode()).hexdigest()


def _style() -> str:
    if settings.DEBUG:  # style sheets are being edited
        _style_sheets.cache_clear()
    return _style_sheets()


@cache
def _style_sheets() -> str:
    folder = Path(str(finders.find("css/brochure/base.css"))).parent
    return "\0".join(path.read_text() for path in sorted(folder.glob("*.css")))


@cache
def _program() -> str:
    from routes import press

    own = sorted(Path(press.__file__).parent.glob("*.py"))
    return "\0".join([version("weasyprint"), *(path.read_text() for path in own)])


def _storage() -> Storage:
    return storages["private"]


# --- Printing -------------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    """What the press may know: where programs and fonts are, but no password and no key."""
    let_through = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "FONTCONFIG_FILE")
    return {name: os.environ[name] for name in let_through if name in os.environ} | {
        "LANG": "C.UTF-8"
    }


PRESS = Press(_environment(), SECONDS)


def _made(job: Job) -> tuple[bytes, Report]:
    """The PDF's bytes, out of a process that ends with this call, whatever happens."""
    started = time.monotonic()
    try:
        answer = PRESS.print(job)
    except TookTooLong:
        logger.error("The brochure at %s took more than %s s.", job.base_url, SECONDS)
        raise BrochureFailed from None
    except PressFailed as reason:
        logger.error("The brochure at %s failed: %s", job.base_url, reason)
        raise BrochureFailed from None
    if answer.complaints:
        logger.warning("Printing %s: %s", job.base_url, "; ".join(answer.complaints)[:4000])
    if not answer.pdf:
        raise BrochureDoesNotFit(answer.report)
    seconds = time.monotonic() - started
    logger.info("Printed %s: %s bytes in %.1f s.", job.base_url, len(answer.pdf), seconds)
    return answer.pdf, answer.report


# --- Keeping --------------------------------------------------------------------------------------


def _keep(storage: Storage, name: str, data: bytes) -> None:
    """File the data so that nobody ever meets half of it."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        storage.save(name, ContentFile(data))  # object stores show an object only when whole
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            file.write(data)
            file.close()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


# --- Taking turns ---------------------------------------------------------------------------------

_waiting = threading.BoundedSemaphore(MOST_WAITING)
_drawing = threading.BoundedSemaphore(MOST_DRAWING)
_packing = threading.BoundedSemaphore(MOST_PACKING)


@contextmanager
def _one_of(threads: threading.BoundedSemaphore) -> Iterator[None]:
    """One of these threads of the web server; BrochureBusy when pages need the others."""
    if not threads.acquire(blocking=False):
        raise BrochureBusy
    try:
        yield
    finally:
        threads.release()


def _patience() -> AbstractContextManager[None]:
    return _one_of(_waiting)


@contextmanager
def _lock(name: str, wait: float) -> Iterator[None]:
    """Hold a lock among all processes of this machine; BrochureBusy after `wait` seconds.

    The system takes it back when its holder dies.
    """
    folder = Path(settings.PRIVATE_ROOT) / "brochures" / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with (folder / name).open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise BrochureBusy from None
                time.sleep(0.05)
        yield


@contextmanager
def _workplace() -> Iterator[None]:
    """One of the few places where a brochure may be made; BrochureBusy when all are taken."""
    for number in range(MOST_AT_ONCE):
        lock = _lock(f"workplace-{number}.lock", wait=0)
        try:
            lock.__enter__()
        except BrochureBusy:
            continue
        try:
            yield
        finally:
            lock.__exit__(None, None, None)
        return
    raise BrochureBusy
