"""The same number of queries for one item, three, and three hundred."""

from copy import deepcopy

import pytest

from catalogue.models import Edition
from catalogue.models.edition import digest_of
from catalogue.publishing import publish
from tests.factories import EventFactory, NoticeFactory, OfferFactory, RouteFactory, VillageFactory

pytestmark = pytest.mark.django_db


def copies(edition: Edition, count: int) -> list[Edition]:
    """`count` more items like `edition`: published 300 times over, the test would take minutes."""
    made = []
    for number in range(1, count + 1):
        document = deepcopy(edition.document)
        document["slug"] = f"{edition.slug}-{number}"
        made.append(
            Edition(
                kind=edition.kind,
                source_id=1_000_000 + number,
                language=edition.language,
                number=1,
                document=document,
                digest=digest_of(document),
                slug=document["slug"],
                title=edition.title,
                sort_key=f"{edition.sort_key}{number:03}",
                tags=edition.tags,
                latitude=edition.latitude and edition.latitude + number / 10_000,
                longitude=edition.longitude,
                starts_on=edition.starts_on,
                ends_on=edition.ends_on,
            )
        )
    return Edition.objects.bulk_create(made)


@pytest.fixture(params=[1, 3, 300])
def many(request):
    """So many villages with offers and a notice, all stops of one route, and so many events."""
    village, other = VillageFactory.create_batch(2)
    OfferFactory(village=village)
    NoticeFactory(village=village, shown_from="2000-01-01", shown_until="2999-01-01")
    first = publish(village, "lv", by=None).edition
    publish(other, "lv", by=None)
    villages = [first, *copies(first, request.param - 1)]

    route = publish(RouteFactory(stops=[village, other]), "lv", by=None).edition
    long_way = copies(route, request.param)[0]
    stop = route.document["days"][0]["stops"][0]
    long_way.document["days"][0]["stops"] = [
        {**stop, "number": number, "village": edition.source_id}
        for number, edition in enumerate(villages, 1)
    ]
    long_way.pk, long_way.slug, long_way.source_id = None, "garais-marsruts", 9_000_000
    long_way.save(force_insert=True)

    event = EventFactory()
    event.villages.set([village, other])
    copies(publish(event, "lv", by=None).edition, request.param)
    return request.param


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/lv/", 3),  # shared words; cards of all kinds; counts per theme
        ("/lv/ciemi/", 3),  # shared words; counts; a page of cards
        ("/lv/ciemi/?theme=crafts&offer=workshop", 3),
        ("/lv/temas/", 2),  # shared words; counts
        ("/lv/marsruti/", 2),  # shared words; cards
        ("/lv/marsruti/garais-marsruts/", 4),  # words; editions; its villages; their notices
        ("/lv/marsruti/garais-marsruts/brochure/", 2),  # words; editions
        ("/lv/marsruti/garais-marsruts/brochure/?format=a4", 4),
        ("/lv/notikumi/", 3),  # shared words; counts; cards (300 of them: test_whats_on)
        ("village", 5),  # shared words; the editions; related; nearest; notices
        ("event", 4),  # shared words; the editions; its villages; what is cancelled
    ],
)
def test_queries_do_not_grow(client, django_assert_num_queries, many, path, queries):
    if not path.startswith("/"):
        path = Edition.objects.current().of_kind(path).earliest("pk").get_absolute_url()

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200
    if path == "/lv/marsruti/garais-marsruts/":
        assert len(response.context["itinerary"].stops) == many
