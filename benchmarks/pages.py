"""What each kind of page costs: queries, instructions and bytes.

    .venv/bin/python benchmarks/pages.py                   queries and bytes, in a second
    .venv/bin/python benchmarks/pages.py --instructions    instructions too, a minute for each page

It reads the database the settings point at and picks items that are published there.
"""

import argparse
import gzip
import json
import re
import sys
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from instructions import NoValgrind, instructions
from site_under_test import Site, open_site

LANGUAGES = ("lv", "lt", "en")
# Before any photo: what the head of a page names, and fonts that its style sheet asks for.
_ASSETS = re.compile(
    r"""<link[^>]*rel="(?:stylesheet|preload|icon|modulepreload)"[^>]*href="([^"]+)"
      | <link[^>]*href="([^"]+)"[^>]*rel="(?:stylesheet|preload|icon|modulepreload)"
      | <script[^>]*src="([^"]+)\"""",
    re.VERBOSE,
)
_FONT = re.compile(r"url\([\"']?([^)\"']+\.woff2)[\"']?\)")


@dataclass
class Figures:
    """What a kind of page costs; instructions are None where they were not counted."""

    kind: str
    address: str
    fresh_queries: int
    kept_queries: int
    html_bytes: int
    gzip_bytes: int
    first_view_bytes: int
    fresh_instructions: int | None = None
    kept_instructions: int | None = None


def addresses(language: str) -> dict[str, str]:
    """An address of each kind of page: the lists, and of items the one with most to say."""
    from django.db.models import F, TextField
    from django.db.models.functions import Cast, Length

    from catalogue.models import Edition
    from catalogue.models.edition import Kind
    from catalogue.pages import list_addresses
    from villages.village_map import map_paths

    lists = list_addresses(language)
    current = Edition.objects.current().in_language(language)

    def longest(kind: str) -> str:
        weight = Length(Cast(F("document"), TextField()))
        found = current.of_kind(kind).order_by(-weight, "pk").first()
        if found is None:
            sys.exit(
                f"No {kind} is published in {language!r} here. Load the demo first: script/demo"
            )
        return found.get_absolute_url()

    village = current.of_kind(Kind.VILLAGE).order_by("sort_key").first()
    theme = (
        next((tag for tag in village.tags if tag.startswith("theme:")), "theme:") if village else ""
    )
    return {
        "home": f"/{language}/",
        "village list": lists["village"],
        "filtered list": f"{lists['village']}?{theme.replace(':', '=')}",
        "village": longest(Kind.VILLAGE),
        "map of villages": map_paths()[language],
        "theme list": lists["theme"],
        "route list": lists["route"],
        "route": longest(Kind.ROUTE),
        "event list": lists["event"],
        "event": longest(Kind.EVENT),
        "about": lists["about"],
    }


def measure(site: Site, kind: str, address: str) -> Figures:
    html = site.get(address)
    if html.status != 200:
        sys.exit(f"{address} answers {html.status}")
    return Figures(
        kind,
        address,
        fresh_queries=queries(site, address, keep_pages=False),
        kept_queries=queries(site, address, keep_pages=True),
        html_bytes=len(html.body),
        gzip_bytes=len(gzip.compress(html.body, 6)),
        first_view_bytes=first_view(site, address),
    )


def queries(site: Site, address: str, keep_pages: bool) -> int:
    """Queries of the second request: nothing of the first start is counted."""
    from django.conf import settings
    from django.db import connection

    count = 0

    def counting(execute, sql, parameters, many, context):
        nonlocal count
        count += 1
        return execute(sql, parameters, many, context)

    settings.KEEP_PAGES = keep_pages
    site.get(address)
    with connection.execute_wrapper(counting):
        site.get(address)
    return count


def first_view(site: Site, address: str) -> int:
    """Bytes of the bodies a browser fetches before photos, packed as the server packs them."""
    page = site.get(address, encodings="gzip, br")
    html = site.get(address).body.decode()
    wanted = {urlsplit(match[1] or match[2] or match[3]).path for match in _ASSETS.finditer(html)}
    total = len(page.body)
    for style in [path for path in wanted if path.endswith(".css")]:
        text = site.get(style).body.decode()
        base = style.rsplit("/", 1)[0]
        wanted |= {_joined(base, font) for font in _FONT.findall(text)}
    for path in sorted(wanted):
        answer = site.get(path, encodings="gzip, br")
        if answer.status != 200:
            sys.exit(
                f"{path}, which {address} asks for, answers {answer.status}. Static files are "
                "collected by: manage.py collectstatic --noinput"
            )
        total += len(answer.body)
    return total


def _joined(base: str, path: str) -> str:
    while path.startswith("../"):
        base, path = base.rsplit("/", 1)[0], path[3:]
    return path if path.startswith("/") else f"{base}/{path}"


def show(rows: list[Figures]) -> None:
    counted = any(row.fresh_instructions or row.kept_instructions for row in rows)
    head = f"{'':14} {'queries':>9} {'html':>8} {'gzip':>7} {'first view':>11}"
    head += f" {'M instructions':>22}" if counted else ""
    below = f"{'':14} {'new kept':>9} {'bytes':>8} {'bytes':>7} {'bytes':>11}"
    below += f" {'new':>13} {'kept':>8}" if counted else ""
    print(head, below, sep="\n")
    for row in rows:
        line = (
            f"{row.kind:14} {row.fresh_queries:>4} {row.kept_queries:>4} {row.html_bytes:>8,}"
            f" {row.gzip_bytes:>7,} {row.first_view_bytes:>11,}"
        )
        if counted:
            line += (
                f" {_millions(row.fresh_instructions):>13} {_millions(row.kept_instructions):>8}"
            )
        print(f"{line}   {row.address}")


def _millions(number: int | None) -> str:
    return "" if number is None else f"{number / 1e6:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--language", choices=LANGUAGES, default="lv")
    parser.add_argument("--instructions", action="store_true", help="count instructions (valgrind)")
    parser.add_argument("--fresh", action="store_true", help="instructions of new pages only")
    parser.add_argument("--only", help="one kind of page, such as: village list")
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    words = parser.parse_args()

    site = open_site()
    found = addresses(words.language)
    if words.only:
        if words.only not in found:
            parser.error(f"--only: one of {', '.join(found)}")
        found = {words.only: found[words.only]}
    rows = [measure(site, kind, address) for kind, address in found.items()]
    if words.instructions or words.fresh:
        for row in rows:
            try:
                row.fresh_instructions = instructions(row.address, keep_pages=False)
                if not words.fresh:
                    row.kept_instructions = instructions(row.address, keep_pages=True)
            except NoValgrind as error:
                print(error, file=sys.stderr)
                break
    if words.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        show(rows)


if __name__ == "__main__":
    main()
