"""People are shown only with a consent, and only as long as it lasts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import Edition
from catalogue.publishing import publish
from tests.admin_forms import form_data, post_form
from tests.factories import HostContactFactory, UserFactory, VillageFactory
from villages.contacts import contacts_of
from villages.models import HostContact

pytestmark = pytest.mark.django_db


def test_hosts_are_found_by_village_in_their_order_with_their_words(django_assert_num_queries):
    village, other, empty = VillageFactory.create_batch(3)
    HostContactFactory(village=village, name="Second", position=2, role_lt="")
    HostContactFactory(village=village, name="First", position=1)
    HostContactFactory(village=other, name="Other")
    HostContactFactory(name="Of a village not asked for")

    with django_assert_num_queries(1):
        found = contacts_of([village.pk, other.pk, empty.pk], "lt")

    assert {pk: [contact.name for contact in contacts] for pk, contacts in found.items()} == {
        village.pk: ["First", "Second"],
        other.pk: ["Other"],
    }
    first, second = found[village.pk]
    assert (first.role, second.role) == ("Kepa duoną", "")
    assert first.phone_address == "tel:+99900000000"
    assert first.languages_spoken == "Latvian, Latgalian"


@pytest.mark.parametrize(
    ("day", "is_shown"),
    [
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
    ],
)
def test_a_host_is_shown_on_the_days_of_the_consent_alone(day, is_shown):
    host = HostContactFactory(consent_given_on=date(2026, 5, 1), consent_until=date(2026, 8, 31))

    found = contacts_of([host.village_id], "lv", day)

    assert list(found) == ([host.village_id] if is_shown else [])


@pytest.mark.parametrize(
    "refused",
    [
        {"consent_record": ""},
        {"consent_record": "  \n"},
        {"name": ""},
        {"consent_given_on": date(2026, 5, 2), "consent_until": date(2026, 5, 1)},
        {"phone": "371 6543"},
        {"phone": "+371 call me"},
        {"languages": ["xx"]},
        {"consent_until": None},
        {"consent_given_on": None},
    ],
)
def test_the_database_refuses_a_host_without_a_whole_consent(refused):
    village = VillageFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        HostContactFactory(village=village, **refused)

    with pytest.raises(ValidationError):
        HostContactFactory.build(village=village, **refused).full_clean()


def test_no_edition_ever_holds_a_person(client):
    host = HostContactFactory(name="Ze Sample", phone="+999 1234 5678", email="ze@example.org")
    before = publish(host.village, "en", by=None).edition

    host.delete()

    assert publish(host.village, "en", by=None).edition == before
    written = str(list(Edition.objects.values()))
    for secret in ("Ze Sample", "1234", "ze@example.org"):
        assert secret not in written


# --- In the admin ---------------------------------------------------------------------------------

NEW_HOST = {
    "contacts-TOTAL_FORMS": 1,
    "contacts-0-name": "Sample Host",
    "contacts-0-phone": "+999 0000 0000",
    "contacts-0-consent_given_on": "2026-05-01",
    "contacts-0-consent_until": "2027-05-01",
    "contacts-0-consent_record": "Sheet 4 in the folder of samples",
    "contacts-0-position": 0,
    "contacts-0-id": "",
}


def sign_in(client, role: str, partner: str) -> None:
    more = {"translates_into": ["lt"]} if role == "translator" else {}
    client.force_login(UserFactory(**{partner: True}, roles=[role], **more))


@pytest.mark.parametrize(
    ("role", "partner", "may"),
    [
        ("editor", "latgale", True),
        ("administrator", "ignalina", True),
        ("translator", "latgale", False),
        ("publisher", "latgale", False),
        ("reporter", "latgale", False),
        ("editor", "ignalina", False),
        ("", "", False),
    ],
)
def test_hosts_are_written_by_those_who_edit_the_village(client, administrator, role, partner, may):
    village = VillageFactory()
    address = village.admin_address()
    client.force_login(administrator)
    whole_form = form_data(client.get(address))  # so that nothing but the role can refuse it
    client.logout()
    if role:
        sign_in(client, role, partner)

    client.post(address, {**whole_form, **NEW_HOST, "contacts-0-village": village.pk})

    assert HostContact.objects.exists() is may


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
def test_the_other_partner_sees_no_host(client, role):
    host = HostContactFactory()
    sign_in(client, role, "ignalina")

    answer = client.get(host.village.admin_address())

    assert answer.status_code == 404
    assert host.name not in answer.text


def test_a_translator_says_what_a_host_does_and_touches_nothing_else(client):
    host = HostContactFactory(name="Before")
    sign_in(client, "translator", "latgale")

    post_form(
        client,
        host.village.admin_address(),
        {
            "contacts-0-role_lt": "Kepa pyragą",
            "contacts-0-role_lv": "Viltots",
            "contacts-0-name": "Forged",
            "contacts-0-consent_until": "3000-01-01",
        },
    )

    host.refresh_from_db()
    assert (host.role_lt, host.role_lv, host.name) == ("Kepa pyragą", "Cep maizi", "Before")
    assert host.consent_until == date(2999, 1, 1)


def test_a_host_without_consent_is_refused_where_it_was_typed(client, editor_lv):
    village = VillageFactory()
    client.force_login(editor_lv)
    data = {**NEW_HOST, "contacts-0-village": village.pk, "contacts-0-consent_until": ""}

    answer = post_form(client, village.admin_address(), data)

    errors = answer.context["inline_admin_formsets"][-1].formset.errors
    assert list(errors[0]) == ["consent_until"]
    assert not HostContact.objects.exists()


def test_a_consent_that_ends_today_is_not_there_tomorrow():
    today = timezone.localdate()
    host = HostContactFactory(consent_until=today)

    assert contacts_of([host.village_id], "en")
    assert not contacts_of([host.village_id], "en", today + timedelta(days=1))
