"""The promise of the longest route: 13 stages, 137 places and 190 offers, complete and light."""

import gzip
import json
import re

import gpxpy
import pytest

from catalogue import kept_parts
from tests.html_pages import read_html
from tests.routes.long_route import A_MONDAY, OFFERS, PLACES, STAGES, long_route

pytestmark = pytest.mark.django_db

QUERIES = 4  # shared words; the route; its villages; their notices
WITH_ALTERNATIVES = 5  # and the villages near closed stops, all at once
MOST_BYTES = 60 * 1024  # gzipped


@pytest.fixture(autouse=True)
def nothing_is_kept():
    kept_parts._kept.clear()


def packed(response) -> int:
    return len(gzip.compress(response.content, compresslevel=6))


def test_the_whole_route_is_on_one_light_page(client, django_assert_num_queries):
    edition = long_route()

    with django_assert_num_queries(QUERIES):
        response = client.get(edition.get_absolute_url())

    html = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r'data-stop="(\d+)"', html)) == PLACES
    assert len(re.findall(r'class="day"', html)) == STAGES
    assert len(re.findall(r'class="brief"', html)) == OFFERS
    assert html.count('class="navigate"') == PLACES
    assert "Pāri robežai" in html
    assert packed(response) <= MOST_BYTES
    assert read_html(html).inline == []


def test_with_days_it_is_as_light(client, django_assert_num_queries):
    edition = long_route()

    with django_assert_num_queries(WITH_ALTERNATIVES):
        response = client.get(f"{edition.get_absolute_url()}?from={A_MONDAY}")

    html = response.content.decode()
    assert html.count("Šajā dienā slēgts.") > 20
    assert html.count("Šajā dienā atvērts.") > 20
    assert html.count('<time datetime="2027-05-') >= STAGES
    assert packed(response) <= MOST_BYTES


def test_all_of_it_can_be_taken_along(client, django_assert_num_queries):
    edition = long_route()
    address = edition.get_absolute_url()

    with django_assert_num_queries(QUERIES):
        read = gpxpy.parse(client.get(f"{address}route.gpx").content.decode())
    assert len(read.waypoints) == PLACES
    assert sum(len(way.points) for way in read.routes) == PLACES
    features = json.loads(client.get(f"{address}route.geojson").content)["features"]
    assert len(features) == 2 * PLACES - 1


@pytest.mark.parametrize(("stages", "places"), [(1, 2), (3, 9)])
@pytest.mark.parametrize("query", ["", f"?from={A_MONDAY}"])
def test_short_routes_ask_as_much(client, django_assert_max_num_queries, stages, places, query):
    edition = long_route(stages, places, places)

    with django_assert_max_num_queries(WITH_ALTERNATIVES if query else QUERIES):
        response = client.get(edition.get_absolute_url() + query)

    assert response.content.decode().count("data-stop=") == places
