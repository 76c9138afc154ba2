"""What is particular to the pages of villages: lists in fields, the map, the order of rows."""

import pytest
from django.urls import reverse

from tests.admin_forms import form_data, post_form
from tests.factories import EventFactory, OfferFactory, ProductFactory, ThemeFactory, VillageFactory
from villages.models import Place, Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, editor_lv):
    client.force_login(editor_lv)
    return editor_lv


def test_sources_are_lines_and_an_error_names_the_bad_one(client, editor):
    village = VillageFactory()
    text = "https://example.org/a\n\nnot an address\nhttps://example.org/b"

    answer = post_form(client, village.admin_address(), {"sources": text})

    errors = answer.context["adminform"].form.errors["sources"]
    assert errors == ["Line 2 is no whole web address: “not an address”"]

    post_form(client, village.admin_address(), {"sources": text.replace("not an address", "")})

    assert Village.objects.get().sources == ["https://example.org/a", "https://example.org/b"]


def test_months_weekdays_and_languages_are_ticked(client, editor):
    offer = OfferFactory()
    ticked = {"weekdays": ["6", "7"], "languages": ["lv", "ltg"], "excluded_months": ["1"]}

    assert post_form(client, offer.admin_address(), ticked).status_code == 302

    offer.refresh_from_db()
    assert (offer.weekdays, offer.languages, offer.excluded_months) == ([6, 7], ["lv", "ltg"], [1])

    assert post_form(client, offer.admin_address(), {"weekdays": ["8"]}).status_code == 200


def test_an_offer_has_a_page_of_its_own_with_prices_by_group_size(client, editor):
    offer = OfferFactory()
    change = client.get(offer.village.admin_address())
    assert offer.admin_address() in change.text

    answer = post_form(
        client,
        offer.admin_address(),
        {
            "tiers-TOTAL_FORMS": 1,
            "tiers-0-group_min": 10,
            "tiers-0-group_max": 20,
            "tiers-0-price": "5.00",
            "tiers-0-offer": offer.pk,
            "tiers-0-id": "",
        },
    )

    assert answer.status_code == 302
    assert answer["Location"] == offer.village.admin_address() + "#offers-group"
    assert str(offer.tiers.get()) == "10–20: 5.00 EUR"


def test_an_offer_stays_with_its_village(client, editor):
    offer, other = OfferFactory(), VillageFactory()

    post_form(client, offer.admin_address(), {"village": other.pk})

    offer.refresh_from_db()
    assert offer.village != other


def test_rows_are_put_in_order_by_their_numbers(client, editor):
    village = VillageFactory()
    ProductFactory(village=village, title_lv="A", position=0)
    ProductFactory(village=village, title_lv="B", position=1)

    moved = {"products-0-position": 1, "products-1-position": 0}
    assert post_form(client, village.admin_address(), moved).status_code == 302

    assert [product.title_lv for product in village.products.all()] == ["B", "A"]


def test_swapped_coordinates_are_refused_with_a_question(client, editor):
    village = VillageFactory()
    swapped = {"places-0-latitude": 26.7832, "places-0-longitude": 56.0534}

    answer = post_form(client, village.admin_address(), swapped)

    assert "Are they swapped?" in answer.text
    assert Place.objects.get().latitude > 50


def test_the_map_is_drawn_from_our_own_data_for_staff_only(client, editor_lv):
    address = reverse("admin:villages_base_map", args=["lt"])
    assert client.get(address).status_code == 302

    client.force_login(editor_lv)
    page = client.get(reverse("admin:villages_village_add"))
    assert reverse("admin:villages_base_map", args=["en"]) in page.text

    answer = client.get(address)
    assert answer["Content-Type"] == "application/geo+json"
    assert "max-age=604800" in answer["Cache-Control"]
    features = answer.json()["features"]
    assert {"lake", "frontier", "town"} <= {row["properties"]["kind"] for row in features}
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_texts_stand_in_a_section_for_each_language(client, editor):
    answer = client.get(VillageFactory().admin_address())

    for language in ("lv", "lt", "en"):
        assert f"language-panel--{language}" in answer.text
        assert f'lang="{language}" data-needed' in answer.text or "data-needed" in answer.text
    assert "theme_name" not in form_data(answer)


def test_a_villages_choices_are_in_the_order_of_the_readers_language(client, editor):
    for key, name in (("a", "Žagari"), ("b", "Čigāni"), ("c", "Avoti"), ("d", "Zirgi")):
        ThemeFactory(key=key, name_lv=name)

    answer = client.get(reverse("admin:villages_village_add").replace("/en/", "/lv/"))

    choices = [label for _value, label in answer.context["adminform"].form.fields["theme"].choices]
    assert choices[1:] == ["Avoti", "Čigāni", "Žagari", "Zirgi"]


def test_a_source_with_a_nul_is_refused(client, editor):
    village = VillageFactory()

    answer = post_form(client, village.admin_address(), {"sources": "https://example.org/?a=\0b"})

    assert "sources" in answer.context["adminform"].form.errors


@pytest.mark.parametrize("days", [("2012-05-01", ""), ("", "2012-05-01")])
def test_a_yearly_event_has_both_days_or_none(client, editor, days):
    event = EventFactory(date_precision="yearly", recurrence_lv="maijā")

    answer = post_form(client, event.admin_address(), {"starts_on": days[0], "ends_on": days[1]})

    errors = answer.context["adminform"].form.non_field_errors()
    assert errors == ["Give the first and the last day."]
