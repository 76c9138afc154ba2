"""What this machine has and what it lacks: Pythons, uv, and Debian packages.

Runs on Python 3.9 too, with the standard library only: it is what finds a newer Python.
"""

from __future__ import annotations

import ctypes
import glob
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from script.progress import Failure, output_of, step

PROJECT = Path(__file__).resolve().parent.parent
TOOLS = PROJECT / ".tools"

OLDEST_PYTHON = (3, 12)
PYTHONS = ("python3.13", "python3.14", "python3.12")  # in the order in which they are preferred
FETCHED_PYTHON = "3.13"
OLDEST_UV = (0, 8)
FETCHED_UV = "uv>=0.13.9,<0.14"

# Debian's packages, by what shows that they are there.
LIBRARIES = {  # WeasyPrint's
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
TEST_PROGRAMS = {
    "chromium": "chromium",
    "msgfmt": "gettext",
    "gs": "ghostscript",
    "qpdf": "qpdf",
    "pdftotext": "poppler-utils",
}


# --- Python ---------------------------------------------------------------------------------------


def answers(command: list[str | Path], timeout: int = 20) -> str | None:
    """What the command prints, or None when it is missing or fails (as a pyenv shim may)."""
    try:
        ran = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ran.stdout if ran.returncode == 0 else None


def possible_pythons() -> Iterator[Path]:
    """Where a Python may be: on PATH, in pyenv's folder, and the one that runs this."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for name in PYTHONS:
        for folder in folders:
            if os.path.exists(folder / name):  # noqa: PTH110 - False for folders of others
                yield folder / name
    pyenvs = {os.environ.get("PYENV_ROOT", ""), os.path.expanduser("~/.pyenv")} - {""}  # noqa: PTH111
    for name in PYTHONS:
        for pyenv in pyenvs:
            pattern = f"{glob.escape(pyenv)}/versions/{name[6:]}.*/bin/{name}"
            found = glob.glob(pattern)  # noqa: PTH207 - finds nothing in folders of others
            yield from sorted(map(Path, found), reverse=True)
    yield Path(getattr(sys, "_base_executable", None) or sys.executable)


def find_python() -> Path | None:
    """A Python that runs, is new enough and whole; None when uv has to bring one."""
    test = (
        "import ctypes, ssl, sys, zlib; "
        f"assert sys.version_info >= {OLDEST_PYTHON}; print(sys.executable)"
    )
    for python in possible_pythons():
        said = answers([python, "-c", test])
        if said:
            return Path(said.strip())
    return None


# --- uv -------------------------------------------------------------------------------------------


def find_uv() -> Path | None:
    """A uv that runs and is new enough: the project's own, or one on PATH."""
    on_path = shutil.which("uv")
    for uv in (TOOLS / "uv" / "bin" / "uv", Path(on_path) if on_path else None):
        said = answers([uv, "--version"]) if uv else None
        numbers = re.search(r"(\d+)\.(\d+)", said or "")
        if uv and numbers and (int(numbers[1]), int(numbers[2])) >= OLDEST_UV:
            return uv
    return None


def can_make_environments(python: Path | str) -> bool:
    """False on a bare Debian, whose Python comes without venv and pip."""
    return answers([python, "-c", "import ensurepip, venv"]) is not None


def install_uv(python: Path | None) -> Path:
    """Install uv into a folder of the project, and nowhere else."""
    folder = TOOLS / "uv"
    for candidate in (python, Path(sys.executable), Path("/usr/bin/python3")):
        if candidate and can_make_environments(candidate):
            break
    else:
        raise Failure(
            "uv is missing, and no Python here can make an environment to install it in. Install "
            "one with: sudo apt-get install python3-venv"
        )
    advice = "uv could not be installed. Is this machine connected? Then start again."
    output_of([candidate, "-m", "venv", "--clear", folder], advice)
    quiet = ["--quiet", "--no-cache-dir", "--disable-pip-version-check"]
    output_of([folder / "bin" / "python", "-m", "pip", "install", *quiet, FETCHED_UV], advice)
    return folder / "bin" / "uv"


# --- Debian packages ------------------------------------------------------------------------------


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages(tests: bool, uv: bool) -> list[str]:
    """Debian's packages that are still needed: for PDF, for the tests, to install uv."""
    packages = [package for name, package in LIBRARIES.items() if not has_library(name)]
    if tests:
        packages += [
            package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None
        ]
    if uv and not any(
        can_make_environments(python) for python in (sys.executable, "/usr/bin/python3")
    ):
        packages += ["python3-venv", "ca-certificates"]
    return packages


def install_packages(packages: list[str]) -> None:
    """Install them with apt-get when that needs no question; else Failure with what to type."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends"]
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") is None:
        raise Failure(
            "These are missing, by the names of Debian's packages: "
            f"{' '.join(packages)}. Install them the way your system does, then start again."
        )
    if as_root and answers([*as_root, "true"]) is None:
        words = " ".join([*install, *packages])
        raise Failure(
            f"Some system packages are missing. Type this, then start again:\n\n"
            f"    sudo apt-get update && sudo {words}\n\n"
            f"(Without sudo: the same as root, without the word sudo.)"
        )
    advice = f"apt-get could not install {' '.join(packages)}. Install them, then start again."
    quiet = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    wait = ["-o", "DPkg::Lock::Timeout=120"]
    with step(
        f"Installing system packages: {' '.join(packages)}",
        f"System packages installed: {' '.join(packages)}",
    ):
        if answers([*quiet, *wait, *install[1:], *packages], timeout=900) is None:
            output_of([*quiet, "update"], advice)
            output_of([*quiet, *wait, *install[1:], *packages], advice)
