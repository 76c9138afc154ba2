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
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from site_under_test import PROJECT, open_site

TIMES = 31
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


def measure() -> dict[str, tuple[float, float]]:
    """For each question, milliseconds in the same state and after a change."""
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
    figures = {}
    for name, query in QUESTIONS.items():
        query = query.format(last=last, middle=last // 2 + 1, saturday=saturday)
        address = f"{LIST}?{query}" if query else LIST
        taken = []
        for anew in (False, True):
            times = []
            for _ in range(TIMES):
                for cache in caches.all():
                    cache.clear()
                if anew:
                    facets.forget()
                    around.forget()
                started = time.perf_counter()
                answer = site.get(address)
                times.append((time.perf_counter() - started) * 1000)
                assert answer.status == 200, address
            taken.append(min(times))
        figures[name] = tuple(taken)
    return figures


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


def figures_of(count: int) -> dict[str, list[float]]:
    """Measured in a process of its own, as each database needs one."""
    ended = subprocess.run(
        [sys.executable, __file__, "--measure"],
        env={**os.environ, "DATABASE_URL": database(count)},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        sys.exit(ended.stderr)
    return json.loads(ended.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("counts", type=int, nargs="*", metavar="N")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.measure:
        print(json.dumps(measure()))
        return
    counts = words.counts or [1000, 10_000, 100_000]
    found = {count: figures_of(count) for count in counts}
    least, most = found[counts[0]], found[counts[-1]]
    for place, state in enumerate(("same state", "after a change")):
        print(f"\n{state:36}" + "".join(f"{count:>10,}" for count in counts) + "     ratio")
        for name in QUESTIONS:
            times = "".join(f"{found[count][name][place]:>7.1f} ms" for count in counts)
            print(f"{name:36}{times} {most[name][place] / least[name][place]:>8.2f}")


if __name__ == "__main__":
    main()
