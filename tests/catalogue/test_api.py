"""The read API: what it gives, to whom, how it says no, and what it never tells."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.api import dump
from catalogue.api.collections import Telling
from catalogue.api.parameters import SINCE, Refused, _moment
from catalogue.api.problems import Busy
from catalogue.models import Edition, Partner, ShortCode
from catalogue.places import distance_km
from catalogue.publishing import publish, withdraw
from catalogue.shared_words import shared_words
from tests.catalogue.test_query_counts import copies
from tests.factories import (
    EventFactory,
    HostContactFactory,
    OfferFactory,
    PlaceFactory,
    RouteFactory,
    StoryFactory,
    ThemeFactory,
    VillageFactory,
)
from villages.models import Cancellation, VillagePhoto

pytestmark = pytest.mark.django_db


def got(client: Client, address: str) -> dict:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return json.loads(
        b"".join(response.streaming_content) if response.streaming else response.content
    )


def titles(client: Client, address: str) -> list[str]:
    return [item["title"] for item in got(client, address)["items"]]


@pytest.fixture
def village():
    village = VillageFactory(theme_name_lv="Maizes ciems", place=None)
    PlaceFactory(village=village, latitude=56.0, longitude=26.0)
    publish(village, "lv", by=None)
    return village


# --- What it gives --------------------------------------------------------------------------------


def test_a_record_says_whose_it_is_and_where_it_stays(client, village):
    code = ShortCode.objects.for_item(village).code

    record = got(client, f"villages/{code}?language=lv")

    assert record == got(client, "villages?language=lv")["items"][0]
    assert record["title"] == "Maizes ciems"
    assert record["permanent"] == f"http://testserver/k/{code}"
    assert record["languages"] == {"lv": record["url"]}
    assert client.get(record["url"].removeprefix("http://testserver")).status_code == 200
    assert record["licence"]["name"] == "CC BY 4.0"
    assert record["attribution"].startswith("Latgales plānošanas reģions · Tematiskie ciemi · http")
    edition = Edition.objects.current().get()
    assert record["edition"]["digest"] == edition.digest
    assert record["edition"]["number"] == 1
    assert record["theme"] == {"key": "crafts", "name": "Amati"}


def test_an_inexact_place_says_how_inexact(client):
    village = VillageFactory(place=None)
    PlaceFactory(village=village, precision="area", radius_m=5000)
    publish(village, "lv", by=None)

    (feature,) = got(client, "villages.geojson?language=lv")["features"]

    assert feature["geometry"]["type"] == "Point"
    (place,) = feature["properties"]["places"]
    assert (place["precision"], place["radius_m"]) == ("area", 5000)
    assert "geo" not in got(client, "dump.jsonld?language=lv")["@graph"][2]["mainEntity"]


def test_a_photo_by_permission_is_marked_as_not_to_be_reused(client, village):
    photo = {"digest": "a" * 64, "width": 900, "height": 600, "alt_lv": "Krāsns"}
    rows = [
        VillagePhoto(village=village, author=author, licence=licence, **photo)
        for author, licence in (("Ieva", "CC BY 4.0"), ("Ona", "permission"))
    ]
    for row in rows:
        row.image.name = f"photos/{row.digest}.jpg"
    VillagePhoto.objects.bulk_create(rows)
    publish(village, "lv", by=None)

    free, permitted = got(client, "villages?language=lv")["items"][0]["photos"]

    assert (free["author"], free["may_be_reused"]) == ("Ieva", True)
    assert free["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (permitted["may_be_reused"], permitted["licence_url"]) == (False, None)
    assert free["files"][0]["url"].startswith("http://testserver/media/photos/")


def test_a_route_links_to_its_villages_and_draws_its_way(client, village):
    other = VillageFactory()
    publish(other, "lv", by=None)
    publish(RouteFactory(stops=[village, other], title_lv="Ceļš"), "lv", by=None)

    (route,) = got(client, "routes?language=lv")["items"]
    (feature,) = got(client, "routes.geojson?language=lv")["features"]

    first, second = route["days"][0]["stops"]
    assert (
        first["village"]["permanent"]
        == got(client, "villages?language=lv")["items"][1]["permanent"]
    )
    assert second["leg"]["straight"] is True
    assert feature["geometry"]["type"] == "MultiLineString"
    assert len(feature["geometry"]["coordinates"]) == len(feature["properties"]["legs"]) == 1
    assert client.get(route["gpx"].removeprefix("http://testserver")).status_code == 200


def test_an_event_that_is_cancelled_says_so_and_comes_again_to_who_follows(client):
    event = EventFactory(starts_on="2999-06-07", ends_on="2999-06-07")
    publish(event, "lv", by=None)
    (before,) = got(client, "events?language=lv")["items"]
    since = _z(timezone.now())
    assert got(client, f"events?language=lv&since={since}")["items"] == []

    Cancellation.objects.create(event=event, reason_lv="Ezers aizsalis.")

    (after,) = got(client, f"events?language=lv&since={since}")["items"]
    assert (before["cancelled"], after["cancelled"]) == (False, True)
    assert after["cancellations"] == [{"first_day": None, "reason": "Ezers aizsalis."}]
    assert after["times"] == [
        {"first_day": "2999-06-07", "last_day": "2999-06-07", "cancelled": True}
    ]
    page = got(client, "dump.jsonld?language=lv")["@graph"][2]
    assert page["mainEntity"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_story_links_to_what_it_tells_of(client, village):
    route = RouteFactory(stops=[village, VillageFactory()])
    story = StoryFactory(title_lv="Kā tikāmies")
    story.villages.set([village])
    story.routes.set([route])
    publish(story, "lv", by=None)

    (record,) = got(client, "stories?language=lv&region=latgale")["items"]

    assert record["story"] == ["Atbrauca viesi.", "Un dziedāja."]
    assert [one["code"] for one in (*record["villages"], *record["routes"])] == [
        ShortCode.objects.for_item(item).code if item is village else None
        for item in (village, route)
    ]
    publish(route.stops()[1].village, "lv", by=None)
    publish(route, "lv", by=None)
    (record,) = got(client, "stories?language=lv")["items"]
    assert record["routes"][0]["permanent"].endswith(ShortCode.objects.for_item(route).code)
    assert got(client, "stories?language=lv&region=ignalina")["items"] == []


def test_filters_box_and_distance(client, village):
    far = VillageFactory(
        theme_name_lv="Dziesmu ciems", theme=ThemeFactory(key="music"), lithuanian=True, place=None
    )
    PlaceFactory(village=far, latitude=55.0, longitude=25.0)
    OfferFactory(village=far, kind="music")
    publish(far, "lv", by=None)

    assert titles(client, "villages?language=lv") == ["Dziesmu ciems", "Maizes ciems"]
    assert titles(client, "villages?language=lv&theme=music") == ["Dziesmu ciems"]
    assert titles(client, "villages?language=lv&theme=music&theme=crafts&region=latgale") == [
        "Maizes ciems"
    ]
    assert titles(client, "villages?language=lv&offer=music") == ["Dziesmu ciems"]
    assert titles(client, "villages?language=lv&municipality=preili") == ["Maizes ciems"]
    assert titles(client, "villages?language=lv&bbox=25.5,55.5,26.5,56.5") == ["Maizes ciems"]
    assert titles(client, "villages?language=lv&bbox=26.5,56.5,25.5,55.5") == ["Maizes ciems"]
    near = got(client, "villages?language=lv&near=55.01,25&km=300")["items"]
    assert [item["title"] for item in near] == ["Dziesmu ciems", "Maizes ciems"]
    truth = [distance_km((25, 55.01), point) for point in ((25, 55), (26, 56))]  # the ellipsoid's
    assert [item["distance_km"] for item in near] == pytest.approx(truth, rel=0.005, abs=0.05)
    assert titles(client, "villages?language=lv&near=55.01,25&km=10") == ["Dziesmu ciems"]


@pytest.mark.parametrize(
    "query",
    [
        "near=5e-324,2.2250738585e-313&since=2020-01-01T00:00:00Z",
        "bbox=-1.5e-313,-0.0,5e-324,90",
        "near=90,180&km=1e3",
        "near=56.0,26.0&km=0.1&since=2020-01-01T00:00:00Z",
        "page=1000000&limit=100",
    ],
)
def test_odd_numbers_are_still_answered(client, village, query):
    assert got(client, f"villages?language=lv&{query}")["page"] >= 1
    assert got(client, f"events?language=lv&{query}")["page"] >= 1


def test_pages_lead_to_each_other(client):
    for number in range(3):
        publish(VillageFactory(theme_name_lv=f"Ciems {number}"), "lv", by=None)

    response = client.get("/api/v1/villages?language=lv&limit=2&page=2")
    body = response.json()

    assert [item["title"] for item in body["items"]] == ["Ciems 2"]
    assert (body["total"], body["pages"], body["page"]) == (3, 2, 2)
    assert '<http://testserver/api/v1/villages?language=lv&limit=2>; rel="prev"' in response["Link"]
    assert 'rel="next"' not in response["Link"]
    first = got(client, body["links"]["previous"].partition("/api/v1/")[2])
    assert first["links"]["next"] == body["links"]["self"]
    assert got(client, "villages?language=lv&page=900")["items"] == []


def test_the_dump_holds_every_page_once(client, village):
    event = EventFactory(title_lv="Maizes diena")
    publish(event, "lv", by=None)
    publish(EventFactory(title_en="Only in English"), "en", by=None)

    catalogue, dataset, *pages = got(client, "dump.jsonld?language=lv")["@graph"]

    assert catalogue["@type"] == "DataCatalog"
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [page["name"] for page in pages] == ["Maizes diena", "Maizes ciems"]
    assert {page["isPartOf"]["@id"] for page in pages} == {dataset["@id"]}
    assert pages[0]["mainEntity"]["@type"] == "Event"
    assert "@context" not in pages[0]["mainEntity"]


def test_only_so_many_dumps_at_once(client, village):
    with dump._room, dump._room:
        response = client.get("/api/v1/dump.jsonld?language=lt")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response.json()["detail"].startswith("Šiuo metu")
    got(client, "dump.jsonld?language=lt")


def test_a_dump_that_nobody_reads_to_its_end_makes_room_again():
    telling = Telling("lv", "http://testserver", shared_words("lv"))
    for _again in range(dump.MOST_AT_ONCE + 1):
        begun = dump.Dump(telling)
        next(iter(begun))
        begun.close()
        begun.close()
        dump.Dump(telling).close()
    first, second = dump.Dump(telling), dump.Dump(telling)
    with pytest.raises(Busy):
        dump.Dump(telling)
    first.close()
    second.close()


def test_words_are_counted_in_the_language_asked_for(client, village):
    assert got(client, "themes?language=lv")["items"] == [
        {"key": "crafts", "name": "Amati", "villages": 1}
    ]
    assert got(client, "themes?language=lt")["items"][0]["villages"] == 0
    assert {row["key"] for row in got(client, "regions?language=lt")["items"]} == {
        "ignalina",
        "latgale",
    }


# --- What it never tells --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "villages?language={}",
        "villages.geojson?language={}",
        "routes?language={}",
        "routes.geojson?language={}",
        "events?language={}",
        "stories?language={}",
        "dump.jsonld?language={}",
        "villages?language={}&since=2000-01-01T00:00:00Z",
    ],
)
def test_nothing_leaks(client, village, address):
    """Not a draft, not a withdrawn text, not another language, not a contact."""
    other = VillageFactory(theme_name_lv="Noslēpums", theme_name_en="Secret")
    publish(other, "en", by=None)  # another language
    publish(other, "lv", by=None)
    withdraw(other, "lv", by=None)
    VillageFactory(theme_name_lv="Melnraksts")  # never published
    StoryFactory(title_lv="Melnraksts")
    HostContactFactory(village=village, name="Saimniece")
    village.summary_lv = "Vēl nav publicēts"
    village.notes = "Iekšēja piezīme"
    village.save()
    Partner.objects.update(email="someone@example.org", phone="+371 60000000")

    response = client.get("/api/v1/" + address.format("lv"))
    body = b"".join(response.streaming_content) if response.streaming else response.content

    assert response.status_code == 200
    for secret in (
        "Noslēpums",
        "Secret",
        "Melnraksts",
        "Vēl nav",
        "Iekšēja",
        "someone@",
        "60000000",
    ):
        assert secret not in body.decode()


def test_what_is_gone_is_told_without_its_text(client, village):
    before = timezone.now()
    other = VillageFactory(theme_name_lv="Noslēpums")
    publish(other, "lv", by=None)
    code = ShortCode.objects.for_item(other).code
    assert titles(client, f"villages?language=lv&since={_z(before)}") == ["Noslēpums"]
    withdraw(other, "lv", by=None)

    changed = got(client, f"villages?language=lv&since={_z(before)}")

    assert changed["items"] == []
    (gone,) = changed["gone"]
    assert set(gone) == {"kind", "code", "permanent", "gone_at"}
    assert gone["code"] == code
    later = _z(timezone.now() + timedelta(seconds=1))
    assert got(client, f"villages?language=lv&since={later}")["gone"] == []


def test_who_follows_a_theme_hears_of_a_village_that_leaves_it(client, village):
    before = timezone.now()
    village.theme = ThemeFactory(key="music")
    village.save()
    publish(village, "lv", by=None)

    of_the_old = got(client, f"villages?language=lv&theme=crafts&since={_z(before)}")
    of_the_new = got(client, f"villages?language=lv&theme=music&since={_z(before)}")

    assert (len(of_the_old["items"]), len(of_the_old["gone"])) == (0, 1)
    assert (len(of_the_new["items"]), len(of_the_new["gone"])) == (1, 0)


def test_a_mirror_that_follows_misses_nothing(client, village):
    mirror, since = {}, None
    for step in range(3):
        if step == 1:
            added = VillageFactory(theme_name_lv="Jauns ciems")
            publish(added, "lv", by=None)
        if step == 2:
            withdraw(added, "lv", by=None)
        more = f"&since={since}" if since else ""
        answer = got(client, f"villages?language=lv{more}")
        mirror |= {item["code"]: item["title"] for item in answer["items"]}
        for gone in answer["gone"]:
            mirror.pop(gone["code"], None)
        since = answer["next_since"]
        assert sorted(mirror.values()) == sorted(titles(client, "villages?language=lv"))


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# --- How it says no -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("lv", "Šo jautājumu nevar", "Parametram „limit“ jābūt veselam skaitlim no 1 līdz 100."),
        (
            "lt",
            "Šios užklausos neįmanoma suprasti",
            "„limit“ yra sveikasis skaičius nuo 1 iki 100.",
        ),
        ("en", "This question cannot be", "“limit” is a whole number from 1 to 100."),
    ],
)
def test_nonsense_is_told_in_the_language_asked_for(client, language, title, said):
    response = client.get(f"/api/v1/villages?language={language}&limit=1000")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == language
    assert response["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert body["title"].startswith(title)
    assert body["detail"] == said
    assert body["parameters"] == [{"name": "limit", "detail": said}]
    address, _mark, anchor = body["type"].partition("#")
    page = client.get(address.removeprefix("http://testserver")).content.decode()
    assert f'id="{anchor}"' in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "language=",
        "language=de",
        "language=lv&language=lt",
        "language=lv&lang=lv",
        "language=lv&bbox=1,2,3",
        "language=lv&bbox=nan,0,1,1",
        "language=lv&bbox=inf,0,1,1",
        "language=lv&bbox=0,0,0,91",
        "language=lv&near=56.1",
        "language=lv&near=156.1,26",
        "language=lv&near=56.1,26&km=0",
        "language=lv&since=yesterday",
        "language=lv&since=2026-05-01",
        "language=lv&since=2026-05-01T00:00:00",
        "language=lv&since=2026-02-30T00:00:00Z",
        "language=lv&page=0",
        "language=lv&page=1e3",
        "language=lv&page=٣",
        "language=lv&limit=-1",
        "language=lv&offer=gold",
        "language=lv&theme=A",
        "language=lv&theme=%00",
        "language=lv&theme=",
        "language=lv&theme=" + "a" * 81,
        "language=lv&" + "&".join(["theme=a"] * 21),
        "&".join(f"a{n}=1" for n in range(2000)),
    ],
)
def test_every_kind_of_nonsense_is_400(client, query):
    response = client.get(f"/api/v1/villages?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_without_a_language_the_reader_s_own_is_used_for_the_problem(client):
    response = client.get("/api/v1/villages", headers={"accept-language": "lt"})

    assert response["Content-Language"] == "lt"
    assert "Accept-Language" in response["Vary"]


def test_what_is_not_here_and_what_is_gone(client, village):
    code = ShortCode.objects.for_item(village).code
    elsewhere = client.get(f"/api/v1/villages/{code}?language=lt")
    assert elsewhere.status_code == 404
    assert list(elsewhere.json()["languages"]) == ["lv"]
    assert client.get(elsewhere.json()["languages"]["lv"].removeprefix("http://testserver")).json()

    assert client.get(f"/api/v1/routes/{code}?language=lv").status_code == 404
    assert client.get("/api/v1/villages/ZZZZ?language=lv").status_code == 404
    assert client.get("/api/v1/villages/%00?language=lv").status_code == 404
    assert client.get("/api/v1/nothing").json()["status"] == 404
    assert client.get("/api/v1/nothing/at/all?language=lv").json()["title"] == "Tā šeit nav"

    withdraw(village, "lv", by=None)
    assert client.get(f"/api/v1/villages/{code}?language=lv").status_code == 410


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_is_for_reading(method):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)("/api/v1/villages?language=lv")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["title"] == "Šeit var tikai lasīt"


def test_what_breaks_is_a_problem_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("catalogue.views.api.shared_words", lambda language: 1 / 0)

    response = client.get("/api/v1/villages?language=lt")

    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Kažkas sugedo"


# --- Manners of the web ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["villages?language=lv", "dump.jsonld?language=lv", "openapi.json"]
)
def test_who_has_it_already_gets_no_body(client, village, address):
    got(client, address)
    etag = client.head(f"/api/v1/{address}")["ETag"]

    for method in (client.get, client.head):
        again = method(f"/api/v1/{address}", headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"
        assert again["ETag"] == etag


def test_a_change_of_anything_shown_gives_another_etag(client, village):
    etag = client.get("/api/v1/villages?language=lv")["ETag"]

    ThemeFactory._meta.model.objects.update(name_lv="Rokdarbi")

    changed = client.get("/api/v1/villages?language=lv", headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed.json()["items"][0]["theme"]["name"] == "Rokdarbi"


def test_last_modified_is_told_once_it_is_settled(client, village, monkeypatch):
    assert "Last-Modified" not in client.get("/api/v1/villages?language=lv")
    later = timezone.now() + timedelta(seconds=5)
    monkeypatch.setattr("catalogue.views.api.timezone.now", lambda: later)

    day = client.get("/api/v1/villages?language=lv")["Last-Modified"]

    again = client.get("/api/v1/villages?language=lv", headers={"if-modified-since": day})
    assert again.status_code == 304


def test_programs_of_any_site_may_ask_and_caches_keep_one_copy(client, village):
    response = client.get(
        "/api/v1/villages?language=lv",
        headers={"origin": "https://elsewhere.example", "accept-language": "lt"},
    )

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Language"] == "lv"
    assert "max-age=60" in response["Cache-Control"]
    assert not response.cookies
    asked = client.options(
        "/api/v1/villages",
        headers={"origin": "https://elsewhere.example", "access-control-request-method": "GET"},
    )
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]


def test_it_is_packed_for_who_can_unpack(client, village):
    response = client.get("/api/v1/openapi.json?language=lv", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 12_000


def test_a_kept_answer_costs_one_query_and_is_never_stale(
    client, village, settings, django_assert_num_queries
):
    settings.KEEP_PAGES = True
    cache.clear()
    first = client.get("/api/v1/villages?language=lv")
    with django_assert_num_queries(1):
        second = client.get("/api/v1/villages?language=lv")
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert second["Content-Type"] == "application/json"

    withdraw(village, "lv", by=None)
    assert titles(client, "villages?language=lv") == []
    cache.clear()


def test_questions_without_end_push_out_no_page_that_everybody_asks_for(
    client, village, settings, django_assert_num_queries
):
    settings.KEEP_PAGES = True
    cache.clear()
    caches["visitors"].clear()
    client.get("/api/v1/villages?language=lv")

    questions = [f"villages?language=lv&{more}" for more in ("near=56,26", "page=7", "limit=3")]
    for question in questions:
        assert client.get(f"/api/v1/{question}").status_code == 200

    assert (len(cache._cache), len(caches["visitors"]._cache)) == (1, 3)
    with django_assert_num_queries(1):
        client.get(f"/api/v1/{questions[0]}")
    cache.clear()
    caches["visitors"].clear()


@pytest.mark.parametrize("count", [1, 3, 300])
def test_queries_do_not_grow(client, django_assert_num_queries, village, count):
    other = VillageFactory()
    second = publish(other, "lv", by=None).edition
    route = publish(RouteFactory(stops=[village, other]), "lv", by=None).edition
    event = EventFactory()
    event.villages.set([village])
    for edition in (second, route, publish(event, "lv", by=None).edition):
        copies(edition, count - 1)
    code = ShortCode.objects.for_item(village).code

    for address, most in (
        ("villages?language=lv&limit=100", 2),
        ("villages?language=lv&near=56,26&theme=crafts&since=2000-01-01T00:00:00Z", 2),
        (f"villages/{code}?language=lv", 2),
        ("villages.geojson?language=lv", 2),
        ("routes?language=lv&limit=100", 2),
        ("routes.geojson?language=lv", 2),
        ("events?language=lv&limit=100", 2),
        ("themes?language=lv", 2),
        ("dump.jsonld?language=lv", 2),
    ):
        with django_assert_num_queries(most):
            body = got(client, address)
    assert len(body["@graph"]) >= 3 * count


@settings(max_examples=60, deadline=None)
@given(st.datetimes(timezones=st.timezones()))
def test_moments_of_any_zone_are_understood(moment):
    text = moment.isoformat()
    if len(text.rpartition("+")[2]) > 5 and text.count(":") > 3:
        return  # zones of old with seconds are no RFC 3339
    try:
        expected = moment.astimezone(UTC)
    except OverflowError:
        return
    try:
        assert _moment(text, SINCE) == expected
        assert _moment(text.replace("+", " "), SINCE) == expected
    except Refused:
        pytest.fail(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01t00:00:00z", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T02:00:00.123456789+02:00", datetime(2026, 5, 1, 0, 0, 0, 123456, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00+05:00", datetime.min.replace(tzinfo=UTC)),
        ("9999-12-31T23:59:59-05:00", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_odd_moments_are_understood(text, expected):
    assert _moment(text, SINCE) == expected


# --- The page for people --------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_people_read_what_programs_read(client, language):
    page = client.get(f"/{language}/api/").content.decode()

    told = got(client, f"openapi.json?language={language}")
    for path, item in told["paths"].items():
        assert f"<code>GET {path}</code>" in page
        for parameter in item["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
    assert '<script src="http' not in page
