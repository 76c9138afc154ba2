"""Twenty brochures asked for at once, while others read pages: what it costs them.

    .venv/bin/python benchmarks/brochures_at_once.py
    .venv/bin/python benchmarks/brochures_at_once.py --brochures 20 --seconds 15 --json

Starts the web server as the demo does, on a port and with a store of its own, reads pages for a
while in peace, then again while the brochures are asked for, all different and none made before.
Prints how long pages took, what became of each brochure, and the most memory all processes had
together (PSS: shared pages are counted once). Budget: pages' 99th percentile at most twice that of
the calm, 600 MB, and each brochure delivered or sent away with 429 or 503 and Retry-After.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import cycle
from pathlib import Path

from site_under_test import open_site

PROJECT = Path(__file__).resolve().parent.parent
FORMATS = ("a4", "a4-light", "booklet", "leaflet", "map-a6", "map-dl")
PATIENCE = 60
MOST_RATIO, MOST_MB = 2.0, 600


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--brochures", type=int, default=20)
    parser.add_argument("--readers", type=int, default=2, help="who read pages at the same time")
    parser.add_argument("--seconds", type=float, default=10, help="of calm, and least of storm")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    words = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        port, server = started(Path(folder))
        try:
            pages, brochures = addresses(port, words.brochures)
            for page in pages:
                asked(port, page)  # each is drawn once
            calm = read(port, pages, words.readers, words.seconds)
            figures = storm(port, server.pid, pages, brochures, words)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
    figures = {"calm": told(calm)} | figures
    figures["ratio of p99"] = round(figures["storm"]["p99 ms"] / figures["calm"]["p99 ms"], 2)
    kept = (
        figures["ratio of p99"] <= MOST_RATIO
        and figures["most MB"] <= MOST_MB
        and not figures["lost"]
    )
    if words.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:14} {value}")
        print("within the budget" if kept else "beyond the budget")
    return 0 if kept else 1


def started(folder: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """A server that answers, with an empty store of brochures."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: os.environ[name] for name in os.environ if name != "SITE_ADDRESS"}
    environment["PRIVATE_ROOT"] = str(folder / "private")
    command = [sys.executable, "-m", "gunicorn", "--config", PROJECT / "config" / "gunicorn.py"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"],
        cwd=PROJECT,
        env=environment,
        start_new_session=True,
    )
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            if asked(port, "/lv/")[0] == 200:
                return port, server
        except OSError:
            time.sleep(0.2)
    server.kill()
    sys.exit("The server does not answer; is the demo loaded (script/demo)?")


def asked(port: int, address: str, seconds: float = PATIENCE) -> tuple[int, dict[str, str], int]:
    """Status, headers (names in small letters) and bytes of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        size = len(answer.read())
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, size
    finally:
        connection.close()


def addresses(port: int, count: int) -> tuple[list[str], list[str]]:
    """Pages to read, and brochures of all routes in all languages and many formats."""
    open_site()
    from catalogue.models import Edition
    from catalogue.models.edition import Kind

    current = Edition.objects.current()
    pages = [f"/{code}/" for code in ("lv", "lt", "en")]
    for kind in (Kind.VILLAGE, Kind.ROUTE):
        pages += [
            edition.get_absolute_url() for edition in current.of_kind(kind).order_by("pk")[:12]
        ]
    routes = list(current.of_kind(Kind.ROUTE).order_by("pk"))
    found = [
        f"{route.get_absolute_url()}brochure.pdf?format={key}&for=screen"
        for key in FORMATS
        for route in routes
    ]
    step = max(1, len(found) // count)
    return pages, found[::step][:count]


def read(
    port: int,
    pages: list[str],
    readers: int,
    seconds: float,
    is_over: threading.Event | None = None,
) -> list[float]:
    """Milliseconds of each page that the readers got."""
    times: list[float] = []
    end = time.monotonic() + seconds

    def reader(first: int) -> None:
        for page in cycle([*pages[first:], *pages[:first]]):
            if time.monotonic() > end and (is_over is None or is_over.is_set()):
                return
            begun = time.monotonic()
            status, _headers, _size = asked(port, page)
            times.append(1000 * (time.monotonic() - begun))
            if status != 200:
                sys.exit(f"{page} answers {status}")
            time.sleep(0.02)

    in_threads([lambda first=number: reader(7 * first) for number in range(readers)])
    return times


def storm(
    port: int, server: int, pages: list[str], brochures: list[str], words: argparse.Namespace
) -> dict:
    answers: list[tuple[int, dict[str, str], int]] = []
    memory: list[float] = []
    over = threading.Event()

    def ask(address: str) -> None:
        answers.append(asked(port, address))

    def all_at_once() -> None:
        in_threads([lambda address=address: ask(address) for address in brochures])
        over.set()

    def weigh() -> None:
        while not over.is_set():
            memory.append(megabytes(server))
            time.sleep(0.3)

    times: list[float] = []
    in_threads(
        [
            all_at_once,
            weigh,
            lambda: times.extend(read(port, pages, words.readers, words.seconds, over)),
        ]
    )
    sent_away = [answer for answer in answers if answer[0] in (429, 503)]
    delivered = [answer for answer in answers if answer[0] == 200 and answer[2] > 10_000]
    polite = [answer for answer in sent_away if answer[1].get("retry-after", "").isdecimal()]
    return {
        "storm": told(times),
        "brochures": dict(Counter(status for status, _headers, _size in answers)),
        "lost": len(brochures) - len(delivered) - len(polite),
        "most MB": round(max(memory, default=0)),
    }


def told(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {"pages": len(times), "p50 ms": round(cuts[49], 1), "p99 ms": round(cuts[98], 1)}


def megabytes(root: int) -> float:
    """PSS of a process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def in_threads(works: list) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
