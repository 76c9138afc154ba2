"""Visitors ask the hosts: what the form takes, who gets the letter, and what is kept of it."""

import re
import time
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from catalogue import letters, limits
from catalogue.models import Partner, UseCount
from catalogue.publishing import publish, withdraw
from tests.factories import HostContactFactory, OfferFactory, VillageFactory
from tests.visitors_letters import send, ticket_on
from villages.enquiries import COPIES, ENQUIRIES
from villages.models import Enquiry
from villages.tasks import PAUSES, pass_on_enquiry

pytestmark = pytest.mark.django_db

ASK = {
    "lv": "/lv/ciemi/grozu-ciems/ask/",
    "lt": "/lt/kaimai/krepsiu-kaimas/ask/",
    "en": "/en/villages/basket-village/ask/",
}
LETTER = {
    "name": "Anna Paraugs",
    "email": "anna@example.org",
    "phone": "+371 20 000 000",
    "offer": "",
    "dates": "a weekend in May",
    "guests": "12",
    "message": "Do you weave on Sundays?\n\nWe are twelve.",
    "answer_language": "lt",
}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Visitors of these tests write as fast as the machine does."""
    monkeypatch.setattr(letters, "SOONEST", 0)


@pytest.fixture
def village():
    village = VillageFactory(
        slug_lv="grozu-ciems",
        slug_lt="krepsiu-kaimas",
        slug_en="basket-village",
        theme_name_lv="Grozu ciems",
        theme_name_lt="Krepšių kaimas",
        theme_name_en="Basket village",
    )
    OfferFactory(village=village)
    for language in ("lv", "lt", "en"):
        publish(village, language, by=None)
    return village


@pytest.fixture
def partner(village):
    Partner.objects.filter(key="latgale").update(email="office@partner.example")
    return Partner.objects.get(key="latgale")


def words_of(message) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    [alternative] = message.alternatives
    assert alternative.mimetype == "text/html"
    return message.body, alternative.content


# --- The form -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", [*ASK])
def test_the_form_is_there_in_each_language_and_sets_no_cookie(client, partner, language):
    page = client.get(ASK[language])

    assert page.status_code == 200
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.text
    assert 'name="robots" content="noindex"' in page.text
    assert '<option value="Basket weaving">' in page.text or language != "en"
    checked = re.search(r'value="(..)"[^>]*checked', page.text)
    assert checked and checked[1] == language
    assert page["Cache-Control"] == "private, no-cache"


def test_two_readers_get_two_tickets(client, village, settings):
    settings.KEEP_PAGES = True

    assert ticket_on(client.get(ASK["en"])) != ticket_on(client.get(ASK["en"]))


def test_the_villages_page_leads_to_the_form(client, village):
    for language, address in ASK.items():
        with translation.override(language):
            page = client.get(address.removesuffix("ask/"))
        assert f'href="{address}"' in page.text


def test_nobody_is_asked_in_a_village_that_is_history(client, village):
    village.status = "historical"
    village.save()
    publish(village, "en", by=None)

    assert client.get(ASK["en"]).status_code == 404
    assert f'href="{ASK["en"]}"' not in client.get(ASK["en"].removesuffix("ask/")).text


def test_a_village_of_another_language_has_its_honest_card(client, village):
    withdraw(village, "lt", by=None)

    page = client.get(ASK["lt"])

    assert "ticket" not in page.context
    assert "/lv/ciemi/grozu-ciems/" in page.text


def test_an_old_address_takes_the_letter_along(client, partner, village):
    ticket = ticket_on(client.get(ASK["en"]))
    village.slug_en = "reed-village"
    village.save()
    publish(village, "en", by=None)

    moved = client.post(ASK["en"], {**LETTER, "ticket": ticket})
    arrived = client.post(ASK["en"], {**LETTER, "ticket": ticket}, follow=True)

    assert moved.status_code == 308
    assert moved["Location"] == "/en/villages/reed-village/ask/"
    assert arrived.redirect_chain[-1][0].startswith("/en/villages/reed-village/ask/sent/")
    assert Enquiry.objects.count() == 1


# --- Sending --------------------------------------------------------------------------------------


def test_a_letter_is_taken_and_the_page_says_what_happens_next(client, partner):
    answer = send(client, ASK["en"], LETTER)

    assert answer.status_code == 302
    assert not answer.cookies
    enquiry = Enquiry.objects.get()
    assert answer["Location"] == f"{ASK['en']}sent/{enquiry.nonce}/"
    thanks = client.get(answer["Location"])
    assert thanks.status_code == 200
    assert not thanks.cookies
    assert "Your letter has arrived" in thanks.text
    assert "Your letter goes to Latgale Planning Region" in thanks.text
    assert "no booking" in thanks.text
    assert "anna" not in thanks.text.casefold()
    assert thanks["Cache-Control"] == "private, no-cache"


def test_a_page_of_thanks_without_a_letter_leads_to_the_form(client, village):
    answer = client.get(f"{ASK['en']}sent/00000000-0000-4000-8000-000000000000/")

    assert (answer.status_code, answer["Location"]) == (302, ASK["en"])


def test_the_partner_gets_the_letter_in_its_language_with_the_visitors_named(client, partner):
    send(client, ASK["en"], LETTER)

    to_partner, copy = mail.outbox
    assert to_partner.to == ["office@partner.example"]
    assert to_partner.reply_to == ["anna@example.org"]
    assert to_partner.subject == "Jautājums: Basket village"
    for text in words_of(to_partner):
        assert "Lūdzu, atbildiet" in text
        assert "lietuviski" in text
        assert "Apmeklētājs lasīja lapu: angliski" in text
        assert "Anna Paraugs" in text
        assert "+371 20 000 000" in text
        assert "a weekend in May" in text
        assert "/lv/admin/villages/enquiry/" in text
        assert "http://testserver/en/villages/basket-village/" in text
    assert LETTER["message"] in to_partner.body


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("lv", "Jūsu jautājuma kopija: Grozu ciems", "Saņēmējs: Latgales plānošanas reģions"),
        ("lt", "Jūsų klausimo kopija: Krepšių kaimas", "Gavėjas: Latgalos planavimo regionas"),
        ("en", "Copy of your enquiry: Basket village", "has gone to Latgale Planning Region"),
    ],
)
def test_the_visitor_gets_a_copy_in_the_language_of_the_page(
    client, partner, language, subject, said
):
    send(client, ASK[language], {**LETTER, "answer_language": "en"})

    copy = mail.outbox[-1]
    assert copy.to == ["anna@example.org"]
    assert copy.reply_to == []
    assert copy.subject == subject
    for text in words_of(copy):
        assert said in text
        assert "Do you weave on Sundays?" in text
        assert "admin" not in text
    assert copy.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_lt_partner_is_written_to_in_lithuanian(client):
    village = VillageFactory(lithuanian=True, slug_en="lt", theme_name_en="LT village")
    publish(village, "en", by=None)
    Partner.objects.filter(key="ignalina").update(email="office@agency.example")

    send(client, "/en/villages/lt/ask/", {**LETTER, "answer_language": "en"})

    assert mail.outbox[0].to == ["office@agency.example"]
    assert "Prašom atsakyti: angliškai" in mail.outbox[0].body


def test_hosts_who_consent_get_the_letter_themselves(client, partner, village):
    HostContactFactory(village=village, email="host@example.org")
    HostContactFactory(village=village, email="gone@example.org", consent_until="2020-01-01")
    HostContactFactory(village=village, email="")

    page = client.get(ASK["en"])
    send(client, ASK["en"], LETTER)

    assert "goes to the hosts of the village" in page.text
    to_hosts, copy = mail.outbox
    assert to_hosts.to == ["host@example.org"]
    assert "admin" not in to_hosts.body
    assert "Your letter has gone to the hosts." in copy.body
    assert Enquiry.objects.get().passed_on_to == "hosts"


def test_without_any_address_the_form_says_so_and_the_letter_is_kept(client, village):
    page = client.get(ASK["en"])
    send(client, ASK["en"], LETTER)

    assert "No e-mail address is known" in page.text
    enquiry = Enquiry.objects.get()
    assert (enquiry.passed_on_at, enquiry.trouble) == (None, "no-address")
    [copy] = mail.outbox
    assert "is kept for Latgale Planning Region" in copy.body


def test_without_a_mail_server_no_copy_is_promised(client, partner, settings):
    settings.MAILERS = {}

    page = client.get(ASK["en"])
    send(client, ASK["en"], LETTER)

    assert "You get a copy" not in page.text
    assert "and a copy of your letter" not in page.text
    assert "It is kept in this catalogue" in page.text
    enquiry = Enquiry.objects.get()
    assert (enquiry.trouble, enquiry.copy_trouble) == ("no-server", "no-server")


def test_the_chosen_offer_is_named_with_its_kind_in_the_readers_language(client, partner):
    send(client, ASK["en"], {**LETTER, "offer": "Basket weaving"})

    assert "Meistarklase: Basket weaving" in mail.outbox[0].body
    assert "Workshop: Basket weaving" in mail.outbox[1].body


# --- Mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("lv", "Uzrakstiet savu vārdu."),
        ("lt", "Parašykite savo vardą."),
        ("en", "Write your name."),
    ],
)
def test_what_is_missing_is_said_at_the_field_and_above_in_the_readers_language(
    client, partner, language, said
):
    answer = send(client, ASK[language], {**LETTER, "name": " ", "guests": "many"})

    assert answer.status_code == 400
    assert answer.text.count(said) == 2
    assert f'<a href="#id_name">{said}</a>' in answer.text
    assert 'href="#id_guests"' in answer.text
    assert re.search(r'id="id_name"[^>]*aria-invalid="true"', answer.text) or re.search(
        r'aria-invalid="true"[^>]*id="id_name"', answer.text
    )
    assert 'id="id_name_error"' in answer.text
    assert "Do you weave on Sundays?" in answer.text
    assert 'value="many"' in answer.text
    assert not Enquiry.objects.exists()
    assert not mail.outbox
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "anna"),
        ("email", "anna@example.org\nBcc: everybody@example.org"),
        ("phone", "call me"),
        ("guests", "0"),
        ("guests", "501"),
        ("offer", "An offer of nobody"),
        ("message", "x" * 5001),
        ("message", " \n "),
        ("message", "http://a.example www.b.example https://c.example d.example/e"),
        ("name", "Buy at www.shop.example"),
        ("name", "x" * 101),
        ("dates", "x" * 121),
        ("answer_language", "xx"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept_on_the_page(client, partner, field, value):
    answer = send(client, ASK["en"], {**LETTER, field: value})

    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {field}
    assert not Enquiry.objects.exists()
    assert not mail.outbox


def test_five_thousand_letters_emoji_and_odd_characters_arrive(client, partner):
    message = "😀 ž " * 1000 + "\r\n\0\x07Done"
    send(client, ASK["en"], {**LETTER, "message": message})

    said = Enquiry.objects.get().said
    assert said["message"] == "😀 ž " * 1000 + "\nDone"
    assert said["message"] in mail.outbox[0].body
    assert mail.outbox[0].message().as_bytes()


def test_a_name_breaks_no_header_and_turns_no_text_around(client, partner):
    name = "Anna\r\nBcc: everybody@example.org\u202egnp.exe"
    send(client, ASK["en"], {**LETTER, "name": name, "dates": "May\u2028June\0"})

    said = Enquiry.objects.get().said
    assert said["name"] == "Anna Bcc: everybody@example.org gnp.exe"
    assert said["dates"] == "May June"
    for message in mail.outbox:
        assert message.recipients() in (["office@partner.example"], ["anna@example.org"])
        assert message.message()["Bcc"] is None


def test_markup_is_text(client, partner):
    send(client, ASK["en"], {**LETTER, "message": "<script>alert('x')</script> & {{ page }}"})

    for message in mail.outbox:
        text, html = words_of(message)
        assert "<script>alert('x')</script> & {{ page }}" in text
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_the_copy_is_of_no_use_to_who_sells_something(client, partner):
    """Somebody else's address in the form: what that person gets has no address of a shop in it."""
    message = "See https://shop.example/x and www.shop.example or shop.example/y. Thanks."
    message += " Or just shop.example, shop.example.Or anna@shop.example"
    send(client, ASK["en"], {**LETTER, "message": message, "dates": "www.shop.example today"})

    to_partner, copy = mail.outbox
    assert message in to_partner.body
    assert "www.shop.example today" in to_partner.body
    for text in words_of(copy):
        assert "shop.example" not in text
        assert "(address of a web page)" in text
        assert "just shop. example, shop. example. Or anna@shop. example" in text
        assert "anna@example.org" in text  # the reader's own


