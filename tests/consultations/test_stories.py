"""Stories: told by a partner, read by everybody once they are published, and by nobody before."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from catalogue.models import Edition
from catalogue.publishing import NotReady, document_of, publish, withdraw
from consultations.models import Story, StoryPhoto
from tests.admin_forms import form_data, post_form
from tests.catalogue.test_query_counts import copies
from tests.factories import RouteFactory, StoryFactory, VillageFactory, ignalina

pytestmark = pytest.mark.django_db

LISTS = {"lv": "/lv/stasti/", "lt": "/lt/istorijos/", "en": "/en/stories/"}


def photo_of(story, **texts) -> StoryPhoto:
    content = BytesIO()
    Image.new("RGB", (400, 300), (150, 42, 45)).save(content, "JPEG")
    upload = SimpleUploadedFile("sample.jpg", content.getvalue(), content_type="image/jpeg")
    words = {"author": "A sample", "licence": "CC0 1.0", **texts}
    return StoryPhoto.objects.create(story=story, image=upload, **words)


def told(*languages, villages=(), routes=(), **fields) -> Story:
    story = StoryFactory(**fields)
    story.villages.set(villages)
    story.routes.set(routes)
    for language in languages or ("en",):
        publish(story, language, by=None)
    return story


def address(language="en") -> str:
    return Edition.objects.current().get(kind="story", language=language).get_absolute_url()


# --- Visitors -------------------------------------------------------------------------------------


def test_a_story_is_told_with_what_it_tells_of(client):
    village, draft = VillageFactory(), VillageFactory(theme_name_en="A draft")
    second = VillageFactory()
    route = RouteFactory(stops=[village, second])
    for item in (village, second, route):
        publish(item, "en", by=None)
    told(villages=[village, draft], routes=[route], happened_on=date(2012, 6, 7))

    page = client.get(address())

    assert page.status_code == 200
    for said in ("<p>Guests came.</p>", "<p>And sang.</p>", "7 June 2012", village.theme_name_en,
                 route.title_en, page.context["institution"]["name"]):  # fmt: skip
        assert said in page.text
    assert "A draft" not in page.text
    blocks = map(json.loads, re.findall(r'ld\+json">(.*?)</script>', page.text))
    article = next(block for block in blocks if block["@type"] == "Article")
    assert article["author"]["name"] == page.context["institution"]["name"]
    assert article["temporalCoverage"] == "2012-06-07"
    assert [about["name"] for about in article["about"]] == [village.theme_name_en, route.title_en]


def test_a_village_names_the_stories_that_tell_of_it(client):
    village, other = VillageFactory.create_batch(2)
    for item in (village, other):
        publish(item, "en", by=None)
    told(villages=[village], title_en="How bread came")
    StoryFactory(title_en="A draft").villages.add(village)

    pages = {
        edition.source_id: client.get(edition.get_absolute_url()).text
        for edition in Edition.objects.filter(kind="village")
    }

    assert "How bread came" in pages[village.pk] and "A draft" not in pages[village.pk]
    assert "How bread came" not in pages[other.pk]


def test_the_list_is_friendly_while_it_is_empty_and_linked_once_it_is_not(client):
    empty = client.get(LISTS["en"])
    assert "No story has been told in English yet." in empty.text and "noindex" in empty.text
    assert LISTS["en"] not in client.get("/en/").text
    assert LISTS["en"] not in client.get("/sitemap.xml").text

    told("en", "lv", title_en="How bread came")

    full = client.get(LISTS["en"])
    assert "How bread came" in full.text and "noindex" not in full.text
    assert LISTS["en"] in client.get("/en/").text
    assert LISTS["lt"] not in client.get("/lt/").text
    sitemap = client.get("/sitemap.xml").text
    assert LISTS["en"] in sitemap and address("lv") in sitemap


def test_a_language_without_the_story_shows_the_honest_card(client):
    told("lv", title_lv="Maize")
    slug = Edition.objects.get().slug

    card = client.get(f"{LISTS['en']}{slug}/")

    assert card.status_code == 200
    assert "Not yet in English" in card.text and address("lv") in card.text
    assert client.get(f"{LISTS['en']}nothing/").status_code == 404
    withdraw(Story.objects.get(), "lv", by=None)
    assert client.get(f"{LISTS['lv']}{slug}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 300])
def test_queries_do_not_grow(client, django_assert_num_queries, count):
    village = VillageFactory()
    publish(village, "en", by=None)
    told(villages=[village])
    copies(Edition.objects.get(kind="story"), count - 1)
    first = Edition.objects.filter(kind="story").earliest("pk").get_absolute_url()

    with django_assert_num_queries(3):  # shared words; how many; a page of cards
        answer = client.get(LISTS["en"])
    assert len(answer.context["stories"].stories) == min(count, 24)
    for nonsense in ("?page=0", "?page=x", "?page=%00", "?page=9999", "?page=-1"):
        assert client.get(LISTS["en"] + nonsense).status_code == 200
    with django_assert_num_queries(3):  # shared words; the editions; villages and routes
        client.get(first)


def test_a_photo_comes_with_its_credit_and_its_text(client):
    story = StoryFactory()
    photo_of(story, alt_en="Red")
    with pytest.raises(NotReady, match="alternative text"):
        publish(story, "lv", by=None)

    publish(story, "en", by=None)

    page = client.get(address())
    assert 'alt="Red"' in page.text and "A sample" in page.text
    assert 'alt="Red"' in client.get(LISTS["en"]).text


def test_a_document_says_no_more_than_there_is_to_say():
    document = document_of(StoryFactory(), "en")

    assert document["story"] == ["Guests came.", "And sang."]
    assert not {"starts_on", "ends_on"} & document.keys()


# --- Staff ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees", "writes", "adds", "publishes"),
    [
        (None, 302, False, False, False),
        ("editor_lv", 200, True, True, False),
        ("editor_lt", 404, False, True, False),
        ("translator_lv", 200, False, False, False),
        ("publisher_lv", 200, False, False, True),
        ("reporter_lv", 200, False, False, False),
        ("administrator", 200, True, True, True),
    ],
)
def test_each_role_may_what_it_may(client, request, who, sees, writes, adds, publishes):
    story = StoryFactory()
    client.force_login(
        request.getfixturevalue("administrator" if who == "administrator" else "editor_lv")
    )
    form = {**form_data(client.get(story.admin_address())), "summary_lv": "Cits", "sources": ""}
    client.logout()
    if who:
        client.force_login(request.getfixturevalue(who))
    name = "admin:consultations_story"

    assert client.get(story.admin_address()).status_code == sees
    assert client.get(reverse(f"{name}_preview", args=[story.pk, "lv"])).status_code == sees
    client.post(story.admin_address(), form)
    story.refresh_from_db()
    assert (story.summary_lv == "Cits") is writes
    assert (client.get(reverse(f"{name}_add")).status_code == 200) is adds
    client.post(reverse(f"{name}_publish", args=[story.pk, "lv"]))
    assert Edition.objects.exists() is publishes


def test_a_translator_writes_the_languages_that_are_theirs(client, translator_lv):
    story = StoryFactory()
    client.force_login(translator_lv)

    post_form(client, story.admin_address(), {"summary_en": "Other", "summary_lv": "Cits"})

    story.refresh_from_db()
    assert (story.summary_en, story.summary_lv) == ("Other", "Kā ciemi tikās.")


def test_a_story_names_what_everybody_can_read_and_drafts_of_ones_own(client, editor_lv):
    own, strange, published = (
        VillageFactory(), VillageFactory(lithuanian=True), VillageFactory(lithuanian=True)
    )  # fmt: skip
    publish(published, "lt", by=None)
    strange_route = RouteFactory(partner=ignalina())
    story = StoryFactory()
    client.force_login(editor_lv)

    fields = client.get(story.admin_address()).context["adminform"].form.fields
    assert set(fields["villages"].queryset) == {own, published}
    assert strange_route not in fields["routes"].queryset
    refused = post_form(client, story.admin_address(), {"villages": [strange.pk]})
    assert refused.status_code == 200
    assert post_form(client, story.admin_address(), {"villages": [own.pk]}).status_code == 302
    assert list(story.villages.all()) == [own]
