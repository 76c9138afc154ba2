"""Printing at the workplace: who may, what stands in the way, and what is kept of it."""

import zipfile
from io import BytesIO
from urllib.parse import urlencode
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from catalogue.publishing import publish, withdraw
from routes.admin.print_forms import RegisterForm
from routes.brochures import making
from routes.models import PrintedFile, PrintEdition
from tests.admin_forms import post_form
from tests.factories import (
    NoticeFactory,
    OfferFactory,
    RouteFactory,
    UserFactory,
    VillageFactory,
    ignalina,
    latgale,
)
from tests.routes.print_editions import printed

pytestmark = pytest.mark.django_db

ASKED = "?format=a4&purpose=home&languages=en"
DETAILS = {"copies": "500", "printed_on": "2026-04-20", "print_shop": "", "notes": ""}


@pytest.fixture
def village():
    return VillageFactory(theme_name_en="Craft village")


@pytest.fixture
def route(village):
    stops = [village, VillageFactory(lithuanian=True)]
    route = RouteFactory(partner=latgale(), slug_en="lakes", stops=stops)
    for item in (*stops, route):
        publish(item, "en", by=None)
    return route


def print_page(item, query: str = "", verb: str = "print") -> str:
    name = f"admin:routes_printedition_{verb}"
    return reverse(name, args=[item.kind, item.pk]) + query


def sign_in(client, *roles: str, partner=latgale, **more) -> None:
    languages = ["lt"] if "translator" in roles else []
    client.force_login(
        UserFactory(partner=partner(), roles=list(roles), translates_into=languages, **more)
    )


def register(client, item, query: str = ASKED, **changes):
    """Look, fill in the form, and send it as a browser would."""
    page = client.get(print_page(item, query))
    token = page.context["register_form"].initial["token"]
    return client.post(print_page(item, query), {**DETAILS, "token": token, **changes})


# --- Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["print", "proof"])
@pytest.mark.parametrize(
    ("role", "partner", "status"),
    [
        ("publisher", latgale, 200),
        ("administrator", ignalina, 200),
        ("editor", latgale, 403),
        ("translator", latgale, 403),
        ("reporter", latgale, 403),
        ("publisher", ignalina, 404),
        ("editor", ignalina, 404),
    ],
)
def test_who_may_publish_may_print_what_is_theirs(client, route, verb, role, partner, status):
    sign_in(client, role, partner=partner)

    answer = client.get(print_page(route, verb=verb))

    expected = 302 if (verb, status) == ("proof", 200) else status  # nothing was chosen: go back
    assert answer.status_code == expected
    if status == 404:
        assert str(route) not in answer.text


def test_a_stranger_is_asked_to_sign_in(client, route):
    answer = client.post(print_page(route, ASKED), DETAILS)

    assert answer["Location"].startswith("/en/admin/login/")
    assert not PrintEdition.objects.exists()


@pytest.mark.parametrize("role", ["editor", "translator", "reporter"])
def test_nobody_else_registers(client, route, role):
    sign_in(client, role)

    assert client.post(print_page(route, ASKED), DETAILS).status_code == 403
    assert not PrintEdition.objects.exists()


def test_there_is_nothing_to_print_of_other_kinds(client, administrator):
    client.force_login(administrator)

    for kind, number in (("event", 1), ("route", 10**9), ("nonsense", 1)):
        address = reverse("admin:routes_printedition_print", args=[kind, number])
        assert client.get(address).status_code == 404


# --- Choosing and looking -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?format=poster&purpose=home&languages=en", "format"),
        ("?format=a4&purpose=screen&languages=en", "purpose"),
        ("?format=a4&purpose=home", "languages"),
        ("?format=a4&purpose=home&languages=ru", "languages"),
        ("?format=card&purpose=home&languages=en", "format"),
    ],
)
def test_a_choice_that_is_none_is_refused_where_it_was_made(client, route, query, field):
    sign_in(client, "publisher")

    page = client.get(print_page(route, query))

    assert field in page.context["order_form"].errors
    assert page.context["proof"] is None


