"""What protects forms of visitors, who have no account and get no cookie."""

import time
import uuid

import pytest
from django.core import signing

from catalogue import letters
from catalogue.letters import TRAP, Ticket
from catalogue.models import PageReport
from catalogue.page_reports import REPORTS
from catalogue.publishing import publish
from tests.factories import VillageFactory
from tests.visitors_letters import send, ticket_on

pytestmark = pytest.mark.django_db

ADDRESS = "/en/villages/baskets/report/"
REPORT = {"matter": "price", "text": "It is 12 EUR now.", "email": ""}


@pytest.fixture(autouse=True)
def village(monkeypatch):
    monkeypatch.setattr(letters, "SOONEST", 0)
    village = VillageFactory(slug_en="baskets")
    publish(village, "en", by=None)
    return village


def said() -> list[str]:
    return [report.said["text"] for report in PageReport.objects.order_by("pk")]


def test_any_text_is_looked_through_in_a_time_that_grows_with_its_length_only():
    for piece in ("a.", "a-", "aa.bb", "www", "a..", "ž.ab."):
        began = time.process_time()
        assert letters.links_in(piece * 50_000) in ([], ["www" * 50_000])
        assert time.process_time() - began < 2, piece  # each took minutes once


@pytest.mark.parametrize(
    "link",
    ["d.example/e", "http://a", "www.b.example", "a.b.example/", "-c.example/x", "ē.example/"],
)
def test_an_address_of_a_page_is_found_wherever_it_stands(link):
    for before in ("", "(", "see ", "..", "1. "):
        assert letters.links_in(f"{before}{link} and/or 3.5/4 p.m.") == [link]


# --- Tickets --------------------------------------------------------------------------------------


def test_a_form_that_came_back_too_fast_may_be_sent_again_as_it_is(client, monkeypatch):
    monkeypatch.setattr(letters, "SOONEST", 3)
    now = time.time()
    ticket = ticket_on(client.get(ADDRESS))

    hasty = client.post(ADDRESS, {**REPORT, "ticket": ticket})

    assert hasty.status_code == 400
    assert "faster than people write" in hasty.text
    assert "It is 12 EUR now." in hasty.text
    assert ticket_on(hasty) == ticket
    assert said() == []
    monkeypatch.setattr(letters.time, "time", lambda: now + 4)
    assert client.post(ADDRESS, {**REPORT, "ticket": ticket}).status_code == 302


def test_a_form_that_was_open_for_too_long_gets_a_new_ticket(client, monkeypatch):
    ticket = ticket_on(client.get(ADDRESS))
    now = time.time()
    monkeypatch.setattr(letters.time, "time", lambda: now + 12 * 3600 + 1)

    old = client.post(ADDRESS, {**REPORT, "ticket": ticket})

    assert old.status_code == 400
    assert "more than 12 hours" in old.text
    assert "It is 12 EUR now." in old.text
    assert ticket_on(old) != ticket
    assert client.post(ADDRESS, {**REPORT, "ticket": ticket_on(old)}).status_code == 302


def forged(page: str) -> str:
    stranger = signing.Signer(key="not the key of this site", salt="catalogue.letters")
    return stranger.sign_object([page, uuid.uuid4().hex, int(time.time() * 1000)])


@pytest.mark.parametrize("kind", ["none", "empty", "nonsense", "forged", "changed", "other salt"])
def test_a_ticket_that_is_not_ours_takes_nothing(client, village, kind):
    page = f"report:village:{village.pk}"
    good = ticket_on(client.get(ADDRESS))
    ticket = {
        "none": None,
        "empty": "",
        "nonsense": "\0:😀",
        "forged": forged(page),
        "changed": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "other salt": signing.Signer().sign_object([page, uuid.uuid4().hex, 1]),
    }[kind]

    answer = client.post(ADDRESS, REPORT if ticket is None else {**REPORT, "ticket": ticket})

    assert answer.status_code == 400
    assert "did not arrive whole" in answer.text
    assert said() == []
    assert client.post(ADDRESS, {**REPORT, "ticket": ticket_on(answer)}).status_code == 302


@pytest.mark.parametrize("page", ["report:village:0", "report:event:{pk}", "ask:village:{pk}"])
def test_a_ticket_is_good_for_its_page_alone(client, village, page):
    ticket = Ticket.new(page.format(pk=village.pk)).signed

    answer = client.post(ADDRESS, {**REPORT, "ticket": ticket})

    assert answer.status_code == 400
    assert said() == []


def test_a_form_that_is_sent_twice_makes_one_letter(client):
    ticket = ticket_on(client.get(ADDRESS))

    first = client.post(ADDRESS, {**REPORT, "ticket": ticket})
    second = client.post(ADDRESS, {**REPORT, "ticket": ticket})

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert said() == ["It is 12 EUR now."]


def test_another_letter_on_a_used_form_is_asked_for_once_more(client):
    """The back button, and another text: nothing is thrown away, nothing replaced."""
    ticket = ticket_on(client.get(ADDRESS))
    client.post(ADDRESS, {**REPORT, "ticket": ticket})

    changed = client.post(ADDRESS, {**REPORT, "text": "And it is closed.", "ticket": ticket})

    assert changed.status_code == 400
    assert "You have sent this form already" in changed.text
    assert "And it is closed." in changed.text
    assert said() == ["It is 12 EUR now."]
    new = {**REPORT, "text": "And it is closed.", "ticket": ticket_on(changed)}
    assert client.post(ADDRESS, new).status_code == 302
    assert said() == ["It is 12 EUR now.", "And it is closed."]


