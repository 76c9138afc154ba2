"""Addresses, languages, redirects and honest cards of every kind of page."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from catalogue.models import Edition, ShortCode
from catalogue.publishing import publish, withdraw
from tests.factories import (
    EventFactory,
    NoticeFactory,
    OfferFactory,
    RouteFactory,
    ThemeFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ("lv", "lt", "en")


def published(*items, languages=LANGUAGES):
    for item in items:
        for language in languages:
            publish(item, language, by=None)
    return items[0]


def address(item, language: str) -> str:
    return (
        Edition.objects.current()
        .get(kind=item.kind, source_id=item.pk, language=language)
        .get_absolute_url()
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lv", "/lv/"),
        ("lt-LT,lt;q=0.9,en;q=0.5", "/lt/"),
        ("de,fr;q=0.8", "/en/"),
        ("", "/en/"),
        ("xx;;;q=oops", "/en/"),
    ],
)
def test_the_root_goes_by_accept_language(client, asked, found):
    response = client.get("/", headers={"accept-language": asked})

    assert response["Location"] == found
    assert "Accept-Language" in response["Vary"]


def test_addresses_are_words_of_their_language(client):
    village = published(VillageFactory(slug_lv="maizes-ciems", slug_lt="duonos-kaimas"))

    assert address(village, "lv") == "/lv/ciemi/maizes-ciems/"
    assert address(village, "lt") == "/lt/kaimai/duonos-kaimas/"
    assert client.get("/lv/ciemi/maizes-ciems/").status_code == 200
    assert client.get("/lt/ciemi/maizes-ciems/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_language_and_its_alternates(client, language):
    village = published(VillageFactory())
    route = published(RouteFactory(stops=[village, published(VillageFactory())]))
    event = published(EventFactory())
    with translation.override(language):
        addresses = [reverse(name) for name in ("home", "village-list", "theme-list", "about")]
        addresses += [reverse(name) for name in ("route-list", "event-list")]
    addresses += [address(item, language) for item in (village, route, event)]

    for path in addresses:
        response = client.get(path)
        html = response.content.decode()
        assert response.status_code == 200, path
        assert f'<html lang="{language}"' in html
        assert f'<link rel="canonical" href="http://testserver{path}">' in html
        assert set(re.findall(r'hreflang="([\w-]+)" href="http', html)) == {
            "lv",
            "lt",
            "en",
            "x-default",
        }
        assert len(re.findall(r"<h1[ >]", html)) == 1
        assert not response.cookies
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S):
            json.loads(block)


def test_a_page_in_one_language_announces_no_other(client):
    village = published(VillageFactory(draft=True), languages=["lv"])

    html = client.get(address(village, "lv")).content.decode()

    assert set(re.findall(r'hreflang="([\w-]+)" href="http', html)) == {"lv", "x-default"}


def test_a_missing_language_is_an_honest_card(client):
    village = published(VillageFactory(draft=True, slug_lv="maizes-ciems"), languages=["lv"])

    response = client.get("/lt/kaimai/maizes-ciems/")
    html = response.content.decode()

    assert response.status_code == 200
    assert '<html lang="lt"' in html
    assert 'content="noindex' in html
    assert f'href="{address(village, "lv")}"' in html


def test_the_switch_leads_to_the_honest_card(client):
    published(VillageFactory(draft=True, slug_lv="maizes-ciems"), languages=["lv"])

    html = client.get("/lv/ciemi/maizes-ciems/").content.decode()

    assert 'href="/lt/kaimai/maizes-ciems/"' in html
    assert client.get("/lt/kaimai/maizes-ciems/").status_code == 200


def test_an_old_address_answers_301_to_the_new_one(client):
    village = VillageFactory(slug_lv="vecais-vards")
    published(village)
    village.slug_lv = "jaunais-vards"
    village.save()
    publish(village, "lv", by=None)

    response = client.get("/lv/ciemi/vecais-vards/")

    assert (response.status_code, response["Location"]) == (301, "/lv/ciemi/jaunais-vards/")


def test_a_draft_does_not_leak(client):
    village = published(VillageFactory(), languages=["lv"])
    village.summary_lv = "SLEPENS"
    village.save()
    OfferFactory(village=village, title_lv="SLEPENS")
    VillageFactory(theme_name_lv="SLEPENS")

    for path in ("/lv/", "/lv/ciemi/", address(village, "lv"), "/lv/temas/", "/sitemap.xml"):
        assert "SLEPENS" not in client.get(path).content.decode()


def test_a_withdrawn_page_is_gone_from_lists_and_sitemap(client):
    village = published(VillageFactory(slug_lv="maizes-ciems"))
    withdraw(village, "lv", by=None)

    for path in ("/lv/ciemi/", "/lv/", "/sitemap.xml"):
        assert "/lv/ciemi/maizes-ciems/" not in client.get(path).content.decode()


def test_renaming_a_theme_needs_no_new_edition(client):
    theme = ThemeFactory(key="bread", name_lv="Maize")
    village = published(VillageFactory(theme=theme))
    theme.name_lv = "Rudzu maize"
    theme.save()

    assert "Rudzu maize" in client.get(address(village, "lv")).content.decode()


def test_a_notice_is_live_at_once_and_only_in_its_days(client):
    village = published(VillageFactory())
    NoticeFactory(
        village=village, text_lv="Slēgts šodien", shown_from="2000-01-01", shown_until="2999-01-01"
    )
    NoticeFactory(
        village=village, text_lv="Slēgts sen", shown_from="2000-01-01", shown_until="2000-01-02"
    )

    html = client.get(address(village, "lv")).content.decode()

    assert "Slēgts šodien" in html
    assert "Slēgts sen" not in html


def test_a_short_code_follows_a_renamed_village(client):
    village = published(VillageFactory(slug_lv="vecais-vards"))
    code = ShortCode.objects.for_item(village)
    village.slug_lv = "jaunais-vards"
    village.save()
    publish(village, "lv", by=None)

    response = client.get(f"/k/{code.code}", headers={"accept-language": "lv"})

    assert response["Location"] == "/lv/ciemi/jaunais-vards/"
    assert ShortCode.objects.for_item(village) == code


def test_a_short_code_of_a_withdrawn_village_tells_what_happened_and_what_is_near(client):
    gone = VillageFactory(theme_name_lv="Zudušais ciems")
    near = VillageFactory(theme_name_lv="Tuvais ciems")
    published(gone, near)
    for language in LANGUAGES:
        withdraw(gone, language, by=None)

    response = client.get(
        f"/k/{ShortCode.objects.for_item(gone).code.lower()}", headers={"accept-language": "lv"}
    )

    assert response.status_code == 200
    assert "Zudušais ciems" in response.content.decode()
    assert "Tuvais ciems" in response.content.decode()


def test_unknown_codes_and_addresses_answer_404(client):
    for path in ("/k/ZZZZ", "/k/%00", "/lv/ciemi/nav/", "/lv/marsruti/nav/", "/lv/nav/", "/nav"):
        assert client.get(path).status_code == 404


def test_filters_narrow_and_count_without_counting_themselves(client):
    bread = ThemeFactory(key="bread", name_lv="Maize")
    first = VillageFactory(theme=bread, theme_name_lv="Maizes ciems")
    second = VillageFactory(theme_name_lv="Amatu ciems")
    third = VillageFactory(theme_name_lv="Tirgus ciems", lithuanian=True)
    OfferFactory(village=second)
    published(first, second, third)

    response = client.get("/lv/ciemi/?region=latgale")
    villages = response.context["villages"]

    assert [card.edition.title for card in villages.cards] == ["Amatu ciems", "Maizes ciems"]
    filters = response.context["filters"]
    counts = {
        (group.name, choice.value): choice.count
        for group in (filters.theme, filters.region, filters.municipality, filters.offer)
        for choice in group.choices
    }
    assert counts == {
        ("theme", "bread"): 1,
        ("theme", "crafts"): 1,
        ("region", "latgale"): 2,
        ("region", "ignalina"): 1,
        ("municipality", "preili"): 2,
        ("offer", "workshop"): 1,
    }


@pytest.mark.parametrize(
    "query",
    [
        "theme=%00",
        "theme=nav-tadas",
        "theme=%27%3B%20drop",
        "region=" + "x" * 5000,
        "offer=workshop&offer=meal",
        "nonsense=1",
    ],
)
def test_nonsense_in_a_filter_gives_a_page(client, query):
    published(VillageFactory())

    assert client.get(f"/lv/ciemi/?{query}").status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "٣", "1e3", "9" * 30])
def test_a_list_page_that_is_not_there_shows_one_that_is(client, number):
    published(VillageFactory())

    response = client.get("/lv/ciemi/", {"page": number})

    assert response.status_code == 200
    assert len(response.context["villages"].cards) == 1
    assert '<link rel="canonical" href="http://testserver/lv/ciemi/">' in response.content.decode()


def test_the_list_stands_in_alphabetical_order(client):
    published(
        VillageFactory(theme_name_lv="Šķeltova"),
        VillageFactory(theme_name_lv="Turki"),
        VillageFactory(theme_name_lv="Skaista"),
    )

    cards = client.get("/lv/ciemi/").context["villages"].cards

    assert [card.edition.title for card in cards] == ["Skaista", "Šķeltova", "Turki"]


def test_the_sitemap_names_every_language_of_a_page(client):
    village = published(VillageFactory())

    xml = client.get("/sitemap.xml").content.decode()

    for language in LANGUAGES:
        assert f"<loc>http://testserver{address(village, language)}</loc>" in xml
    assert xml.count("<lastmod>") >= 3


def test_a_host_that_is_not_ours_is_refused_with_a_clear_page(client):
    response = client.get("/lt/kaimai/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert '<html lang="lt"' in response.content.decode()
    assert "evil.example" not in response.content.decode()


def test_the_error_page_needs_no_database(client, django_db_blocker):
    from django.test import RequestFactory

    from catalogue.views.errors import server_error

    with django_db_blocker.block():
        response = server_error(RequestFactory().get("/lt/kaimai/"))

    assert response.status_code == 500
    assert '<html lang="lt"' in response.content.decode()
