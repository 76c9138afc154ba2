"""Who may say on which days an event is, and that it is cancelled."""

from datetime import date

import pytest

from catalogue.models import Edition
from catalogue.publishing import publish
from tests.admin_forms import form_data, post_form
from tests.factories import EventFactory
from villages.models import Cancellation, Event

pytestmark = pytest.mark.django_db

CANCELLED = {
    "cancellations-TOTAL_FORMS": 1,
    "cancellations-0-day": "",
    "cancellations-0-reason_en": "Storm",
    "cancellations-0-id": "",
}
AGAIN = {
    "repeats": "weekly",
    "repeats_until": "2027-08-28",
    "except_on": "2027-06-12\n\n2027-06-19",
}


@pytest.fixture
def event():
    made = EventFactory(starts_on=date(2027, 6, 5), ends_on=date(2027, 6, 5))
    publish(made, "en", by=None)
    return made


def new_row(event):
    return {**CANCELLED, "cancellations-0-event": event.pk}


def test_an_editor_cancels_at_once_and_takes_it_back(client, event, editor_lv):
    client.force_login(editor_lv)
    page = Edition.objects.get().get_absolute_url()

    assert post_form(client, event.admin_address(), new_row(event)).status_code == 302
    client.logout()
    assert "Storm" in client.get(page).text

    client.force_login(editor_lv)
    lifted = {"cancellations-0-is_lifted": "on"}
    assert post_form(client, event.admin_address(), lifted).status_code == 302
    client.logout()
    assert "Storm" not in client.get(page).text
    assert Cancellation.objects.get().revision == 2
    assert Edition.objects.count() == 1


def test_a_cancellation_is_lifted_but_never_deleted(client, event, editor_lv):
    event.cancellations.create(reason_en="Storm")
    client.force_login(editor_lv)

    post_form(client, event.admin_address(), {"cancellations-0-DELETE": "on"})

    assert Cancellation.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 302),
        ("editor_lt", 404),
        ("translator_lv", 302),
        ("publisher_lv", 403),
        ("reporter_lv", 403),
        ("administrator", 302),
        ("editor_lv", 302),
    ],
)
def test_only_the_owning_partners_editors_cancel(client, request, event, who, status):
    may = who in ("editor_lv", "administrator")
    client.force_login(request.getfixturevalue("administrator" if may else "editor_lv"))
    form = {**form_data(client.get(event.admin_address())), **new_row(event)}
    client.logout()
    if who:
        client.force_login(request.getfixturevalue(who))

    answer = client.post(event.admin_address(), form)

    assert answer.status_code == status
    assert Cancellation.objects.count() == (1 if may else 0)


def test_a_translator_translates_the_reason_and_nothing_else(client, event, translator_lv):
    row = event.cancellations.create(reason_lv="Vētra")
    client.force_login(translator_lv)

    post_form(
        client,
        event.admin_address(),
        {
            "cancellations-0-reason_en": "Storm",
            "cancellations-0-reason_lv": "Cits",
            "cancellations-0-is_lifted": "on",
            "repeats": "weekly",
        },
    )

    row.refresh_from_db()
    assert (row.reason_lv, row.reason_en, row.is_lifted) == ("Vētra", "Storm", False)
    assert Event.objects.get().repeats == ""


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cancellations-0-day": "2027-06-06"}, "The event does not begin on this day."),
        (
            {"cancellations-0-day": "2027-06-05", "cancellations-0-reason_en": ""},
            "Say why, in one language at least.",
        ),
    ],
)
def test_a_cancellation_without_sense_is_refused_where_it_was_typed(
    client, event, editor_lv, changes, message
):
    client.force_login(editor_lv)

    answer = post_form(client, event.admin_address(), {**new_row(event), **changes})

    assert answer.status_code == 200
    assert message in answer.text
    assert not Cancellation.objects.exists()


def test_an_editor_says_that_it_happens_again_and_reads_which_days(client, event, editor_lv):
    client.force_login(editor_lv)

    assert post_form(client, event.admin_address(), AGAIN).status_code == 302

    event.refresh_from_db()
    assert event.except_on == [date(2027, 6, 12), date(2027, 6, 19)]
    text = client.get(event.admin_address()).text
    assert "Every Saturday from 5 June to 28 August 2027 (11)" in text
    assert "Saturday, 26 June 2027" in text and "Saturday, 19 June 2027" not in text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"except_on": "soon"}, "except_on", "Line 1 is no day: “soon”. Write it as 2027-06-05."),
        ({"repeats_until": ""}, "__all__", "a later day until which it goes on"),
        ({"repeat_weekdays": ["7"]}, "__all__", "The first day, 5 June 2027, is not among"),
        ({"starts_at": "20:00", "ends_at": "18:00"}, "__all__", "It must not end before it begins"),
        ({"slug_en": "archive"}, "__all__", "This address belongs to the archive"),
    ],
)
def test_a_rule_without_sense_is_refused_and_explained(
    client, event, editor_lv, changes, field, message
):
    client.force_login(editor_lv)

    answer = post_form(client, event.admin_address(), {**AGAIN, **changes})

    assert answer.status_code == 200
    assert message in " ".join(answer.context["adminform"].form.errors[field])
    event.refresh_from_db()
    assert event.repeats == ""
