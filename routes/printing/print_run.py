"""Printing everything: routes and village cards in all formats, for all purposes, checked."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.db.models import Count
from django.template.loader import render_to_string

from catalogue.models import Edition
from catalogue.models.edition import Kind
from routes.brochures.content import CannotBePrinted
from routes.brochures.formats import FORMATS
from routes.brochures.making import MOST_AT_ONCE, BrochureBusy, BrochureFailed
from routes.printing.all_languages import BreaksDiffer, DoesNotFit, MadeFile, make_all
from routes.printing.orders import NotPublished, Order
from routes.printing.preflight import (
    Level,
    preflight_of_failure,
    preflight_of_files,
)

# While others print, too: so many attempts, so many seconds apart.
ATTEMPTS, APART = 20, 15


@dataclass(frozen=True)
class Printed:
    """A line of the summary: a file, or an order of which no file could be made."""

    name: str
    pages: int = 0
    size: int = 0  # bytes
    seconds: float = 0.0  # of the whole order it belongs to
    findings: list[str] = field(default_factory=list)


def best_routes(count: int) -> list[int]:
    """Routes published in the most languages, those across the border first, then the longest."""
    current = Edition.objects.current().of_kind(Kind.ROUTE)
    rows = (
        current.values("source_id")
        .annotate(languages=Count("language"))
        .values_list("source_id", "languages")
    )
    cards: dict[int, dict] = {}
    for source_id, card in current.order_by("language").values_list("source_id", "card"):
        cards.setdefault(source_id, card)

    def rank(row: tuple[int, int]) -> tuple:
        source_id, languages = row
        card = cards[source_id]
        return -languages, -len(card["countries"]), -card["stop_count"], source_id

    return [source_id for source_id, _languages in sorted(rows, key=rank)[:count]]


def routes_called(slugs: Sequence[str]) -> list[int]:
    """Published routes by their addresses in any language; raises LookupError for the first that
    is none.
    """
    current = Edition.objects.current().of_kind(Kind.ROUTE)
    found = []
    for slug in slugs:
        source_id = current.filter(slug=slug).values_list("source_id", flat=True).first()
        if source_id is None:
            raise LookupError(slug)
        found.append(source_id)
    return list(dict.fromkeys(found))


def villages_on(routes: Sequence[int]) -> list[int]:
    """Every village at which these routes stop and that can be read of, each once."""
    documents = (
        Edition.objects.current()
        .of_kind(Kind.ROUTE)
        .filter(source_id__in=routes)
        .order_by("source_id", "language")
        .values_list("document", flat=True)
    )
    stops = [
        s["village"] for document in documents for day in document["days"] for s in day["stops"]
    ]
    readable = set(
        Edition.objects.current()
        .of_kind(Kind.VILLAGE)
        .filter(source_id__in=stops)
        .values_list("source_id", flat=True)
    )
    return [village for village in dict.fromkeys(stops) if village in readable]


def orders_for(
    routes: Sequence[int],
    formats: Sequence[str],
    purposes: Sequence[str],
    languages: Sequence[str],
) -> list[Order]:
    """An order for each item, format and purpose that go together."""
    subjects = {Kind.ROUTE: routes, Kind.VILLAGE: villages_on(routes)}
    return [
        Order.of_item(format_.subject, source_id, format_, purpose, languages)
        for subject, source_ids in subjects.items()
        for source_id in source_ids
        for format_ in FORMATS.values()
        if format_.subject == subject and format_.key in formats
        for purpose in format_.purposes
        if purpose in purposes
    ]


def print_all(
    orders: Sequence[Order], site: str, folder: Path, pause: Callable[[float], None] = time.sleep
) -> Iterator[Printed]:
    """Make, check and lay down every order, two at a time; what is stored already is not made anew.

    Lines come in the order of `orders`, as soon as they are known.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def carry_out(order: Order) -> list[Printed]:
        try:
            return list(_carried_out(order, site, folder, pause))
        finally:
            connection.close()  # each thread has one of its own

    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        for lines in pool.map(carry_out, orders):
            yield from lines


def _carried_out(
    order: Order, site: str, folder: Path, pause: Callable[[float], None]
) -> Iterator[Printed]:
    started = time.monotonic()
    name = _name_of(order)
    try:
        files = _made(order, site, pause)
    except NotPublished as missing:
        yield Printed(name, findings=[f"Not published in the language {missing}."])
    except DoesNotFit as failure:
        found = preflight_of_failure(order, failure, None)
        yield Printed(failure.name, findings=[finding.sentence for finding in found])
    except CannotBePrinted as refusal:
        yield Printed(name, findings=[str(refusal)])
    except BreaksDiffer:
        yield Printed(name, findings=["The languages cannot be brought to the same pages."])
    except BrochureBusy:
        yield Printed(name, findings=["The press was busy all the time."])
    except BrochureFailed as failure:
        yield Printed(name, findings=[f"The press failed. {failure}".strip()])
    else:
        seconds = time.monotonic() - started
        for file in files:
            yield _laid_down(order, file, folder, seconds)


def _made(order: Order, site: str, pause: Callable[[float], None]) -> list[MadeFile]:
    for attempt in range(ATTEMPTS):
        try:
            return make_all(order, site)
        except BrochureBusy:
            if attempt + 1 == ATTEMPTS:
                raise
            pause(APART)
    raise BrochureBusy


def _laid_down(order: Order, file: MadeFile, folder: Path, seconds: float) -> Printed:
    path = folder / file.name
    if not (path.is_file() and path.read_bytes() == file.content):
        path.write_bytes(file.content)
    found = preflight_of_files(order, [file], None)
    return Printed(
        file.name,
        file.report.pages,
        len(file.content),
        seconds,
        [finding.sentence for finding in found if finding.level != Level.INFO],
    )


def _name_of(order: Order) -> str:
    """For an order of which there is no file."""
    languages = [code for code in order.needed if order.editions[code]]
    if not languages:
        return f"{order.parts[0].kind} {order.parts[0].source_id}, {order.format.key}"
    return order.file_name(languages)


def write_index(folder: Path, lines: Sequence[Printed]) -> Path:
    """A page beside the files that lists them all."""
    index = folder / "index.html"
    context = {"lines": lines, "flaws": sum(len(line.findings) for line in lines)}
    index.write_text(render_to_string("routes/print_run.html", context))
    return index
