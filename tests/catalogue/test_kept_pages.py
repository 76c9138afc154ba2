"""Pages that are kept ready-made, and never one change too long."""

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.utils import timezone

from catalogue.models import Edition, Partner, PublicState
from catalogue.publishing import publish, withdraw
from tests.factories import NoticeFactory, ThemeFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_PAGES = True
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def village():
    village = VillageFactory(slug_lv="maizes-ciems")
    publish(village, "lv", by=None)
    return village


def test_a_kept_page_costs_one_query_and_says_the_same(client, village, django_assert_num_queries):
    first = client.get("/lv/ciemi/maizes-ciems/")

    with django_assert_num_queries(1):
        second = client.get("/lv/ciemi/maizes-ciems/")

    assert second.content == first.content
    assert second.headers == first.headers


@pytest.mark.parametrize(
    ("address", "questions"),
    [
        ("/lv/ciemi/maizes-ciems/", ("x=1", "x=2", "&&&")),
        ("/lv/ciemi/", ("x=1", "theme=nobody-knows", "&", "theme=", "on=2999-01-01")),
        ("/lv/iegult/", ("near=56.10,26.10", "limit=1", "&")),
        ("/lv/notikumi/", ("x=1", "&")),
    ],
)
def test_questions_nobody_reads_push_out_no_page_that_everybody_asks_for(
    client, village, address, questions, django_assert_num_queries
):
    caches["visitors"].clear()
    client.get(address)
    kept = [*cache._cache]

    for question in questions:
        assert client.get(f"{address}?{question}").status_code == 200

    assert [*cache._cache] == kept
    assert len(kept) == 1
    with django_assert_num_queries(1):
        client.get(f"{address}?{questions[0]}")
    caches["visitors"].clear()


def test_an_etag_saves_the_way(client, village):
    etag = client.get("/lv/ciemi/maizes-ciems/")["ETag"]

    response = client.get("/lv/ciemi/maizes-ciems/", headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_every_change_that_visitors_can_see_shows_at_once(client, village):
    def page() -> str:
        return client.get("/lv/ciemi/maizes-ciems/").content.decode()

    def list_of_villages() -> str:
        return client.get("/lv/ciemi/").content.decode()

    page(), list_of_villages()
    village.summary_lv = "Jauns kopsavilkums."
    village.save()
    assert "Jauns kopsavilkums." not in page()
    publish(village, "lv", by=None)
    assert "Jauns kopsavilkums." in page()
    assert "Jauns kopsavilkums." in list_of_villages()

    ThemeFactory._meta.model.objects.update(name_lv="Rudzu maize")  # no signal, no save()
    assert "Rudzu maize" in page()

    NoticeFactory(
        village=village, text_lv="Slēgts", shown_from="2000-01-01", shown_until="2999-01-01"
    )
    assert "Slēgts" in page()

    Partner.objects.filter(key="latgale").update(name_lv="Cits nosaukums")
    assert "Cits nosaukums" in page()

    withdraw(village, "lv", by=None)
    assert client.get("/lv/ciemi/maizes-ciems/").status_code == 404
    assert "maizes-ciems" not in list_of_villages()


def test_a_notice_ends_with_its_day_though_nothing_was_written(client, village, monkeypatch):
    today = timezone.localdate()
    NoticeFactory(village=village, text_lv="Slēgts", shown_from=today, shown_until=today)
    assert "Slēgts" in client.get("/lv/ciemi/maizes-ciems/").content.decode()

    tomorrow = today + timezone.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: tomorrow)

    assert "Slēgts" not in client.get("/lv/ciemi/maizes-ciems/").content.decode()


def test_pages_of_another_host_or_query_are_not_mixed_up(client, village, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example", "testserver"]

    one = client.get("/lv/ciemi/", headers={"host": "one.example"}).content.decode()
    two = client.get("/lv/ciemi/", headers={"host": "two.example"}).content.decode()

    assert "http://one.example/" in one
    assert "http://two.example/" in two
    assert "http://one.example/" not in two
    assert client.get("/lv/ciemi/?theme=nav").content.decode() != one


def test_errors_are_not_kept(client):
    assert client.get("/lv/ciemi/nav/").status_code == 404
    publish(VillageFactory(slug_lv="nav"), "lv", by=None)

    assert client.get("/lv/ciemi/nav/").status_code == 200


def test_the_state_counts_changes_made_behind_djangos_back(village):
    before = PublicState.objects.get().version

    with connection.cursor() as cursor:
        cursor.execute("UPDATE villages_theme SET motif = 'sun'")

    assert PublicState.objects.get().version == before + 1
    assert Edition.objects.count() == 1
