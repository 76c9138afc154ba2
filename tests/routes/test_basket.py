"""Brochures that visitors put together: their grammar, their page, their limits, their PDFs."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from catalogue.models.edition import Kind
from catalogue.publishing import publish
from routes.brochures import making, shelves
from routes.brochures.content import Part
from routes.press.job import Report
from routes.trips.basket import LONGEST_TITLE, MOST_PARTS, BasketAddress, basket_of, read_basket
from routes.views import own_brochures
from tests.factories import VillageFactory
from tests.html_pages import read_html
from tests.routes.published import route, village
from villages.models import Village

PATHS = {"lv": "/lv/mana-brosura/", "lt": "/lt/mano-brosiura/", "en": "/en/my-brochure/"}
LANGUAGES = tuple(PATHS)


def page_of(client, query: str, language: str = "en", status: int = 200) -> str:
    response = client.get(f"{PATHS[language]}?{query}")
    assert response.status_code == status, response.get("Location")
    return response.content.decode()


def led_to(client, query: str) -> str:
    response = client.get(f"{PATHS['en']}?{query}")
    assert response.status_code == 302, response.content.decode()[:3000]
    return response["Location"].removeprefix(PATHS["en"])


def titles_in(html: str) -> list[str]:
    return [
        re.sub("<[^>]+>", "", title).strip()
        for title in re.findall(r'<h3 class="itinerary__title">(.*?)</h3>', html)
    ]


def basket(query: str) -> BasketAddress:
    reading = read_basket(QueryDict(query))
    assert reading.misread == []
    return reading.basket


# --- The grammar ----------------------------------------------------------------------------------


def test_everything_a_basket_can_say_is_read_and_written_back():
    query = "parts=r3.v12.v7&title=Honey+and+bread&cover=v12&format=booklet"

    address = basket(query)

    assert address == BasketAddress(
        parts=(Part(Kind.ROUTE, 3), Part(Kind.VILLAGE, 12), Part(Kind.VILLAGE, 7)),
        title="Honey and bread",
        cover=12,
        format="booklet",
    )
    assert address.query == query
    assert basket("parts=v1.v1&format=a4").query == "parts=v1"


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
names = st.sampled_from(["parts", "add", "title", "cover", "format", "do"])
values = anything | st.from_regex(r"\A[vr0-9.]{0,60}\Z") | st.sampled_from(["up.1", "remove.2"])


@given(st.lists(st.tuples(names, values), max_size=8))
@settings(max_examples=200, deadline=None)
def test_nothing_that_can_stand_in_an_address_raises(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)

    address = read_basket(query).basket

    assert len(address.parts) <= MOST_PARTS
    assert len(address.title) <= LONGEST_TITLE
    assert basket(address.query) == address


@pytest.mark.parametrize(
    "title",
    ["two\nlines", "a\x00b", "\u202eback to front", "zero\u200bwidth", "\ufeffmark", "\ue000"],
)
def test_a_title_with_signs_that_cannot_be_printed_is_refused(title):
    query = QueryDict(mutable=True)
    query["title"] = title

    reading = read_basket(query)

    assert reading.basket.title == ""
    assert len(reading.misread) == 1


def test_a_title_has_eighty_letters_at_most():
    assert basket("title=" + 80 * "ā").title == 80 * "ā"

    reading = read_basket(QueryDict("title=" + 81 * "x"))
    assert reading.basket.title == 80 * "x"
    assert len(reading.misread) == 1


@pytest.mark.parametrize(
    "query", ["cover=v9", "cover=r1", "cover=x", "format=leaflet", "format=%00"]
)
def test_a_wish_that_makes_no_sense_is_named_and_the_parts_are_kept(query):
    reading = read_basket(QueryDict(f"parts=v1.r1&{query}"))

    assert reading.basket == BasketAddress(parts=(Part(Kind.VILLAGE, 1), Part(Kind.ROUTE, 1)))
    assert len(reading.misread) == 1


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_basket_keeps_its_order_in_every_language(client):
    one, two = village(), village(lithuanian=True)
    joint = route(one, two)
    chain = f"v{two.pk}.r{joint.pk}.v{one.pk}"

    for language in LANGUAGES:
        html = page_of(client, f"parts={chain}&title=Maize", language)

        assert titles_in(html) == [
            getattr(two, f"theme_name_{language}"),
            getattr(joint, f"title_{language}"),
            getattr(one, f"theme_name_{language}"),
        ]
        page = read_html(html)
        assert page.language == language
        assert not page.may_be_indexed
        assert page.inline == []
        for other, path in PATHS.items():
            assert f'href="{path}?parts={chain}&amp;title=Maize" lang="{other}"' in html


@pytest.mark.django_db
def test_a_part_that_is_not_in_the_language_is_left_out_with_a_line(client):
    here, only_latvian, draft = village(), village("lv"), VillageFactory()

    html = page_of(client, f"parts=v{here.pk}.v{only_latvian.pk}.v{draft.pk}", "lt")

    assert titles_in(html) == [here.theme_name_lt, only_latvian.theme_name_lv]
    assert "todėl į šią brošiūrą neįtraukta" in html
    assert f'lang="lv">{only_latvian.theme_name_lv}<' in html
    assert "1 šios brošiūros dalies" in html  # the draft, which nobody may see


@pytest.mark.django_db
def test_forms_change_the_address(client):
    one, two = village(), village()
    parts = f"parts=v{one.pk}.v{two.pk}"

    assert led_to(client, f"{parts}&do=down.1") == f"?parts=v{two.pk}.v{one.pk}#part-2"
    assert led_to(client, f"{parts}&do=remove.1&title=Rye") == f"?parts=v{two.pk}&title=Rye#part-1"
    assert led_to(client, f"parts=v{one.pk}&add=v{two.pk}&format=a4&cover=") == f"?{parts}"
    assert led_to(client, f"{parts}&do=clear") == ""


@pytest.mark.django_db
def test_nonsense_gets_a_clear_page(client):
    assert "“honey”" in page_of(client, "parts=honey", status=400)
    one = village()
    html = page_of(client, f"parts=v{one.pk}.honey")
    assert titles_in(html) == [one.theme_name_en]


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "queries"), [(1, 2), (3, 2), (40, 2)])
def test_queries_do_not_grow_with_the_parts(client, count, queries):
    chain = ".".join(f"v{village('en').pk}" for _number in range(count))
    client.get(PATHS["en"])

    with CaptureQueriesContext(connection) as captured:
        html = page_of(client, f"parts={chain}")

    assert len(titles_in(html)) == count
    assert len(captured) == queries


@pytest.mark.django_db
def test_only_a_village_with_a_photo_can_give_the_cover():
    one = village("en")

    assert basket_of(basket(f"parts=v{one.pk}&cover=v{one.pk}"), "en").selection.cover == ""


@pytest.mark.django_db
def test_a_village_s_photo_is_chosen_for_the_cover(client, monkeypatch):
    photo = {"digest": "0" * 64, "alt": "An oven", "author": "A. Berzs", "licence": "CC BY 4.0"}
    default_storage.save(f"photos/{photo['digest']}-1200.jpg", ContentFile(b"a picture"))
    plain, with_photo = village(), VillageFactory()
    original = Village.document

    def document(self, language):
        made = original(self, language)
        return made | {"photos": [photo], "card": made["card"] | {"photo": photo}}

    monkeypatch.setattr(Village, "document", document)
    for language in LANGUAGES:
        publish(with_photo, language, by=None)
    parts = f"parts=v{plain.pk}.v{with_photo.pk}"

    form = page_of(client, parts)
    cover = client.get(f"{PATHS['en']}brochure/?{parts}&cover=v{with_photo.pk}").content.decode()

    assert f'<option value="v{with_photo.pk}">Photo: {with_photo.theme_name_en}</option>' in form
    assert f'<option value="v{plain.pk}">Photo' not in form
    cover = cover[: cover.index('id="contents"')]
    assert f'src="/media/photos/{"0" * 64}-1200.jpg"' in cover
    assert "A. Berzs" in cover


# --- On paper -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_brochure_has_the_title_and_escapes_it(client):
    one, two = village(), village(lithuanian=True)
    joint = route(one, two)
    query = {
        "parts": f"v{one.pk}.r{joint.pk}",
        "title": "</title><script>alert(1)</script>",
    }

    response = client.get(f"{PATHS['en']}brochure/", query)

    assert response.status_code == 200
    html = response.content.decode()
    assert "<script" not in html
    assert "&lt;/title&gt;&lt;script&gt;" in html
    assert one.theme_name_en in html
    assert joint.title_en in html
    assert response["Cache-Control"] == "private, max-age=60"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["parts=", "parts=v999", "parts=v{0}&format=card", "parts=v{0}&for=shop", "parts=v{0}.x"],
)
def test_a_brochure_that_cannot_be_is_refused_in_words(client, query):
    one = village()
    for ending in ("brochure/", "brochure.pdf"):
        response = client.get(f"{PATHS['lv']}{ending}?{query.format(one.pk)}")

        assert response.status_code == 400
        assert read_html(response.content.decode()).language == "lv"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["stops=", "stops=v999", "stops=v{0}&format=no", "stops=v{0}&format=map-three"]
)
def test_a_trip_that_cannot_be_printed_is_refused_in_words(client, query):
    one = village()

    response = client.get(f"/lt/mano-kelione/brochure/?{query.format(one.pk)}")

    assert response.status_code == 400
    assert read_html(response.content.decode()).language == "lt"


@pytest.mark.django_db
def test_a_trip_is_printed_without_what_its_language_lacks_and_leads_back_whole(client):
    here, only_latvian = village(), village("lv")
    stops = f"stops=v{here.pk}.v{only_latvian.pk}"

    html = client.get(f"/lt/mano-kelione/brochure/?{stops}&format=a4").content.decode()

    assert here.theme_name_lt in html
    assert only_latvian.theme_name_lv not in html
    assert f"http://testserver/lt/mano-kelione/?{stops}" in html


@pytest.mark.django_db
def test_a_trip_can_be_had_in_every_format_that_has_room_for_it(client):
    stops = f"stops=v{village().pk}.v{village(lithuanian=True).pk}"

    html = client.get(f"/lv/mans-celojums/brochure/?{stops}").content.decode()

    addresses = re.findall(r'href="(/lv/mans-celojums/brochure/\?[^"]+format=[^"]+)"', html)
    keys = {address.rpartition("format=")[2] for address in addresses}
    assert {"a4", "a4-large", "booklet", "leaflet", "leaflet-z", "map-a6", "map-dl"} <= keys
    assert "map-three" not in keys
    for address in addresses:
        page = client.get(address.replace("&amp;", "&"))
        assert page.status_code == 200, address


@pytest.mark.slow
@pytest.mark.django_db
def test_a_pdf_of_a_visitor_stands_on_the_visitors_shelf(client):
    stops = f"stops=v{village().pk}.v{village(lithuanian=True).pk}"

    response = client.get(f"/en/my-trip/brochure.pdf?{stops}")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"].startswith("private")
    assert response["Content-Disposition"] == 'inline; filename="my-trip.pdf"'
    assert "My trip" in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    storage = storages["private"]
    pdfs = [n for n in storage.listdir(shelves.VISITORS.folder)[1] if n.endswith(".pdf")]
    assert len(pdfs) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [making.BrochureBusy, making.BrochureFailed])
def test_whoever_cannot_be_served_hears_when_to_come_again(client, monkeypatch, failure):
    def refuse(*_arguments):
        raise failure

    monkeypatch.setattr(making, "pdf_of", refuse)
    stops = f"stops=v{village().pk}"

    response = client.get(f"/lv/mans-celojums/brochure.pdf?{stops}")

    assert response.status_code == 503
    assert response["Retry-After"] == str(making.RETRY_AFTER)
    assert response["Cache-Control"] == "no-store"
    html = response.content.decode()
    assert f'href="/lv/mans-celojums/brochure/?{stops}"' in html


@pytest.mark.django_db
def test_what_does_not_fit_its_sheet_is_refused_for_good(client, monkeypatch):
    def refuse(*_arguments):
        raise making.BrochureDoesNotFit(Report(sections={"back": {"fits": False}}))

    monkeypatch.setattr(making, "pdf_of", refuse)
    parts = f"v{village().pk}"

    for page in (
        f"/en/my-trip/brochure.pdf?stops={parts}&format=leaflet",
        f"/en/my-brochure/brochure.pdf?parts={parts}",
    ):
        response = client.get(page)

        assert response.status_code == 400
        assert "Retry-After" not in response
        assert "The texts are too long for this format." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["/", ".pdf", "booklet"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_come_before_drawings_that_a_visitor_thought_up(client, language, kind):
    query = f"parts=v{village().pk}" + ("&format=booklet" if kind == "booklet" else "")
    ending = ".pdf" if kind == ".pdf" else "/"
    address = f"{PATHS[language]}brochure{ending}?{query}"

    with making.drawing(), making.drawing():
        response = client.get(address)
        assert client.get(f"{PATHS[language]}?{query}").status_code == 200

    assert (response.status_code, response["Retry-After"]) == (503, str(making.RETRY_AFTER))
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Language"] == language
    assert f"{PATHS[language]}?parts=".replace("&", "&amp;") in response.content.decode()
    if kind != ".pdf":
        assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["map.svg", "brochure/?format=a4", "brochure.pdf"])
def test_a_trip_is_drawn_when_others_are_done(client, ending):
    stops = f"stops=v{village().pk}.v{village().pk}"
    address = f"/en/my-trip/{ending}{'&' if '?' in ending else '?'}{stops}"

    with making.drawing(), making.drawing():
        response = client.get(address)

    assert (response.status_code, response["Retry-After"]) == (503, str(making.RETRY_AFTER))
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_nothing_is_drawn_for_a_press_that_is_busy(client, monkeypatch):
    address = f"{PATHS['en']}brochure.pdf?parts=v{village().pk}"
    monkeypatch.setattr(own_brochures, "brochure_of_selection", lambda *_, **__: 1 / 0)

    with making._workplace(), making._workplace():
        assert client.get(address).status_code == 503
