"""“This page is out of date”: a task for the partner who keeps the page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from catalogue import letters
from catalogue.models import PageReport
from catalogue.publishing import publish
from tests.admin_forms import post_form
from tests.factories import (
    EventFactory,
    RouteFactory,
    UserFactory,
    VillageFactory,
    ignalina,
    latgale,
)
from tests.visitors_letters import send

pytestmark = pytest.mark.django_db

REPORT = {"matter": "price", "text": "It is 12 EUR now.", "email": "anna@example.org"}
LIST = "admin:catalogue_pagereport_changelist"
ROLES = ("editor", "translator", "publisher", "reporter", "administrator")
DEALS_WITH_REPORTS = {"editor", "translator", "publisher", "administrator"}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(letters, "SOONEST", 0)


def published(item, language="en"):
    return publish(item, language, by=None).edition


def reported(item, language="en", **values) -> PageReport:
    """A report on the published page of an item, as its visitor sent it."""
    edition = published(item, language)
    partner = edition.document["partner"] and item.partner
    report = PageReport(edition=edition, partner=partner, matter=values.get("matter", "price"))
    report.write({"text": values.get("text", "It is 12 EUR now.")}).write_email("anna@example.org")
    report.save()
    return report


def staff(role: str, partner):
    return UserFactory(roles=[role], partner=partner, translates_into=["lt"])


# --- Reporting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "address", "partner"),
    [
        (lambda: VillageFactory(slug_en="x"), "/en/villages/x/", "latgale"),
        (lambda: VillageFactory(slug_en="x", lithuanian=True), "/en/villages/x/", "ignalina"),
        (lambda: EventFactory(slug_en="x", partner=ignalina()), "/en/events/x/", "ignalina"),
        (lambda: route(partner=latgale()), "/en/routes/x/", "latgale"),
        (lambda: route(partner=None), "/en/routes/x/", None),
    ],
)
def test_a_report_becomes_a_task_of_who_keeps_the_page(client, make, address, partner):
    edition = published(make())
    assert f'href="{address}report/"' in client.get(address).text

    answer = send(client, f"{address}report/", REPORT)

    report = PageReport.objects.get()
    assert report.edition == edition
    assert (report.partner and report.partner.key) == partner
    assert (report.matter, report.state) == ("price", "open")
    assert (report.said, report.email) == ({"text": "It is 12 EUR now."}, "anna@example.org")
    thanks = client.get(answer["Location"])
    assert "Thank you for telling us" in thanks.text
    assert not thanks.cookies
    assert thanks["Cache-Control"] == "private, no-cache"


def route(partner):
    villages = VillageFactory.create_batch(2)
    for village in villages:
        published(village)
    return RouteFactory(slug_en="x", partner=partner, stops=villages)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/lv/ciemi/grozi/report/", "Izvēlieties, kas nav pareizi."),
        ("/lt/kaimai/krepsiai/report/", "Pasirinkite, kas neteisinga."),
        ("/en/villages/baskets/report/", "Choose what is wrong."),
    ],
)
def test_mistakes_are_told_in_the_readers_language(client, address, said):
    village = VillageFactory(slug_lv="grozi", slug_lt="krepsiai", slug_en="baskets")
    for language in ("lv", "lt", "en"):
        published(village, language)

    answer = send(client, address, {**REPORT, "matter": ""})

    assert answer.status_code == 400
    assert answer.text.count(said) == 2
    assert not PageReport.objects.exists()


def test_a_page_that_is_not_there_takes_no_report(client):
    published(VillageFactory(slug_en="baskets"))

    assert client.get("/en/villages/nowhere/report/").status_code == 404
    assert client.post("/en/villages/nowhere/report/", REPORT).status_code == 404
    assert client.get("/en/events/baskets/report/").status_code == 404


def test_what_the_visitor_wrote_is_not_readable_in_the_database(client):
    published(VillageFactory(slug_en="baskets"))
    send(client, "/en/villages/baskets/report/", REPORT)

    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM catalogue_pagereport AS r")
        [(row,)] = cursor.fetchall()
    assert "12 EUR" not in row
    assert "anna" not in row


# --- Erasing --------------------------------------------------------------------------------------


def test_a_report_stays_while_it_is_open_and_the_address_does_not(settings):
    settings.ENQUIRY_DAYS = 90
    report = reported(VillageFactory())
    PageReport.objects.update(sent_at=timezone.now() - timedelta(days=91))

    call_command("erase_enquiries", verbosity=0)

    report.refresh_from_db()
    assert report.said == {"text": "It is 12 EUR now."}
    assert report.email == ""


def test_a_report_that_was_dealt_with_is_erased_after_its_term(settings, administrator):
    settings.ENQUIRY_DAYS = 90
    young, old = reported(VillageFactory()), reported(VillageFactory())
    for report, days in ((young, 89), (old, 91)):
        report.settle("done", administrator)
        report.settled_at = timezone.now() - timedelta(days=days)
        report.save()

    call_command("erase_enquiries", verbosity=0)

    assert list(PageReport.objects.all()) == [young]


# --- The admin ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_staff_meets_the_reports_that_are_theirs(client, role):
    own = reported(VillageFactory())
    strange = reported(VillageFactory(lithuanian=True))
    shared = reported(route(partner=None))
    client.force_login(staff(role, latgale()))

    page = client.get(reverse(LIST))

    if role not in DEALS_WITH_REPORTS:
        assert page.status_code == 403
        assert client.get(own.admin_address()).status_code == 403
        return
    found = {report.pk for report in page.context["cl"].result_list}
    everything = {own.pk, strange.pk, shared.pk}
    assert found == (everything if role == "administrator" else everything - {strange.pk})
    assert "It is 12 EUR now." in client.get(own.admin_address()).text
    foreign = client.get(strange.admin_address())
    assert foreign.status_code == (200 if role == "administrator" else 404)
    assert ("It is 12 EUR now." in foreign.text) == (role == "administrator")


def test_a_stranger_is_asked_to_sign_in(client):
    report = reported(VillageFactory())

    for address in (reverse(LIST), report.admin_address()):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]


@pytest.mark.parametrize("role", sorted(DEALS_WITH_REPORTS))
def test_who_and_when_is_noted_when_a_report_is_dealt_with(client, role):
    report = reported(VillageFactory())
    user = staff(role, latgale())
    client.force_login(user)

    answer = post_form(
        client, report.admin_address(), {"state": "rejected", "notes": "Asked the hosts."}
    )

    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.settled_by, report.notes) == (
        "rejected",
        user,
        "Asked the hosts.",
    )
    assert timezone.now() - report.settled_at < timedelta(minutes=1)

    post_form(client, report.admin_address(), {"state": "open"})
    report.refresh_from_db()
    assert (report.state, report.settled_at, report.settled_by) == ("open", None, None)


@pytest.mark.parametrize("role", ["editor", "translator", "publisher"])
def test_nobody_deals_with_the_other_partners_reports(client, role):
    report = reported(VillageFactory(lithuanian=True))
    client.force_login(staff(role, latgale()))

    assert client.post(report.admin_address(), {"state": "done"}).status_code == 404

    report.refresh_from_db()
    assert report.state == "open"


def test_no_word_of_the_visitor_can_be_changed(client, administrator):
    report = reported(VillageFactory())
    client.force_login(administrator)

    post_form(
        client,
        report.admin_address(),
        {"text": "Forged", "matter": "other", "partner": ignalina().pk, "sealed": "x"},
    )

    after = PageReport.objects.get()
    assert (after.said, after.matter, after.partner) == (report.said, "price", latgale())


def test_the_database_wants_a_day_for_what_was_dealt_with():
    report = reported(VillageFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        PageReport.objects.filter(pk=report.pk).update(state="done")


def test_a_report_under_a_lost_key_says_so(client, administrator):
    report = reported(VillageFactory())
    PageReport.objects.update(sealed="gAAAAlost", sealed_email="gAAAAlost")
    client.force_login(administrator)

    page = client.get(report.admin_address())

    assert page.status_code == 200
    assert page.text.count("a key that this site no longer has") == 2


@pytest.mark.parametrize(
    ("role", "partner", "sentence"),
    [
        ("editor", latgale, "2 reports that pages are out of date"),
        ("translator", ignalina, "1 report that a page is out of date"),
        ("administrator", ignalina, "3 reports that pages are out of date"),
        ("reporter", latgale, None),
    ],
)
def test_the_start_tells_how_many_wait(client, role, partner, sentence):
    for item in (VillageFactory(), VillageFactory(), VillageFactory(lithuanian=True)):
        reported(item)
    done = reported(VillageFactory())
    done.settle("done", None)
    done.save()
    client.force_login(staff(role, partner()))

    page = client.get(reverse("admin:index"))

    if sentence:
        assert f'?state__exact=open">{sentence}</a>' in page.text
    else:
        assert "out of date" not in page.text


def test_the_public_page_tells_staff_and_nobody_else(client, settings):
    village = VillageFactory(slug_en="baskets")
    reported(village, matter="price")
    reported(village, matter="times")
    address = "/en/villages/baskets/"
    sentence = "2 visitors say that this page is out of date"

    assert sentence not in client.get(address).text
    client.force_login(staff("editor", ignalina()))
    assert sentence not in client.get(address).text
    client.force_login(staff("reporter", latgale()))
    assert sentence not in client.get(address).text
    client.force_login(staff("editor", latgale()))
    page = client.get(address)
    assert sentence in page.text
    assert "Opening times or dates" in page.text

    link = f"{reverse(LIST)}?state__exact=open&edition__kind=village"
    found = client.get(f"{link}&edition__source_id={village.pk}")
    assert found.status_code == 200
    assert len(found.context["cl"].result_list) == 2
