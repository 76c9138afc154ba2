"""The PDF of a brochure: tagged, whole, in the reader's letters, made once and never in half."""

import os
import subprocess
import threading
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from catalogue.models import ShortCode
from catalogue.shelves import Shelf
from routes.brochures import making
from routes.models import Stop
from routes.press.client import Answer, Press
from routes.press.job import Report
from tests.factories import NoticeFactory
from tests.routes.brochure_routes import (
    ALPHABETS,
    NAMES,
    TITLES,
    brochure_address,
    route_of,
)

# Also for the tests that only read what `printed` made: it needs the partners, and tests without
# this mark run last, after those that empty the database.
pytestmark = pytest.mark.django_db

HTML = "<html lang='en'><title>A brochure</title><h1>A brochure</h1>"
ADDRESS = "http://testserver/en/routes/a/brochure/"


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory):
    """The PDF and the response's headers of a route with six stops, by language; made once."""
    folder = tmp_path_factory.mktemp("brochures")
    made = {}
    with (
        django_db_blocker.unblock(),
        override_settings(
            PRIVATE_ROOT=folder,
            STORAGES={
                "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
                "private": {
                    "BACKEND": "django.core.files.storage.FileSystemStorage",
                    "OPTIONS": {"location": folder},
                },
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
        ),
        transaction.atomic(),
    ):
        route = route_of(6)
        codes = [ShortCode.objects.for_item(stop.village).code for stop in route.all_stops.all()]
        for language in ("lv", "lt", "en"):
            response = Client().get(brochure_address(route, language, "brochure.pdf"))
            assert response.status_code == 200
            made[language] = (response.content, response.headers, codes)
        transaction.set_rollback(True)
    return made


@pytest.fixture(params=["lv", "lt", "en"])
def language(request):
    return request.param


@pytest.fixture
def pdf(printed, language):
    return pikepdf.open(BytesIO(printed[language][0]))


@pytest.fixture
def pages(printed, language) -> list[str]:
    """The text of each page, words on one line."""
    reader = pypdf.PdfReader(BytesIO(printed[language][0]))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def structure(node):
    """All structure elements below a node."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from structure(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node.K)


def fonts_of(resources, seen):
    yield from resources.get("/Font", {}).values()
    for form in resources.get("/XObject", {}).values():
        if "/Resources" in form and form.objgen not in seen:
            seen.add(form.objgen)
            yield from fonts_of(form.Resources, seen)


def test_six_stops_make_twelve_pages_and_none_is_blank(pages):
    assert len(pages) == 12
    assert all(len(text) > 60 for text in pages)


def test_every_page_but_the_cover_has_its_number_and_the_title(pages, language):
    assert "1 / 12" not in pages[0]
    for number, text in enumerate(pages[1:], 2):
        assert f"{number} / 12" in text
        assert TITLES[language] in text


def test_each_stop_begins_a_page(pages):
    for number, name in enumerate(NAMES, 1):
        assert f"{name} {number}" in pages[number + 2]


def test_letters_of_the_language_survive(pages, language):
    text = " ".join(pages)

    assert ALPHABETS[language] in text
    assert TITLES[language] in text
    assert {"Stelmužė", "Šlyninka", "Višķu", "Žīguri"} <= set(text.split())
    assert "\N{REPLACEMENT CHARACTER}" not in text


def test_codes_and_emergency_number_are_readable(pages, printed, language):
    for number, code in enumerate(printed[language][2]):
        # Some pairs of letters are set so far apart that readers of PDF see a space in the code.
        assert code in pages[number + 3].replace(" ", "")
    assert "112" in pages[-3]


def test_it_is_tagged_and_names_its_language_and_title(pdf, language):
    root = pdf.Root

    assert str(root.Lang) == language
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert "/Outlines" in root
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == TITLES[language]


def test_figures_speak_headings_descend_and_tables_have_heads(pdf):
    elements = list(structure(pdf.Root.StructTreeRoot.K))
    kinds = [str(element.S) for element in elements]
    figures = [element for element in elements if element.S == "/Figure"]
    levels = [int(kind[2]) for kind in kinds if kind in ("/H1", "/H2", "/H3", "/H4")]

    # Cover, map, six sashes, maps and codes, the route's code, the emblem, the last cloth.
    assert len(figures) == 2 + 3 * 6 + 3
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert kinds.count("/TH") > kinds.count("/Table") > 0


def test_every_font_is_ours_and_embedded_as_a_subset(pdf):
    seen: set = set()
    fonts = {
        str(font.BaseFont): font for page in pdf.pages for font in fonts_of(page.Resources, seen)
    }

    assert fonts
    for name, font in fonts.items():
        descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor, name
        assert "/ToUnicode" in font, name
        assert "Village" in name, name


def test_qpdf_finds_nothing(printed, language, tmp_path):
    file = tmp_path / "brochure.pdf"
    file.write_bytes(printed[language][0])

    check = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)

    assert check.returncode == 0, check.stdout + check.stderr


def test_the_response_says_what_it_is(printed, language):
    _pdf, headers, _codes = printed[language]

    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Language"] == language
    assert headers["ETag"]
    assert headers["X-Robots-Tag"] == "noindex"
    slug = headers["Content-Disposition"].removeprefix('inline; filename="').removesuffix('.pdf"')
    assert slug.isascii() and slug.replace("-", "").isalnum()


# --- Made once, or not at all ---------------------------------------------------------------------


@pytest.fixture
def makings(monkeypatch):
    """Addresses for which a child would have been started."""
    asked: list[str] = []

    def made(job):
        asked.append(job.base_url)
        time.sleep(0.3)
        return b"%PDF-1.7\n" + job.html.encode() + b"\n%%EOF\n", Report(pages=1)

    monkeypatch.setattr(making, "_made", made)
    return asked


def test_the_second_request_is_served_from_the_file(client, makings):
    route = route_of(2)
    address = brochure_address(route, "lt", "brochure.pdf")

    first, second = client.get(address), client.get(address)

    assert first.content == second.content
    assert len(makings) == 1
    unchanged = client.get(address, headers={"if-none-match": first["ETag"]})
    assert unchanged.status_code == 304


def test_another_word_makes_another_file(client, makings):
    making.pdf_of(making.job_for(HTML, ADDRESS))
    making.pdf_of(making.job_for(HTML + "!", ADDRESS))

    assert len(makings) == 2


def test_who_asks_for_what_is_being_made_waits_for_it(makings):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(making.pdf_of(making.job_for(HTML, ADDRESS))))
        for _number in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(makings) == 1
    assert len({stored.digest for stored in found}) == 1
    assert found[0].read().endswith(b"%%EOF\n")


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_when_all_places_are_taken_it_says_when_to_come_again(client, language):
    address = brochure_address(route_of(2), language, "brochure.pdf")

    with making._workplace(), making._workplace():
        response = client.get(address)

    assert response.status_code == 503
    assert response["Retry-After"] == str(making.RETRY_AFTER)
    assert response["Cache-Control"] == "no-store"
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert address in html


def test_a_place_is_free_again_afterwards(makings):
    with making._workplace(), making._workplace():
        pass

    assert making.pdf_of(making.job_for(HTML, ADDRESS)).read()


@pytest.mark.parametrize("printer", ["endless", "half"])
def test_what_fails_is_told_in_the_readers_language_and_nothing_is_kept(
    client, monkeypatch, printer, caplog
):
    odd = Press(making._environment(), 2, f"tests.routes.odd_printers:{printer}")
    monkeypatch.setattr(making, "PRESS", odd)
    address = brochure_address(route_of(2), "lt", "brochure.pdf")

    response = client.get(address)

    assert response.status_code == 503
    assert '<html lang="lt"' in response.content.decode()
    assert "The brochure at" in caplog.text
    assert files_kept() == []
    odd.end()


def test_threads_that_pages_need_are_not_used_for_waiting(makings):
    busy = []
    with making._patience(), making._patience(), making._patience():
        try:
            making.pdf_of(making.job_for(HTML, ADDRESS))
        except making.BrochureBusy:
            busy.append(True)

    assert busy == [True]
    assert making.pdf_of(making.job_for(HTML, ADDRESS)).report.pages == 1


def test_it_refuses_before_a_page_is_drawn():
    making.refuse_when_busy()
    with making._workplace(), making._workplace(), pytest.raises(making.BrochureBusy):
        making.refuse_when_busy()


def test_own_selections_have_a_shelf_that_never_overflows(makings):
    shelf = Shelf("of-trips", most_bytes=600)
    kept = making.pdf_of(making.job_for(HTML, ADDRESS))

    trips = []
    for number in range(5):
        trips.append(making.pdf_of(making.job_for(f"{HTML}{number}", ADDRESS), shelf))
        time.sleep(0.02)

    assert trips[-1].is_there and not trips[0].is_there
    assert 0 < sum(trip.is_there for trip in trips) < 5
    assert kept.is_there


def test_what_cannot_be_folded_comes_with_its_report(monkeypatch):
    report = Report(7, {"cover": {"pages": 2, "level": 5, "fits": False}})
    monkeypatch.setattr(making.PRESS, "print", lambda job: Answer(b"", report))

    with pytest.raises(making.BrochureDoesNotFit) as failure:
        making.pdf_of(making.job_for(HTML, ADDRESS, imposition="roll", purpose="home"))

    assert failure.value.report == report
    assert "cover" in str(failure.value)


def test_the_digest_changes_with_what_is_asked_and_not_with_the_folders(settings):
    plain = making.job_for(HTML, ADDRESS)
    others = [
        making.job_for(HTML, ADDRESS, purpose="home"),
        making.job_for(HTML, ADDRESS, levels={"a": 1}),
        making.job_for(HTML, ADDRESS, pages={"a": 1}),
        making.job_for(HTML, ADDRESS, purpose="home", imposition="booklet"),
    ]

    assert len({making.digest_of(job) for job in (plain, *others)}) == 5
    settings.STATIC_ROOT = "/elsewhere"
    assert making.digest_of(making.job_for(HTML, ADDRESS)) == making.digest_of(plain)


def test_a_kept_brochure_costs_one_query(
    client, makings, settings, django_assert_num_queries, monkeypatch
):
    settings.KEEP_PAGES = True
    address = brochure_address(route_of(2), "lv", "brochure.pdf")
    first = client.get(address)
    monkeypatch.setattr(making, "pdf_of", None)

    with django_assert_num_queries(1):
        again = client.get(address)

    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Content-Disposition"] == first["Content-Disposition"]
    today = timezone.localdate()
    village = Stop.objects.first().village
    NoticeFactory(village=village, shown_from=today, shown_until=today)
    with pytest.raises(TypeError):  # something visitors can see has changed
        client.get(address)


@pytest.mark.slow
def test_many_at_once_are_delivered_or_sent_away_and_never_crowd_the_machine():
    answers: list[str] = []
    crowd: list[int] = []
    over = threading.Event()

    def ask(number: int) -> None:
        html = f"<html lang='en'><title>{number}</title><h1>{number}</h1>" + "<p>Bread</p>" * 1500
        try:
            pdf = making.pdf_of(making.job_for(html, ADDRESS))
        except making.BrochureBusy:
            answers.append("sent away")
        else:
            answers.append("delivered" if pdf.read().startswith(b"%PDF-") else "broken")

    def count() -> None:
        while not over.is_set():
            press = making.PRESS.process_id
            children = Path(f"/proc/{press}/task/{press}/children").read_text().split()
            crowd.append(sum(is_at_work(child) for child in children))
            time.sleep(0.02)

    making.pdf_of(making.job_for(HTML, ADDRESS))  # the press is warm
    threads = [threading.Thread(target=ask, args=[number]) for number in range(20)]
    watcher = threading.Thread(target=count)
    watcher.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    watcher.join()

    assert len(answers) == 20
    assert set(answers) == {"delivered", "sent away"}
    assert 1 <= max(crowd) <= making.MOST_AT_ONCE


def test_the_press_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password@host/villages")

    assert not {"SECRET_KEY", "DATABASE_URL"} & set(making._environment())
    assert "PATH" in making._environment() or "PATH" not in os.environ


def is_at_work(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def files_kept() -> list[str]:
    storage = storages["private"]
    return storage.listdir("brochures")[1] if storage.exists("brochures") else []
