"""Steps shown one by one with their time, and failures that say what to do."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any


class Failure(Exception):
    """What stops a script; the message is for people and says what to do."""


def can_write(letters: str) -> bool:
    """True when the terminal's encoding has these letters."""
    try:
        letters.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def say(text: str = "") -> None:
    """Print at once, also into a pipe; letters that the terminal lacks become question marks."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


@contextlib.contextmanager
def step(doing: str, done: str) -> Iterator[None]:
    """Show `doing` while it goes on, then `done` with the seconds it took."""
    tick, cross = ("✓", "✗") if can_write("✓✗") else ("ok", "--")
    lively = sys.stdout.isatty()
    if lively:
        print(f"  {doing}…" if can_write("…") else f"  {doing}...", end="", flush=True)
    wipe = "\r\033[K" if lively else ""
    begin = time.monotonic()
    try:
        yield
    except BaseException:
        say(f"{wipe}{cross} {doing}")
        raise
    say(f"{wipe}{tick} {done} ({time.monotonic() - begin:.1f} s)")


def output_of(
    command: Sequence[str | Path], advice: str, environment: Mapping[str, str] | None = None
) -> str:
    """Run a command and return what it printed; Failure with its last lines and the advice."""
    try:
        process = subprocess.Popen(
            [str(word) for word in command],
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise Failure(f"{command[0]} cannot be run: {error.strerror}. {advice}") from error
    try:
        printed, complained = process.communicate()
    except BaseException:  # Ctrl-C: it must be gone before the database is stopped
        end(process, seconds=5)
        raise
    if process.returncode:
        lines = (printed + complained).strip().splitlines()[-15:]
        shown = "\n".join(f"    {line}" for line in lines)
        raise Failure(f"{shown}\n{advice}".lstrip("\n"))
    return printed


def end(process: subprocess.Popen[Any], seconds: float) -> None:
    """Ask a process to end, and end it if it has not after that time."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ended(failure: Failure) -> int:
    """Print the failure; the exit code that goes with it."""
    sys.stdout.flush()
    encoding = sys.stderr.encoding or "ascii"
    print(f"\n{failure}".encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)
    return 1
