"""Asking the site for its own pages as visitors do, through Django's handler and no network."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http.request import validate_host
from django.test import RequestFactory
from django.utils.translation import override

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
MOST_REDIRECTS = 3


class NoAnswer(LookupError):
    """The site does not answer an address of its own with what belongs there."""


@dataclass(frozen=True)
class Answer:
    content: bytes
    content_type: str
    is_indexed: bool


class Site:
    """The site as an anonymous visitor sees it."""

    def __init__(self) -> None:
        self.address = settings.SITE_ADDRESS or _own_name()
        parts = urlsplit(self.address)
        host = parts.netloc
        if not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS):
            host = urlsplit(_own_name()).netloc
        self._factory = RequestFactory(headers={"host": host})
        self._is_secure = parts.scheme == "https" or settings.SECURE_SSL_REDIRECT
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def get(self, address: str) -> Answer:
        """The answer to a path of the site; of files, to the path it leads to.

        Raises NoAnswer for any answer but 200.
        """
        for _turn in range(MOST_REDIRECTS):
            with override(None):  # each answer leaves its language active
                request = self._factory.get(address, secure=self._is_secure)
                if self._is_secure:  # as the proxy says it, without which Django believes nothing
                    request.META["HTTP_X_FORWARDED_PROTO"] = "https"
                response = self._handler.get_response(request)
            if response.status_code not in (301, 302) or address.endswith("/"):
                break
            address = response["Location"].removeprefix(self.address)
        if response.status_code != 200:
            raise NoAnswer(f"{address} answers {response.status_code}")
        # A file comes in pieces.
        content = response.getvalue()
        for closer in response._resource_closers:  # type: ignore[attr-defined]
            closer()  # not `response.close()`, which would end the database connection, too
        kind = response["Content-Type"].partition(";")[0]
        return Answer(content, kind, "noindex" not in response.get("X-Robots-Tag", ""))

    def sitemap(self) -> Iterator[str]:
        """The path of every page that search engines are told of."""
        yield from self._sitemap("/sitemap.xml")

    def _sitemap(self, address: str) -> Iterator[str]:
        root = ElementTree.fromstring(self.get(address).content)  # noqa: S314 - made by ourselves
        for entry in root.iter(_LOC):
            path = (entry.text or "").removeprefix(self.address)
            if root.tag.endswith("sitemapindex"):
                yield from self._sitemap(path)
            else:
                yield path


def _own_name() -> str:
    """What pages call the site, where the operator has not said it: a name that it answers to."""
    names = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"]
    host = "localhost" if not names or "localhost" in names else names[0]
    return f"{'https' if settings.SECURE_SSL_REDIRECT else 'http'}://{host}"


def static_file(address: str) -> bytes:
    """The content of a static file by its address; raises NoAnswer where there is none."""
    name = address.removeprefix(settings.STATIC_URL)
    for path in (Path(settings.STATIC_ROOT) / name, Path(finders.find(name) or "")):
        if path.is_file():
            return path.read_bytes()
    raise NoAnswer(f"{address} is no static file")


@contextmanager
def one_state() -> Iterator[None]:
    """All of it as it is now, whatever staff publishes meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if len(connection.savepoint_ids) == 0:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
