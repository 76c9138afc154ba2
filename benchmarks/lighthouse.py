"""Lighthouse on each kind of page in each language, as a phone on a slow line sees it.

    script/demo                                            in another terminal
    .venv/bin/python benchmarks/lighthouse.py http://127.0.0.1:8000

Addresses are picked from the database the settings point at, so the site asked must show the same
one. Lighthouse and the Node it needs come from npm, into `var/lighthouse`; Chromium is Debian's, or
the one that CHROME_PATH names. Exit code 1: a page misses what was promised.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pages import LANGUAGES, addresses
from site_under_test import PROJECT, open_site

FOLDER = PROJECT / "var" / "lighthouse"
PACKAGES = ("lighthouse@13.5.0", "chrome-launcher@1.2.1", "node@22.23.3")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# What the pages promise: scores, milliseconds, and how far things may move.
LCP_MS, LCP_OF_HOME_MS, CLS, TBT_MS = 1000, 1300, 0.01, 0


def install() -> Path:
    """The Node that runs Lighthouse; both are installed once."""
    node = FOLDER / "node_modules" / "node" / "bin" / "node"
    if not node.exists():
        if not shutil.which("npm"):
            sys.exit("npm is needed once, to bring Lighthouse: apt-get install npm")
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                "npm",
                "install",
                "--silent",
                "--no-fund",
                "--no-audit",
                "--prefix",
                FOLDER,
                *PACKAGES,
            ],
            check=True,
        )
    shutil.copy(PROJECT / "benchmarks" / "lighthouse.mjs", FOLDER / "lighthouse.mjs")
    return node


def chromium() -> str:
    named = os.environ.get("CHROME_PATH")
    found = named or shutil.which("chromium") or shutil.which("google-chrome")
    return found or sys.exit("No Chromium: apt-get install chromium, or set CHROME_PATH")


def measure(node: Path, address: str, runs: int) -> dict[str, float]:
    """The medians of `runs` visits."""
    answer = subprocess.run(
        [node, FOLDER / "lighthouse.mjs", address, str(runs)],
        env={**os.environ, "CHROME_PATH": chromium()},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return json.loads(answer.stdout)


def misses(kind: str, figures: dict[str, float]) -> list[str]:
    """What of the promise a page does not keep."""
    wanted = LCP_OF_HOME_MS if kind == "home" else LCP_MS
    # Filtered lists ask not to be indexed, which Lighthouse counts against them.
    ours = [name for name in CATEGORIES if (kind, name) != ("filtered list", "seo")]
    found = [name for name in ours if figures[name] < 100]
    found += ["LCP"] if figures["lcp"] > wanted else []
    found += ["CLS"] if figures["cls"] > CLS else []
    found += ["TBT"] if figures["tbt"] > TBT_MS else []
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--only", help="one kind of page, such as: village list")
    parser.add_argument("--runs", type=int, default=3)
    words = parser.parse_args()

    open_site()
    node = install()
    kept = True
    print(f"{'':17} {'scores':>15} {'FCP':>6} {'LCP':>6} {'TBT':>5} {'CLS':>6} {'KB':>5}")
    for language in words.language or LANGUAGES:
        found = addresses(language)
        if words.only and words.only not in found:
            parser.error(f"--only: one of {', '.join(found)}")
        for kind in [words.only] if words.only else found:
            figures = measure(node, words.site.rstrip("/") + found[kind], words.runs)
            scores = "/".join(f"{figures[name]:.0f}" for name in CATEGORIES)
            missed = misses(kind, figures)
            kept = kept and not missed
            print(
                f"{language} {kind:14} {scores:>15} {figures['fcp']:>6.0f} {figures['lcp']:>6.0f}"
                f" {figures['tbt']:>5.0f} {figures['cls']:>6.3f} {figures['bytes'] / 1024:>5.0f}"
                f"  {'misses ' + ', '.join(missed) if missed else ''}",
                flush=True,
            )
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
