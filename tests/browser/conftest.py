"""A site as in production, filled with the demo, and Debian's Chromium to look at it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

PATIENCE = 120  # seconds that any step of the preparation may take


@dataclass(frozen=True)
class LiveSite:
    """Where the site listens, its sample logins (user name -> password), and its `manage.py`."""

    address: str
    logins: dict[str, str]
    manage: Callable[..., str]


@pytest.fixture(scope="session")
def live_site(tmp_path_factory, worker_id) -> Iterator[LiveSite]:
    """gunicorn on a database of its own, with collected static files and DEBUG off."""
    from config import embedded_postgres

    folder = tmp_path_factory.mktemp("site")
    server = urlsplit(os.environ.get("DATABASE_URL") or embedded_postgres.address())
    database = f"browser_{worker_id}_{os.getpid()}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"},
        "DATABASE_URL": server._replace(path=f"/{database}").geturl(),
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "DEBUG": "0",
        "HTTPS": "0",
        "SITE_ADDRESS": "",
        "ALLOWED_HOSTS": "127.0.0.1",
        "WEB_WORKERS": "1",
    }

    def manage(*words: str) -> str:
        ended = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')
    try:
        manage("migrate", "--verbosity=0")
        manage("compile_translations")
        manage("collectstatic", "--noinput", "--verbosity=0")
        logins = dict(re.findall(r"^  (demo-\S+) +(\S+)", manage("load_demo"), re.MULTILINE))
        with _serving(environment, folder / "gunicorn.log") as address:
            yield LiveSite(address, logins, manage)
    finally:
        with psycopg.connect(server.geturl(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


class _serving:
    """gunicorn, as long as the `with` lasts."""

    def __init__(self, environment: dict[str, str], log) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._log = log
        command = ["-m", "gunicorn", "--config", "config/gunicorn.py"]
        self._process = subprocess.Popen(
            [sys.executable, *command, "--bind", f"127.0.0.1:{self._port}"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> str:
        address = f"http://127.0.0.1:{self._port}"
        until = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"{address}/robots.txt", timeout=5).close()  # noqa: S310
                return address
            except urllib.error.URLError:
                if time.monotonic() > until or self._process.poll() is not None:
                    self.__exit__()
                    pytest.fail(f"gunicorn does not serve:\n{self._log.read_text()}")
                time.sleep(0.1)

    def __exit__(self, *_error) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()


# For these tests alone: while its event loop runs in this thread, Django's connections are others,
# which know nothing of the data that other tests want back after they have emptied the database.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        # Its event loop runs in this thread; Django would take every query here for a mistake.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield started
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def chromium(playwright) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is missing; script/test installs it, or: apt-get install chromium")
    # Chromium's sandbox refuses to run as root.
    words = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=program, args=words)
    yield browser
    browser.close()


@dataclass
class Visit:
    """A page in a browser window of its own, and what the browser complained about."""

    page: Page
    site: LiveSite
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.site.address + path, wait_until="load")
        return self.page


@pytest.fixture
def visit(chromium, live_site):
    """Makes a `Visit`; its words are those of Playwright's `new_context`."""
    contexts = []

    def make(width: int = 1280, height: int = 900, **words) -> Visit:
        # Only tests of the service worker want one: what it keeps would answer for the site.
        words = {"service_workers": "block", **words}
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", **words
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        visit = Visit(context.new_page(), live_site)

        def heard(message) -> None:
            # A refusal of the content security policy is told as an error, too.
            # Playwright says so itself when it blocks a service worker.
            if message.type in ("error", "warning") and "blocked by Playwright" not in message.text:
                visit.complaints.append(f"{visit.page.url}: {message.text}")

        visit.page.on("console", heard)
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        return visit

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def addresses(live_site) -> dict[str, str]:
    """An English address of each kind of page, found by following links as visitors do."""

    def html(path: str) -> str:
        with urllib.request.urlopen(live_site.address + path, timeout=30) as answer:  # noqa: S310
            return answer.read().decode()

    def first(pattern: str, path: str) -> str:
        found = re.search(rf'href="({pattern})"', html(path))
        assert found, f"No link like {pattern} on {path}"
        return found[1]

    route = first(r"/en/routes/[^/\"]+/", "/en/routes/")
    villages = re.findall(r'<option value="(v\d+)"', html("/en/my-trip/"))
    stops = ".".join(villages[:3])
    a_village = first(r"/en/villages/(?!map/)[^/\"?]+/", "/en/villages/")
    return {
        "home": "/en/",
        "village list": "/en/villages/",
        "filtered list": first(r"/en/villages/\?theme=[^\"]+", "/en/themes/"),
        "village": a_village,
        "map of villages": "/en/villages/map/",
        "theme list": "/en/themes/",
        "route list": "/en/routes/",
        "route": route,
        "formats": f"{route}brochure/",
        "brochure": f"{route}brochure/?format=a4",
        "leaflet": f"{route}brochure/?format=leaflet",
        "map sheet": f"{route}brochure/?format=map-a6",
        "three languages": f"{route}brochure/?format=map-three",
        "card": f"{a_village}card/",
        "event list": "/en/events/",
        "event": first(r"/en/events/[^/\"]+/", "/en/events/"),
        "past events": "/en/events/archive/",
        "stories": "/en/stories/",
        "about": "/en/about/",
        "privacy": "/en/privacy/",
        "data": "/en/api/",
        "empty trip": "/en/my-trip/",
        "trip": f"/en/my-trip/?stops={stops}_{villages[3]}&from=2027-05-03&back=1",
        "basket": f"/en/my-brochure/?parts={stops}&title=Rye",
        "search": "/en/search/?q=bread",
        "not found": "/en/nothing-here/",
    }
