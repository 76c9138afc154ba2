"""One archive with a brochure in all languages, whose pages and sections are the same."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.utils import translation
from django.utils.translation import gettext

from catalogue.models.edition import Kind
from catalogue.publishing import publish, withdraw
from routes.brochures import making
from routes.brochures.formats import FORMATS, Purpose
from routes.models import Route
from routes.press.job import Job, Report
from routes.printing.all_languages import (
    BreaksDiffer,
    greatest,
    have_same_breaks,
    make_all,
    zip_of,
)
from routes.printing.orders import NotPublished, Order
from tests.routes.brochure_routes import SENTENCE, brochure_address, route_of

pytestmark = pytest.mark.django_db


def report(notes: int = 0, **sections: tuple[int, int]) -> Report:
    """A report of sections with their pages and levels; `notes` pages stand behind the first."""
    told, page = {}, 1
    for key, (pages, level) in sections.items():
        told[key] = {"page": page, "pages": pages, "level": level, "fits": True}
        page += pages + (notes if len(told) == 1 else 0)
    return Report(pages=page - 1, sections=told)


class Press:
    """A press whose longest language needs more pages and tighter type than the others."""

    needs = {"lv": {"stop-1": (1, 2)}, "lt": {"stop-1": (2, 0)}, "en": {"stop-1": (1, 0)}}

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, job: Job):
        self.jobs.append(job)
        made, notes = {}, 0
        for key, (pages, level) in self.needs[job.language].items():
            notes += max(0, job.pages.get(key, 0) - pages)
            made[key] = (pages, max(level, job.levels.get(key, 0)))
        return Printed(job.language, report(notes, **made, imprint=(1, 0)))


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
    assert {file.report.pages for file in files} == {3}
    assert {file.report.sections["stop-1"]["level"] for file in files} == {2}
    assert {file.report.sections["imprint"]["page"] for file in files} == {3}
    assert [job.language for job in press.jobs] == 2 * ["lv", "lt", "en"]
    assert press.jobs[-1].levels == {"stop-1": 2, "imprint": 0}
    assert press.jobs[-1].pages == {"stop-1": 2, "imprint": 1}


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (report(a=(1, 0), b=(2, 1)), report(a=(1, 0), b=(2, 1)), True),
        (report(a=(1, 0), b=(2, 1)), report(a=(1, 0), b=(2, 2)), False),
        (report(a=(1, 0), b=(2, 1)), report(a=(2, 0), b=(2, 1)), False),
        (report(notes=1, a=(1, 0), b=(2, 1)), report(a=(2, 0), b=(2, 1)), True),
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


def parts_of(pdf: pikepdf.Pdf, language: str) -> list[int]:
    """The pages on which parts begin, by their bookmarks, but for pages for notes."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with translation.override(language), pdf.open_outline() as outline:
        return [
            numbers[item.destination[0].objgen]
            for title in outline.root
            for item in title.children
            if item.title != gettext("Notes")
        ]


@pytest.mark.slow
def test_visitors_get_three_real_files_with_every_part_on_the_same_page(client):
    route = route_of(2)
    longest = route.stops()[0].village
    longest.story_lv = "\n\n".join(30 * [SENTENCE["lv"] * 3])  # two pages more in Latvian only
    longest.save()
    publish(longest, "lv", by=None)
    address = brochure_address(route, "lt", "brochure.zip?format=a4")

    answer = client.get(address)

    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Type"] == "application/zip"
    pages, places = {}, {}
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        for name in packed.namelist():
            with pikepdf.open(BytesIO(packed.read(name))) as pdf:
                language = name[-6:-4]
                assert str(pdf.Root.Lang) == language
                pages[language] = len(pdf.pages)
                places[language] = parts_of(pdf, language)
    assert pages.keys() == {"lv", "lt", "en"}
    assert len(set(pages.values())) == 1
    assert places["lv"] == places["lt"] == places["en"]
    assert len(places["lv"]) > 3
    alone = client.get(brochure_address(route, "en", "brochure.pdf?format=a4"))
    assert len(pikepdf.open(BytesIO(alone.content)).pages) < pages["en"]
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
