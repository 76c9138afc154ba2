"""The archive from the first page to the last file: crawled, written beside, then put in place."""

import hashlib
import json
import os
import secrets
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.archive import names
from catalogue.archive.asking import Answer, NoAnswer, Site, one_state, static_file
from catalogue.archive.pages import ArchivedPage, Rules, read_pieces
from catalogue.archive.search_index import SearchIndex
from catalogue.archive.styles import whole_style
from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.pages import Page, home_crumb, show
from catalogue.shared_words import shared_words

MANIFEST = "manifest.json"
WHAT = "village-heritage archive"
LICENCE = {"name": "CC BY 4.0", "address": "https://creativecommons.org/licenses/by/4.0/"}
# A page of the sitemap that is of no use without the site.
NOT_FOR_A_STICK = frozenset(("api",))
# Files that visitors take along from pages.
DOWNLOADS = (".gpx", ".kml", ".geojson", ".ics")
BROCHURES = ("brochure.pdf", "card.pdf")
# What programs of other people leave in every folder.
_LITTER = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
PATIENCE = 600  # seconds that a brochure may take while others are printed


class CannotBeWritten(ValueError):
    """The folder is not to be written over, or a file cannot stand there; the message says why."""


@dataclass(frozen=True)
class Wishes:
    """What the operator asked for."""

    languages: tuple[str, ...] = LANGUAGES
    with_photos: bool = True
    with_brochures: bool = False


@dataclass(frozen=True)
class Written:
    """What there is in a finished archive."""

    files: int
    pages: int
    size: int  # bytes


def export(folder: Path, wishes: Wishes, say: Callable[[str], None]) -> Written:
    """Write the whole site into `folder`, whole or not at all; an archive there is replaced.

    Raises CannotBeWritten for a folder with anything else in it, NoAnswer for a page that is linked
    and does not answer, Unclosed for one whose html is broken.
    """
    refuse_what_is_not_ours(folder)
    with _beside(folder) as draft, one_state():
        archive = Archive(draft, wishes, say)
        archive.write()
    return Written(len(archive.digests), archive.page_count, archive.size)


def refuse_what_is_not_ours(folder: Path) -> None:
    """Raise CannotBeWritten unless the folder is missing, empty, or an archive and no more."""
    if os.path.ismount(folder):
        raise CannotBeWritten(
            f"{folder} is a whole stick or disk. Name a folder on it, such as {folder}/villages."
        )
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CannotBeWritten(f"{folder} is a file; name a folder.")
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir() and path.name not in _LITTER
    }
    if not there:
        return
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        ours = {MANIFEST, *manifest["files"]} if manifest["what"] == WHAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if not ours:
        raise CannotBeWritten(f"{folder} is not empty, and no archive of this catalogue.")
    if others := sorted(there - ours):
        raise CannotBeWritten(
            f"{folder} holds an archive and something else, which would be lost: {others[0]}."
        )


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of `folder` if all goes well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    draft = folder.with_name(f".{folder.name}-{mark}-new")
    old = folder.with_name(f".{folder.name}-{mark}-old")
    draft.mkdir()
    try:
        yield draft
        if folder.exists():
            folder.rename(old)
        try:
            draft.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


