"""Search: inflected words, other names, slips of the fingers, three languages, and nonsense."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.admin.fields import array_formfield
from catalogue.languages import LANGUAGES
from catalogue.models import Edition, SearchEntry, SearchWord
from catalogue.publishing import publish, withdraw
from catalogue.search.asking import Question, Term, Understanding, understand
from catalogue.search.finding import find
from catalogue.search.index import SearchIndex
from catalogue.search.letters import folded, words_of
from catalogue.search.names import named_tags
from catalogue.search.showing import Marker
from catalogue.search.spelling import one_step_away, slips
from catalogue.search.stemming import asked_stems, written_stems
from catalogue.shared_words import every_language
from tests.factories import (
    EventFactory,
    MunicipalityFactory,
    OfferFactory,
    ProductFactory,
    RouteFactory,
    ThemeFactory,
    VillageFactory,
)
from tests.html_pages import read_html
from villages.models import Village

pytestmark = pytest.mark.django_db

PAIRS = list(
    csv.DictReader((Path(__file__).parent / "inflected_pairs.csv").read_text().splitlines())
)
# Words of this field that look alike and are not the same.
STRANGERS = [
    ("lv", "sēņu", "sens"),  # mushrooms, ancient
    ("lv", "medus", "meža"),  # honey, of the forest
    ("lv", "kāzas", "kazas"),  # a wedding, goats
    ("lv", "pīle", "pils"),  # a duck, a castle
    ("lv", "balss", "balts"),  # a voice, white
    ("lv", "maize", "maiss"),  # bread, a sack
    ("lv", "kalns", "kalve"),  # a hill, a smithy
    ("lv", "koks", "kokle"),  # a tree, a psaltery
    ("lv", "pirts", "pirksts"),  # a bathhouse, a finger
    ("lt", "medus", "medžio"),  # honey, of a tree
    ("lt", "medų", "medį"),
    ("lt", "duona", "daina"),  # bread, a song
    ("lt", "kalvė", "kalnas"),  # a smithy, a hill
    ("lt", "karvė", "kardas"),  # a cow, a sword
    ("en", "village", "villa"),
    ("en", "potter", "potato"),
    ("en", "mill", "milk"),
    ("en", "weave", "wave"),
    ("en", "candle", "candy"),
]


def entry(title: str, language: str, number: int = 1, **document) -> Edition:
    """An event that nobody has published, as the index reads it."""
    said = {"kind": "event", "language": language, "title": title, "summary": "", "place": ""}
    said |= {"event_kind": "fair", "starts_on": None, "recurrence": "", "tags": []}
    return Edition(
        kind="event",
        source_id=number,
        language=language,
        slug=f"event-{number}",
        title=title,
        document=said | document,
    )


def ask(typed: str, language: str = "lv", typing: bool = False, **words):
    asked = understand(Question.of(typed), named_tags(tuple(every_language().values())), typing)
    return asked, find(asked, language, **words)


def titles(typed: str, language: str = "lv", **words) -> list[str]:
    return [result.title for result in ask(typed, language, **words)[1].page]


# --- Words and their forms ------------------------------------------------------------------------


def test_the_list_of_inflected_words_is_whole():
    assert Counter(pair["language"] for pair in PAIRS) == dict.fromkeys(LANGUAGES, 100)
    bare = [p for p in PAIRS if p["typed"].isascii() and not p["indexed"].isascii()]
    assert len(bare) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_95_of_100_inflected_words_are_found_by_their_stem(language):
    pairs = [pair for pair in PAIRS if pair["language"] == language]
    SearchIndex().fill(
        entry(pair["indexed"], language, number) for number, pair in enumerate(pairs)
    )

    missed = []
    for pair in pairs:
        asked, found = ask(pair["typed"], language, per_page=100)
        by_stem = not any(term.meant or term.is_beginning for term in asked.terms)
        if not by_stem or pair["indexed"] not in [result.title for result in found.page]:
            missed.append(pair["typed"])

    assert len(missed) <= 5, missed


@pytest.mark.parametrize(("language", "typed", "other"), STRANGERS)
def test_words_that_only_look_alike_do_not_meet(language, typed, other):
    exact, bare = asked_stems(typed, language)

    assert not (exact or bare) & written_stems(other, language)


def test_words_are_taken_out_of_any_text():
    assert words_of("„Maizes”—ciems, 2012! Grandmothers’ O’Neill\x00 e\u0301te 🍞") == [
        *("maizes", "ciems", "2012", "grandmothers", "o’neill", "éte")
    ]
    assert folded("Šlyninkos Ķēķis ﬁ ß İ") == "slyninkos kekis ﬁ ß i"


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [("maise", "maize", 1), ("mazie", "maize", 1), ("maze", "maize", 1), ("mieze", "maize", 2)],
)
def test_slips_are_counted(typed, meant, expected):
    assert slips(typed, meant, most=2) == expected
    assert (typed in one_step_away(meant)) == (expected == 1)


def test_what_is_too_far_is_not_counted_to_its_end():
    assert slips("maize", "ziemassvētki", most=2) == 3
    assert one_step_away("a" * 30) == []


# --- What is found --------------------------------------------------------------------------------


class TestFinding:
    def test_things_are_found_by_name_text_offer_and_product(self):
        village = VillageFactory(theme_name_lv="Maizes ciems", story_lv="Te cep rupjmaizi.")
        OfferFactory(village=village, title_lv="Sviesta kulšana")
        ProductFactory(village=village, title_lv="Lina dvieļi")
        publish(village, "lv", by=None)

        # The offers of a village are found by its name, too, and stand below it.
        assert titles("maizi") == ["Maizes ciems", "Lina dvieļi", "Sviesta kulšana"]
        assert titles("sviestu maizē") == ["Maizes ciems", "Sviesta kulšana"]
        assert titles("rupjmaizei") == ["Maizes ciems"]
        (offer, whole) = ask("sviestu")[1].page
        assert (offer.title, offer.what) == ("Sviesta kulšana", "offer")
        assert offer.address == f"/lv/ciemi/{village.slug_lv}/#offer-1"
        assert whole.title == "Maizes ciems"
        (product, _whole) = ask("dvielis")[1].page
        assert product.address == f"/lv/ciemi/{village.slug_lv}/#product-1"

    def test_all_words_must_be_there_silent_ones_need_not(self):
        SearchIndex().fill([entry("Maizes diena", "lv", 1), entry("Maize un medus", "lv", 2)])

        assert titles("maize ar medu") == ["Maize un medus"]
        assert titles("medus diena") == []

    def test_names_come_before_texts_and_short_ones_first(self):
        SearchIndex().fill(
            [
                entry("Gadatirgus", "lv", 1, summary="Ar medu un maizi."),
                entry("Lielie medus svētki", "lv", 2),
                entry("Medus", "lv", 3),
            ]
        )

        assert titles("medum") == ["Medus", "Lielie medus svētki", "Gadatirgus"]

    def test_the_pages_language_comes_first_and_each_thing_once(self):
        both = EventFactory(title_lv="Duona svētkos", title_lt="Duonos šventė")
        only = EventFactory(title_lt="Duonos diena")
        for event, languages in ((both, LANGUAGES), (only, ["lt"])):
            for language in languages:
                publish(event, language, by=None)

        results = ask("duona", "lv")[1]

        assert [(one.title, one.language) for one in results.page] == [
            ("Duona svētkos", "lv"),
            ("Duonos diena", "lt"),
        ]
        assert results.counts == {"event": 2}

    def test_another_languages_name_finds_the_page_and_is_told(self):
        event = EventFactory(title_lv="Maizes svētki", title_lt="Duonos šventė")
        for language in LANGUAGES:
            publish(event, language, by=None)

        (found,) = ask("duonos", "lv")[1].page

        assert (found.title, found.found_as, found.found_in) == (
            *("Maizes svētki", "Duonos šventė", "lt"),
        )

    def test_drafts_and_what_was_withdrawn_are_not_found(self):
        village = VillageFactory(theme_name_lv="Slēpņu ciems", theme_name_lt="Slaptas kaimas")
        publish(village, "lv", by=None)
        assert titles("slaptas") == []
        assert titles("slēpnis") == ["Slēpņu ciems"]

        village.theme_name_lv = "Medus ciems"
        village.save()
        assert titles("medus") == []
        publish(village, "lv", by=None)
        assert titles("slēpņu") == []
        assert titles("medum") == ["Medus ciems"]

        withdraw(village, "lv", by=None)
        assert titles("medum") == []
        assert not SearchEntry.objects.exists()
        assert not SearchWord.objects.exists()

    def test_publishing_again_leaves_the_index_as_making_it_anew_does(self):
        village = VillageFactory()
        OfferFactory(village=village)
        route = RouteFactory(stops=[village, VillageFactory()])
        for language in LANGUAGES:
            publish(village, language, by=None)
            publish(route.stops()[1].village, language, by=None)
            publish(route, language, by=None)
        village.story_lv = "Pavisam citi vārdi."
        village.save()
        publish(village, "lv", by=None)
        columns = ("language", "written", "form", "stems", "uses")

        def state():
            return (
                sorted(SearchEntry.objects.values_list("twin", "title", "language", "words")),
                sorted(
                    (*row[:3], sorted(row[3]), row[4])
                    for row in SearchWord.objects.values_list(*columns)
                ),
            )

        kept_in_step = state()
        SearchIndex().fill(Edition.objects.current())
        assert state() == kept_in_step

    def test_places_are_found_by_the_names_of_other_languages(self):
        SearchIndex().fill(
            [
                entry("Tirgus", "lv", 1, place="Daugavpils"),
                entry("Mugė", "lt", 2, place="Zarasai"),
                entry("Tirgus Zarasos", "lv", 3),
            ]
        )

        assert titles("Daugpilyje", "lt") == ["Tirgus"]
        assert titles("Daugpili", "lv") == ["Tirgus"]
        assert titles("Zarasuose", "lv") == ["Tirgus Zarasos", "Mugė"]

    def test_other_spellings_find_the_village_and_stay_off_its_page(self, client):
        village = VillageFactory(place_name_lv="Šlyninka", other_names=["Šlininka"])
        edition = publish(village, "lv", by=None).edition

        assert titles("Šlininkā") == titles("slininka") == [village.theme_name_lv]
        page = client.get(edition.get_absolute_url()).content.decode()
        assert "Šlininka" not in page

    def test_a_village_without_other_spellings_says_nothing_of_them(self):
        assert "other_names" not in VillageFactory().document("lv")

    def test_themes_and_municipalities_are_found_in_every_language_as_they_are_called_now(self):
        theme = ThemeFactory(key="bread", name_lv="Maize", name_lt="Duona", name_en="Bread")
        where = MunicipalityFactory(key="kraslava", name_lv="Krāslavas novads")
        village = VillageFactory(theme=theme, municipality=where, theme_name_lv="Laimes ciems")
        publish(village, "lv", by=None)

        assert titles("breads", "en") == ["Laimes ciems"]
        assert titles("duonos") == titles("Krāslavas novadā") == ["Laimes ciems"]
        theme.name_en = "Loaves"
        theme.save()
        assert titles("loaf", "en") == ["Laimes ciems"]
        assert titles("bread", "en") == []

    def test_a_slip_is_put_right_with_a_word_that_is_published(self):
        SearchIndex().fill([entry("Maizes svētki", "lv", 1), entry("Vandens malūnas", "lt", 2)])

        asked, found = ask("miazes svetik")
        assert [result.title for result in found.page] == ["Maizes svētki"]
        assert asked.near == {"miazes": ("maizes",), "svetik": ("svētki",)}
        assert titles("malunes vandeins") == ["Vandens malūnas"]
        assert titles("xqzw") == []

    def test_a_word_that_is_known_is_not_put_right(self):
        SearchIndex().fill([entry("Kazas", "lv", 1), entry("Kāzas", "lv", 2)])

        assert titles("kāzas") == ["Kāzas"]
        assert sorted(titles("kazas")) == ["Kazas", "Kāzas"]

    def test_a_beginning_finds_while_typing_and_when_nothing_is_called_so(self):
        SearchIndex().fill([entry("Maizes svētki", "lv", 1), entry("Maiznīca", "lv", 2)])

        assert titles("maizn") == ["Maiznīca"]
        assert titles("maize") == ["Maizes svētki"]
        assert sorted(titles("maiz", typing=True)) == ["Maizes svētki", "Maiznīca"]
        assert titles("svētki maiz", typing=True) == ["Maizes svētki"]

    def test_past_events_stand_below_those_to_come(self):
        past = entry("Medus svētki", "lv", 1)
        past.ends_on = "2012-06-07"
        coming = entry("Rudens medus svētki", "lv", 2)
        coming.ends_on = "2999-06-07"
        SearchIndex().fill([past, coming])

        assert titles("medus") == ["Rudens medus svētki", "Medus svētki"]

    def test_kinds_are_counted_and_chosen(self):
        village = VillageFactory(theme_name_lv="Medus ciems")
        publish(village, "lv", by=None)
        publish(EventFactory(title_lv="Medus diena"), "lv", by=None)

        found = ask("medus", what="event")[1]

        assert found.counts == {"village": 1, "event": 1}
        assert [result.title for result in found.page] == ["Medus diena"]

    def test_a_document_of_an_unknown_form_is_found_by_what_all_documents_share(self):
        edition = entry("Maizes svētki", "lv")
        del edition.document["place"]
        edition.document |= {"place": "", "story": "Viena rindkopa par rudzu lauku."}
        SearchIndex().fill([edition])

        assert titles("rudzi") == ["Maizes svētki"]


# --- Pages ----------------------------------------------------------------------------------------

NONSENSE = [
    *("", " ", "\x00", "'", "''\\", '"', "&", "|", "!", "<->", ":*", "a:*", "(", "a & | b", "!!a"),
    *("maize' | 'x", "\\' OR 1=1 --", "%", "_", "🍞", "👩‍👩‍👧", "\u202e\u200b", "\ud7ff\uffff"),
    *("a" * 5000, "ā " * 2500, "(" * 5000, "maize " * 900, "0", "²", "-1", "ſ", "İ", "ß" * 300),
    *("e\u0301" * 2000, "\r\n\t", "<script>alert(1)</script>", "known", "begun", "=known"),
]


@pytest.fixture
def some(db):
    village = VillageFactory(theme_name_lv="Maizes ciems", summary_lv="Te <b>cep</b> maizi & ēd.")
    OfferFactory(village=village)
    for language in LANGUAGES:
        publish(village, language, by=None)
    return village


@pytest.mark.parametrize("path", ["/lv/meklet/", "/lt/paieska/suggest/"])
def test_nothing_typed_breaks_the_page(client, some, path):
    for typed in NONSENSE:
        response = client.get(path, {"q": typed})

        assert response.status_code == 200, typed[:20]
        assert b"<script>alert" not in response.content


def test_any_nonsense_in_the_address_gives_a_page(client, some):
    for query in ("page=0", "page=x", "page=²", "kind=nothing", "kind=%00", "q=%FF", "q=a&q=b"):
        assert client.get(f"/lv/meklet/?q=maize&{query}").status_code == 200, query


def test_a_page_beyond_the_last_leads_to_the_first(client, some):
    response = client.get("/lv/meklet/?q=maize&page=40")

    assert (response.status_code, response["Location"]) == (302, "/lv/meklet/?q=maize")


def test_results_mark_the_words_found_and_escape_the_rest(client, some):
    html = client.get("/lv/meklet/?q=maize").content.decode()

    assert "<mark>Maizes</mark> ciems" in html
    assert "&lt;b&gt;cep&lt;/b&gt; <mark>maizi</mark> &amp; ēd." in html


def test_results_are_for_people_not_for_search_engines(client, some):
    page = read_html(client.get("/lt/paieska/?q=kaimas").content.decode())

    assert not page.may_be_indexed
    assert page.language == "lt"
    assert "/en/search/?q=kaimas" in page.links


def test_what_is_only_in_another_language_says_so(client, db):
    publish(EventFactory(title_lt="Duonos šventė"), "lt", by=None)

    html = client.get("/lv/meklet/?q=duona").content.decode()

    assert '<a href="/lt/renginiai/' in html
    assert 'lang="lt" hreflang="lt"><mark>Duonos</mark> šventė</a>' in html
    assert "Lietuviškai" in html


def test_an_empty_result_suggests(client, some):
    response = client.get("/lv/meklet/?q=maize+groziem+xqzwv")

    links = read_html(response.content.decode()).links
    assert response.context["count"] == 0
    assert {"/lv/meklet/?q=maize", "/lv/meklet/?q=groziem", "/lv/ciemi/"} <= set(links)
    assert "/lv/ciemi/?theme=crafts" in links


def test_a_slip_is_told(client, some):
    html = client.get("/en/search/?q=viillage").content.decode()

    assert "Nothing is called “viillage”" in html
    assert "village" in html


@pytest.mark.parametrize("count", [1, 3, 300])
@pytest.mark.parametrize("path", ["/lv/meklet/?q=amatnieki", "/lv/meklet/suggest/?q=amatn"])
def test_queries_do_not_grow(client, django_assert_num_queries, count, path):
    first = publish(VillageFactory(), "lv", by=None).edition
    document = first.document
    SearchIndex().fill(
        Edition(
            kind="village",
            source_id=number,
            language="lv",
            slug=f"ciems-{number}",
            title=f"Amatnieku ciems {number}",
            document=document | {"title": f"Amatnieku ciems {number}"},
        )
        for number in range(count)
    )

    with django_assert_num_queries(3):  # shared words; known words; what was found
        response = client.get(path)

    assert response.status_code == 200
    if "suggest" not in path:
        assert response.context["count"] == count


def test_results_come_in_pages(client, db):
    SearchIndex().fill(entry("Medus diena", "lv", number) for number in range(45))

    first = client.get("/lv/meklet/?q=medus").content.decode()
    last = client.get("/lv/meklet/?q=medus&page=4").content.decode()

    assert first.count('class="found"') == 12
    assert 'href="/lv/meklet/?q=medus&amp;page=2" rel="next nofollow"' in first
    assert last.count('class="found"') == 9
    assert "page=5" not in last


def test_what_is_everywhere_is_ranked_as_far_as_it_goes_and_said_to_be_more(client, db):
    SearchIndex().fill(entry("Medus diena", "lv", number) for number in range(520))

    response = client.get("/lv/meklet/?q=medus")
    html = response.content.decode()

    assert response.context["results"].is_more
    assert "ļoti daudz" in html
    assert "chip__count" not in html
    assert client.get("/lv/meklet/?q=medus&page=41").content.decode().count('class="found"') == 12


def test_suggestions_are_options_that_lead_somewhere(client, some):
    html = client.get("/lv/meklet/suggest/?q=mai").content.decode()

    assert re.findall('data-address="([^"]+)"', html) == [
        f"/lv/ciemi/{some.slug_lv}/",
        f"/lv/ciemi/{some.slug_lv}/#offer-1",
    ]
    assert "<html" not in html
    assert client.get("/lv/meklet/suggest/?q=m").content.decode().count("role=") == 0


def test_visitors_without_scripts_send_a_plain_form(client, db):
    html = client.get("/en/search/").content.decode()

    assert '<form class="search" role="search" method="get" action="/en/search/"' in html
    assert 'type="search" name="q"' in html


def test_what_results_lead_to_is_there(client, some):
    html = client.get("/lv/meklet/?q=grozu").content.decode()

    assert f"/lv/ciemi/{some.slug_lv}/#offer-1" in html
    assert 'id="offer-1"' in client.get(f"/lv/ciemi/{some.slug_lv}/").content.decode()


# --- Whatever is typed, wherever it stands --------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_question_that_postgresql_can_read(typed):
    question = Question.of(typed)
    asked = Understanding(
        question,
        tuple(
            Term(word, {language: asked_stems(word, language)[1] for language in LANGUAGES})
            for word in question.words
        ),
    )

    assert len(question.words) <= 8
    assert question.text.isprintable()
    for in_heads in (True, False):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::tsquery", [asked.query(LANGUAGES, in_heads)])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text("mazei ciēž<&'", max_size=60))
def test_marks_change_nothing_of_a_text(start, end):
    stems = {"lv": frozenset({"maiz", "ciem"})}
    marker = Marker(Understanding(Question.of("maize"), (Term("maize", stems),)), "lv")
    text = f"{start} maizi <b> ciemā & {end}"

    marked = marker.marked(text)

    assert re.sub("</?mark>", "", marked) == escape(text)
    assert "<mark>maizi</mark> &lt;b&gt; <mark>ciemā</mark>" in marked
    assert marker.excerpt(text * 9).count("<mark>") == marker.excerpt(text * 9).count("</mark>")


def test_other_spellings_are_written_one_a_line():
    field = array_formfield(Village._meta.get_field("other_names"))

    assert field.clean("Šlininka\n\n Šlyninkos malūnas ") == ["Šlininka", "Šlyninkos malūnas"]
    with pytest.raises(ValidationError, match="Line 2 is too long: “aaa"):
        field.clean("Šlininka\n" + "a" * 151)
