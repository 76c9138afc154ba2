"""Two members of staff press their buttons at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalogue.models import Edition, User
from tests.admin_forms import form_data
from tests.factories import RouteFactory, UserFactory, VillageFactory, latgale
from villages.models import Village

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*requests: Callable[[], int]) -> list[int]:
    """The status codes of requests that are sent together."""
    barrier = Barrier(len(requests))

    def send(request: Callable[[], int]) -> int:
        barrier.wait(timeout=10)
        try:
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def posting(user: User, address: str, data: dict) -> Callable[[], int]:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return lambda: client.post(address, data).status_code


@pytest.fixture
def administrator():
    return UserFactory(roles=["administrator"])


def test_the_same_new_day_is_made_once(administrator):
    route = RouteFactory(partner=latgale(), stops=[VillageFactory(), VillageFactory()])
    reader = Client()
    reader.force_login(administrator)
    day = {"days-TOTAL_FORMS": "1", "days-0-number": "1", "days-0-title_lv": "Diena"}
    data = form_data(reader.get(route.admin_address())) | day

    answers = at_once(*(posting(administrator, route.admin_address(), data) for _ in range(3)))

    assert route.days.count() == 1
    assert answers.count(302) == 1
    assert set(answers) <= {200, 302, 409}


def test_what_is_deleted_while_it_is_published_leaves_no_page(administrator):
    for _attempt in range(5):
        village = VillageFactory()
        addresses = [
            reverse("admin:villages_village_delete", args=[village.pk]),
            reverse("admin:villages_village_publish", args=[village.pk, "lv"]),
        ]

        answers = at_once(
            *(posting(administrator, address, {"post": "yes"}) for address in addresses * 2)
        )

        is_there = Village.objects.filter(pk=village.pk).exists()
        has_page = Edition.objects.current().of_item("village", village.pk).exists()
        assert is_there == has_page
        assert set(answers) <= {302, 403, 404, 409}