# --- What is kept ---------------------------------------------------------------------------------


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} AS t")
        return "\n".join(row for (row,) in cursor.fetchall())


def test_nothing_a_visitor_wrote_stands_in_the_database_in_plain(client, partner):
    send(client, ASK["en"], {**LETTER, "offer": "Basket weaving"})

    row = rows_of("villages_enquiry")
    assert row
    for secret in ("Anna", "anna@", "20 000", "weekend", "Sundays", "weaving"):
        assert secret not in row
    assert Enquiry.objects.get().said == {
        "name": "Anna Paraugs",
        "email": "anna@example.org",
        "phone": "+371 20 000 000",
        "dates": "a weekend in May",
        "guests": 12,
        "message": "Do you weave on Sundays?\n\nWe are twelve.",
        "offer": "Basket weaving",
        "offer_kind": "workshop",
    }


def test_no_network_and_no_mailbox_is_stored_with_the_counts(client, partner):
    send(client, ASK["en"], LETTER, REMOTE_ADDR="203.0.113.7")

    row = rows_of("catalogue_usecount")
    assert UseCount.objects.count() == 6
    assert "203.0.113.7" not in row
    assert "anna" not in row


def test_a_letter_is_erased_when_its_term_is_over(client, partner, settings):
    settings.ENQUIRY_DAYS = 90
    send(client, ASK["en"], LETTER)
    enquiry = Enquiry.objects.get()

    Enquiry.objects.update(sent_at=timezone.now() - timedelta(days=89))
    call_command("erase_enquiries", verbosity=0)
    assert Enquiry.objects.exists()

    Enquiry.objects.update(sent_at=timezone.now() - timedelta(days=91))
    send(client, ASK["lv"], {**LETTER, "message": "Another one"})
    assert [other.said["message"] for other in Enquiry.objects.all()] == ["Another one"]
    assert not Enquiry.objects.filter(pk=enquiry.pk).exists()


