"""Every member of staff meets in the admin only what is theirs, and changes only what they may."""

import pytest
from django.urls import reverse

from catalogue.models import Edition, User
from catalogue.publishing import publish, withdraw
from routes.models import Route
from tests.admin_forms import form_data, post_form
from tests.factories import (
    EventFactory,
    OfferFactory,
    RouteFactory,
    UserFactory,
    VillageFactory,
    ignalina,
    latgale,
)
from villages.models import Event, Village

pytestmark = pytest.mark.django_db

STAFF = {
    "editor": {"roles": ["editor"]},
    "translator": {"roles": ["translator"], "translates_into": ["lt"]},
    "publisher": {"roles": ["publisher"]},
    "reporter": {"roles": ["reporter"]},
    "administrator": {"roles": ["administrator"]},
}


def sign_in(client, role: str, **more) -> User:
    user = UserFactory(**{"latgale": True, **STAFF[role], **more})
    client.force_login(user)
    return user


def page(item, verb: str, *more) -> str:
    name = f"admin:{item._meta.app_label}_{item._meta.model_name}_{verb}"
    return reverse(name, args=[item.pk, *more])


@pytest.fixture(params=["village", "event", "route", "offer"])
def strangers_item(request):
    """Something of the Lithuanian partner."""
    return {
        "village": lambda: VillageFactory(lithuanian=True),
        "event": lambda: EventFactory(partner=ignalina()),
        "route": lambda: RouteFactory(partner=ignalina()),
        "offer": lambda: OfferFactory(village=VillageFactory(lithuanian=True)),
    }[request.param]()


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
@pytest.mark.parametrize("verb", ["change", "delete", "history"])
def test_what_is_the_other_partners_is_not_there(client, strangers_item, role, verb):
    sign_in(client, role)

    answer = client.get(page(strangers_item, verb))

    assert answer.status_code in (403, 404)
    assert str(strangers_item) not in answer.text


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
def test_nobody_previews_publishes_or_withdraws_for_the_other_partner(client, role):
    village = VillageFactory(lithuanian=True)
    publish(village, "lv", by=None)
    sign_in(client, role)

    assert client.get(page(village, "preview", "lv")).status_code == 404
    assert client.post(page(village, "publish", "lt")).status_code == 404
    assert client.post(page(village, "withdraw", "lv")).status_code == 404

    assert list(Edition.objects.current().values_list("language", flat=True)) == ["lv"]


def test_an_action_leaves_the_other_partners_rows_alone(client):
    own, strange = VillageFactory(), VillageFactory(lithuanian=True)
    sign_in(client, "publisher")

    client.post(
        reverse("admin:villages_village_changelist"),
        {"action": "publish_en", "_selected_action": [own.pk, strange.pk]},
    )

    assert [edition.source_id for edition in Edition.objects.current()] == [own.pk]


@pytest.mark.parametrize("role", [*STAFF])
def test_lists_hold_the_own_partners_rows_only(client, role):
    own, strange = VillageFactory(), VillageFactory(lithuanian=True)
    sign_in(client, role)

    answer = client.get(reverse("admin:villages_village_changelist"))

    shown = {village.pk for village in answer.context["cl"].result_list}
    assert shown == ({own.pk, strange.pk} if role == "administrator" else {own.pk})