class Archive:
    """An archive while it is written."""

    def __init__(self, folder: Path, wishes: Wishes, say: Callable[[str], None]) -> None:
        self.folder, self.wishes, self.say = folder, wishes, say
        self.site = Site()
        self.day: date = timezone.localdate()
        self.digests: dict[str, str] = {}
        self.size = self.page_count = 0
        self._taken: set[str] = set()  # names as a stick sees them
        self._files: dict[str, str | None] = {}
        self._sitemap = list(self.site.sitemap())
        # Which kinds of pages there are, by the names of their addresses.
        self._kinds = {_name_of(path) for path in self._sitemap} - NOT_FOR_A_STICK - {""}
        self.rules = Rules(
            self.site.address,
            self.file_of,
            lambda address: address.startswith("/k/") and not address.endswith(".svg"),
            wishes.with_photos,
        )

    def write(self) -> None:
        editions = self._write_documents()
        self._crawl()
        self._write_start()
        self._write_readme()
        manifest = {
            "what": WHAT,
            "version": 1,
            "day": self.day.isoformat(),
            "site": self.site.address,
            "languages": list(self.wishes.languages),
            "with_photos": self.wishes.with_photos,
            "with_brochures": self.wishes.with_brochures,
            "editions": editions,
            "files": dict(sorted(self.digests.items())),
        }
        self._put(MANIFEST, _json(manifest))

    # --- What belongs -----------------------------------------------------------------------------

    def file_of(self, address: str) -> str | None:
        """The file of a page, or of something to take along, that is part of the archive."""
        if address not in self._files:
            self._files[address] = self._file_of(address)
        return self._files[address]

    def _file_of(self, address: str) -> str | None:
        parts = urlsplit(address)
        if parts.path.startswith("/media/"):  # a photo in full, a recording
            return names.file_of(address) if self.wishes.with_photos else None
        language = parts.path[1:3]
        if language not in self.wishes.languages or parts.path[3:4] != "/":
            return None
        if parts.path == search_address(language):
            return names.file_of(parts.path)
        if _name_of(parts.path) in self._kinds and parts.path.endswith("/"):
            return names.file_of(address)
        if parts.query:
            return None
        endings = BROCHURES if self.wishes.with_brochures else ()
        if parts.path.endswith((*DOWNLOADS, *endings)):
            return names.file_of(address)
        return None

    # --- Pages ------------------------------------------------------------------------------------

    def _crawl(self) -> None:
        languages = self.wishes.languages
        queue = deque(path for path in self._sitemap if self.file_of(path))
        if not queue:
            raise CannotBeWritten("the sitemap of the site names no page of these languages.")
        queue.extend(search_address(language) for language in languages)
        seen = set(queue)
        done = 0
        while queue:
            for wanted in self._write_one(queue.popleft()):
                if wanted not in seen:
                    seen.add(wanted)
                    queue.append(wanted)
            done += 1
            if done % 100 == 0:
                self.say(f"{done} pages and pictures written, {len(queue)} more are known")

    def _write_one(self, address: str) -> Iterable[str]:
        """Write what stands at this address; the addresses of what it leads to and shows."""
        file = names.file_of(address)
        assert file is not None, address  # nothing else is ever wanted
        path = urlsplit(address).path
        if path.startswith("/static/"):
            self._put(file, whole_style(path) if path.endswith(".css") else static_file(path))
            return ()
        if address in map(search_address, self.wishes.languages):
            return self._write_page(self._search_page(path[1:3]), address, file)
        answer = self._answer(address)
        if answer.content_type != "text/html":
            self._put(file, answer.content)
            return ()
        return self._write_page(answer.content.decode(), address, file)

    def _answer(self, address: str) -> Answer:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.site.get(address)
            except NoAnswer:
                # The press is busy.
                if not address.endswith(BROCHURES) or time.monotonic() > until:
                    raise
                time.sleep(2)

    def _write_page(self, html: str, address: str, file: str) -> Iterable[str]:
        page = ArchivedPage(html, address, file, self.rules)
        language = address[1:3]
        page.add_style(static("css/archive.css"))
        with override(language):
            bar = render_to_string(
                "archive/_bar.html",
                {
                    "day": self.day,
                    "site": self.site.address,
                    "search": names.link(file, self._search_file(language)),
                },
            )
            page.find("header").extend(read_pieces(bar))
            if address == search_address(language):
                scripts = [
                    names.link(file, script)
                    for script in (f"search/{language}.js", "search/search.js")
                ]
                form = render_to_string("archive/_search.html", {"scripts": scripts})
                page.find("main").extend(read_pieces(form))
        self._put(file, page.html().encode())
        self.page_count += 1
        return page.wanted

    # --- What only an archive has -----------------------------------------------------------------

    def _search_file(self, language: str) -> str:
        return names.file_of(search_address(language)) or ""

    def _search_page(self, language: str) -> str:
        """The page on which readers search; its form and script come with the file."""
        with override(language):
            page = Page(
                title=_("Search in this copy"),
                description=_("Villages, routes and events by their names and texts."),
                addresses={code: search_address(code) for code in LANGUAGES},
                crumbs=[home_crumb(language)],
                may_be_indexed=False,
                language=language,
            )
            request = RequestFactory().get(search_address(language))
            page.site = self.site.address
            return show(request, "archive/search.html", page, {}).content.decode()

    def _write_documents(self) -> list[dict[str, Any]]:
        """Every current edition as JSON, and the search of each language; what there is."""
        told = []
        for language in self.wishes.languages:
            index = SearchIndex(shared_words(language))
            for kind in Kind.values:
                current = Edition.objects.current().of_kind(kind).in_language(language)
                for edition in current.order_by("sort_key", "pk").iterator(chunk_size=200):
                    told.append(self._write_document(edition))
                    if page := self.file_of(edition.get_absolute_url()):
                        with override(language):
                            index.add(edition, page)
            self._put(f"search/{language}.js", index.script())
        self._put("search/search.js", static_file(static("js/archive-search.js")))
        return told

    def _write_document(self, edition: Edition) -> dict[str, Any]:
        """Write the edition as JSON; what the manifest says of it."""
        address = f"/data/{edition.kind}/{edition.language}/{edition.slug}.json"
        file = names.file_of(address) or ""
        self._put(file, _json(self._told(edition)))
        return {
            "kind": edition.kind,
            "language": edition.language,
            "number": edition.number,
            "digest": edition.digest,
            "file": file,
        }

    def _told(self, edition: Edition) -> dict[str, Any]:
        return {
            "kind": edition.kind,
            "language": edition.language,
            "edition": edition.number,
            "published_at": edition.published_at,
            "digest": edition.digest,
            "title": edition.title,
            "permanent_address": f"{self.site.address}/k/{edition.document['code']}"
            if edition.document.get("code")
            else self.site.address + edition.get_absolute_url(),
            "licence_of_texts": LICENCE,
            "document": edition.document,
        }

    def _write_start(self) -> None:
        """The page that lets a reader choose the language."""
        sections = []
        for language in self.wishes.languages:
            with override(language):
                sections.append(
                    {
                        "language": language,
                        "own_name": OWN_NAMES[language],
                        "title": _("Theme villages of Latgale and Aukštaitija"),
                        "told": _("Copy of %(day)s")
                        % {"day": date_format(self.day, "DATE_FORMAT")},
                    }
                )
        styles = [names.file_of(static(f"css/{name}.css")) for name in ("site", "archive")]
        html = render_to_string("archive/start.html", {"sections": sections, "styles": styles})
        self._put("index.html", html.encode())

    def _write_readme(self) -> None:
        texts = []
        for language in self.wishes.languages:
            with override(language):
                context = {
                    "day": self.day,
                    "site": self.site.address,
                    "licence": LICENCE,
                    "with_photos": self.wishes.with_photos,
                }
                texts.append(render_to_string("archive/readme.txt", context).strip())
        text = f"\n\n{'-' * 60}\n\n".join(texts) + "\n"
        # For the plainest editor of Windows.
        self._put("README.txt", text.replace("\n", "\r\n").encode("utf-8-sig"))

    # --- Files ------------------------------------------------------------------------------------

    def _put(self, file: str, content: bytes) -> None:
        if not file or file.lower() in self._taken:
            raise CannotBeWritten(f"Two files would have the same name on a stick: {file}")
        self._taken.add(file.lower())
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.size += len(content)
        if file != MANIFEST:
            self.digests[file] = hashlib.sha256(content).hexdigest()


def search_address(language: str) -> str:
    """Where the archive's search would stand on the site, which has a better one."""
    return f"/{language}/archive-search/"


def _name_of(path: str) -> str:
    """The name by which the code knows this address; "" for one that leads nowhere."""
    with override(path[1:3]):
        try:
            return resolve(path).url_name or ""
        except Resolver404:
            return ""


def _json(value: Any) -> bytes:
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()
