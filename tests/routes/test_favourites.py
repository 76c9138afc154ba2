"""Favourites: what their address names is shown, and what is not there (any more) is said."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import Edition
from catalogue.publishing import publish, withdraw
from routes.favourites import LETTERS
from tests.factories import EventFactory, RouteFactory, StoryFactory, VillageFactory

pytestmark = pytest.mark.django_db

PATHS = {"lv": "/lv/izlase/", "lt": "/lt/megstamiausi/", "en": "/en/favourites/"}


def page_of(client, query: str, language: str = "en") -> str:
    response = client.get(f"{PATHS[language]}?{query}")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, max-age=60"
    return response.content.decode()


def words_of(html: str) -> list[str]:
    return re.findall(r'data-favourite="([^"]+)"', html)


@pytest.fixture
def things(db):
    """A village, a route, an event and a story, published in English."""
    village, second = VillageFactory(), VillageFactory()
    found = {
        "v": village,
        "r": RouteFactory(stops=[village, second]),
        "e": EventFactory(),
        "s": StoryFactory(),
    }
    for item in (second, *found.values()):
        publish(item, "en", by=None)
    return found


def query_of(things) -> str:
    return "&".join(f"{letter}={item.pk}" for letter, item in things.items())


def test_things_of_every_kind_stand_in_the_address(client, things):
    html = page_of(client, query_of(things))

    assert words_of(html) == [f"{letter}{item.pk}" for letter, item in things.items()]
    for kind, heading in (("villages", "Villages"), ("events", "Events"), ("stories", "Stories")):
        assert f'id="{kind}">{heading}<' in html
    assert f'name="add" value="v{things["v"].pk}"' in html
    assert '<meta name="robots" content="noindex">' in html
    query = query_of(things).replace("&", "&amp;")
    assert f'href="{PATHS["lt"]}?{query}" lang="lt"' in html
    # Each can be taken off without scripts.
    assert f'href="{PATHS["en"]}?{query.split("&amp;", 1)[1]}" rel="nofollow"' in html


def test_a_thing_that_is_withdrawn_or_a_draft_is_told_of_without_a_word_of_it(client, things):
    draft = VillageFactory(theme_name_en="A secret draft")
    title = things["s"].title_en
    assert title in page_of(client, f"s={things['s'].pk}")
    withdraw(things["s"], "en", by=None)

    html = page_of(client, f"v={draft.pk},987654321&s={things['s'].pk}")

    assert "A secret draft" not in html and title not in html
    for said in (f"Village, number {draft.pk}:", "Village, number 987654321:", "Story, number "):
        assert said in html
    assert words_of(html) == [f"v{draft.pk}", "v987654321", f"s{things['s'].pk}"]
    assert 'name="add"' not in html


def test_a_thing_of_another_language_is_led_to(client, things):
    html = page_of(client, query_of(things), "lv")
    assert html.count("Latviski vēl nav") == 4
    assert f'lang="en" hreflang="en">{things["s"].title_en}</a>' in html
    assert 'class="card"' not in html


@pytest.mark.parametrize(
    "query",
    [
        "v=1,,x,-3,0,%00,٣&r=%27;DROP&e=99999999999999999999&s=" + "9," * 500,
        "v=" + ",".join(str(number) for number in range(1, 400)),
        "v=1&v=2&v=" + "x" * 3000,
        "w=3&page=%FF",
    ],
)
def test_nonsense_is_harmless(client, query):
    html = page_of(client, query, "lt")
    assert len(words_of(html)) <= 200
    assert ("nesupratome" in html) == ("x" in query)


def test_as_many_queries_for_one_as_for_many(client, things):
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(client, query)
        return len(asked)

    more = VillageFactory.create_batch(3)
    for item in more:
        publish(item, "en", by=None)
    queries(query_of(things))
    numbers = ",".join(str(item.pk) for item in (things["v"], *more))
    assert queries(f"v={things['v'].pk}") == 2  # shared words; editions
    assert queries(f"{query_of(things)}&v={numbers}") == 2


@pytest.mark.parametrize("letter", "vres")
def test_pages_of_things_can_be_kept(client, things, letter):
    kind = LETTERS[letter]
    edition = Edition.objects.current().get(kind=kind, source_id=things[letter].pk)
    html = client.get(edition.get_absolute_url()).content.decode()
    assert words_of(html) == [f"{letter}{things[letter].pk}"]
    assert html.count("js/favourites") == 1
    # Nothing of it is there without scripts.
    assert re.search(r'<div class="favourite" data-favourite="\w+" hidden>', html)
