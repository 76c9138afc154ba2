"""What is printed is registered whole or not at all, once, and never changed."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import DatabaseError, transaction

from catalogue.models import ShortCode
from catalogue.publishing import publish, withdraw
from routes.models import PrintedFile, PrintEdition, PrintedText
from routes.printing import registering
from routes.printing.registering import FileToKeep, register
from tests.factories import RouteFactory, VillageFactory, latgale
from tests.routes.print_editions import new_print, pdf, printed


@pytest.fixture
def route(db):
    villages = [VillageFactory(), VillageFactory(lithuanian=True)]
    route = RouteFactory(partner=latgale(), stops=villages)
    for item in (*villages, route):
        for language in ("lv", "lt", "en"):
            publish(item, language, by=None)
    return route


def kept_files() -> set[str]:
    storage = storages["private"]
    return set(storage.listdir("prints")[1]) if storage.exists("prints") else set()


def test_the_very_file_is_kept_with_every_edition_on_it(route, publisher_lv):
    one = printed(route, by=publisher_lv, languages=["lv", "en"])

    one = PrintEdition.objects.get(pk=one.pk)
    assert (one.number, one.registered_by, one.season) == (1, publisher_lv, "spring 2026")
    assert [file.language for file in one.files.all()] == ["lv", "en"]
    for file in one.files.all():
        with storages["private"].open(file.stored_name) as kept:
            assert kept.read() == f"%PDF-1.7 {file.language}".encode()
    assert one.texts.count() == 2 * 3
    assert {text.edition.language for text in one.texts.all()} == {"lv", "en"}


def test_numbers_run_through_both_partners(route):
    strange = RouteFactory(partner=None)

    assert [printed(one).number for one in (route, strange, route)] == [1, 2, 3]


def test_a_form_sent_twice_registers_once(route):
    token = uuid4()
    first = register(new_print(route, token=token), [pdf()], [], by=None)

    again = register(new_print(route, token=token, copies=7), [pdf("other")], [], by=None)

    assert again == first
    assert PrintEdition.objects.get().copies == 500
    assert len(kept_files()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"copies": 0},
        {"copies": 1_000_001},
        {"languages": []},
        {"languages": ["ru"]},
        {"purpose": "screen"},
        {"format": "Leaflet!"},
        {"title": ""},
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(route, wrong):
    with pytest.raises(ValidationError):
        register(new_print(route, **wrong), [pdf()], [], by=None)

    assert not PrintEdition.objects.exists()
    assert kept_files() == set()


def test_without_a_file_nothing_was_printed(route):
    with pytest.raises(ValidationError):
        register(new_print(route), [], [], by=None)


def test_when_a_file_cannot_be_kept_no_row_and_no_other_file_is_left(route, monkeypatch):
    def full_disk_at_the_second(storage, name, content):
        if b"second" in content:
            raise OSError("no space left on device")
        put(storage, name, content)

    put = registering.put
    monkeypatch.setattr(registering, "put", full_disk_at_the_second)
    files = [pdf("first"), FileToKeep("lt", "second.pdf", b"%PDF second", 2)]

    with pytest.raises(OSError, match="no space"):
        register(new_print(route, languages=["lv", "lt"]), files, [], by=None)

    assert not PrintEdition.objects.exists()
    assert not PrintedFile.objects.exists()
    assert kept_files() == set()


def test_a_failure_leaves_the_file_that_another_print_edition_keeps(route, monkeypatch):
    first = register(new_print(route), [pdf("shared")], [], by=None)
    monkeypatch.setattr(PrintedText.objects, "bulk_create", lambda _texts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        register(new_print(route), [pdf("shared")], [], by=None)

    assert PrintEdition.objects.get() == first
    assert kept_files() == {f"{first.files.get().digest}.pdf"}


FORGERIES = {
    "format": lambda one: PrintEdition.objects.update(format="a4"),
    "parts": lambda one: PrintEdition.objects.update(parts=[]),
    "day": lambda one: PrintEdition.objects.update(printed_on="2020-01-01"),
    "owner": lambda one: PrintEdition.objects.update(partner=None),
    "file": lambda one: PrintedFile.objects.update(digest="0" * 64),
    "text": lambda one: PrintedText.objects.update(print_edition=one),
    "files deleted": lambda one: one.files.all().delete(),
    "texts deleted": lambda one: one.texts.all().delete(),
    "deleted": lambda one: PrintEdition.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_was_printed_is_never_changed_or_deleted(route, forgery):
    one = printed(route)

    with pytest.raises(DatabaseError, match="never changed|Cannot"), transaction.atomic():
        FORGERIES[forgery](one)

    assert PrintEdition.objects.get().texts.count() == 3


def test_copies_print_shop_and_notes_may_be_put_right(route):
    printed(route)

    PrintEdition.objects.update(copies=450, print_shop="Fifty were spoilt", notes="…")

    assert PrintEdition.objects.get().copies == 450


def test_the_code_on_old_paper_answers_whatever_became_of_the_page(client, route):
    printed(route)
    text = PrintedText.objects.get(edition__kind="route").edition
    code = ShortCode.objects.get(code=text.document["code"]).get_absolute_url()
    speaks_latvian = {"accept-language": "lv"}
    assert client.get(code, headers=speaks_latvian)["Location"] == text.get_absolute_url()

    route.slug_lv = "pavisam-cits"
    route.title_lv = "Pavisam cits"
    route.save()
    publish(route, "lv", by=None)
    assert "pavisam-cits" in client.get(code, headers=speaks_latvian)["Location"]
    old = client.get(text.get_absolute_url())
    assert (old.status_code, "pavisam-cits" in old["Location"]) == (301, True)

    withdraw(route, "lv", by=None)
    elsewhere = client.get(code, headers=speaks_latvian)
    assert elsewhere["Location"].startswith("/en/")
    for language in ("lt", "en"):
        withdraw(route, language, by=None)
    gone = client.get(code, headers=speaks_latvian)
    assert gone.status_code == 200
    assert "Pavisam cits" in gone.text
