"""The map of villages: the list's question, drawn with numbers, and as data for a browser."""

import gzip
import random
import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from catalogue import indexes
from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.models.edition import Kind, digest_of
from catalogue.publishing import publish, withdraw
from tests.admin_forms import post_form
from tests.factories import EventFactory, PlaceFactory, VillageFactory
from villages import village_map
from villages.models import Village
from villages.models.village import ADDRESSES_OF_THE_MAP

pytestmark = pytest.mark.django_db

PATHS = {
    "lv": "/lv/ciemi/karte/",
    "lt": "/lt/kaimai/zemelapis/",
    "en": "/en/villages/map/",
}
SVG = "{http://www.w3.org/2000/svg}"


def village(name: str, latitude=56.0, longitude=26.5, languages=LANGUAGES, **more) -> Village:
    made = VillageFactory(
        theme_name_lv=name, theme_name_lt=name, theme_name_en=name, place=None, **more
    )
    PlaceFactory(village=made, latitude=latitude, longitude=longitude)
    for language in languages:
        publish(made, language, by=None)
    return made


def data(client, language="en", query="") -> dict:
    response = client.get(f"{PATHS[language]}villages.json{query}")
    assert response.status_code == 200
    return response.json()


def titles(found: dict) -> list[str]:
    return [row[3] for row in found["villages"]]


def many(count: int, draw_place) -> None:
    """So many English editions, as different from each other as villages are."""
    letters = "aāsbeėgoiklmnņprštuūvzž"
    luck = random.Random(7)  # noqa: S311 - names of samples

    def word(least: int, most: int) -> str:
        length = luck.randint(least, most)
        return "".join(luck.choice(letters) for _ in range(length)).capitalize()

    first = publish(VillageFactory(), "en", by=None).edition
    made = []
    for number in range(count):
        latitude, longitude = draw_place(luck)
        document = {
            **first.document,
            "title": f"{word(5, 11)} {word(5, 12)} Village",
            "slug": f"{number}-{luck.randbytes(8).hex()}",
            "point": {"latitude": latitude, "longitude": longitude, "radius_m": 0},
            "card": {**first.document["card"], "place": word(4, 10)},
        }
        made.append(
            Edition(
                kind="village",
                source_id=10_000 + number,
                language="en",
                number=1,
                document=document,
                digest=digest_of(document),
                slug=document["slug"],
                title=document["title"],
                sort_key=document["title"].lower(),
                tags=first.tags,
                latitude=latitude,
                longitude=longitude,
            )
        )
    Edition.objects.bulk_create(made)
    indexes.make_anew(indexes.registered())


def anywhere(luck: random.Random) -> tuple[float, float]:
    return luck.uniform(55, 57.2), luck.uniform(24.8, 28.2)


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_map_under_words_of_its_own(client, language):
    shown = village("Ozoli")

    page = client.get(PATHS[language])

    html = page.content.decode()
    assert page.status_code == 200
    assert [item.edition.source_id for item in page.context["villages"].villages] == [shown.pk]
    for code, path in PATHS.items():
        assert f'hreflang="{code}" href="http://testserver{path}"' in html
    assert f'href="http://testserver{PATHS[language]}"' in html  # canonical


def test_drafts_and_what_was_withdrawn_are_in_no_part_of_the_map(client):
    village("Open")
    village("Secret draft", languages=[])
    village("Latvian only", languages=["lv"])
    withdraw(village("Taken back"), "en", by=None)

    page = client.get(PATHS["en"])
    picture = client.get(page.context["picture"])

    assert titles(data(client)) == ["Open"]
    assert [item.edition.title for item in page.context["villages"].villages] == ["Open"]
    for answer in (page, picture):
        for name in ("Secret", "Latvian only", "Taken back"):
            assert name not in answer.content.decode()


def test_list_and_map_ask_the_same_and_lead_to_each_other(client):
    village("Here", 56.0, 26.5)
    village("There", 55.3, 26.0, lithuanian=True)
    query = "?region=latgale&in=26,55.9,27,56.1&theme=crafts"

    on_map = client.get(PATHS["en"] + query)
    in_list = client.get("/en/villages/" + query)

    assert [item.edition.title for item in on_map.context["villages"].villages] == ["Here"]
    assert [card.edition.title for card in in_list.context["villages"].cards] == ["Here"]
    asked = "?theme=crafts&amp;region=latgale&amp;in=26,55.9,27,56.1"
    assert f'href="/en/villages/{asked}"' in on_map.content.decode()
    assert f'href="{PATHS["en"]}{asked}"' in in_list.content.decode()
    assert '<meta name="robots" content="noindex">' in on_map.content.decode()


