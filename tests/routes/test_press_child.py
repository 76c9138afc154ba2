"""The child that prints: it reads its own files only, stays small, and knows nothing of Django."""

import subprocess
import sys

import pytest
from django.conf import settings

from routes.press.child import OwnFiles, Refused
from tests.routes.brochure_routes import brochure_address, route_of

SITE = "https://villages.example"
BASE = f"{SITE}/lv/marsruti/a/brochure/"
COMMAND = [sys.executable, "-m", "routes.press.child", "--base-url", BASE]
COMMAND += ["--own", f"/static/={settings.BASE_DIR / 'static'}"]


@pytest.fixture
def own(tmp_path) -> OwnFiles:
    static = tmp_path / "static"
    (static / "css").mkdir(parents=True)
    (static / "css" / "a b.css").write_text("p {}")
    (tmp_path / "secret").write_text("nobody's business")
    (static / "link").symlink_to(tmp_path / "secret")
    return OwnFiles(BASE, [("/static/", static)])


def test_a_file_of_our_own_is_found(own, tmp_path):
    assert own.path_of(f"{SITE}/static/css/a%20b.css?v=1").read_text() == "p {}"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "http://villages.example/static/css/a%20b.css",  # another scheme
        "https://villages.example:8443/static/css/a%20b.css",
        "https://user@villages.example/static/css/a%20b.css",
        "https://other.example/static/css/a%20b.css",
        f"{SITE}/static/../secret",
        f"{SITE}/static/%2e%2e/secret",
        f"{SITE}/static//etc/passwd",
        f"{SITE}/static/link",
        f"{SITE}/static/css/",
        f"{SITE}/static/missing.css",
        f"{SITE}/lv/admin/",
        "ftp://villages.example/static/css/a%20b.css",
        "gopher://x",
        "",
    ],
)
def test_everything_else_is_refused(own, address):
    with pytest.raises(Refused):
        own.path_of(address)


def child(html: str, *arguments: str) -> tuple[bytes, str, int]:
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=html.encode(),
        capture_output=True,
        cwd=settings.BASE_DIR,
        timeout=60,
    )
    return done.stdout, done.stderr.decode(), done.returncode


def test_what_it_may_not_read_is_left_out_and_told(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>secret</text></svg>")
    html = (
        "<html lang='en'><title>T</title><link rel=stylesheet href='http://127.0.0.1:9/a.css'>"
        f"<p>Here</p><img src='file://{secret}' alt='x'><img src='file:///etc/passwd' alt='y'>"
        "<img src='/static/img/eu-emblem.svg' alt='Emblem'>"
    )

    pdf, complaints, code = child(html)

    assert code == 0
    assert pdf.startswith(b"%PDF-")
    assert "not one of our own files: file:///etc/passwd" in complaints
    assert f"not one of our own files: file://{secret}" in complaints
    assert "not one of our own files: http://127.0.0.1:9/a.css" in complaints
    assert "eu-emblem" not in complaints


def test_without_its_style_there_is_no_brochure():
    pdf, complaints, code = child("<link rel=stylesheet href=/static/css/missing.css><p>x")

    assert (pdf, code) == (b"", 1)
    assert "not one of our own files" in complaints


def test_it_knows_nothing_of_django():
    code = "import sys, routes.press.child; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR).returncode == 0


def test_it_refuses_an_option_that_makes_no_sense():
    _pdf, complaints, code = child("<p>x", "--own", "static")

    assert code == 2
    assert "/prefix/=folder" in complaints


# A small process of its own starts the child: a child's peak counts what its parent held, too.
MEASURE = """
import resource, subprocess, sys
with open(sys.argv[1], "rb") as html, open(sys.argv[2], "wb") as pdf:
    subprocess.run(sys.argv[3:], stdin=html, stdout=pdf, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)
"""


@pytest.mark.django_db
def test_twelve_pages_stay_below_150_mb(client, tmp_path):
    html = client.get(brochure_address(route_of(6), "lv")).content
    source, target = tmp_path / "brochure.html", tmp_path / "brochure.pdf"
    source.write_bytes(html.replace(b"http://testserver", SITE.encode()))
    measure = [sys.executable, "-c", MEASURE, str(source), str(target)]

    done = subprocess.run(
        measure + COMMAND, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    megabytes, seconds = map(float, done.stdout.split())
    assert megabytes < 150
    assert seconds < 10  # about two on a calm machine
    assert target.stat().st_size < 1_000_000
