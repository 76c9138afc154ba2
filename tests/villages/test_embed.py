"""The list for other people's pages: in any frame, but nothing else of the site; and its HTML."""

import html

import pytest

from catalogue.publishing import publish, withdraw
from tests.catalogue.test_query_counts import copies
from tests.factories import MunicipalityFactory, ThemeFactory, VillageFactory
from villages.asked import Asked
from villages.embedding import Embedded, height_of

pytestmark = pytest.mark.django_db

LISTS = {"lv": "/lv/iegult/", "lt": "/lt/iterpti/", "en": "/en/embed/"}
COMPOSERS = {
    "lv": "/lv/iegult/izveidot/",
    "lt": "/lt/iterpti/sudaryti/",
    "en": "/en/embed/compose/",
}


@pytest.fixture
def villages():
    rezekne = MunicipalityFactory(key="rezekne", name_lv="Rēzeknes novads")
    names = ("Maizes ciems", "Medus ciems", "Mūzikas ciems")
    villages = [VillageFactory(theme_name_lv=name) for name in names]
    villages[1].municipality = rezekne
    villages[1].save()
    villages[2].theme = ThemeFactory(key="music", name_lv="Mūzika")
    villages[2].save()
    for village in villages:
        publish(village, "lv", by=None)
    return villages


def shown(client, query: str = "") -> list[str]:
    page = client.get(f"/lv/iegult/{query}").content.decode()
    return [name for name in ("Maizes", "Medus", "Mūzikas") if f"{name} ciems</a>" in page]


def test_it_may_stand_in_any_frame_and_nothing_else_may(client, villages):
    response = client.get("/lv/iegult/")
    policy = response["Content-Security-Policy"]

    assert response.status_code == 200
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in response
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    page = response.content.decode()
    assert "<script" not in page
    assert "<form" not in page
    assert page.count('target="_top"') == page.count("<a ")
    for address in (
        "/lv/",
        "/lv/ciemi/",
        villages_page(villages[0]),
        COMPOSERS["lv"],
        "/lv/api/",
        "/api/v1/villages?language=lv",
        "/lv/nav/",
        "/sitemap.xml",
    ):
        other = client.get(address)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "DENY"


def villages_page(village) -> str:
    return f"/lv/ciemi/{village.slug_lv}/"


def test_a_kept_list_has_the_same_headers(client, villages, settings):
    settings.KEEP_PAGES = True
    first = client.get("/lv/iegult/?limit=1")
    second = client.get("/lv/iegult/?limit=1")

    assert second.headers == first.headers
    assert "X-Frame-Options" not in second


def test_it_shows_what_was_asked_for(client, villages):
    assert shown(client) == ["Maizes", "Medus", "Mūzikas"]
    assert shown(client, "?municipality=rezekne") == ["Medus"]
    assert shown(client, "?theme=music") == ["Mūzikas"]
    assert shown(client, "?limit=2") == ["Maizes", "Medus"]
    page = client.get("/lv/iegult/?municipality=rezekne&limit=1").content.decode()
    assert "Tematiskie ciemi: Rēzeknes novads" in page


@pytest.mark.parametrize(
    "query",
    ["?limit=0", "?limit=-1", "?limit=9999999", "?limit=x", "?limit=%D9%A3", "?municipality=%00",
     "?look=purple", "?theme=<script>", "?page=99", "?" + "theme=a&" * 900],
)  # fmt: skip
def test_nonsense_still_gives_a_list(client, villages, query):
    response = client.get(f"/lv/iegult/{query}")

    assert response.status_code == 200
    assert "<script" not in response.content.decode()


def test_nothing_leaks_into_other_people_s_pages(client, villages):
    VillageFactory(theme_name_lv="Melnraksta ciems")
    english = VillageFactory(theme_name_lv="Angļu ciems", theme_name_en="English village")
    publish(english, "en", by=None)
    withdraw(villages[0], "lv", by=None)
    villages[1].theme_name_lv = "Jauns nosaukums"
    villages[1].save()

    page = client.get("/lv/iegult/").content.decode()

    for secret in ("Melnraksta", "Angļu", "English village", "Maizes ciems", "Jauns"):
        assert secret not in page
    assert shown(client) == ["Medus", "Mūzikas"]


