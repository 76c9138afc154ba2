"""One archive with a brochure in all languages, whose pages and sections are the same."""

import zipfile
from io import BytesIO

import pikepdf
import pytest

from catalogue.models.edition import Kind
from catalogue.publishing import publish, withdraw
from routes.brochures import making
from routes.brochures.all_languages import (
    BreaksDiffer,
    first_pages,
    greatest,
    have_same_breaks,
    make_all,
    zip_of,
)
from routes.brochures.formats import FORMATS, Purpose
from routes.brochures.orders import NotPublished, Order
from routes.models import Route
from routes.press.job import Job, Report
from tests.routes.brochure_routes import brochure_address, route_of

pytestmark = pytest.mark.django_db


def report(**sections: tuple[int, int]) -> Report:
    """A report of sections with their pages and levels."""
    return Report(
        pages=sum(pages for pages, _level in sections.values()),
        sections={
            key: {"pages": pages, "level": level, "fits": True}
            for key, (pages, level) in sections.items()
        },
    )


class Press:
    """A press whose longest language needs more pages and tighter type than the others."""

    needs = {"lv": {"stop-1": (1, 2)}, "lt": {"stop-1": (2, 0)}, "en": {"stop-1": (1, 0)}}

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, job: Job):
        self.jobs.append(job)
        made = {"cover": (1, 0)}
        for key, (pages, level) in self.needs[job.language].items():
            made[key] = (
                max(pages, job.pages.get(key, 0)),
                max(level, job.levels.get(key, 0)),
            )
        return Printed(job.language, report(**made))


class Printed:
    def __init__(self, language: str, told: Report) -> None:
        self.language, self.report = language, told

    def read(self) -> bytes:
        return f"%PDF {self.language}".encode()


@pytest.fixture
def order():
    route = route_of(2)
    return Order.of_item(Kind.ROUTE, route.pk, FORMATS["booklet"], Purpose.HOME)


def test_the_longest_language_decides(order):
    press = Press()

    files = make_all(order, "http://testserver", printing=press)

    assert [file.languages for file in files] == [("lv",), ("lt",), ("en",)]
    shapes = [file.report.sections["stop-1"] for file in files]
    assert shapes == 3 * [{"pages": 2, "level": 2, "fits": True}]
    assert [job.language for job in press.jobs] == 2 * ["lv", "lt", "en"]
    assert press.jobs[-1].levels == {"cover": 0, "stop-1": 2}
    assert press.jobs[-1].pages == {"cover": 1, "stop-1": 2}


def test_languages_that_agree_are_made_once(order):
    press = Press()
    press.needs = {code: {"stop-1": (1, 0)} for code in ("lv", "lt", "en")}

    make_all(order, "http://testserver", printing=press)

    assert len(press.jobs) == 3


def test_breaks_that_cannot_agree_are_no_archive(order):
    press = Press()
    press.needs = {"lv": {"stop-1": (1, 0)}, "lt": {"stop-2": (1, 0)}, "en": {}}

    with pytest.raises(BreaksDiffer):
        make_all(order, "http://testserver", printing=press)


def test_what_takes_too_long_is_told_to_come_again(order):
    with pytest.raises(making.BrochureBusy):
        make_all(order, "http://testserver", printing=Press(), seconds=0)


def test_a_language_that_is_not_there_is_named(order):

    withdraw(Route.objects.get(), "lt", by=None)
    fresh = Order(order.parts, order.format, order.purpose, order.languages)

    with pytest.raises(NotPublished, match="lt"):
        make_all(fresh, "http://testserver", printing=Press())


def test_sections_begin_on_the_page_after_the_one_before():
    assert first_pages(report(cover=(1, 0), map=(2, 0), imprint=(1, 0))) == {
        "cover": 1,
        "map": 2,
        "imprint": 4,
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (report(a=(1, 0), b=(2, 1)), report(a=(1, 0), b=(2, 1)), True),
        (report(a=(1, 0), b=(2, 1)), report(a=(1, 0), b=(2, 2)), False),
        (report(a=(1, 0), b=(2, 1)), report(a=(2, 0), b=(2, 1)), False),
        (report(a=(1, 0), b=(1, 0)), report(b=(1, 0), a=(1, 0)), False),
        (report(a=(1, 0)), report(a=(1, 0), b=(1, 0)), False),
        (Report(pages=4), Report(pages=8), False),
    ],
)
def test_breaks_are_the_same_when_sections_pages_and_tightness_are(one, other, same):
    assert have_same_breaks([one, other]) is same


def test_of_each_section_the_greatest_counts():
    levels, pages = greatest([report(a=(1, 2), b=(3, 0)), report(a=(2, 1))])

    assert (levels, pages) == ({"a": 2, "b": 0}, {"a": 2, "b": 3})


def test_the_same_files_make_the_same_archive_whenever(order, monkeypatch):
    files = make_all(order, "http://testserver", printing=Press())

    archive = zip_of(files)

    assert zip_of(reversed(files)) == archive
    with zipfile.ZipFile(BytesIO(archive)) as packed:
        assert packed.namelist() == sorted(f"{file.name}" for file in files)
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read(files[0].name) == b"%PDF lv"
        assert files[0].name.endswith("-booklet-home-lv.pdf")


# --- Asked for by visitors, out of a real press ---------------------------------------------------


@pytest.mark.slow
def test_visitors_get_three_real_files_with_the_same_pages(client):
    route = route_of(2)
    address = brochure_address(route, "lt", "brochure.zip?format=a4")

    answer = client.get(address)

    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        names = packed.namelist()
        pages = set()
        for name in names:
            with pikepdf.open(BytesIO(packed.read(name))) as pdf:
                pages.add(len(pdf.pages))
                assert str(pdf.Root.Lang) == name[-6:-4]
    assert [name[-7:] for name in sorted(names, key=lambda name: name[-7:])] == [
        "-en.pdf",
        "-lt.pdf",
        "-lv.pdf",
    ]
    assert len(pages) == 1
    assert client.get(address).content == answer.content


def test_a_language_that_is_not_there_is_said_clearly(client):
    route = route_of(2)
    address = brochure_address(route, "lv", "brochure.zip")
    withdraw(route, "lt", by=None)

    answer = client.get(address)

    assert answer.status_code == 404
    assert "Lietuviškai" in answer.text
    assert "brochure.pdf" in answer.text
    assert answer["Content-Language"] == "lv"


@pytest.mark.parametrize("query", ["format=poster", "for=moon", "for=shop", "format=card"])
def test_nonsense_in_the_address_gets_a_clear_page(client, query):
    route = route_of(2)

    answer = client.get(brochure_address(route, "en", f"brochure.zip?{query}"))

    assert answer.status_code == 400
    assert "There is no such brochure" in answer.text


def test_when_the_press_is_busy_one_is_told_when_to_come_again(client, monkeypatch):
    def busy(*_args, **_words):
        raise making.BrochureBusy

    route = route_of(2)
    monkeypatch.setattr(making, "pdf_of", busy)

    answer = client.get(brochure_address(route, "en", "brochure.zip"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "20")
    assert answer["Cache-Control"] == "no-store"


def test_an_old_address_leads_to_the_archive_of_today(client):
    route = route_of(2)
    old = brochure_address(route, "lv", "brochure.zip?format=a4")
    route.slug_lv = "jauns"
    route.save()

    publish(route, "lv", by=None)

    answer = client.get(old)

    assert answer.status_code == 301
    assert answer["Location"].endswith("/jauns/brochure.zip?format=a4")
