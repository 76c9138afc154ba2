"""The project as a benchmark meets it: through its WSGI door, without a web server or a network.

`open_site()` must be called before anything of the project is imported.
"""

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes  # as it goes over the wire


class Site:
    """The WSGI application and one way to ask it."""

    def __init__(self, application) -> None:
        self._application = application

    def get(self, address: str, encodings: str = "") -> Answer:
        """Ask for a path, with its query if it has one, as `Accept-Encoding: encodings`."""
        path, _, query = address.partition("?")
        status_and_headers: list = []

        def start_response(status, headers, error=None):
            status_and_headers[:] = [status, headers]

        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_ENCODING": encodings,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        chunks = self._application(environ, start_response)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        status, headers = status_and_headers
        return Answer(
            int(status.split()[0]), {name.lower(): value for name, value in headers}, body
        )


def open_site(keep_pages: bool = True) -> Site:
    """The site on the database the settings point at; `keep_pages=False` draws each page anew."""
    sys.path.insert(0, str(PROJECT))
    # A benchmark asks for hosts and paths of its own making; what the environment says of the
    # real site (HTTPS, its address) would turn every answer into a redirect.
    for name in ("SITE_ADDRESS", "HTTPS", "ALLOWED_HOSTS"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from django.conf import settings

    from config.wsgi import application  # starts the embedded PostgreSQL when none is named

    settings.KEEP_PAGES = keep_pages
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    return Site(application)
