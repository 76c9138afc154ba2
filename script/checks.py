"""Prepares everything, then runs linters and tests; with arguments only pytest, with these."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # of whatever folder it is run

from script import preparation
from script.machine import PROJECT
from script.preparation import ENVIRONMENT, PYTHON
from script.progress import Failure, ended, output_of, say, step

PROCESSES = 2


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        preparation.prepare(tests=True)
        if Path(sys.prefix) != ENVIRONMENT:
            os.execv(PYTHON, [str(PYTHON), __file__, *sys.argv[1:]])
        return check(sys.argv[1:])
    except Failure as failure:
        return ended(failure)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def check(words: list[str]) -> int:
    """Run everything, or only pytest with the words given; return the exit code."""
    from config import embedded_postgres  # found in .venv, hence not before

    environment = preparation.private_environment()
    server = embedded_postgres.server(in_tests=True)
    try:
        if not environment.get("DATABASE_URL"):
            with step("Starting PostgreSQL", "PostgreSQL ready"):
                environment["DATABASE_URL"] = server.start()
        with step("Compiling translations", "Translations ready"):
            output_of(
                [PYTHON, PROJECT / "manage.py", "compile_translations"],
                "manage.py compile_translations failed; the lines above tell why.",
                environment,
            )
        if not words:
            lint(environment)
            # A module stays in one process: the demo is loaded, and the site started, once. The
            # order stays too: tests that empty the database come after those that need its rows.
            words = ["--numprocesses", str(PROCESSES)]
            words += ["--dist", "loadscope", "--no-loadscope-reorder"]
        else:
            words = [absolute(word) for word in words]
        say()
        return subprocess.call([PYTHON, "-m", "pytest", *words], cwd=PROJECT, env=environment)
    except embedded_postgres.ServerError as error:
        raise Failure(str(error)) from error
    finally:
        server.release(patience=2)


def absolute(word: str) -> str:
    """A path of the folder where the command was typed, as pytest finds it from the project's."""
    path, *test = word.split("::")
    if path and not path.startswith("-") and Path(path).exists():
        return "::".join([str(Path(path).resolve()), *test])
    return word


def lint(environment: dict[str, str]) -> None:
    """Run every linter, show what each found, and raise Failure if one found something."""
    templates = sorted(
        path
        for folder in PROJECT.glob("**/templates")
        if not folder.relative_to(PROJECT).parts[0].startswith(".")
        for path in folder.rglob("*.html")
    )
    found: list[str] = []
    linters: tuple[tuple[str, list[str | Path]], ...] = (
        ("ruff check", ["ruff", "check", "."]),
        ("ruff format", ["ruff", "format", "--check", "."]),
        ("djade", ["djade", "--check", *templates]),
        ("mypy", ["mypy"]),
        ("lint-imports", ["lint-imports"]),
        ("makemigrations", [PROJECT / "manage.py", "makemigrations", "--check", "--dry-run"]),
    )
    for name, words in linters:
        if words[0] == "djade" and not templates:
            continue
        program = [PYTHON] if name == "makemigrations" else []
        first = words[0] if program else ENVIRONMENT / "bin" / str(words[0])
        try:
            with step(f"Checking with {name}", f"{name} finds nothing"):
                output_of([*program, first, *words[1:]], f"({name})", environment)
        except Failure as failure:
            say(f"{failure}\n")
            found.append(name)
    if found:
        raise Failure(f"Something to mend, shown above: {', '.join(found)}. No test was run yet.")


if __name__ == "__main__":
    sys.exit(main())
