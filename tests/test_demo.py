"""The demo is the real villages, whole and in three languages, and loading it twice is harmless."""

import json
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from catalogue.languages import LANGUAGES
from catalogue.models import Edition, User
from consultations.models import Activity
from routes.models import Route
from tests.demo_site import demo  # noqa: F401 - a fixture
from villages.models import Event, Village

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("demo")]

CANDIDATES = {"kalupe", "siulenai", "skemiai-traktierius", "rojus-kaniukai"}


def current(kind: str, language: str):
    return Edition.objects.current().of_kind(kind).in_language(language)


def test_everything_ready_was_published(demo):  # noqa: F811
    assert demo.complaints == ""


def test_the_catalogue_holds_what_the_sources_tell():
    assert Village.objects.count() == 27
    assert Route.objects.count() == 10
    assert Event.objects.count() >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_is_published_in_each_language(language):
    villages, routes = current("village", language), current("route", language)
    across = [route.title for route in routes if set(route.document["countries"]) == {"LV", "LT"}]

    assert villages.count() >= 20
    assert routes.count() >= 6
    assert len(across) >= 4
    assert current("event", language).count() == Event.objects.count()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_story_has_60_to_120_words(language):
    lengths = {
        f"{edition.kind} {edition.slug}": len(" ".join(edition.document["story"]).split())
        for edition in current("village", language)
    }

    assert {name: words for name, words in lengths.items() if not 60 <= words <= 120} == {}


def test_candidates_are_not_public():
    candidates = Village.objects.filter(status="candidate")
    editions = Edition.objects.of_kind("village").filter(source_id__in=candidates)

    assert candidates.count() == len(CANDIDATES)
    assert not editions.exists()


def test_every_role_has_a_login_that_works(demo):  # noqa: F811
    assert len(demo.logins) == 7
    for username, password in demo.logins.items():
        assert Client().login(username=username, password=password), username


def test_the_partner_meeting_of_daugavpils_is_recorded():
    meeting = Activity.objects.get(kind="partner_meeting", starts_on=date(2012, 1, 16))

    assert "Daugavpils" in meeting.place
    for language in LANGUAGES:
        assert getattr(meeting, f"topic_{language}")
        assert len(getattr(meeting, f"decisions_{language}").split()) > 20


def test_what_partners_decided_is_public_nowhere():
    secrets = {
        text
        for activity in Activity.objects.all()
        for language in LANGUAGES
        for name in ("decisions", "next_steps")  # summaries of fairs stand with their events too
        if len(text := getattr(activity, f"{name}_{language}") or "") > 40
    }
    assert secrets
    documents = "\n".join(
        json.dumps(edition.document, ensure_ascii=False) for edition in Edition.objects.all()
    )

    assert [
        text for text in secrets if json.dumps(text, ensure_ascii=False)[1:-1] in documents
    ] == []
    for language in LANGUAGES:
        assert Client().get(f"/{language}/admin/consultations/activity/").status_code == 302


def test_loading_twice_changes_nothing():
    def rows() -> Counter:
        return Counter({model.__name__: model._base_manager.count() for model in apps.get_models()})

    passwords = dict(User.objects.values_list("username", "password"))
    editions = list(Edition.objects.order_by("pk").values_list("pk", "digest"))
    before = rows()

    said = StringIO()
    call_command("load_demo", stdout=said, stderr=said)

    assert rows() == before
    assert list(Edition.objects.order_by("pk").values_list("pk", "digest")) == editions
    assert dict(User.objects.values_list("username", "password")) == passwords
    assert "nothing was changed" in said.getvalue()
    assert not any(name in said.getvalue() for name in passwords)
