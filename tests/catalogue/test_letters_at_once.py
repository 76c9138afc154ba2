"""Two letters at the same moment, by several workers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from catalogue import letters
from catalogue.models import PageReport
from catalogue.page_reports import REPORTS
from catalogue.publishing import publish
from tests.factories import VillageFactory
from tests.visitors_letters import ticket_on

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ADDRESS = "/en/villages/baskets/report/"


@pytest.fixture(autouse=True)
def village(monkeypatch):
    monkeypatch.setattr(letters, "SOONEST", 0)
    publish(VillageFactory(slug_en="baskets"), "en", by=None)


def at_once(posts: list[dict]) -> list[int]:
    barrier = Barrier(len(posts))

    def send(data: dict) -> int:
        barrier.wait(timeout=10)
        try:
            return Client().post(ADDRESS, {"matter": "price", "email": "", **data}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(send, posts))


def test_a_double_click_makes_one_letter():
    ticket = ticket_on(Client().get(ADDRESS))

    answers = at_once([{"text": "Twice", "ticket": ticket}] * 4)

    assert answers == [302] * 4
    assert PageReport.objects.count() == 1


def test_the_limit_holds_for_all_workers_together(monkeypatch):
    limit = letters.limits.Limit("at once", 3, 3600)
    monkeypatch.setattr(REPORTS, "per_network", (limit,))
    tickets = [ticket_on(Client().get(ADDRESS)) for _number in range(6)]

    answers = at_once([{"text": f"{number}", "ticket": one} for number, one in enumerate(tickets)])

    assert sorted(answers) == [302] * 3 + [429] * 3
    assert PageReport.objects.count() == 3
