"""Which files a job may read: those under its own folders, asked for by addresses of its site."""

import logging
from collections.abc import Iterable
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

logger = logging.getLogger("brochure")


class Refused(ValueError):
    """An address that a brochure has no business with."""


class OwnFiles:
    """Finds the file behind an address of the site; refuses whatever is not one of its own."""

    def __init__(self, base_url: str, folders: Iterable[tuple[str, Path | str]]) -> None:
        base = urlsplit(base_url)
        self.site = (base.scheme, base.netloc)
        self.folders = [(prefix, Path(folder).resolve()) for prefix, folder in folders]

    def is_our_style_sheet(self, address: str) -> bool:
        parts = urlsplit(address)
        return (parts.scheme, parts.netloc) == self.site and parts.path.endswith(".css")

    def path_of(self, address: str) -> Path:
        """The file at `address`; raises Refused for any other scheme, site or folder."""
        parts = urlsplit(address)
        if (parts.scheme, parts.netloc) == self.site and parts.scheme in ("http", "https"):
            path = unquote(parts.path)
            for prefix, folder in self.folders:
                if path.startswith(prefix):
                    file = (folder / path.removeprefix(prefix)).resolve()
                    if file.is_relative_to(folder) and file.is_file():
                        return file
        raise Refused(f"not one of our own files: {address[:200]}")


class OwnFilesFetcher(URLFetcher):
    """WeasyPrint's way to files: own ones, and what an address itself holds (`data:`)."""

    def __init__(self, own_files: OwnFiles) -> None:
        super().__init__(allowed_protocols=("data",))
        self._own_files = own_files

    def fetch(self, url, headers=None):
        if url.startswith("data:"):
            return super().fetch(url, headers)
        try:
            file = self._own_files.path_of(url)
        except Refused as refusal:
            logger.error("%s", refusal)
            if self._own_files.is_our_style_sheet(url):  # nobody wants a brochure without style
                raise FatalURLFetchingError(str(refusal)) from refusal
            raise
        kind = guess_type(file.name)[0] or "application/octet-stream"
        return _FileResponse(url, file, kind)


class _FileResponse(URLFetcherResponse):
    """Says where its file lies, so that photos are read when needed and not held meanwhile."""

    def __init__(self, url: str, file: Path, kind: str) -> None:
        super().__init__(url, file.read_bytes(), {"Content-Type": kind})
        self._file = file

    @property
    def path(self) -> str:
        return str(self._file)
