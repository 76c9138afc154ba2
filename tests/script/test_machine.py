"""What a machine has is found, and what it lacks is said in words one can act on."""

import subprocess
import sys
from pathlib import Path

import pytest

from script import machine, preparation
from script.progress import Failure, output_of


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine with an empty PATH and an empty home."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    monkeypatch.setattr(machine, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(sys, "_base_executable", str(tmp_path / "nothing"))
    return tmp_path


def test_python_that_stands_on_path_but_does_not_run_is_passed_over(bare):
    program(bare / "bin" / "python3.13", "echo 'pyenv: version is not set' >&2; exit 127")
    program(bare / "bin" / "python3.12", f'exec "{sys.executable}" "$@"')

    assert machine.find_python() == Path(sys.executable)


def test_python_of_pyenv_is_found_and_newest_first(bare):
    for version in ("3.12.9", "3.13.0"):
        name = f"python{version[:4]}"
        program(bare / ".pyenv" / "versions" / version / "bin" / name, f"echo /it/is/{version}")

    assert machine.find_python() == Path("/it/is/3.13.0")


def test_without_a_python_nothing_is_found(bare):
    program(bare / "bin" / "python3.11", f'exec "{sys.executable}" "$@"')

    assert machine.find_python() is None


def test_uv_that_is_too_old_is_not_used(bare):
    program(bare / "bin" / "uv", "echo 'uv 0.4.30 (2024)'")
    assert machine.find_uv() is None

    program(bare / "tools" / "uv" / "bin" / "uv", "echo 'uv 0.13.9 (2026)'")
    assert machine.find_uv() == bare / "tools" / "uv" / "bin" / "uv"


def test_user_without_sudo_is_told_the_line_to_type(bare, monkeypatch):
    program(bare / "bin" / "apt-get", "exit 1")
    program(bare / "bin" / "sudo", "echo 'sudo: a password is required' >&2; exit 1")
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(Failure) as failure:
        machine.install_packages(["libpango-1.0-0", "chromium"])

    line = "sudo apt-get install --yes --no-install-recommends libpango-1.0-0 chromium"
    assert line in str(failure.value)


def test_user_whose_sudo_asks_nothing_gets_the_packages(bare, monkeypatch, capsys):
    asked = bare / "asked"
    program(bare / "bin" / "apt-get", "exit 1")
    program(bare / "bin" / "sudo", f'echo "$*" >> "{asked}"')
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    machine.install_packages(["qpdf"])

    assert asked.read_text().splitlines()[-1].endswith("--no-install-recommends qpdf")
    assert "System packages installed: qpdf" in capsys.readouterr().out


def test_system_without_apt_is_told_what_is_missing(bare):
    with pytest.raises(Failure, match="names of Debian's packages: libpango-1.0-0"):
        machine.install_packages(["libpango-1.0-0"])


def test_only_what_is_missing_is_asked_for(bare, monkeypatch):
    monkeypatch.setattr(machine, "has_library", lambda name: "subset" not in name)
    monkeypatch.setattr(machine, "can_make_environments", lambda python: False)
    program(bare / "bin" / "qpdf", "")

    assert machine.missing_packages(tests=False, uv=False) == ["libharfbuzz-subset0"]
    assert machine.missing_packages(tests=True, uv=True) == [
        "libharfbuzz-subset0",
        "chromium",
        "gettext",
        "ghostscript",
        "poppler-utils",
        "python3-venv",
        "ca-certificates",
    ]


def test_project_of_another_user_is_refused_before_anything_is_written(monkeypatch, tmp_path):
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(preparation, "PROJECT", tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: tmp_path.stat().st_uid + 1)
    monkeypatch.setattr("os.access", lambda path, mode: True)

    with pytest.raises(Failure, match=r"\.venv belongs to another user.*sudo chown -R"):
        preparation.refuse_a_strangers_project()


def test_failed_command_shows_its_last_lines_and_the_advice():
    command = [sys.executable, "-c", "import sys; print('out'); sys.exit('it is broken')"]

    with pytest.raises(Failure) as failure:
        output_of(command, "Mend it.")

    assert str(failure.value).split() == ["out", "it", "is", "broken", "Mend", "it."]


@pytest.mark.parametrize("name", ["checks", "demonstration"])
def test_scripts_can_be_read_by_the_oldest_python_that_starts_them(name):
    """The newest syntax they may use is that of Python 3.9; ruff checks the same."""
    found = [machine.answers([f"python3.{minor}", "--version"]) for minor in (9, 10, 11)]
    oldest = next((minor for minor, said in zip((9, 10, 11), found, strict=True) if said), None)
    if oldest is None:
        pytest.skip("no Python older than 3.12 here")

    subprocess.run(
        [f"python3.{oldest}", "-c", f"import script.{name}"],
        cwd=machine.PROJECT,
        check=True,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