def test_errors_stop_with_a_list_and_without_files(client, route, village):
    withdraw(village, "en", by=None)
    sign_in(client, "publisher")

    page = client.get(print_page(route, ASKED))

    assert "It cannot be printed yet." in page.text
    assert f'<a href="{village.admin_address()}">The stop Craft village is withdrawn' in page.text
    assert page.context["proof"].files == []
    back = client.get(print_page(route, ASKED, "proof"))
    assert back.status_code == 302
    assert client.post(print_page(route, ASKED), DETAILS).status_code == 200
    assert not PrintEdition.objects.exists()


def test_when_the_press_is_busy_the_page_says_when_to_look_again(client, route, monkeypatch):
    def busy(*_args, **_words):
        raise making.BrochureBusy

    monkeypatch.setattr(making, "pdf_of", busy)
    sign_in(client, "publisher")

    page = client.get(print_page(route, ASKED))

    assert (page.status_code, page["Retry-After"]) == (503, "20")
    assert "Look again in half a minute" in page.text


def test_when_a_file_cannot_be_made_that_is_an_error(client, route, monkeypatch):
    def broken(*_args, **_words):
        raise making.BrochureFailed

    monkeypatch.setattr(making, "pdf_of", broken)
    sign_in(client, "publisher")

    page = client.get(print_page(route, ASKED))

    assert "The file could not be made." in page.text
    assert not page.context["proof"].may_be_printed


# --- Out of a real press --------------------------------------------------------------------------


def test_looking_registers_nothing_and_gives_the_file(client, route):
    sign_in(client, "publisher")

    page = client.get(print_page(route, ASKED))
    file = client.get(print_page(route, ASKED + "&file=en", "proof"))
    archive = client.get(print_page(route, ASKED + "&file=zip", "proof"))

    assert page.context["proof"].may_be_printed
    assert not PrintEdition.objects.exists()
    assert file["Content-Type"] == "application/pdf"
    assert file["Cache-Control"].startswith("private, no-store")
    assert len(pikepdf.open(BytesIO(file.content)).pages) > 3
    with zipfile.ZipFile(BytesIO(archive.content)) as packed:
        assert packed.namelist() == ["lakes-a4-home-en.pdf"]
        assert packed.read("lakes-a4-home-en.pdf") == file.content
    assert client.get(print_page(route, ASKED + "&file=lv", "proof")).status_code == 404


def test_what_goes_to_paper_is_registered_with_its_very_file(client, route, publisher_lv):
    client.force_login(publisher_lv)
    file = client.get(print_page(route, ASKED + "&file=en", "proof"))

    answer = register(client, route)

    one = PrintEdition.objects.get()
    assert answer["Location"] == one.admin_address()
    assert (one.number, one.partner, one.registered_by) == (1, latgale(), publisher_lv)
    assert (one.format, one.purpose, one.languages, one.copies) == ("a4", "home", ["en"], 500)
    assert one.parts == [{"kind": "route", "source_id": route.pk}]
    assert {text.edition.language for text in one.texts.all()} == {"en"}
    assert one.texts.count() == 3
    kept = client.get(one.files.get().admin_address())
    assert b"".join(kept.streaming_content) == file.content
    assert 'filename="lakes-a4-home-en.pdf"' in kept["Content-Disposition"]

    again = client.post(print_page(route, ASKED), {**DETAILS, "token": one.token})  # sent twice
    assert again["Location"] == one.admin_address()
    assert PrintEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"copies": "0"}, "copies"),
        ({"copies": "-5"}, "copies"),
        ({"copies": "many"}, "copies"),
        ({"copies": "9" * 30}, "copies"),
        ({"printed_on": "yesterday"}, "printed_on"),
        ({"printed_on": ""}, "printed_on"),
        ({"print_shop": "x" * 201}, "print_shop"),
        ({"notes": "a\x00b"}, "notes"),
        ({"token": "none"}, "token"),
    ],
)
def test_bad_input_is_told_where_it_was_typed(wrong, field):
    form = RegisterForm({**DETAILS, "token": str(uuid4()), **wrong}, must_see=False)

    assert list(form.errors) == [field]


