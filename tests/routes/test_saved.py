"""Saved copies: one file that asks nobody for anything, never larger than 2 MB, and honest."""

import base64
import io
import os
import re

import gpxpy
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from catalogue import kept_pages, photos, saved_copies
from catalogue.models import Edition
from catalogue.publishing import publish, withdraw
from catalogue.saved_copies import MOST_BYTES, album_of
from tests.factories import (
    EventFactory,
    HostContactFactory,
    NoticeFactory,
    OfferFactory,
    VillageFactory,
)
from tests.html_pages import read_html
from tests.routes import published
from villages.models import VillagePhoto

pytestmark = pytest.mark.django_db

ALWAYS = {"shown_from": "2000-01-01", "shown_until": "2999-01-01"}
HOSTILE = "</style><script>alert(1)</script> \"Q\" 'q' ]]> Žūžū"


def picture_of(width: int, height: int, form: str, **words) -> bytes:
    """Noise, which no encoder makes small."""
    image = Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))
    file = io.BytesIO()
    image.save(file, form, **words)
    return file.getvalue()


@pytest.fixture(scope="module")
def noise() -> dict[str, bytes]:
    return {
        "800.webp": picture_of(800, 600, "WEBP", quality=50, method=0),
        "480.webp": picture_of(480, 360, "WEBP", quality=60, method=0),
        "standin.jpg": picture_of(800, 600, "JPEG", quality=40),
    }


def with_photos(village, count: int, files: dict[str, bytes]):
    """Photos whose files are there already; their rows are written as an upload leaves them."""
    for number in range(count):
        digest = f"{number:064x}"
        for name, content in files.items():
            default_storage.save(f"photos/{digest}-{name}", ContentFile(content))
        VillagePhoto.objects.create(
            village=village,
            image=photos.original_name(digest),
            digest=digest,
            width=1600,
            height=1200,
            position=number,
            author=f"Sample {number}",
            licence="CC BY 4.0",
            **{f"alt_{code}": f"Noise {number}" for code in ("lv", "lt", "en")},
        )
    return village


def copy_of(client, made, language="en", status=200) -> str:
    address = Edition.objects.current().get(kind=made.kind, source_id=made.pk, language=language)
    response = client.get(address.get_absolute_url() + "save.html")
    assert response.status_code == status
    return response.content.decode()


def asks_for(html: str) -> list[str]:
    """Every address in the file that a browser would fetch by itself, but those that hold it."""
    page = read_html(html)
    found = [*page.assets, *re.findall(r"url\(\s*[\"']?([^\"')]+)", html)]
    found += re.findall(r"<(?:script|iframe|object|embed|base|form)\b", html)
    return [address for address in found if not address.startswith(("data:", "#"))]


# --- What is inside -------------------------------------------------------------------------------


def test_a_village_is_whole_in_one_file(client, noise):
    village = with_photos(VillageFactory(summary_en=HOSTILE), 2, noise)
    OfferFactory(village=village, title_en="Basket weaving", price="5.00", price_basis="person")
    NoticeFactory(village=village, text_en="Closed on Friday", **ALWAYS)
    HostContactFactory(village=village, name="Sample Host", phone="+999 1234 5678")
    event = EventFactory(title_en="Fair of baskets")
    event.villages.add(village)
    published.published(village)
    published.published(event)
    route = published.route(village, published.village())

    html = copy_of(client, village)

    assert asks_for(html) == []
    page = read_html(html)
    assert page.language == "en" and page.meta["robots"] == "noindex"
    assert "<script>alert" not in html and html.count("</style>") == 1
    for said in (
        "Baskets are woven here.",
        "Basket weaving",
        "Closed on Friday",
        "Sample Host",
        route.title_en,
        "Fair of baskets",
        "Sample 1",
    ):
        assert said in html
    assert 'href="tel:+99912345678"' in html and 'href="tel:112"' in html
    place = village.places.get()
    assert f'href="geo:{place.latitude:.5f},{place.longitude:.5f}"' in html
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.fragments} <= set(page.ids)
    assert "Map: Craft village" in html
    assert [image["alt"] for image in page.images if "Noise" in image["alt"]] == [
        "Noise 0",
        "Noise 1",
    ]


