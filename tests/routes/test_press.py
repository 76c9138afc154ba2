"""The press: it reads its own files only, stays small, dies in time, and knows no Django."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings

from routes.press.client import Press, PressFailed, TookTooLong
from routes.press.job import Job, Report
from routes.press.own_files import OwnFiles, Refused

SITE = "https://villages.example"
BASE = f"{SITE}/lv/marsruti/a/brochure/"
OWN = (("/static/", str(settings.BASE_DIR / "static")),)


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


def job(html: str, **more) -> Job:
    return Job(html=html, base_url=BASE, language="en", title="T", own=OWN, **more)


@pytest.fixture(scope="module")
def press():
    press = Press(dict(os.environ), seconds=60)
    yield press
    press.end()


def odd_press(name: str, seconds: int = 20) -> Press:
    return Press(dict(os.environ), seconds, printer=f"tests.routes.odd_printers:{name}")


def test_what_it_may_not_read_is_left_out_and_told(press, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>secret</text></svg>")
    html = (
        "<html lang='en'><title>T</title><link rel=stylesheet href='http://127.0.0.1:9/a.css'>"
        f"<p>Here</p><img src='file://{secret}' alt='x'><img src='file:///etc/passwd' alt='y'>"
        "<img src='/static/img/eu-emblem.svg' alt='Emblem'>"
    )

    answer = press.print(job(html))

    complaints = "\n".join(answer.complaints)
    assert "not one of our own files: file:///etc/passwd" in complaints
    assert f"not one of our own files: file://{secret}" in complaints
    assert "not one of our own files: http://127.0.0.1:9/a.css" in complaints
    assert "eu-emblem" not in complaints


def test_without_its_style_there_is_no_brochure(press):
    with pytest.raises(PressFailed, match="not one of our own files"):
        press.print(job("<link rel=stylesheet href=/static/css/missing.css><p>x"))


def test_one_press_prints_for_many_threads(press):
    press.print(job("<p>first"))
    before = press.process_id
    answers = []

    def ask(number: int) -> None:
        answers.append(press.print(job(f"<main><section id='n{number}'><h1>{number}")))

    threads = [threading.Thread(target=ask, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(next(iter(answer.report.sections)) for answer in answers) == [
        "n0", "n1", "n2", "n3",
    ]  # fmt: skip
    assert press.process_id == before


def test_a_press_that_died_is_started_again(press):
    press.print(job("<p>x"))
    died = press.process_id
    os.kill(died, 9)

    assert press.print(job("<p>y")).pdf.startswith(b"%PDF-")
    assert press.process_id not in (0, died)


def test_it_ends_with_the_process_that_started_it(tmp_path):
    code = (
        "import os; from routes.press.client import Press; from routes.press.job import Job;"
        "press = Press(dict(os.environ), 30);"
        "press.print(Job('<p>x', 'http://localhost/'));"
        "print(press.process_id, flush=True); os.kill(os.getpid(), 9)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True
    )

    assert not_running_after(3, done.stdout.strip())


def test_a_job_that_takes_too_long_is_ended_with_all_it_started(tmp_path):
    press = odd_press("endless", seconds=3)
    begun = time.monotonic()

    with pytest.raises(TookTooLong):
        press.print(Job(str(tmp_path / "pids"), "http://localhost/"))

    assert time.monotonic() - begun < 10
    for pid in (tmp_path / "pids").read_text().split():
        assert not_running_after(3, pid)
    press.end()


@pytest.mark.parametrize("name", ["dying", "half", "hungry", "failing", "no_pdf"])
def test_nothing_half_done_comes_out(name):
    press = odd_press(name)

    with pytest.raises(PressFailed):
        press.print(job("<p>x"))
    press.end()


def test_it_leaves_nothing_in_the_temporary_folder(tmp_path):
    press = Press(dict(os.environ) | {"TMPDIR": str(tmp_path)}, seconds=30)
    press.print(job("<style>@font-face{font-family:X;src:url(/static/fonts/print/sans-400.ttf)}"))
    press.end()

    assert [path.name for path in tmp_path.iterdir()] == []


def test_it_knows_nothing_of_django():
    code = (
        "import sys, routes.press.server, routes.press.printing, routes.press.client;"
        "sys.exit('django' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR).returncode == 0


def test_jobs_and_reports_travel_as_json():
    asked = job("<p>x", levels={"a": 2}, pages={"b": 3}, purpose="shop", imposition="roll")
    told = Report(2, {"a": {"pages": 1, "level": 2, "fits": True}}, overflow=[{"page": 1}])

    assert Job.from_json(asked.to_json()) == asked
    assert Report.from_json(told.to_json()) == told
    for nonsense in ("[]", "{}", '{"html": "", "base_url": "", "colour": 1}', "x"):
        with pytest.raises(ValueError):
            Job.from_json(nonsense)
    with pytest.raises(ValueError):
        Job("", "", purpose="poster")
    with pytest.raises(ValueError):
        Job("", "", imposition="origami")


def not_running_after(seconds: float, pid: str) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


def is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
