"""What the list of villages costs as the catalogue grows, and whether it stays within twice.

    .venv/bin/python benchmarks/lists.py                     1,000, 10,000 and 100,000 villages
    .venv/bin/python benchmarks/lists.py 1000 100000         or as many as you say

Each number of villages has a database of its own (`seed.py`), which is filled if it is not there
and stays for the next time.
The pages are not kept, as is every combination of filters that nobody has asked for before; the bit
maps are, as long as nothing is published (*same state*). *After a change* they are read anew. Of 31
times the shortest is told, which is what the work takes while nobody else wants the processor.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from site_under_test import PROJECT, open_site

TIMES = 31
SAME_STATE, AFTER_A_CHANGE = "same state", "after a change"
HERE = Path(__file__).parent
LIST = "/lv/ciemi/"
QUESTIONS = {
    "all, first page": "",
    "all, last page": "page={last}",
    "all, page in the middle": "page={middle}",
    "all, newest first": "sort=newest",
    "one theme": "theme=crafts",
    "month, price, language": "month=7&price=10&speaks=lv",
    "the same, last page": "month=7&price=10&speaks=lv&page=99999",
    "on a Saturday, for 12, no booking": "on={saturday}&group=12&booking=no",
    "the same, with what nobody said": "on={saturday}&group=12&booking=no&unsaid=yes",
    "within 30 km of Daugavpils": "near=daugavpils",
    "within 100 km, last page": "near=daugavpils&km=100&page=99999",
    "within 30 km, by name, one offer": "near=daugavpils&sort=name&offer=meal",
}


def answer_questions() -> None:
    """In a child: for each line of a question and a state, the milliseconds that its page takes."""
    from datetime import timedelta

    from django.core.cache import caches
    from django.utils import timezone

    site = open_site(keep_pages=True)
    from catalogue import facets
    from villages import around
    from villages.lists import PER_PAGE

    last = -(-facets.totals("village", "lv", "")[""] // PER_PAGE)
    today = timezone.localdate()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 7)
    for line in sys.stdin:
        name, state = line.rstrip("\n").split("\t")
        query = QUESTIONS[name].format(last=last, middle=last // 2 + 1, saturday=saturday)
        for cache in caches.all():
            cache.clear()
        if state == AFTER_A_CHANGE:
            facets.forget()
            around.forget()
        started = time.perf_counter()
        answer = site.get(f"{LIST}?{query}" if query else LIST)
        taken = (time.perf_counter() - started) * 1000
        assert answer.status == 200, query
        print(taken, flush=True)


def database(count: int) -> str:
    """The address of the samples' database; filled when it is not there."""
    from urllib.parse import urlsplit

    import psycopg

    sys.path.insert(0, str(PROJECT))
    from config import embedded_postgres

    server = os.environ.get("DATABASE_URL") or embedded_postgres.start()
    name = f"samples_{count}"
    with psycopg.connect(server) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        is_there = there.fetchone() is not None
    if not is_there:
        command = [sys.executable, str(HERE / "seed.py"), str(count), "--indexes=facets", "--quiet"]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def child(count: int) -> subprocess.Popen[str]:
    """A process with the site on this many villages; it waits for questions."""
    return subprocess.Popen(
        [sys.executable, __file__, "--answer"],
        env={**os.environ, "DATABASE_URL": database(count)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(process: subprocess.Popen[str], name: str, state: str) -> float:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{name}\t{state}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("counts", type=int, nargs="*", metavar="N")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.answer:
        answer_questions()
        return
    counts = words.counts or [1000, 10_000, 100_000]
    children = [child(count) for count in counts]
    for state in (SAME_STATE, AFTER_A_CHANGE):
        print(f"\n{state:36}" + "".join(f"{count:>10,}" for count in counts) + "     ratio")
        for name in QUESTIONS:
            # All in turn, so that whatever else the machine does slows all of them alike.
            rounds = [[ask(process, name, state) for process in children] for _ in range(TIMES)]
            least = [min(times) for times in zip(*rounds, strict=True)]
            print(f"{name:36}" + "".join(f"{ms:>7.1f} ms" for ms in least), end="")
            print(f"{least[-1] / least[0]:>9.2f}", flush=True)
    for process in children:
        process.communicate()


if __name__ == "__main__":
    main()
