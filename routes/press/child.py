"""Turns a brochure's HTML into a PDF/UA file, in a process of its own that knows nothing of Django.

`python -m routes.press.child --base-url https://villages.example/lv/… \
    --own /static/=static --seconds 30 <brochure.html >brochure.pdf`

WeasyPrint takes far more memory than a web page and trusts what it reads. So it runs apart: it may
fetch only files under the folders given with `--own`, it ends itself when it grows too large or
takes too long, and what it leaves behind in memory goes with it.
"""

import argparse
import gc
import logging
import resource
import signal
import sys
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Everything mapped, libraries included. Twelve pages are content with half of it; what is really in
# use then is some 110 MB.
MOST_ADDRESS_SPACE = 600 * 1024 * 1024

logger = logging.getLogger("brochure")


class Refused(ValueError):
    """An address that a brochure has no business with."""


class OwnFiles:
    """Finds the file behind an address of the site; refuses whatever is not one of its own."""

    def __init__(self, base_url: str, folders: list[tuple[str, Path]]) -> None:
        base = urlsplit(base_url)
        self.site = (base.scheme, base.netloc)
        self.folders = [(prefix, folder.resolve()) for prefix, folder in folders]

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


def write_pdf(html: str, base_url: str, own_files: OwnFiles) -> bytes:
    """The PDF/UA-1 file of `html`: tagged, with bookmarks, every font embedded as a subset."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFilesFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            try:
                file = own_files.path_of(url)
            except Refused as refusal:
                logger.error("%s", refusal)
                if own_files.is_our_style_sheet(url):  # nobody wants a brochure without its style
                    raise FatalURLFetchingError(str(refusal)) from refusal
                raise
            kind = guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    fetcher = OwnFilesFetcher(allowed_protocols=("data",))
    document = HTML(string=html, base_url=base_url, url_fetcher=fetcher)
    return document.write_pdf(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")


def _own(text: str) -> tuple[str, Path]:
    prefix, _equals, folder = text.partition("=")
    if not prefix.startswith("/") or not folder:
        raise argparse.ArgumentTypeError("say /prefix/=folder")
    return prefix, Path(folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--own", type=_own, action="append", default=[], metavar="/PREFIX/=FOLDER")
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()

    # Whoever started this ends it in time; the alarm is for when that process died first.
    signal.alarm(options.seconds + 5)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESS_SPACE, MOST_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(name)s: %(message)s")

    gc.disable()  # saves a sixth of the time, and costs 5 MB of a process that ends soon
    html = sys.stdin.buffer.read().decode()
    pdf = write_pdf(html, options.base_url, OwnFiles(options.base_url, options.own))
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