def test_an_empty_list_says_so(client):
    for language, words in (
        ("lv", "Šeit vēl nav neviena ciema."),
        ("lt", "Čia dar nėra nė vieno kaimo."),
        ("en", "There is no village here yet."),
    ):
        response = client.get(LISTS[language])
        assert words in response.content.decode()
        assert response["Content-Language"] == language


@pytest.mark.parametrize("count", [1, 3, 300])
@pytest.mark.parametrize("address", [LISTS["lv"], f"{LISTS['lv']}?theme=crafts", COMPOSERS["lv"]])
def test_queries_do_not_grow(client, django_assert_num_queries, count, address):
    copies(publish(VillageFactory(), "lv", by=None).edition, count - 1)

    with django_assert_num_queries(3):  # words; counts or bit maps; cards
        assert client.get(address).status_code == 200


# --- The page that composes it --------------------------------------------------------------------


def code_in(page: str, box: str) -> str:
    """What somebody copies out of a box."""
    return html.unescape(page.split(f'id="{box}"')[1].split(">", 1)[1].split("</textarea>")[0])


@pytest.mark.parametrize("language", list(COMPOSERS))
def test_the_snippet_leads_to_the_list_it_shows(client, villages, language):
    for village in villages:
        publish(village, language, by=None)
    page = client.get(f"{COMPOSERS[language]}?municipality=rezekne&theme=&limit=3&look=dark")
    text = page.content.decode()

    assert page.status_code == 200
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    snippet = html.unescape(
        text.split('id="frame-snippet"')[1].split(">", 1)[1].split("</textarea>")[0]
    )
    address = html.unescape(snippet.split('src="')[1].split('"')[0])
    assert address == f"http://testserver{LISTS[language]}?municipality=rezekne&limit=3&look=dark"
    framed = client.get(address.removeprefix("http://testserver"))
    assert framed.status_code == 200
    assert 'data-look="dark"' in framed.content.decode()
    assert framed.content.decode().count("<li>") == 1
    link = html.unescape(
        text.split('id="link-snippet"')[1].split(">", 1)[1].split("</textarea>")[0]
    )
    assert client.get(link.split('"')[1].removeprefix("http://testserver")).status_code == 200


def test_names_cannot_break_out_of_the_snippet(client):
    odd = MunicipalityFactory(key="odd", name_lv='"><script>alert(1)</script>')
    publish(VillageFactory(municipality=odd), "lv", by=None)

    text = client.get(f"{COMPOSERS['lv']}?municipality=odd").content.decode()

    assert "<script>alert" not in text
    assert "<script>alert" not in code_in(text, "frame-snippet")  # once somebody has pasted it


def test_choices_that_bring_nothing_are_not_offered(client, villages):
    MunicipalityFactory(key="empty", name_lv="Tukšais novads")

    text = client.get(COMPOSERS["lv"]).content.decode()

    assert "Rēzeknes novads (1)" in text
    assert "Tukšais" not in text


def test_the_language_switch_keeps_the_choice_and_choices_are_not_indexed(client, villages):
    plain = client.get(COMPOSERS["lv"]).content.decode()
    chosen = client.get(f"{COMPOSERS['lv']}?theme=music").content.decode()

    assert 'content="noindex"' not in plain
    assert 'content="noindex"' in chosen
    assert f'href="{COMPOSERS["lt"]}?theme=music"' in chosen


def test_a_frame_is_as_high_as_its_list_within_reason():
    assert height_of(Embedded(Asked(), limit=3), 2) < height_of(Embedded(Asked(), limit=3), 30)
    assert height_of(Embedded(Asked(), limit=24), 300) == 900
    assert Embedded(Asked()).address("/x/") == "/x/"
