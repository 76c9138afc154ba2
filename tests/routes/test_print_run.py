"""One command prints everything and ends with an error when a file has a flaw."""

from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from catalogue.models.edition import Kind
from catalogue.publishing import publish, withdraw
from routes.brochures import making
from routes.brochures.formats import FORMATS, Purpose
from routes.printing.emblem import emblem_heights
from routes.printing.orders import Order
from routes.printing.print_run import best_routes, orders_for, print_all, villages_on
from tests.factories import RouteFactory, VillageFactory
from tests.routes.brochure_routes import edition_of, route_of

pytestmark = pytest.mark.django_db


def published(*languages: str, stops: int = 2, across: bool = False):
    villages = [VillageFactory(lithuanian=across and not number) for number in range(stops)]
    route = RouteFactory(stops=villages)
    for item in (*villages, route):
        for language in languages:
            publish(item, language, by=None)
    return route


def test_the_best_routes_have_all_languages_cross_the_border_and_are_long():
    short = published("lv", "lt", "en")
    one_language = published("lv", stops=4, across=True)
    across = published("lv", "lt", "en", across=True)
    long = published("lv", "lt", "en", stops=4)
    withdrawn = published("lv")
    withdraw(withdrawn, "lv", by=None)

    assert best_routes(3) == [across.pk, long.pk, short.pk]
    assert best_routes(9)[-1] == one_language.pk


def test_each_format_is_ordered_for_what_it_is_made_of():
    route = published("lv")

    orders = orders_for([route.pk], ["leaflet", "card"], ["screen", "shop"], ["lv"])

    villages = villages_on([route.pk])
    assert villages == [stop.village_id for stop in route.stops()]
    assert [(order.parts[0].source_id, order.format.key, order.purpose) for order in orders] == [
        (route.pk, "leaflet", "screen"),
        (route.pk, "leaflet", "shop"),
        *((village, "card", purpose) for village in villages for purpose in ("screen", "shop")),
    ]


def test_an_order_that_cannot_be_made_is_a_finding(tmp_path, monkeypatch):
    route = published("lv")
    order = Order.of_item(Kind.ROUTE, route.pk, FORMATS["a4"], Purpose.SCREEN, ["lt"])

    monkeypatch.setattr("routes.printing.print_run.connection.close", lambda: None)
    monkeypatch.setattr("routes.printing.print_run.ThreadPoolExecutor", InThisThread)
    (line,) = print_all([order], "http://testserver", tmp_path)

    assert line.findings == ["Not published in the language lt."]


def test_a_busy_press_is_asked_again(tmp_path, monkeypatch):
    def busy(*_args, **_words):
        raise making.BrochureBusy

    pauses: list[float] = []
    order = Order.of_item(Kind.ROUTE, published("lv").pk, FORMATS["a4"], Purpose.SCREEN, ["lv"])
    monkeypatch.setattr(making, "pdf_of", busy)
    monkeypatch.setattr("routes.printing.print_run.connection.close", lambda: None)
    monkeypatch.setattr("routes.printing.print_run.ThreadPoolExecutor", InThisThread)

    (line,) = print_all([order], "http://testserver", tmp_path, pause=pauses.append)

    assert line.findings == ["The press was busy all the time."]
    assert len(pauses) == 19


class InThisThread:
    """Threads have connections of their own, which do not see what a test has not committed."""

    def __init__(self, _count: int) -> None: ...
    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None: ...
    def map(self, work, things):
        return map(work, things)


@pytest.mark.slow
def test_the_command_prints_checks_and_lists_and_makes_nothing_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("routes.printing.print_run.connection.close", lambda: None)
    monkeypatch.setattr("routes.printing.print_run.ThreadPoolExecutor", InThisThread)
    route = route_of(2)
    slug = edition_of(route, "lv").slug
    asked = ["print_all", "--routes", slug, "--formats", "card", "leaflet", "--for", "shop"]
    asked += ["--languages", "lv", "--into", str(tmp_path)]

    said = StringIO()
    call_command(*asked, stdout=said)

    files = {path.name for path in tmp_path.glob("*.pdf")}
    assert len(files) == 3
    assert f"{slug}-leaflet-shop-lv.pdf" in files
    assert "3 files, 0 findings" in said.getvalue()
    index = (tmp_path / "index.html").read_text()
    assert all(f'href="{name}"' in index for name in files)
    heights = emblem_heights((tmp_path / f"{slug}-leaflet-shop-lv.pdf").read_bytes())
    assert heights
    assert min(heights) >= 10

    monkeypatch.setattr(making.PRESS, "print", lambda _job: 1 / 0)
    call_command(*asked, stdout=StringIO())


def test_a_route_that_is_none_is_named(tmp_path):
    with pytest.raises(CommandError, match="no-such-route"):
        call_command("print_all", "--routes", "no-such-route", "--into", str(tmp_path))


def test_nothing_to_print_is_said(tmp_path):
    with pytest.raises(CommandError, match="nothing to print"):
        call_command("print_all", "--into", str(tmp_path))


# --- The emblem -----------------------------------------------------------------------------------


def sheet(content: bytes) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.contents_add(content)
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


BLUE = b"0 0.2 0.6 rg "
FIELD = b"0 0 m 270 0 l 270 180 l 0 180 l h f "


@pytest.mark.parametrize(
    ("content", "heights"),
    [
        (b"q 0.2 0 0 0.2 10 10 cm " + BLUE + FIELD + b"Q", [12.7]),
        (b"q 0 0.2 -0.2 0 300 10 cm " + BLUE + FIELD + b"Q", [12.7]),
        (BLUE + b"0 0 54 36 re f", [12.7]),
        (BLUE + b"0 0 54 54 re f", []),
        (b"0.6 0.2 0 rg 0 0 54 36 re f", []),
        (b"q " + BLUE + b"Q 0 0 54 36 re f", []),
        (b"", []),
    ],
)
def test_the_emblem_is_measured_where_it_stands_on_paper(content, heights):
    assert emblem_heights(sheet(content)) == heights