@pytest.mark.parametrize("verb", ["change", "preview", "publish", "withdraw"])
def test_a_stranger_is_asked_to_sign_in(client, verb):
    village = VillageFactory()
    more = () if verb == "change" else ("lv",)

    answer = client.post(page(village, verb, *more))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/admin/login/")
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("role", "may_add", "may_change", "may_delete", "may_publish"),
    [
        ("editor", True, True, True, False),
        ("translator", False, True, False, False),
        ("publisher", False, False, False, True),
        ("reporter", False, False, False, False),
        ("administrator", True, True, True, True),
    ],
)
@pytest.mark.parametrize("make", [VillageFactory, EventFactory, RouteFactory])
def test_each_role_may_what_it_may(
    client, make, role, may_add, may_change, may_delete, may_publish
):
    item = make(partner=latgale())
    sign_in(client, role)
    name = f"admin:{item._meta.app_label}_{item._meta.model_name}"

    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(page(item, "change")).status_code == 200
    assert client.get(reverse(f"{name}_add")).status_code == (200 if may_add else 403)
    changed = client.post(page(item, "change"), {}).status_code
    assert changed in (200, 302) if may_change else changed == 403
    assert client.get(page(item, "delete")).status_code == (200 if may_delete else 403)
    published = client.post(page(item, "publish", "lv")).status_code
    assert published == (302 if may_publish else 403)


def test_a_shared_route_is_both_partners_to_edit(client):
    route = RouteFactory(partner=None)
    for partner in (latgale(), ignalina()):
        sign_in(client, "editor", partner=partner)
        assert client.get(page(route, "change")).context["has_change_permission"]


def test_a_new_village_belongs_to_the_editors_partner_whatever_is_posted(client):
    sign_in(client, "editor")
    village = VillageFactory.build()
    sample = VillageFactory()
    data = {
        "status": "candidate",
        "theme": sample.theme_id,
        "municipality": sample.municipality_id,
        "theme_name_lv": village.theme_name_lv,
    }

    refused = post_form(
        client, reverse("admin:villages_village_add"), {**data, "partner": ignalina().pk}
    )
    taken = post_form(
        client, reverse("admin:villages_village_add"), {**data, "partner": latgale().pk}
    )

    assert "partner" in refused.context["adminform"].form.errors
    assert taken.status_code == 302
    assert set(Village.objects.values_list("partner__key", flat=True)) == {"latgale"}


@pytest.mark.parametrize("partner", ["", "ignalina"])
def test_an_editor_cannot_give_a_village_or_a_route_away(client, partner):
    village, route = VillageFactory(), RouteFactory(partner=latgale())
    sign_in(client, "editor")
    forged = ignalina().pk if partner else ""

    for item in (village, route):
        assert post_form(client, page(item, "change"), {"partner": forged}).status_code == 302
        item.refresh_from_db()
        assert item.partner == latgale()


def test_an_editor_may_make_a_route_for_both_partners(client):
    sign_in(client, "editor")

    answer = post_form(
        client, reverse("admin:routes_route_add"), {"title_lv": "Kopā", "partner": ""}
    )

    assert answer.status_code == 302
    assert Route.objects.get().partner is None


def test_a_route_names_published_villages_of_both_and_drafts_of_ones_own(client):
    own_draft = VillageFactory()
    published, strange_draft = VillageFactory.create_batch(2, lithuanian=True)
    publish(published, "lt", by=None)
    route = RouteFactory(partner=None, stops=[own_draft])
    sign_in(client, "editor")

    def with_second_stop(village: Village):
        return post_form(
            client,
            page(route, "change"),
            {
                "all_stops-TOTAL_FORMS": 2,
                "all_stops-1-village": village.pk,
                "all_stops-1-day": 1,
                "all_stops-1-stay_minutes": 30,
                "all_stops-1-position": 1,
                "all_stops-1-route": route.pk,
                "all_stops-1-id": "",
            },
        )

    assert with_second_stop(strange_draft).status_code == 200
    assert with_second_stop(published).status_code == 302
    assert [stop.village for stop in route.stops()] == [own_draft, published]


def test_saving_an_event_keeps_the_villages_named_by_others(client):
    draft = VillageFactory(lithuanian=True)
    event = EventFactory()
    event.villages.add(draft)
    sign_in(client, "editor")

    assert post_form(client, page(event, "change"), {"title_en": "Renamed"}).status_code == 302

    assert list(event.villages.all()) == [draft]
    assert Event.objects.get().title_en == "Renamed"


