"""The sitemap, also when one file cannot hold all pages."""

import re

import pytest

from catalogue.publishing import publish
from catalogue.views import sitemaps
from tests.factories import VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def villages():
    villages = VillageFactory.create_batch(5)
    for village in villages:
        for language in ("lv", "lt"):
            publish(village, language, by=None)
    return villages


def addresses(response) -> list[str]:
    return re.findall(r"<loc>http://testserver([^<]+)</loc>", response.content.decode())


def test_one_file_holds_a_small_site(client, villages, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = addresses(client.get("/sitemap.xml"))

    assert len(found) == len(sitemaps.ALWAYS_THERE) * 3 + 5 * 2
    assert len(set(found)) == len(found)


def test_a_large_site_is_divided_between_items(client, villages, monkeypatch):
    monkeypatch.setattr(sitemaps, "ITEMS_PER_SITEMAP", 2)

    parts = addresses(client.get("/sitemap.xml"))
    found = [addresses(client.get(part)) for part in parts]

    always = len(sitemaps.ALWAYS_THERE) * 3
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    assert [len(part) for part in found] == [always + 2 * 2, 2 * 2, 1 * 2]
    assert len({address for part in found for address in part}) == always + 5 * 2


def test_no_sitemap_can_grow_beyond_what_search_engines_read():
    assert sitemaps.ITEMS_PER_SITEMAP * 3 + 9 * 3 <= 50_000


@pytest.mark.parametrize("number", ["0", "2", "1001", "9" * 30])
def test_a_sitemap_that_is_not_there_is_404(client, villages, number):
    assert client.get(f"/sitemap-{number}.xml").status_code == 404
