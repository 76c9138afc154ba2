"""Enquiries at the workplace: for who answers them, and for the own partner alone."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Partner
from catalogue.publishing import publish
from tests.admin_forms import post_form
from tests.factories import UserFactory, VillageFactory, ignalina, latgale
from villages.models import Enquiry

pytestmark = pytest.mark.django_db

LIST = "admin:villages_enquiry_changelist"
ANSWERS = {"editor", "publisher", "administrator"}
ROLES = ("editor", "translator", "publisher", "reporter", "administrator")
SECRETS = ("Anna Paraugs", "anna@example.org", "Do you weave")


def asked(village=None, **values) -> Enquiry:
    village = village or VillageFactory()
    edition = publish(village, "en", by=None).edition
    enquiry = Enquiry(edition=edition, partner=village.partner, answer_language="lt", **values)
    enquiry.write(
        {
            "name": "Anna Paraugs",
            "email": "anna@example.org",
            "phone": "",
            "dates": "May",
            "guests": 4,
            "message": "Do you weave?\n<b>Really</b>",
            "offer": "Basket weaving",
            "offer_kind": "workshop",
        }
    ).save()
    return enquiry


def sign_in(client, role, partner=latgale):
    user = UserFactory(roles=[role], partner=partner(), translates_into=["lt"])
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", ROLES)
def test_who_answers_reads_the_own_partners_enquiries(client, role):
    own, strange = asked(), asked(VillageFactory(lithuanian=True))
    sign_in(client, role)

    page = client.get(reverse(LIST))
    opened = client.get(own.admin_address())
    foreign = client.get(strange.admin_address())

    if role not in ANSWERS:
        assert (page.status_code, opened.status_code) == (403, 403)
        assert foreign.status_code in (403, 404)
        for secret in SECRETS:
            assert secret not in page.text + opened.text + foreign.text
        return
    found = {enquiry.pk for enquiry in page.context["cl"].result_list}
    assert found == ({own.pk, strange.pk} if role == "administrator" else {own.pk})
    for secret in SECRETS:
        assert secret in opened.text
    assert "<b>Really</b>" not in opened.text
    assert "Workshop: Basket weaving" in opened.text
    assert foreign.status_code == (200 if role == "administrator" else 404)
    assert (SECRETS[0] in foreign.text) == (role == "administrator")


def test_staff_of_the_other_partner_reads_theirs(client):
    asked()
    theirs = asked(VillageFactory(lithuanian=True))
    sign_in(client, "editor", ignalina)

    assert [e.pk for e in client.get(reverse(LIST)).context["cl"].result_list] == [theirs.pk]


@pytest.mark.parametrize("verb", ["change", "delete", "history"])
def test_a_stranger_is_asked_to_sign_in(client, verb):
    enquiry = asked()
    address = reverse(f"admin:villages_enquiry_{verb}", args=[enquiry.pk])

    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]
    assert Enquiry.objects.exists()


@pytest.mark.parametrize("role", sorted(ANSWERS))
def test_an_answered_enquiry_tells_by_whom(client, role):
    enquiry = asked()
    user = sign_in(client, role)

    assert post_form(client, enquiry.admin_address(), {"state": "answered"}).status_code == 302

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.settled_by) == ("answered", user)
    assert timezone.now() - enquiry.settled_at < timedelta(minutes=1)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_the_other_partners_enquiry_is_settled_sent_and_deleted_by_nobody(client, role):
    enquiry = asked(VillageFactory(lithuanian=True))
    sign_in(client, role)
    delete = reverse("admin:villages_enquiry_delete", args=[enquiry.pk])

    assert client.post(enquiry.admin_address(), {"state": "closed"}).status_code in (403, 404)
    assert client.post(delete, {"post": "yes"}).status_code in (403, 404)
    client.post(reverse(LIST), {"action": "send_again", "_selected_action": [enquiry.pk]})

    enquiry.refresh_from_db()
    assert enquiry.state == "open"
    assert not mail.outbox


@pytest.mark.parametrize("role", ROLES)
def test_a_visitor_may_have_a_letter_erased_at_once(client, role):
    enquiry = asked()
    sign_in(client, role)

    client.post(reverse("admin:villages_enquiry_delete", args=[enquiry.pk]), {"post": "yes"})

    assert Enquiry.objects.exists() == (role not in ("editor", "administrator"))


def test_the_log_of_the_admin_names_no_visitor(client, administrator):
    enquiry = asked()
    client.force_login(administrator)
    post_form(client, enquiry.admin_address(), {"state": "answered", "notes": "By telephone"})
    client.post(reverse("admin:villages_enquiry_delete", args=[enquiry.pk]), {"post": "yes"})

    logged = " ".join(f"{entry.object_repr} {entry}" for entry in LogEntry.objects.all())
    assert LogEntry.objects.count() == 2
    for secret in ("Anna", "anna@", "weave"):
        assert secret not in logged


def test_an_enquiry_under_a_lost_key_says_so(client, administrator):
    enquiry = asked()
    Enquiry.objects.update(sealed="gAAAAlost")
    client.force_login(administrator)

    for address in (reverse(LIST), enquiry.admin_address()):
        page = client.get(address)
        assert page.status_code == 200
    assert "a key that this site no longer has" in page.text
    client.post(reverse(LIST), {"action": "send_again", "_selected_action": [enquiry.pk]})
    enquiry.refresh_from_db()
    assert enquiry.trouble == "unreadable"


def test_staff_sees_why_a_letter_has_not_left_and_sends_it_again(client, administrator):
    enquiry = asked(trouble="failed", copied_at=timezone.now())
    client.force_login(administrator)
    assert "not yet: the mail server did not take it" in client.get(reverse(LIST)).text
    Partner.objects.filter(key="latgale").update(email="office@partner.example")

    client.post(reverse(LIST), {"action": "send_again", "_selected_action": [enquiry.pk]})

    [letter] = mail.outbox
    assert letter.to == ["office@partner.example"]
    enquiry.refresh_from_db()
    assert (enquiry.trouble, enquiry.passed_on_to) == ("", "partner")
    assert "the partner, " in client.get(reverse(LIST)).text


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("editor", "1 enquiry of a visitor"),
        ("administrator", "2 enquiries of visitors"),
        ("translator", None),
        ("reporter", None),
    ],
)
def test_the_start_tells_how_many_wait(client, role, sentence):
    asked()
    asked(VillageFactory(lithuanian=True))
    sign_in(client, role)

    page = client.get(reverse("admin:index"))

    assert (sentence in page.text) if sentence else ("of a visitor" not in page.text)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    client, administrator, count, django_assert_max_num_queries
):
    for _number in range(count):
        asked()
    client.force_login(administrator)
    client.get(reverse(LIST))

    with django_assert_max_num_queries(9):
        client.get(reverse(LIST))
