"""Publishing from the admin: the gate with its links, the preview, the answers of the actions."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.publishing import publish
from tests.factories import (
    EventFactory,
    OfferFactory,
    PlaceFactory,
    ProductFactory,
    RouteFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(client, publisher_lv):
    client.force_login(publisher_lv)
    return publisher_lv


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def act(client, kind: str, action: str, *items, **more):
    address = reverse(f"admin:{kind}_changelist")
    chosen = {"action": action, "_selected_action": [item.pk for item in items]}
    return client.post(address, {**chosen, **more})


def test_the_publish_action_answers_for_each_village(client, publisher):
    ready, again, draft = (
        VillageFactory(theme_name_en="Ready"),
        VillageFactory(theme_name_en="Again"),
        VillageFactory(draft=True, theme_name_en="Draft"),
    )
    publish(again, "lt", by=None)

    answer = act(client, "villages_village", "publish_lt", ready, again, draft)

    told = {message.split()[0]: message for message in said(answer)}
    assert told["Ready"] == "Ready (LT): edition 1 is published."
    assert told["Again"] == "Again (LT): nothing has changed since edition 1."
    assert told["Draft"].startswith("Draft (LT) is not ready. It needs:")
    assert f'href="/en/admin/villages/village/{draft.pk}/change/#id_story_lt"' in told["Draft"]
    assert {edition.source_id for edition in Edition.objects.all()} == {ready.pk, again.pk}
    assert Edition.objects.get(source_id=ready.pk).published_by == publisher


def test_withdrawing_several_asks_first(client, publisher):
    village = VillageFactory()
    publish(village, "lv", by=None)

    asked = act(client, "villages_village", "withdraw_lv", village)

    assert asked.status_code == 200
    assert Edition.objects.current().exists()

    act(client, "villages_village", "withdraw_lv", village, confirmed="yes")

    assert not Edition.objects.current().exists()
    assert Edition.objects.get().withdrawn_by == publisher


@pytest.mark.parametrize("action", ["publish_lv", "withdraw_lv"])
def test_the_actions_are_for_publishers_only(client, editor_lv, action):
    village = VillageFactory()
    client.force_login(editor_lv)

    act(client, "villages_village", action, village, confirmed="yes")

    assert not Edition.objects.exists()


def test_nothing_can_be_deleted_from_a_list(client, administrator):
    client.force_login(administrator)

    answer = client.get(reverse("admin:villages_village_changelist"))

    assert "delete_selected" not in answer.text


def test_what_visitors_read_is_withdrawn_before_it_is_deleted(client, editor_lv):
    village = VillageFactory()
    publish(village, "lv", by=None)
    client.force_login(editor_lv)
    address = reverse("admin:villages_village_delete", args=[village.pk])

    assert client.post(address, {"post": "yes"}).status_code == 403
    assert type(village).objects.exists()


def test_withdrawing_one_language_asks_and_leaves_the_others(client, publisher):
    village = VillageFactory()
    for language in LANGUAGES:
        publish(village, language, by=None)
    address = reverse("admin:villages_village_withdraw", args=[village.pk, "lt"])

    assert client.get(address).status_code == 200
    assert Edition.objects.current().count() == 3

    assert client.post(address).status_code == 302
    assert set(Edition.objects.current().values_list("language", flat=True)) == {"lv", "en"}


def test_publishing_is_never_done_by_looking(client, publisher):
    village = VillageFactory()

    answer = client.get(reverse("admin:villages_village_publish", args=[village.pk, "lv"]))

    assert answer.status_code == 405
    assert not Edition.objects.exists()


def test_the_form_says_how_each_language_stands(client, publisher):
    village = VillageFactory(draft=True)
    publish(village, "lv", by=None)
    publish(village, "en", by=None)
    village.story_en = "Changed."
    village.save()

    answer = client.get(reverse("admin:villages_village_change", args=[village.pk]))

    states = {state.language: state for state in answer.context["language_states"]}
    assert (states["lv"].edition.number, states["lv"].has_changed) == (1, False)
    assert (states["en"].edition.number, states["en"].has_changed) == (1, True)
    assert states["lt"].edition is None
    assert [gap.address.partition("#")[2] for gap in states["lt"].gaps] == [
        "id_theme_name_lt",
        "id_slug_lt",
        "id_summary_lt",
        "id_story_lt",
    ]
    assert reverse("admin:villages_village_publish", args=[village.pk, "en"]) in answer.text
    assert reverse("admin:villages_village_publish", args=[village.pk, "lt"]) not in answer.text


def test_every_gap_leads_to_a_field_that_is_there(client, editor_lv):
    village = VillageFactory(draft=True, candidate=True, place=None)
    ProductFactory(village=village, title_lt="")
    offer = OfferFactory(village=village, title_lt="", description_lv="Visu dienu.")
    route = RouteFactory(title_lt="", stops=[village])
    event = EventFactory(summary_lt="", date_precision="yearly")
    client.force_login(editor_lv)

    addresses = {gap.address for item in (village, route, event) for gap in item.gaps("lt")}
    assert f"/en/admin/villages/offer/{offer.pk}/change/#id_description_lt" in addresses
    assert len(addresses) > 10
    for address in addresses:
        path, _hash, anchor = address.partition("#")
        answer = client.get(path)
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in answer.text, address


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
def test_the_preview_is_the_page_as_publishing_would_make_it(client, request, role):
    village = VillageFactory(draft=True, theme_name_lv="Vēl nav publicēts")
    client.force_login(request.getfixturevalue(f"{role}_lv"))

    answer = client.get(reverse("admin:villages_village_preview", args=[village.pk, "lv"]))

    assert answer.status_code == 200
    assert '<html lang="lv"' in answer.text
    assert "Vēl nav publicēts" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer.context["page"].is_preview
    assert not Edition.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_written_things_can_be_previewed_in_every_language(client, publisher, language):
    village = VillageFactory(draft=True, place=None)
    placed = VillageFactory(draft=True)
    PlaceFactory(village=placed)
    OfferFactory(village=village, title_lt="")
    event = EventFactory(title_lt="", slug_lt=None)
    route = RouteFactory(title_lt="", stops=[placed, VillageFactory()])
    for kind, item in (
        ("villages_village", village),
        ("villages_event", event),
        ("routes_route", route),
    ):
        answer = client.get(reverse(f"admin:{kind}_preview", args=[item.pk, language]))
        assert answer.status_code == 200, kind


def test_the_preview_has_the_drafts_own_map(client, publisher):
    village = VillageFactory(draft=True)
    page = client.get(reverse("admin:villages_village_preview", args=[village.pk, "lv"]))
    own_map = reverse("admin:villages_village_preview_map", args=[village.pk, "lv"])

    assert f'src="{own_map}"' in page.text
    assert 'src="/maps/' not in page.text
    answer = client.get(own_map)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")
    client.logout()
    assert client.get(own_map).status_code == 302


def test_a_route_through_nowhere_says_what_its_preview_needs(client, publisher):
    route = RouteFactory(stops=[VillageFactory(place=None)])

    answer = client.get(reverse("admin:routes_route_preview", args=[route.pk, "lv"]))

    assert answer.status_code == 302
    assert "A place with coordinates" in said(answer)[0]
    assert client.get(route.admin_address()).status_code == 200


def test_there_is_no_preview_in_other_languages(client, publisher):
    village = VillageFactory()
    address = reverse("admin:villages_village_preview", args=[village.pk, "ru"])
    assert client.get(address).status_code == 404


# --- Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["viski", "VIŠĶI", "visku", "šlynin", "slyninka"])
def test_search_needs_no_diacritics_and_looks_in_all_languages(client, editor_lv, words):
    found = VillageFactory(
        place_name_lv="Višķi",
        place_name_lt="Šlyninka",
        locality_lv="Višķu pagasts",
    )
    VillageFactory(place_name_lv="Dūkšta", place_name_lt="Dūkštas", place_name_en="Dūkštas")
    client.force_login(editor_lv)

    answer = client.get(reverse("admin:villages_village_changelist"), {"q": words})

    assert list(answer.context["cl"].result_list) == [found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"published": "lv"}, {"published"}),
        ({"published": "not-lv"}, {"whole", "draft"}),
        ({"complete": "lt"}, {"published", "whole"}),
        ({"complete": "not-lt"}, {"draft"}),
        ({"published": "lv", "complete": "lt"}, {"published"}),
        ({"status__exact": "candidate"}, set()),
    ],
)
def test_filters_tell_what_is_published_and_complete(client, editor_lv, query, expected):
    VillageFactory(theme_name_en="whole")
    VillageFactory(theme_name_en="draft", draft=True)
    publish(VillageFactory(theme_name_en="published"), "lv", by=None)
    client.force_login(editor_lv)

    answer = client.get(reverse("admin:villages_village_changelist"), query)

    assert {village.theme_name_en for village in answer.context["cl"].result_list} == expected


def test_the_list_counts_what_each_language_has(client, editor_lv):
    VillageFactory(draft=True)
    client.force_login(editor_lv)

    text = client.get(reverse("admin:villages_village_changelist")).text

    assert "7/7" in text
    assert "3/7" in text


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(
    ("kind", "queries"),
    # session, user; count; rows with what belongs to them; editions; filters
    [("villages_village", 14), ("villages_event", 7), ("routes_route", 8)],
)
def test_lists_ask_the_same_number_of_questions_for_any_number_of_rows(
    client, editor_lv, django_assert_num_queries, kind, queries, count
):
    villages = VillageFactory.create_batch(max(count, 2))
    for village in villages:
        OfferFactory(village=village)
        publish(village, "lv", by=None)
    for _number in range(count):
        EventFactory()
        RouteFactory(stops=villages[:3])
    client.force_login(editor_lv)
    client.get(reverse("admin:index"))

    with django_assert_num_queries(queries):
        answer = client.get(reverse(f"admin:{kind}_changelist"))

    assert len(answer.context["cl"].result_list) >= count


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_routes_form_asks_no_question_per_stop(
    client, administrator, django_assert_num_queries, count
):
    villages = VillageFactory.create_batch(max(count, 2))
    route = RouteFactory(stops=villages)
    client.force_login(administrator)
    client.get(route.admin_address())  # Django looks some things up once per process

    with django_assert_num_queries(18):  # one of them for what was printed
        assert client.get(route.admin_address()).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_has_three_languages(client, language):
    answer = client.get(f"/{language}/admin/login/?next=/{language}/admin/")

    assert f'<html lang="{language}"' in answer.text
    for other in LANGUAGES:
        assert f'href="/{other}/admin/login/?next=/{language}/admin/"' in answer.text


def test_pages_of_the_admin_carry_no_inline_script_or_style(client, administrator):
    village = VillageFactory()
    client.force_login(administrator)
    addresses = [
        reverse("admin:index"),
        reverse("admin:villages_village_changelist"),
        reverse("admin:villages_village_add"),
        village.admin_address(),
        reverse("admin:catalogue_user_add"),
    ]
    for address in addresses:
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self';" in policy + ";"
        assert "style-src 'self';" in policy + ";"
        assert " style=" not in answer.text
        assert " onclick=" not in answer.text
        assert "<script>" not in answer.text