def test_a_route_has_what_travellers_need_at_each_stop(client, noise):
    here = with_photos(VillageFactory(), 1, noise)
    there = VillageFactory(lithuanian=True)
    OfferFactory(village=there, title_en="Rye bread")
    HostContactFactory(village=there, name="Sample Host", phone="+999 1234 5678")
    NoticeFactory(village=here, text_en="Closed on Friday", **ALWAYS)
    route = published.route(published.published(here), published.published(there))

    html = copy_of(client, route)

    assert asks_for(html) == []
    page = read_html(html)
    assert {"stop-1", "stop-2", "day-1", "border", "emergency"} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.fragments} <= set(page.ids)
    for said in ("Rye bread", "Sample Host", "Closed on Friday", "Noise 0", "Across the border"):
        assert said in html
    assert html.count('href="geo:') == 2


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_gpx_inside_is_read_by_others(client, language):
    village = published.village()
    route = published.route(village, published.village(lithuanian=True))

    for made, points in ((village, 1), (route, 2)):
        html = copy_of(client, made, language)
        name, content = re.search(
            r'href="data:application/gpx\+xml;base64,([^"]+)" download="([^"]+)"', html
        ).group(2, 1)
        read = gpxpy.parse(base64.b64decode(content).decode())
        assert name.endswith(f"-{language}.gpx")
        assert len(read.waypoints) == points


def test_an_inexact_place_leads_nobody_there(client):
    village = VillageFactory()
    village.places.update(precision="area", radius_m=3000)
    published.published(village)

    html = copy_of(client, village)

    assert 'href="geo:' not in html
    assert "known to within" in html
    assert (
        "known to within"
        in base64.b64decode(
            re.search(r"data:application/gpx\+xml;base64,([^\"]+)", html)[1]
        ).decode()
    )


def test_a_person_is_named_only_while_they_consent(client):
    village = published.village()
    route = published.route(village, published.village())
    HostContactFactory(village=village, name="Past Host", consent_until="2020-01-01")

    for made in (village, route):
        html = copy_of(client, made)
        assert "Past Host" not in html and "consent" not in html

    HostContactFactory(village=village, name="Present Host")
    for made in (village, route):
        assert "Present Host" in copy_of(client, made)


# --- Never larger than 2 MB -----------------------------------------------------------------------


def test_twenty_four_heavy_photos_fit(client, noise):
    village = published.published(with_photos(VillageFactory(), 24, noise), "en")

    html = copy_of(client, village)

    sizes = re.findall(r'<img class="photo[^>]* width="(\d+)"', html)
    assert len(sizes) == 24
    assert {"320", "480"} <= set(sizes)  # as large as there was room, and no larger
    assert MOST_BYTES * 0.9 < len(html.encode()) <= MOST_BYTES
    assert "did not fit" not in html


