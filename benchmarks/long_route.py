"""Time the longest route: 13 stages, 137 places, 190 offers, and all it can be taken along as.

    .venv/bin/python benchmarks/long_route.py

It makes its editions in a database of their own (`samples_long_route`), beside the one that the
settings point at, and asks through WSGI; collect static files first. “new” is drawn with nothing
kept, “again” with the parts that are kept after a change elsewhere, “kept” is the whole page
ready-made.
"""

import argparse
import gzip
import os
import statistics
import sys
import time

from seed import own_database
from site_under_test import PROJECT, open_site

REPEATS = 7
PROMISE = 1.0  # seconds for the whole page, nothing kept


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stages", type=int, default=13)
    parser.add_argument("--places", type=int, default=137)
    parser.add_argument("--offers", type=int, default=190)
    words = parser.parse_args()
    os.environ["DATABASE_URL"] = own_database("long_route")
    site = open_site(keep_pages=False)
    sys.path.insert(0, str(PROJECT))
    from django.conf import settings

    from catalogue import kept_parts
    from tests.routes.long_route import long_route

    address = long_route(words.stages, words.places, words.offers).get_absolute_url()

    def timed(path: str) -> tuple[float, int, int]:
        started = time.perf_counter()
        answer = site.get(path)
        seconds = time.perf_counter() - started
        if answer.status != 200:
            sys.exit(f"{path} answers {answer.status}")
        return seconds, len(answer.body), len(gzip.compress(answer.body, 6))

    site.get(address)  # templates and translations are read once
    print(f"{'':36}{'new':>9}{'again':>9}{'kept':>9}{'bytes':>11}{'gzip':>9}")
    slowest = 0.0
    for ending in (
        "",
        "?from=2027-05-03",
        "route.gpx",
        "route.kml",
        "route.geojson",
        "route.ics?from=2027-05-03",
    ):
        path = address + ending
        fresh, again, kept = [], [], []
        settings.KEEP_PAGES = False
        for _ in range(REPEATS):
            kept_parts._kept.clear()
            seconds, size, packed = timed(path)
            fresh.append(seconds)
            again.append(timed(path)[0])
        settings.KEEP_PAGES = True
        timed(path)
        kept = [timed(path)[0] for _ in range(REPEATS)]
        figures = [statistics.median(times) * 1000 for times in (fresh, again, kept)]
        slowest = max(slowest, statistics.median(fresh))
        print(
            f"{path.removeprefix(address) or 'page':36}"
            + "".join(f"{figure:6.0f} ms" for figure in figures)
            + f"{size:11,}{packed:9,}"
        )
    print(f"slowest new answer {slowest:.2f} s, promised {PROMISE:.0f} s")
    sys.exit(slowest > PROMISE)


if __name__ == "__main__":
    main()
