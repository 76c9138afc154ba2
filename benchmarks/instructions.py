"""Instructions the processor runs for one request, counted by callgrind in a child process.

The figure is the same within 1 % on any machine and under any load, which milliseconds are not.
It covers the whole way through WSGI (middleware, view, database driver, templates), not PostgreSQL
and not the web server.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TIMES = 5
WARM_UP = 3
PATIENCE = 300  # seconds; a start under valgrind takes 20 to 60


class NoValgrind(Exception):
    """valgrind is not installed; the message says what to type."""


def instructions(address: str, keep_pages: bool) -> int:
    """Instructions for one request of `address`, a mean of five after three to warm up."""
    if not shutil.which("valgrind"):
        raise NoValgrind(
            "valgrind is missing, so instructions cannot be counted: apt-get install valgrind"
        )
    command = [
        "valgrind",
        "--tool=callgrind",
        "--instr-atstart=no",
        "--callgrind-out-file=/dev/null",
        sys.executable,
        str(Path(__file__).resolve()),
        address,
        "kept" if keep_pages else "fresh",
    ]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},  # the order of sets is part of the figure
        timeout=PATIENCE,
        check=False,
    )
    found = re.search(r"Collected\s*:\s*(\d+)", ended.stderr)
    if ended.returncode or not found:
        raise RuntimeError(f"callgrind failed for {address}:\n{ended.stderr[-2000:]}")
    return int(found[1]) // TIMES


def _count(address: str, keep_pages: bool) -> None:
    """In the child: warm up, switch the counting on, ask, switch it off."""
    from site_under_test import open_site

    site = open_site(keep_pages)
    for _ in range(WARM_UP):
        answer = site.get(address)
    if answer.status != 200:
        sys.exit(f"{address} answers {answer.status}")
    _switch("on")
    for _ in range(TIMES):
        site.get(address)
    _switch("off")
    os._exit(0)  # leaving the pool and the threads under valgrind takes longer than the counting


def _switch(state: str) -> None:
    outside = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LD_PRELOAD", "GLIBCPP", "VALGRIND"))
    }
    subprocess.run(
        ["callgrind_control", "-i", state, str(os.getpid())],
        check=True,
        stdout=subprocess.DEVNULL,
        env=outside,
    )


if __name__ == "__main__":
    _count(sys.argv[1], keep_pages=sys.argv[2] == "kept")
