"""The PDF of a brochure's page, made by a process of its own and kept.

A PDF is filed under a digest of what it says and how it looks. Change a word and it has a new name;
nothing stored ever goes stale, and nothing is drawn twice.
"""

import fcntl
import hashlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from routes.brochures.shelves import PUBLISHED, Shelf, make_room
from routes.press.job import SCREEN, Job, Report

logger = logging.getLogger(__name__)

CHILD = "routes.press.child"
SECONDS = 30  # a PDF takes about two
MOST_AT_ONCE = 2  # a child takes some 110 MB
RETRY_AFTER = 20  # seconds, told to whom is sent away


class BrochureFailed(Exception):
    """The PDF could not be made; the reason is in the log."""


class BrochureBusy(BrochureFailed):
    """As many brochures as may be are being made already."""


@dataclass(frozen=True)
class StoredPdf:
    digest: str
    shelf: Shelf = PUBLISHED

    @property
    def name(self) -> str:
        return f"{self.shelf.folder}/{self.digest}.pdf"

    @property
    def report(self) -> Report:
        return Report()

    def read(self) -> bytes:
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
    own = [(settings.STATIC_URL, settings.STATIC_ROOT)]
    own += [(settings.STATIC_URL, folder) for folder in settings.STATICFILES_DIRS]
    own.append((settings.MEDIA_URL, settings.MEDIA_ROOT))
    return Job(
        html=html,
        base_url=address,
        purpose=purpose,
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
    as may be are being made, BrochureFailed when it could not be made in time or at all.
    """
    stored = StoredPdf(_digest(job.html), shelf)
    storage = _storage()
    if not storage.exists(stored.name):
        with _lock(f"{stored.digest[:2]}.lock", wait=SECONDS):
            if not storage.exists(stored.name):
                with _workplace():
                    pdf = _made(job)
                _keep(storage, stored.name, pdf)
                make_room(storage, shelf, newest=stored.name)
    return stored


def _storage() -> Storage:
    return storages["private"]


def _digest(html: str) -> str:
    """Changes with every word, with the style sheet, and with the program that prints."""
    parts = (html, _style_sheets(), version("weasyprint"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _style_sheets() -> str:
    folder = Path(str(finders.find("css/brochure/base.css"))).parent
    return "\0".join(path.read_text() for path in sorted(folder.glob("*.css")))


def _made(job: Job) -> bytes:
    """The PDF's bytes, out of a child process that ends with this call, whatever happens."""
    html, address = job.html, job.base_url
    command = [sys.executable, "-m", CHILD, "--base-url", address]
    command += ["--seconds", str(SECONDS)]
    for prefix, folder in job.own:
        command += ["--own", f"{prefix}={folder}"]
    started = time.monotonic()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env=_environment(),
        start_new_session=True,  # a group of its own, to be ended as a whole
    ) as process:
        try:
            pdf, complaints = process.communicate(html.encode(), timeout=SECONDS)
        except subprocess.TimeoutExpired:
            logger.error("The brochure at %s took more than %s s.", address, SECONDS)
            raise BrochureFailed from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if complaints:
        logger.warning("Printing %s: %s", address, complaints.decode(errors="replace")[-4000:])
    if process.returncode or not pdf.startswith(b"%PDF-") or not pdf.rstrip().endswith(b"%%EOF"):
        logger.error("The brochure at %s failed with code %s.", address, process.returncode)
        raise BrochureFailed
    logger.info("Printed %s: %s bytes in %.1f s.", address, len(pdf), time.monotonic() - started)
    return pdf


def _environment() -> dict[str, str]:
    """What the child may know: where programs and fonts are, but no password and no key."""
    let_through = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "FONTCONFIG_FILE")
    return {name: os.environ[name] for name in let_through if name in os.environ} | {
        "LANG": "C.UTF-8"
    }


def _keep(storage: Storage, name: str, pdf: bytes) -> None:
    """File the PDF so that nobody ever meets half of it."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        storage.save(name, ContentFile(pdf))  # object stores show an object only when it is whole
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            file.write(pdf)
            file.close()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


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