# --- Translators ----------------------------------------------------------------------------------


def test_a_translator_changes_the_texts_of_the_own_languages_only(client):
    village = VillageFactory()
    sign_in(client, "translator")

    answer = post_form(
        client,
        page(village, "change"),
        {
            "theme_name_lt": "Naujas vardas",
            "theme_name_lv": "Viltots",
            "theme_name_en": "Forged",
            "status": "historical",
            "notes": "forged",
            "theme": "",
        },
    )

    assert answer.status_code == 302
    before, village = village, Village.objects.get()
    assert village.theme_name_lt == "Naujas vardas"
    assert village.theme_name_lv == before.theme_name_lv
    assert village.theme_name_en == before.theme_name_en
    assert (village.status, village.notes, village.theme) == ("active", "", before.theme)


def test_a_translator_changes_rows_in_the_own_languages_but_adds_and_deletes_none(client):
    offer = OfferFactory()
    village = offer.village
    sign_in(client, "translator")

    answer = post_form(
        client,
        page(village, "change"),
        {
            "offers-0-title_lt": "Pynimas",
            "offers-0-title_lv": "Viltots",
            "offers-0-kind": "meal",
            "offers-0-DELETE": "on",
            "products-TOTAL_FORMS": 1,
            "products-0-title_lt": "Viltotas",
            "products-0-village": village.pk,
            "products-0-id": "",
        },
    )

    assert answer.status_code == 302
    changed = village.offers.get()
    assert (changed.title_lt, changed.title_lv) == ("Pynimas", offer.title_lv)
    assert changed.kind == offer.kind
    assert not village.products.exists()


def test_a_translator_writes_on_an_offers_own_page_in_the_own_languages_only(client):
    offer = OfferFactory()
    sign_in(client, "translator")

    post_form(
        client,
        page(offer, "change"),
        {"description_lt": "Visa diena.", "description_lv": "Viltots", "price": "1"},
    )

    offer.refresh_from_db()
    assert (offer.description_lt, offer.description_lv or "") == ("Visa diena.", "")
    assert offer.price is None


def test_a_text_can_be_emptied_in_the_language_of_the_page(client):
    village = VillageFactory()
    sign_in(client, "editor")

    post_form(client, page(village, "change").replace("/en/", "/lv/"), {"story_lv": ""})

    assert not Village.objects.get().story_lv


# --- What everybody shares ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
def test_only_administrators_change_shared_words_and_staff(client, role):
    theme = VillageFactory().theme
    sign_in(client, role)

    assert client.post(page(theme, "change"), {}).status_code == 403
    assert client.get(reverse("admin:catalogue_user_changelist")).status_code == 403
    assert client.get(reverse("admin:catalogue_visibilityblock_changelist")).status_code == 403


def test_an_administrator_makes_staff_but_no_superuser(client):
    sign_in(client, "administrator")

    answer = post_form(
        client,
        reverse("admin:catalogue_user_add"),
        {
            "username": "new",
            "usable_password": "true",
            "password1": "linen and madder 7",
            "password2": "linen and madder 7",
            "partner": latgale().pk,
            "roles": ["editor"],
            "is_superuser": "on",
        },
    )

    assert answer.status_code == 302
    made = User.objects.get(username="new")
    assert (made.is_staff, made.is_superuser, made.roles) == (True, False, ["editor"])

    post_form(
        client,
        page(made, "change"),
        {"is_superuser": "on", "user_permissions": ["1"], "roles": ["editor", "publisher"]},
    )

    made.refresh_from_db()
    assert (made.is_superuser, made.roles) == (False, ["editor", "publisher"])
    assert not made.user_permissions.exists()


