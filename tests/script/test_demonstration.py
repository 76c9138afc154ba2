"""The demo comes up, changes nothing the second time, and leaves nothing behind."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from script import demonstration
from script.machine import PROJECT
from script.preparation import MADE_HERE
from script.progress import Failure


@pytest.fixture
def taken_port() -> Iterator[int]:
    with contextlib.closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


def free_port() -> int:
    with contextlib.closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def test_taken_port_is_told_in_a_sentence(taken_port):
    with pytest.raises(Failure, match=f"Port {taken_port} is taken by another program"):
        demonstration.refuse_a_taken_port(taken_port)


@pytest.mark.parametrize("word", ["0", "65536", "-1", "x", "²"])
def test_word_that_is_no_port_is_refused(monkeypatch, capsys, word):
    monkeypatch.setattr(sys, "argv", ["demo", f"--port={word}"])

    with pytest.raises(SystemExit):
        demonstration.arguments()

    assert f"{word} is no port" in capsys.readouterr().err


class Run:
    """Records the commands that would have run, in a project of three files."""

    def __init__(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.project = project
        self.commands: list[str] = []
        for name in ("villages/migrations/0001_first.py", "locale/lv/django.mo", "static/a.css"):
            (project / name).parent.mkdir(parents=True)
            (project / name).write_text("")
        (project / "var" / "static").mkdir(parents=True)
        monkeypatch.setattr(demonstration, "PROJECT", project)
        monkeypatch.setattr(demonstration, "STAMPS", project / "stamps.json")
        monkeypatch.setattr(demonstration, "output_of", self.record)

    def record(self, command: list, advice: str, environment: dict) -> str:
        name, *options = command[len(demonstration.MANAGE) :]
        self.commands.append(" ".join([name, *options]) if "--new-passwords" in options else name)
        return "logins" if name == "load_demo" else ""

    def again(self, database: str | None = "one", new_passwords: bool = False) -> list[str]:
        self.commands = []
        self.logins = demonstration.bring_up_to_date({}, database, new_passwords)
        return self.commands


@pytest.fixture
def run(tmp_path, monkeypatch):
    return Run(tmp_path, monkeypatch)


ALL = ["migrate", "compile_translations", "load_demo", "collectstatic"]


def test_nothing_is_done_twice(run):
    assert run.again() == ALL
    assert run.logins == "logins"

    assert run.again() == []
    assert run.logins == ""


def test_only_what_has_changed_is_done_again(run):
    run.again()

    (run.project / "static" / "b.css").write_text("")
    assert run.again() == ["collectstatic"]

    (run.project / "villages" / "migrations" / "0002_second.py").write_text("")
    assert "migrate" in run.again()
    assert run.again() == []

    shutil.rmtree(run.project / "var" / "static")
    (run.project / "locale" / "lv" / "django.mo").unlink()
    assert run.again() == ["compile_translations", "collectstatic"]


def test_another_database_is_filled(run):
    run.again()

    assert run.again("two") == ["migrate", "load_demo"]


def test_database_of_somebody_else_is_always_asked(run):
    run.again()

    assert run.again(None) == ["migrate", "load_demo"]
    assert run.again(None) == ["migrate", "load_demo"]


def test_new_passwords_are_made_when_asked(run):
    run.again()

    assert run.again(new_passwords=True) == ["load_demo --new-passwords"]
    assert run.logins == "logins"


# --- The whole, in a copy of the project ----------------------------------------------------------


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy without what the scripts made, but with the packages."""
    project = tmp_path / "a copy"
    hidden = shutil.ignore_patterns(*MADE_HERE, ".*", "__pycache__", "var", "*.mo")
    shutil.copytree(PROJECT, project, ignore=hidden)
    (project / ".venv").symlink_to(PROJECT / ".venv")
    return project


class Demo:
    def __init__(self, project: Path) -> None:
        self.port = free_port()
        self.project = project
        self.output = project / "output.txt"
        ours = ("DATABASE_URL", "PYTEST_VERSION", "PYTEST_CURRENT_TEST", "DJANGO_SETTINGS_MODULE")
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [project / "script" / "demo", "--port", str(self.port)],
                cwd="/",
                env=environment,
                stdout=output,
                stderr=output,
            )

    def wait(self) -> str:
        until = time.monotonic() + 180
        while time.monotonic() < until and self.process.poll() is None:
            if "Ctrl-C stops the demo." in self.output.read_text():
                return self.output.read_text()
            time.sleep(0.1)
        pytest.fail(self.output.read_text())

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.read().decode()

    def stop(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        return self.process.wait(timeout=30)

    def left_over(self) -> list[str]:
        """Processes that still work in the project's folder."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if str(self.project) in line and int(process.name) != os.getpid():
                    found.append(line)
        return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")
def test_demo_comes_up_twice_and_leaves_nothing_behind(copy):
    first = Demo(copy)
    try:
        said = first.wait()
        assert "demo-editor-lv" in said
        for language in ("lv", "lt", "en"):
            assert f'<html lang="{language}"' in first.page(f"/{language}/")
        assert len(first.left_over()) > 5  # the look for processes can find them
    finally:
        code = first.stop(signal.SIGINT)
    assert code == 0
    assert first.left_over() == []

    second = Demo(copy)
    try:
        said = second.wait()
        steps = [line.split(" (")[0] for line in said.splitlines() if line.startswith("✓")]
        assert steps == ["✓ PostgreSQL ready", "✓ Server ready"]
        assert "demo-editor-lv" not in said
        assert "script/demo --new-passwords" in said
    finally:
        code = second.stop(signal.SIGTERM)
    assert code == 0
    assert second.left_over() == []