def test_bad_input_changes_nothing(client, route):
    sign_in(client, "publisher")

    answer = register(client, route, copies="0", print_shop="Printers")

    assert answer.status_code == 200
    assert "copies" in answer.context["register_form"].errors
    assert 'value="Printers"' in answer.text
    assert not PrintEdition.objects.exists()
    assert not PrintedFile.objects.exists()


def test_warnings_must_be_read_before_there_is_a_file_or_a_print_edition(client, route, village):
    today = timezone.localdate()
    NoticeFactory(village=village, shown_from=today, shown_until=today)
    sign_in(client, "publisher")

    unread = client.get(print_page(route, ASKED + "&file=en", "proof"))
    assert unread.status_code == 302
    assert unread["Location"].startswith(print_page(route))
    refused = register(client, route)
    assert "seen" in refused.context["register_form"].errors
    assert not PrintEdition.objects.exists()

    assert client.get(print_page(route, ASKED + "&file=en&seen=yes", "proof")).status_code == 200
    assert register(client, route, seen="on").status_code == 302
    assert PrintEdition.objects.count() == 1


# --- Print editions -------------------------------------------------------------------------------


@pytest.fixture
def one(route):
    return printed(route, languages=["en"])


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
def test_the_other_partners_print_editions_are_not_there(client, one, role):
    sign_in(client, role, partner=ignalina)

    assert client.get(one.admin_address()).status_code == 404
    assert client.get(one.files.get().admin_address()).status_code == 404
    listed = client.get(reverse("admin:routes_printedition_changelist"))
    assert list(listed.context["cl"].result_list) == []


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
def test_own_staff_sees_them_and_gets_the_file(client, one, role):
    sign_in(client, role)

    page = client.get(one.admin_address())
    file = client.get(one.files.get().admin_address())

    assert page.status_code == 200
    assert b"".join(file.streaming_content) == b"%PDF-1.7 en"
    assert file["Cache-Control"].startswith("private, no-store")


def test_a_stranger_gets_no_file(client, one):
    answer = client.get(one.files.get().admin_address())

    assert answer["Location"].startswith("/en/admin/login/")


def test_a_file_of_another_print_edition_is_not_given_under_this_one(client, one, administrator):
    other = printed(RouteFactory(partner=ignalina()))
    client.force_login(administrator)
    address = reverse("admin:routes_printedition_file", args=[one.pk, other.files.get().pk])

    assert client.get(address).status_code == 404


def test_a_file_that_is_lost_is_no_error_of_ours(client, one, administrator):
    storages["private"].delete(one.files.get().stored_name)
    client.force_login(administrator)

    assert client.get(one.files.get().admin_address()).status_code == 404


def test_copies_shop_and_notes_may_be_put_right_and_nothing_else(client, one):
    sign_in(client, "publisher")

    answer = post_form(
        client,
        one.admin_address(),
        {"copies": "450", "print_shop": "Printers", "printed_on": "2020-01-01", "format": "a4"},
    )

    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.copies, one.print_shop) == (450, "Printers")
    assert (str(one.printed_on), one.format) == ("2026-04-20", "leaflet")


@pytest.mark.parametrize("role", ["editor", "translator", "reporter"])
def test_others_read_them_only(client, one, role):
    sign_in(client, role)

    assert client.post(one.admin_address(), {"copies": "1"}).status_code == 403
    one.refresh_from_db()
    assert one.copies == 500