def test_an_administrator_reaches_no_superuser(client):
    superuser = UserFactory(is_superuser=True, partner=None)
    sign_in(client, "administrator")

    assert client.get(page(superuser, "change")).status_code == 404
    assert client.get(page(superuser, "delete")).status_code == 404
    password = reverse("admin:auth_user_password_change", args=[superuser.pk])
    assert client.get(password).status_code == 404


def test_editions_are_looked_at_by_their_own_partner_and_changed_by_nobody(client):
    own = publish(VillageFactory(), "lv", by=None).edition
    strange = publish(VillageFactory(lithuanian=True), "lv", by=None).edition
    sign_in(client, "editor")

    listed = client.get(reverse("admin:catalogue_edition_changelist"))

    assert list(listed.context["cl"].result_list) == [own]
    assert client.get(page(strange, "change")).status_code == 404
    assert client.get(page(own, "change")).status_code == 200
    assert client.post(page(own, "change"), {"title": "Forged"}).status_code == 403
    assert client.get(page(own, "delete")).status_code == 403
    assert form_data(client.get(page(own, "change"))) == {}


@pytest.mark.parametrize("roles", [["editor"], ["administrator"]])
def test_staff_without_a_partner_is_refused_with_a_sentence(client, roles):
    made = UserFactory(latgale=True, roles=roles)
    sign_in(client, "administrator")
    password = "linen and madder 7"

    changed = post_form(client, page(made, "change"), {"partner": ""})
    added = post_form(
        client,
        reverse("admin:catalogue_user_add"),
        {
            "username": "new",
            "usable_password": "true",
            "password1": password,
            "password2": password,
            "roles": roles,
        },
    )

    for answer in (changed, added):
        errors = answer.context["adminform"].form.errors
        assert errors["partner"] == ["A member of staff belongs to one of the partners."]
    assert not User.objects.filter(username="new").exists()


def test_a_superuser_needs_no_partner(client):
    superuser = UserFactory(is_superuser=True, partner=None)
    client.force_login(superuser)

    assert post_form(client, page(superuser, "change"), {"email": "a@b.lv"}).status_code == 302


def test_administrators_cannot_lock_themselves_out(client):
    user = sign_in(client, "administrator")
    data = form_data(client.get(page(user, "change")))
    data.pop("is_active", None)

    client.post(page(user, "change"), {**data, "roles": ["editor"]})
    client.post(page(user, "delete"), {"post": "yes"})

    user.refresh_from_db()
    assert (user.is_active, user.roles) == (True, ["administrator"])


@pytest.mark.parametrize("slug", ["Amatu-ciems", "amatu_ciems", "-amati", "a--b", "amatu ciems"])
@pytest.mark.parametrize("make", [VillageFactory, RouteFactory, EventFactory])
def test_a_translators_address_is_checked_like_anyones(client, make, slug):
    item = make(**({"partner": latgale()} if make is RouteFactory else {}))
    sign_in(client, "translator")

    answer = post_form(client, page(item, "change"), {"slug_lt": slug})

    assert answer.context["adminform"].form.errors["slug_lt"] == [
        "An address is made of small letters without diacritics, digits and hyphens."
    ]


def test_a_word_that_published_pages_use_keeps_its_key_and_stays(client):
    village = VillageFactory(theme__key="smith", municipality__key="ludza")
    publish(village, "lv", by=None)
    theme, municipality = village.theme, village.municipality
    Village.objects.update(
        theme=VillageFactory().theme, municipality=VillageFactory().municipality
    )  # in the working copy; visitors still read the old ones
    sign_in(client, "administrator")

    for word in (theme, municipality):
        assert client.post(page(word, "delete"), {"post": "yes"}).status_code == 403
        post_form(client, page(word, "change"), {"key": "another"})
        key = word.key
        word.refresh_from_db()
        assert word.key == key

    withdraw(village, "lv", by=None)

    assert client.post(page(theme, "delete"), {"post": "yes"}).status_code == 302
    assert client.post(page(municipality, "delete"), {"post": "yes"}).status_code == 302
