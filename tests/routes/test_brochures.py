"""The brochure's page: what stands on it, where it leads, and what it costs."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone, translation

from catalogue.models import ShortCode
from catalogue.publishing import publish, withdraw
from catalogue.qr_codes import qr_svg
from catalogue.shared_words import shared_words
from routes.brochures.content import brochure_of
from routes.brochures.whereabouts import whereabouts
from routes.models import Route
from tests.factories import NoticeFactory, RouteFactory
from tests.routes.brochure_routes import TITLES, brochure_address, edition_of, route_of, village
from villages.models import Village

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def page_of(client, route, language="lv") -> str:
    response = client.get(brochure_address(route, language))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_the_page_is_one_language_and_points_to_the_route(client, language):
    route = route_of(2)

    html = page_of(client, route, language)

    address = edition_of(route, language).get_absolute_url()
    assert f'<html lang="{language}"' in html
    assert f'<link rel="canonical" href="{SITE}{address}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f"<title>{TITLES[language]}</title>" in html.replace("&quot;", '"')
    assert f'href="{address}brochure.pdf?format=a4"' in html


def test_every_id_stands_once(client):
    html = page_of(client, route_of(3))

    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'"url\(#([^)]+)\)"', html)) <= set(ids)


def test_nothing_stands_there_that_the_policy_forbids(client):
    html = page_of(client, route_of(2))

    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", html)


def test_each_stop_tells_its_village_and_its_code(client):
    route = route_of(3)

    html = page_of(client, route)

    for stop in route.all_stops.all():
        code = ShortCode.objects.for_item(stop.village).code
        address = f"{SITE}/k/{code}"
        with translation.override("lv"):
            title = translation.gettext("QR code: %(address)s") % {"address": address}
        assert qr_svg(address, title) in html
        assert address.removeprefix("http://") in html
        assert f'href="{SITE}/lv/ciemi/{stop.village.slug_lv}/"' in html
        assert stop.village.theme_name_lv in html
    assert html.count("Grozu pīšana") == 3


def test_the_imprint_names_every_edition_by_its_digest(client):
    route = route_of(2)
    stops = [stop.village for stop in route.all_stops.all()]

    html = page_of(client, route, "en")

    imprint = html[html.index('id="imprint"') :]
    for item in (route, *stops):
        assert edition_of(item, "en").digest[:12] in imprint
    for block in shared_words("en").visibility_blocks:
        assert block["disclaimer"] in imprint


def test_a_notice_in_force_is_printed(client):
    route = route_of(2)
    today = timezone.localdate()
    NoticeFactory(
        village=route.all_stops.first().village,
        text_lv="Slēgts remonta dēļ",
        shown_from=today,
        shown_until=today,
    )

    assert "Slēgts remonta dēļ" in page_of(client, route)


def test_a_village_without_an_edition_keeps_its_stop_and_its_code(client):
    route = route_of(3)
    gone = route.all_stops.first().village
    withdraw(gone, "lv", by=None)

    html = page_of(client, route)

    assert gone.theme_name_lv in html
    assert gone.summary_lv not in html[html.index('id="stop-1"') : html.index('id="stop-2"')]
    assert ShortCode.objects.for_item(gone).code in html


def test_coordinates_are_printed_only_where_they_lead_to_the_place():
    point = {"latitude": 56.0534, "longitude": 26.7832, "label": "", "radius_m": 8000}

    centre = whereabouts(point | {"precision": "centre"})
    exact = whereabouts(point | {"precision": "exact"})
    rough = whereabouts(point | {"precision": "area"})

    assert centre.decimal == "56.0534, 26.7832"
    assert centre.degrees_minutes.replace("\xa0", " ") == "N 56° 03.20′ E 26° 46.99′"
    assert exact.decimal == "56.05340, 26.78320"
    assert exact.degrees_minutes.replace("\xa0", " ") == "N 56° 03.204′ E 26° 46.992′"
    assert (rough.decimal, rough.degrees_minutes, rough.within_km) == ("", "", "8")


def test_minutes_never_come_to_sixty():
    point = {"latitude": 55.99999, "longitude": -0.00001, "precision": "centre"}

    assert whereabouts(point).degrees_minutes.replace("\xa0", " ") == "N 56° 00.00′ W 0° 00.00′"


def test_a_stop_with_much_to_tell_is_set_smaller():
    route = route_of(2)
    busy = route.all_stops.first().village
    busy.story_lv = "\n\n".join([busy.story_lv] * 4)
    busy.save()
    publish(busy, "lv", by=None)

    with translation.override("lv"):
        brochure = brochure_of(edition_of(route, "lv"), shared_words("lv"), SITE)

    assert [stop.is_dense for stop in brochure.stops] == [True, False]


def with_photos(monkeypatch, *sizes: tuple[int, int]) -> list[str]:
    """Every village has photos of these sizes; their addresses."""
    photos = [
        {
            "digest": str(number) * 64,
            "alt": f"Krāsns {number}",
            "author": f"A. Berzs {number}",
            "licence": "CC BY 4.0",
            "width": width,
            "height": height,
            "focal_x": 0.5,
            "focal_y": 0.24,
        }
        for number, (width, height) in enumerate(sizes)
    ]
    for photo in photos:
        default_storage.save(f"photos/{photo['digest']}-1200.jpg", ContentFile(b"a picture"))
    monkeypatch.setattr(
        "villages.models.village.Village.document",
        lambda self, language, original=Village.document: (
            original(self, language) | {"photos": photos}
        ),
    )
    return [f"/media/photos/{photo['digest']}-1200.jpg" for photo in photos]


def test_a_photo_stands_in_the_place_of_the_pattern(client, monkeypatch):
    (address,) = with_photos(monkeypatch, (3000, 2000))
    route = route_of(2)

    html = page_of(client, route)

    shown = f'<img class="focus-x-50 focus-y-20" src="{address}" alt="Krāsns 0">'
    assert html.count(shown) == 2
    assert "A. Berzs 0" in html
    assert "stop__band" not in html
    assert html.count('class="shots shots--l"') == html.count("shots__cloth") == 2


def test_up_to_three_photos_stand_in_a_row_each_with_its_credit(client, monkeypatch):
    addresses = with_photos(monkeypatch, (2000, 3000), (3000, 2000), (3000, 2000), (3000, 2000))
    route = route_of(2)

    html = page_of(client, route)

    assert 'class="shots shots--llp"' in html
    places = [html.index(address) for address in addresses[:3]]
    assert places == sorted(places)
    assert addresses[3] not in html
    assert [f"A. Berzs {number}" in html for number in range(4)] == [True, True, True, False]
    assert "shots__cloth" not in html  # the row is as wide as the page


def test_an_old_address_leads_to_the_brochure(client):
    route = route_of(2)
    old = brochure_address(route, "lv")
    Route.objects.filter(pk=route.pk).update(slug_lv="jaunais-cels")
    publish(Route.objects.get(pk=route.pk), "lv", by=None)

    for ending in ("brochure/?format=a4", "brochure.pdf?format=a4", "brochure/"):
        response = client.get(old.replace("brochure/?format=a4", ending))
        assert response.status_code == 301
        assert response["Location"] == "/lv/marsruti/jaunais-cels/" + ending


def test_a_withdrawn_route_has_no_brochure(client):
    route = route_of(2)
    address = brochure_address(route, "lv")
    for language in ("lv", "lt", "en"):
        withdraw(route, language, by=None)

    assert client.get(address).status_code == 404
    assert client.get(address.replace("brochure/", "brochure.pdf")).status_code == 404


def test_a_route_in_other_languages_only_has_the_honest_card(client):
    route = route_of(2)
    addresses = {code: edition_of(route, code).get_absolute_url() for code in ("lv", "lt")}
    slug = addresses["lv"].rstrip("/").rpartition("/")[2]
    withdraw(route, "lv", by=None)

    response = client.get(f"/lv/marsruti/{slug}/brochure.pdf")

    assert response["Content-Type"].startswith("text/html")
    assert addresses["lt"] in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_stops(client, settings, django_assert_num_queries, count):
    settings.KEEP_PAGES = False
    route = route_of(count + 1)
    address = brochure_address(route, "en")
    client.get(address)

    with django_assert_num_queries(4):  # the route; its villages; their notices; shared words
        client.get(address)


def test_a_withdrawn_village_costs_one_query_more(client, settings, django_assert_num_queries):
    settings.KEEP_PAGES = False
    route = route_of(3)
    withdraw(route.all_stops.first().village, "en", by=None)
    address = brochure_address(route, "en")
    client.get(address)

    with django_assert_num_queries(5):
        client.get(address)


def test_villages_visited_twice_stand_once_in_sources_and_imprint():
    route = route_of(2)
    again = route.all_stops.first()
    again.pk, again.position = None, 9
    again.save()
    publish(Route.objects.get(pk=route.pk), "lv", by=None)

    with translation.override("lv"):
        brochure = brochure_of(edition_of(route, "lv"), shared_words("lv"), SITE)

    assert len(brochure.stops) == 3
    assert len(brochure.editions) == 3  # the route and two villages


def test_sources_in_foreign_letters_are_printed_as_addresses():
    item = village(0, sources=["https://defzone.example/wiki/Вышкі", "https://www.viski.example/"])
    other = village(1, sources=[])
    publish(item, "lv", by=None)
    publish(other, "lv", by=None)
    edition = publish(RouteFactory(stops=[item, other]), "lv", by=None).edition

    with translation.override("lv"):
        brochure = brochure_of(edition, shared_words("lv"), SITE)

    shown = [
        source.shown for half in brochure.sources for _title, found in half for source in found
    ]
    assert shown == ["defzone.example/wiki/%D0%92%D1%8B%D1%88%D0%BA%D1%96", "viski.example"]