def test_erasing_is_asked_for_on_the_day_when_the_term_ends(client, partner, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    send(client, ASK["en"], LETTER)

    paths = DBTaskResult.objects.order_by("run_after").values_list("task_path", flat=True)
    assert sorted(paths) == [
        "catalogue.tasks.erase_letters",
        "catalogue.tasks.erase_letters",
        "villages.tasks.pass_on_enquiry",
    ]
    days = [
        (task.run_after - timezone.now()).days
        for task in DBTaskResult.objects.filter(run_after__gt=timezone.now())
        if task.run_after.year < 9000
    ]
    assert days == [90]
    assert "anna" not in rows_of("django_tasks_database_dbtaskresult").casefold()


# --- The mail server is away ----------------------------------------------------------------------


class Broken:
    """Stands in for the mail server of Django's test run: refuses what it is told to."""

    def __init__(self, monkeypatch, error, only_to: str = "") -> None:
        real = mail.EmailMessage.send

        def send(message, *args, **kwargs):
            if not only_to or only_to in message.to:
                raise error
            return real(message, *args, **kwargs)

        monkeypatch.setattr(mail.EmailMessage, "send", send)


def test_nothing_is_lost_while_the_mail_server_is_down(client, partner, monkeypatch):
    with monkeypatch.context() as patch:
        Broken(patch, ConnectionRefusedError("anna@example.org"))
        answer = send(client, ASK["en"], LETTER)
    assert answer.status_code == 302
    enquiry = Enquiry.objects.get()
    assert (enquiry.passed_on_at, enquiry.trouble, enquiry.copy_trouble) == (
        None,
        "failed",
        "failed",
    )

    pass_on_enquiry.enqueue(enquiry.pk, "http://testserver")
    pass_on_enquiry.enqueue(enquiry.pk, "http://testserver")

    enquiry.refresh_from_db()
    assert enquiry.passed_on_at and enquiry.copied_at
    assert (enquiry.trouble, enquiry.copy_trouble) == ("", "")
    assert len(mail.outbox) == 2


def test_a_failure_is_tried_again_later_and_not_for_ever(client, partner, settings, monkeypatch):
    send(client, ASK["en"], LETTER)
    Enquiry.objects.update(passed_on_at=None)
    enquiry = Enquiry.objects.get()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    Broken(monkeypatch, TimeoutError())

    assert pass_on_enquiry.func(enquiry.pk, "http://testserver", 1) is False
    task = DBTaskResult.objects.get()
    assert task.args_kwargs["args"] == [enquiry.pk, "http://testserver", 2]
    waits = (task.run_after - timezone.now()).total_seconds()
    assert 4 * 60 < waits <= 5 * 60

    assert pass_on_enquiry.func(enquiry.pk, "http://testserver", len(PAUSES)) is False
    assert DBTaskResult.objects.count() == 1


def test_a_visitor_without_a_mailbox_does_not_hold_the_letter_up(
    client, partner, monkeypatch, caplog
):
    refusal = SMTPRecipientsRefused({"anna@example.org": (550, b"no such user")})
    Broken(monkeypatch, refusal, only_to="anna@example.org")
    send(client, ASK["en"], LETTER)

    enquiry = Enquiry.objects.get()
    assert enquiry.passed_on_at
    assert (enquiry.copied_at, enquiry.copy_trouble) == (None, "refused")
    assert "550" in caplog.text
    assert "anna" not in caplog.text


# --- Protection that is this form's own -----------------------------------------------------------


def test_one_mailbox_is_not_flooded_from_many_networks(client, partner):
    answers = [
        send(
            client,
            ASK["en"],
            {**LETTER, "message": f"Letter {number}"},
            REMOTE_ADDR=f"203.0.113.{number}",
        )
        for number in range(4)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    other = {**LETTER, "email": "berta@example.org"}
    assert send(client, ASK["en"], other, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_ticket_of_another_village_is_refused(client, partner, village):
    other = VillageFactory(slug_en="other")
    publish(other, "en", by=None)
    foreign = ticket_on(client.get("/en/villages/other/ask/"))

    answer = client.post(ASK["en"], {**LETTER, "ticket": foreign})

    assert answer.status_code == 400
    assert "did not arrive whole" in answer.text
    assert "Do you weave on Sundays?" in answer.text
    again = client.post(ASK["en"], {**LETTER, "ticket": ticket_on(answer)})
    assert again.status_code == 302


def test_a_ticket_counts_in_every_language_of_the_page(client, partner):
    ticket = ticket_on(client.get(ASK["lv"]))

    assert client.post(ASK["lt"], {**LETTER, "ticket": ticket}).status_code == 302


def test_a_long_day_between_opening_and_sending(client, partner, monkeypatch):
    ticket = ticket_on(client.get(ASK["lt"]))
    now = time.time()
    monkeypatch.setattr(letters.time, "time", lambda: now + letters.LATEST + 1)

    answer = client.post(ASK["lt"], {**LETTER, "ticket": ticket})

    assert answer.status_code == 400
    assert "ilgiau kaip 12 valandų" in answer.text
    again = client.post(ASK["lt"], {**LETTER, "ticket": ticket_on(answer)})
    assert again.status_code == 302


def test_limits_of_the_form_are_those_that_the_decision_tells():
    most = {limit.name: (limit.most, limit.seconds) for limit in (*ENQUIRIES.per_network, *COPIES)}
    assert most == {
        "ask: network": (5, limits.HOUR),
        "ask: network, day": (15, limits.DAY),
        "ask: copies": (3, limits.HOUR),
        "ask: copies, day": (6, limits.DAY),
    }


def test_the_form_costs_three_queries(client, partner, village, django_assert_num_queries):
    for _number in range(3):
        HostContactFactory(village=village)
        OfferFactory(village=village)
    publish(village, "en", by=None)

    with django_assert_num_queries(3):  # shared words; the editions; the hosts
        client.get(ASK["en"])