@pytest.mark.parametrize("role", ["publisher", "administrator"])
def test_nobody_deletes_them_or_adds_one_by_hand(client, one, role):
    sign_in(client, role)
    name = "admin:routes_printedition"

    assert client.post(reverse(f"{name}_delete", args=[one.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"{name}_add")).status_code == 403
    assert PrintEdition.objects.count() == 1


def test_pages_and_lists_tell_what_changed_since(client, route, village, one):
    OfferFactory(village=village)
    publish(village, "en", by=None)
    sign_in(client, "editor")

    page = client.get(one.admin_address()).text
    listed = client.get(reverse("admin:routes_printedition_changelist")).text
    of_route = client.get(route.admin_address()).text
    of_village = client.get(village.admin_address()).text

    assert "<strong>Craft village</strong>: offers" in page
    assert '<td class="field-changed_since">offers</td>' in listed
    assert "Changed since the spring 2026 print: offers" in of_route
    assert "Changed since the spring 2026 print: offers" in of_village


def test_the_other_partner_is_not_told_on_its_own_villages_page(client, route, one):
    strange = route.stops()[1].village
    OfferFactory(village=strange)
    publish(strange, "en", by=None)
    sign_in(client, "editor", partner=ignalina)

    page = client.get(strange.admin_address())

    assert page.status_code == 200
    assert "spring 2026" not in page.text


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_the_way_to_print_is_shown_to_those_who_may(client, route, role):
    sign_in(client, role)

    page = client.get(route.admin_address()).text

    assert (print_page(route) in page) == (role == "publisher")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    client, route, village, administrator, count, django_assert_num_queries
):
    for _number in range(count):
        printed(route, languages=["en"])
    OfferFactory(village=village)
    publish(village, "en", by=None)
    client.force_login(administrator)
    address = reverse("admin:routes_printedition_changelist")
    client.get(address)

    with django_assert_num_queries(9):
        listed = client.get(address)

    assert len(listed.context["cl"].result_list) == count


# --- Baskets --------------------------------------------------------------------------------------


def basket_page(*villages, verb: str = "print", **more) -> str:
    chain = ".".join(f"v{village.pk}" for village in villages)
    query = {"parts": chain, "title": "Honey and bread", **more}
    return reverse(f"admin:routes_printedition_{verb}_basket") + "?" + urlencode(query, doseq=True)


def test_a_basket_of_both_sides_is_printed_for_both(client, route, village):
    other = route.stops()[1].village
    sign_in(client, "publisher")
    address = basket_page(village, other, format="a4", purpose="home", languages=["en"])

    page = client.get(address)
    token = page.context["register_form"].initial["token"]
    answer = client.post(address, {**DETAILS, "token": token})

    one = PrintEdition.objects.get()
    assert answer["Location"] == one.admin_address()
    assert (one.title, one.partner) == ("Honey and bread", None)
    assert one.parts == [
        {"kind": "village", "source_id": village.pk},
        {"kind": "village", "source_id": other.pk},
    ]
    assert one.texts.count() == 2
    assert one.files.get().file_name == "brochure-a4-home-en.pdf"


def test_a_basket_of_the_other_partner_alone_is_not_there(client, route):
    other = route.stops()[1].village
    sign_in(client, "publisher")

    assert client.get(basket_page(other)).status_code == 404
    assert client.get(basket_page(other, verb="proof")).status_code == 404


@pytest.mark.parametrize("role", ["editor", "translator", "reporter"])
def test_nobody_else_prints_baskets(client, village, role):
    sign_in(client, role)

    assert client.get(basket_page(village)).status_code == 403
    assert client.get(reverse("admin:routes_printedition_print_own")).status_code == 403
    listed = client.get(reverse("admin:routes_printedition_changelist")).text
    assert "own-address" not in listed


def test_the_public_address_of_a_basket_leads_to_its_print_page(client, route, village):
    sign_in(client, "publisher")
    own = reverse("admin:routes_printedition_print_own")
    listed = client.get(reverse("admin:routes_printedition_changelist")).text
    assert f'<a href="{reverse("basket")}">' in listed  # where one is put together
    public = f"https://villages.example/en/my-brochure/?parts=v{village.pk}&title=Honey"

    answer = client.get(own, {"address": public}, follow=True)

    assert answer.status_code == 200
    assert answer.context["subject"].name == "Honey"
    assert answer.context["subject"].partner == latgale()
    assert f'name="parts" value="v{village.pk}"' in answer.text


@pytest.mark.parametrize("address", ["", "nonsense", "https://[", "/en/?parts=x", "?parts=\x01"])
def test_an_address_without_a_basket_is_told_so(client, route, address):
    sign_in(client, "publisher")
    own = reverse("admin:routes_printedition_print_own")

    answer = client.get(own, {"address": address}, follow=True)

    assert "There is no brochure in this address" in answer.text
