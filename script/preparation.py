"""From a bare checkout to an environment in which the project runs.

Runs on Python 3.9 too, with the standard library only. What is made lies in the project:
`.tools/` (uv, a Python if one had to be fetched, caches) and `.venv/`.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from script import machine
from script.machine import PROJECT, TOOLS
from script.progress import Failure, output_of, step

ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "prepared"
MADE_HERE = (".venv", ".tools", ".postgres", "var", ".secret-key")


def prepare(tests: bool = False) -> None:
    """Bring Python, uv, the locked packages and the system's libraries; what is there stays.

    Raises Failure with a sentence that says what to do.
    """
    refuse_a_strangers_project()
    ready = is_prepared(tests)
    uv = machine.find_uv() if not ready else None
    packages = machine.missing_packages(tests, uv=not ready and uv is None)
    if packages:
        machine.install_packages(packages)
    if ready:
        return
    python = machine.find_python()
    if uv is None:
        with step("Installing uv into .tools", "uv installed into .tools"):
            uv = machine.install_uv(python)
    with step(
        "Installing the locked packages into .venv (a minute or two the first time)",
        "Locked packages installed into .venv",
    ):
        sync(uv, python, tests)
    STAMP.write_text("\n".join([lock_digest(), *(["tests", "roads"] if tests else [])]) + "\n")


def refuse_a_strangers_project() -> None:
    """Raise Failure when another user has worked here, whose files cannot be written."""
    me = os.geteuid()
    if me == 0:
        return
    command = f"sudo chown -R $(id -u):$(id -g) {PROJECT}"
    if not os.access(PROJECT, os.W_OK):
        raise Failure(
            f"You may not write into {PROJECT}. Work in a copy of your own, or take it over "
            f"with: {command}"
        )
    for name in MADE_HERE:
        path = PROJECT / name
        if path.exists() and path.stat().st_uid != me:
            raise Failure(
                f"{path} belongs to another user, who started this copy of the project before you. "
                f"Work in a copy of your own, or take it over with: {command}"
            )


def lock_digest() -> str:
    return hashlib.sha256((PROJECT / "uv.lock").read_bytes()).hexdigest()


def is_prepared(tests: bool) -> bool:
    """True when .venv holds what uv.lock says, for the demo or for the tests too."""
    try:
        digest, *more = STAMP.read_text().split()
    except (OSError, ValueError):
        return False
    return (
        digest == lock_digest()
        and (not tests or {"tests", "roads"} <= set(more))
        and machine.answers([PYTHON, "-c", ""]) is not None
    )


def sync(uv: Path, python: Path | None, tests: bool) -> None:
    """Make .venv what uv.lock says; the demo leaves the packages of the tests where they are."""
    # Compiled now, so that the first page and the first brochure need not wait for it.
    words = ["sync", "--frozen", "--quiet", "--compile-bytecode"]
    # The road engine is for those who want it; its tests run everywhere.
    words += ["--extra", "roads"] if tests else ["--no-dev", "--inexact"]
    words += ["--python", str(python or machine.FETCHED_PYTHON)]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("VIRTUAL_ENV", "UV_PYTHON")
    }
    environment |= {
        "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT),
        "UV_PYTHON_INSTALL_DIR": str(TOOLS / "python"),
        "UV_PYTHON_INSTALL_BIN": "0",
        "UV_PYTHON_DOWNLOADS": "automatic" if python is None else "never",
    }
    advice = "The packages could not be installed. Is this machine connected? Then start again."
    if python is None:
        advice += (
            " No Python 3.12 or newer was found here, so uv tried to fetch one; if it may not, "
            "install Python 3.13 yourself and put it on PATH."
        )
    output_of([uv, "--project", PROJECT, *words], advice, environment)


def private_environment() -> dict[str, str]:
    """The environment for what runs in the project: caches and settings stay in .tools/."""
    home = TOOLS / "home"
    home.mkdir(parents=True, exist_ok=True)
    left_out = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in left_out and not name.startswith("XDG_")
    }
    return environment | {"HOME": str(home), "PLAYWRIGHT_BROWSERS_PATH": str(TOOLS / "browsers")}