def test_usual_photos_keep_the_size_wished_for(client):
    usual = {f"{width}.webp": picture_of(width // 8, width // 12, "WEBP") for width in (480, 800)}
    village = published.published(with_photos(VillageFactory(), 24, usual), "en")

    html = copy_of(client, village)

    sizes = re.findall(r'<img class="photo[^>]* width="(\d+)"', html)
    assert sizes == ["800"] + ["480"] * 23


def test_photos_for_which_there_is_no_room_are_told(client, noise, monkeypatch):
    monkeypatch.setattr(saved_copies, "MOST_BYTES", 250_000)
    village = published.published(with_photos(VillageFactory(), 8, noise), "en")

    html = copy_of(client, village)

    shown = len(re.findall(r'<img class="photo', html))
    assert 0 < shown < 7
    assert f"{8 - shown} photos did not fit into this file" in html
    assert len(html.encode()) <= 250_000


def test_a_photo_whose_sizes_are_not_made_yet_stands_in(noise):
    default_storage.save(f"photos/{'a' * 64}-standin.jpg", ContentFile(noise["standin.jpg"]))
    shown = [{"digest": digest * 64, "width": 1600, "height": 1200} for digest in "ab"]

    album = album_of(shown, 1_000_000)

    assert list(album.pictures) == ["a" * 64]  # of the other one there is no file at all
    assert album.pictures["a" * 64].width == 800
    assert album.left_out == 1

    smallest = album_of(shown, 60_000).pictures["a" * 64]
    assert (smallest.width, smallest.height) == (320, 240)
    assert Image.open(default_storage.open(f"photos/{'a' * 64}-320.webp")).size == (320, 240)


# --- Its door -------------------------------------------------------------------------------------


def test_the_file_has_a_name_and_a_policy(client):
    village = published.village(slug_lt="amatu-kaimas")

    response = client.get("/lt/kaimai/amatu-kaimas/save.html")

    assert response["Content-Disposition"] == 'attachment; filename="amatu-kaimas-lt.html"'
    assert response["Content-Language"] == "lt"
    assert response["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Security-Policy"] in response.content.decode().replace("&#x27;", "'")
    assert village.slug_lt in response["Content-Disposition"]


def test_old_addresses_lead_on_and_other_languages_are_told(client):
    village = published.village("en", "lv", slug_en="old", slug_lv="vecais")
    village.slug_en = "new"
    village.save()
    publish(village, "en", by=None)

    moved = client.get("/en/villages/old/save.html")
    assert (moved.status_code, moved["Location"]) == (301, "/en/villages/new/save.html")
    elsewhere = client.get("/lt/kaimai/vecais/save.html")
    assert elsewhere.status_code == 404 and "/lv/ciemi/vecais/" in elsewhere.content.decode()
    assert "Content-Disposition" not in elsewhere
    assert client.get("/en/villages/nothing/save.html").status_code == 404
    withdraw(village, "en", by=None)
    assert client.get("/en/villages/new/save.html").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, count):
    villages = published.villages(count)
    for village in villages:
        HostContactFactory(village=village)
    route = published.route(*villages, published.village())

    with django_assert_num_queries(5):  # words, edition, routes and events, notices, people
        client.get(f"/en/villages/{villages[0].slug_en}/save.html")
    with django_assert_num_queries(5):  # words, edition, villages, notices, people
        client.get(f"/en/routes/{route.slug_en}/save.html")


def test_heavy_copies_push_no_page_out_of_what_is_kept(client, noise, settings, monkeypatch):
    settings.KEEP_PAGES = True
    light, heavy = published.village(), with_photos(VillageFactory(), 24, noise)
    published.published(heavy)
    kept = []
    monkeypatch.setattr(kept_pages.cache, "set", lambda key, value, term: kept.append(value))

    copy_of(client, light)
    copy_of(client, heavy)

    assert len(kept) == 1


# --- Where it is offered --------------------------------------------------------------------------


def test_pages_offer_the_copy_with_its_size(client, noise):
    village = published.published(with_photos(VillageFactory(), 3, noise))
    route = published.route(village, published.village(lithuanian=True))

    for path in (f"/en/villages/{village.slug_en}/", f"/en/routes/{route.slug_en}/"):
        page = client.get(path).content.decode()
        told = re.search(r'href="([^"]+save\.html)" download>.*?about (\d+)\xa0KB', page, re.DOTALL)
        assert told[1] == f"{path}save.html"
        size = len(client.get(told[1]).content) / 1000
        assert size * 0.75 < int(told[2]) < size * 1.25


def test_a_preview_offers_no_copy(client, editor_lv):
    village = VillageFactory()
    client.force_login(editor_lv)

    response = client.get(f"/en/admin/villages/village/{village.pk}/preview/en/")

    assert response.status_code == 200
    assert "save.html" not in response.content.decode()