def test_numbers_stand_beside_the_villages_in_the_list_and_on_the_drawn_map(client):
    for name, latitude in (("Alder", 56.1), ("Birch", 55.6), ("Cherry", 56.4)):
        village(name, latitude)

    page = client.get(PATHS["en"])
    picture = client.get(page.context["picture"])

    in_list = re.findall(r'data-number="(\d+)".*?<a href="[^"]+">([^<]+)</a>', _flat(page))
    words = {text.text for text in ElementTree.fromstring(picture.content).iter(f"{SVG}text")}
    assert in_list == [("1", "Alder"), ("2", "Birch"), ("3", "Cherry")]
    assert {"1", "2", "3", "Alder", "Birch", "Cherry"} <= words
    assert picture["Content-Type"] == "image/svg+xml"


def _flat(response) -> str:
    return response.content.decode().replace("\n", " ")


def test_beyond_one_sheet_the_next_page_goes_on_counting(client, monkeypatch):
    monkeypatch.setattr(village_map, "PER_PAGE", 2)
    for name in ("Alder", "Birch", "Cherry"):
        village(name)

    second = client.get(PATHS["en"] + "?page=2")
    beyond = client.get(PATHS["en"] + "?page=9")

    shown = [(item.number, item.edition.title) for item in second.context["villages"].villages]
    assert shown == [(3, "Cherry")]
    assert beyond.context["villages"].number == 2
    assert 'rel="prev"' in second.content.decode()
    assert len(data(client)["villages"]) == 3  # the zoomable map has all of them


def test_nearest_first_where_a_place_was_asked_for(client):
    village("Alder", 56.05, 26.5)
    village("Birch", 56.01, 26.5)
    village("Cherry", 57.0, 26.5)

    page = client.get(PATHS["en"] + "?near=56.00,26.50")

    shown = [item.edition.title for item in page.context["villages"].villages]
    assert shown == ["Birch", "Alder"]


@pytest.mark.parametrize(
    "query",
    [
        "?in=1,2,3",
        "?in=nan,nan,nan,nan",
        "?in=27,56,26,55",
        "?page=0&theme=%00&near=%F0%9F%90%9F&km=-1",
        "?" + "in=26,55,27,56&" * 40,
    ],
)
@pytest.mark.parametrize("ending", ["", "villages.json", "0.svg"])
def test_nonsense_gives_a_map_and_no_error(client, query, ending):
    village("Open")

    assert client.get(PATHS["en"] + ending + query).status_code == 200


def test_a_question_without_an_answer_has_a_page_and_no_picture(client):
    village("Open")

    page = client.get(PATHS["en"] + "?in=20,50,20.1,50.1")

    assert page.status_code == 200
    assert "No village fits all of these choices." in page.content.decode()
    assert "<img" not in page.content.decode().partition('id="map"')[2].partition("</figure>")[0]
    assert client.get(PATHS["en"] + "0.svg?in=20,50,20.1,50.1").status_code == 404


# --- The picture ----------------------------------------------------------------------------------


def test_the_picture_is_kept_for_good_only_under_what_it_says(client):
    village("Open")
    address = client.get(PATHS["en"]).context["picture"]

    now, other = client.get(address), client.get(PATHS["en"] + "0" * 64 + ".svg")

    assert "immutable" in now["Cache-Control"]
    assert other["Cache-Control"] == "no-store"
    assert other.content == now.content
    village("Another")
    assert client.get(PATHS["en"]).context["picture"] != address


def test_pictures_of_any_question_fill_no_storage(client):
    village("Open")
    village("Other", 55.3, 26.0, lithuanian=True)
    for query in ("", "?region=latgale", "?in=26,55.9,27,56.1", "?near=56.00,26.50"):
        client.get(client.get(PATHS["en"] + query).context["picture"])

    folder = f"maps/villages-{village_map.MAP_VERSION}"
    assert len(default_storage.listdir(folder)[1]) == 1
    assert village_map._remembered.cache_info().maxsize == 32


def test_where_a_visitor_is_stays_with_them(client):
    village("Open")
    page = client.get(PATHS["en"] + "?near=56.00,26.50")

    for answer in (page, client.get(page.context["picture"]), client.get(page.context["data"])):
        assert answer["Cache-Control"] == "private, no-store"


def test_whoever_finds_the_drawer_busy_is_asked_to_come_again(client, monkeypatch):
    village("Busy")
    monkeypatch.setattr(village_map, "PATIENCE", 0.01)

    with village_map._one_at_a_time:
        answer = client.get(PATHS["en"] + "0.svg?region=latgale")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert client.get(PATHS["en"] + "0.svg?region=latgale").status_code == 200


def test_a_place_that_is_not_exact_is_a_circle_on_both_maps(client):
    made = village("Somewhere", languages=[])
    made.places.update(precision="area", radius_m=4000)
    publish(Village.objects.with_everything().get(pk=made.pk), "en", by=None)

    assert data(client)["villages"][0][6] == 4000
    page = client.get(PATHS["en"])
    assert page.context["villages"].stops[0].approximate