def test_two_tabs_do_not_disturb_each_other(client):
    first, second = (ticket_on(client.get(ADDRESS)) for _tab in range(2))

    for ticket, text in ((second, "From the second"), (first, "From the first")):
        answer = client.post(ADDRESS, {**REPORT, "text": text, "ticket": ticket})
        assert answer.status_code == 302
    assert said() == ["From the second", "From the first"]


def test_a_form_with_mistakes_keeps_its_ticket(client):
    ticket = ticket_on(client.get(ADDRESS))

    answer = client.post(ADDRESS, {**REPORT, "matter": "", "ticket": ticket})

    assert answer.status_code == 400
    assert 'href="#id_matter_0"' in answer.text
    assert ticket_on(answer) == ticket


# --- Where a form comes from ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
def test_a_form_that_another_site_sends_is_not_read(client, headers):
    ticket = ticket_on(client.get(ADDRESS))

    answer = client.post(ADDRESS, {**REPORT, "ticket": ticket}, headers=headers)

    assert answer.status_code == 403
    assert "This form was not sent from our page" in answer.text
    assert "12 EUR" not in answer.text
    assert said() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "http://TESTSERVER", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_of_our_own_is_read(client, headers):
    ticket = ticket_on(client.get(ADDRESS))

    assert client.post(ADDRESS, {**REPORT, "ticket": ticket}, headers=headers).status_code == 302


def test_a_browser_needs_no_cookie_to_send_a_form(client):
    strict = client.__class__(enforce_csrf_checks=True)

    answer = send(strict, ADDRESS, REPORT)

    assert answer.status_code == 302
    assert not strict.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_form_is_read_and_sent_and_nothing_else(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


# --- The trap -------------------------------------------------------------------------------------


def test_who_fills_in_what_only_programs_see_is_told_so(client):
    answer = send(client, ADDRESS, {**REPORT, TRAP: "Cheap watches"})

    assert answer.status_code == 400
    assert "only programs see" in answer.text
    assert "Cheap watches" not in answer.text
    assert "It is 12 EUR now." in answer.text
    assert said() == []
    again = client.post(ADDRESS, {**REPORT, "ticket": ticket_on(answer), TRAP: ""})
    assert again.status_code == 302


def test_people_do_not_meet_the_trap(client):
    page = client.get(ADDRESS).text
    start = page.index('<div class="letter__trap" aria-hidden="true">')
    trap = page[start : page.index("</div>", start)]

    assert f'name="{TRAP}"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert "data-1p-ignore" in trap


# --- Floods ---------------------------------------------------------------------------------------


def test_a_network_that_writes_too_much_is_told_when_it_may_go_on(client):
    limit = REPORTS.per_network[0]
    for number in range(limit.most):
        assert send(client, ADDRESS, {**REPORT, "text": f"Report {number}"}).status_code == 302

    answer = send(client, ADDRESS, {**REPORT, "text": "One too many"})

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= limit.seconds
    assert "in 60 minutes" in answer.text
    assert "One too many" in answer.text
    assert answer["Cache-Control"] == "private, no-cache"
    assert len(said()) == limit.most
    other = send(client, ADDRESS, {**REPORT, "text": "A neighbour"}, REMOTE_ADDR="203.0.113.7")
    assert other.status_code == 302


def test_a_page_takes_no_flood_from_many_networks(client):
    limit = REPORTS.per_page[0]
    for number in range(limit.most):
        address = f"203.0.113.{number}"
        assert send(client, ADDRESS, {**REPORT, "text": address}, REMOTE_ADDR=address)

    answer = send(client, ADDRESS, REPORT, REMOTE_ADDR="198.51.100.1")

    assert answer.status_code == 429
    assert "in 24 hours" in answer.text
    assert len(said()) == limit.most


def test_mistakes_and_repetitions_count_for_nothing(client):
    for _time in range(30):
        assert send(client, ADDRESS, {**REPORT, "text": ""}).status_code == 400
    ticket = ticket_on(client.get(ADDRESS))
    for _time in range(15):
        assert client.post(ADDRESS, {**REPORT, "ticket": ticket}).status_code == 302

    assert send(client, ADDRESS, {**REPORT, "text": "Another"}).status_code == 302


# --- Odd input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"ticket": "x" * 100_000},
        {"matter": ["price", "closed"], "text": "\0" * 100},
        {"matter": "price\0", "text": "x"},
        {"matter": "price", "text": "x", "email": "x" * 5000 + "@example.org"},
        {"matter": "\ud800".encode("utf-8", "surrogatepass"), "text": b"\xff\xfe"},
    ],
)
def test_nonsense_gets_a_page(client, data):
    ticket = ticket_on(client.get(ADDRESS))

    for more in ({}, {"ticket": ticket}):
        assert client.post(ADDRESS, {**data, **more}).status_code == 400
    assert said() == []
