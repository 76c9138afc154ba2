"""The same number of queries for one item, three, and thirty."""

import pytest

from catalogue.models import Edition
from catalogue.publishing import publish
from tests.factories import EventFactory, NoticeFactory, OfferFactory, RouteFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[1, 3, 30])
def many(request):
    """So many villages, all stops of one route, with offers, notices and events."""
    villages = VillageFactory.create_batch(max(request.param, 2))
    for village in villages:
        OfferFactory(village=village)
        NoticeFactory(village=village, shown_from="2000-01-01", shown_until="2999-01-01")
        publish(village, "lv", by=None)
    route = RouteFactory(stops=villages)
    publish(route, "lv", by=None)
    for _number in range(request.param):
        event = EventFactory()
        event.villages.set(villages)
        publish(event, "lv", by=None)
    return request.param


def address_of_one(kind: str) -> str:
    return Edition.objects.current().of_kind(kind).earliest("pk").get_absolute_url()


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/lv/", 3),  # shared words; cards of all kinds; counts per theme
        ("/lv/ciemi/", 3),  # shared words; counts; a page of cards
        ("/lv/temas/", 2),  # shared words; counts
        ("/lv/marsruti/", 2),  # shared words; cards
        ("/lv/notikumi/", 2),  # shared words; cards
        ("village", 5),  # the editions; shared words; related; nearest; notices
        ("route", 4),  # the editions; shared words; its villages; their notices
        ("event", 3),  # the editions; shared words; its villages
    ],
)
def test_queries_do_not_grow(client, django_assert_num_queries, many, path, queries):
    if not path.startswith("/"):
        path = address_of_one(path)

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200