# --- The data -------------------------------------------------------------------------------------


def test_the_data_says_what_a_mark_and_its_window_need(client):
    first = village("Alder", 56.12345678, 26.98765432)
    village("Višķi village", 56.2, 26.5)

    assert data(client) == {
        "whole": True,
        "area": None,
        "villages": [
            [first.pk, 26.9877, 56.1235, "Alder", "Višķi", first.slug_en],
            [first.pk + 1, 26.5, 56.2, "Višķi village", "", Village.objects.last().slug_en],
        ],
        "groups": [],
    }


def test_the_data_of_an_area_holds_that_area(client):
    village("Inside", 56.0, 26.5)
    village("Outside", 55.3, 26.0)

    found = data(client, query="?in=26.4,55.9,26.6,56.1")

    assert titles(found) == ["Inside"]
    assert found["area"] == [26.4, 55.9, 26.6, 56.1]


def test_two_thousand_villages_fit_into_the_data(client):
    many(1999, anywhere)

    answer = client.get(PATHS["en"] + "villages.json")

    assert len(answer.json()["villages"]) == 2000
    assert len(gzip.compress(answer.content, 6)) <= 100_000


def test_more_come_in_groups_that_an_area_takes_apart(client, monkeypatch):
    monkeypatch.setattr(village_map, "MOST_SINGLE", 50)
    many(200, anywhere)

    answer = client.get(PATHS["en"] + "villages.json")
    found = answer.json()

    assert (found["whole"], found["villages"]) == (False, [])
    assert sum(count for _east, _north, count, *_box in found["groups"]) == 201
    for east, north, _count, west, south, far_east, far_north in found["groups"]:
        assert west <= east <= far_east
        assert south <= north <= far_north
    east, north = found["groups"][0][:2]
    near = data(client, query=f"?in={east - 0.2},{north - 0.2},{east + 0.2},{north + 0.2}")
    assert near["whole"]
    assert 1 <= len(near["villages"]) <= 50


def test_groups_are_no_more_than_fit_however_many_villages(client, monkeypatch):
    monkeypatch.setattr(village_map, "MOST_SINGLE", 50)
    monkeypatch.setattr(village_map, "GROUPS_ACROSS", 5)
    many(400, anywhere)

    groups = data(client)["groups"]

    assert 4 <= len(groups) <= 36
    assert sum(count for _east, _north, count, *_box in groups) == 401


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?theme=crafts&in=24,55,28,57", "?near=56.0,26.5"])
@pytest.mark.parametrize("ending", ["", "villages.json", "0.svg"])
def test_queries_do_not_grow(client, django_assert_max_num_queries, count, query, ending):
    for number in range(count):
        village(f"Village {number}", 56 + number / 100, languages=["en"])

    with django_assert_max_num_queries(3):  # shared words; what is counted; the villages
        answer = client.get(PATHS["en"] + ending + query)

    if not ending:
        assert len(answer.context["villages"].villages) == count


# --- The address ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ADDRESSES_OF_THE_MAP)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_village_takes_the_address_of_the_map(slug, language):
    made = VillageFactory()
    setattr(made, f"slug_{language}", slug)

    with pytest.raises(ValidationError) as refusal:
        made.full_clean()
    assert f"“{slug}” is the address of the map of all villages" in str(refusal.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_the_addresses_that_are_kept_free_are_those_of_the_map():
    words = {path.rstrip("/").rpartition("/")[2] for path in PATHS.values()}

    assert words == set(ADDRESSES_OF_THE_MAP)
    VillageFactory(slug_en="map-makers", slug_lv="kartes", slug_lt=None).full_clean()


def test_an_editor_is_told_at_the_field_and_nothing_is_changed(client, editor_lv):
    made = VillageFactory(slug_en="map-makers")
    client.force_login(editor_lv)

    answer = post_form(client, made.admin_address(), {"slug_en": "map"})

    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["slug_en"]
    assert "the map of all villages" in str(errors["slug_en"])
    made.refresh_from_db()
    assert made.slug_en == "map-makers"


def test_events_are_not_on_the_map_of_villages(client):
    event = EventFactory()
    publish(event, "en", by=None)
    village("Open")

    assert titles(data(client)) == ["Open"]
    assert Edition.objects.current().of_kind(Kind.EVENT).exists()


def test_a_village_page_offers_what_lies_around_and_a_preview_does_not(client):
    made = village("Open", 56.04, 26.53)

    html = client.get(f"/en/villages/{made.slug_en}/").content.decode()

    assert f'data-content="{PATHS["en"]}villages.json?near={made.slug_en}"' in html
    assert f'data-here="{made.pk}"' in html
    assert titles(data(client, query=f"?near={made.slug_en}")) == ["Open"]
