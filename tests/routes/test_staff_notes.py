"""Staff is told on public pages what changed since a print; visitors get what they always got."""

import pytest
from django.core.cache import cache
from django.utils import translation

from catalogue.publishing import publish, withdraw
from tests.factories import (
    OfferFactory,
    RouteFactory,
    UserFactory,
    VillageFactory,
    ignalina,
    latgale,
)
from tests.routes.print_editions import printed

pytestmark = pytest.mark.django_db

NOTE = "staff-notes"
VILLAGE = "/en/villages/craft/"
ROUTE = "/en/routes/lakes/"


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_PAGES = True
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def village():
    offer = OfferFactory(village__slug_en="craft", village__theme_name_en="Craft village")
    return offer.village


@pytest.fixture
def route(village):
    other = VillageFactory(lithuanian=True, slug_en="other")
    route = RouteFactory(partner=latgale(), slug_en="lakes", stops=[village, other])
    for item in (village, other, route):
        for language in ("lv", "lt", "en"):
            publish(item, language, by=None)
    return route


def change_hours(village, language="en"):
    village.offers.update(opens_at="10:00", closes_at="16:00")
    publish(village, language, by=None)


@pytest.mark.parametrize("address", [VILLAGE, ROUTE, "/en/villages/", "/en/"])
def test_visitors_pages_are_the_same_with_and_without_print_editions(client, route, address):
    before = client.get(address)
    printed(route, languages=["en"])
    route.partner.save()  # another public state, so that the page is drawn anew

    after = client.get(address)

    assert after.content == before.content
    assert after.headers == before.headers
    assert "Cookie" not in after.get("Vary", "")
    assert not after.cookies


@pytest.mark.parametrize("address", [VILLAGE, ROUTE])
def test_a_kept_page_costs_visitors_one_query_still(
    client, route, village, address, django_assert_num_queries
):
    printed(route, languages=["en"])
    change_hours(village)
    client.get(address)

    with django_assert_num_queries(1):
        assert NOTE not in client.get(address).text


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
@pytest.mark.parametrize("address", [VILLAGE, ROUTE])
def test_staff_of_the_own_partner_is_told(client, route, village, address, role):
    one = printed(route, languages=["en"])
    change_hours(village)
    client.force_login(UserFactory(latgale=True, roles=[role], translates_into=["lt"]))

    page = client.get(address)

    assert "Changed since the spring 2026 print: opening hours" in page.text
    assert one.admin_address() in page.text
    assert ("Craft village: opening hours" in page.text) == (address == ROUTE)
    assert page["Cache-Control"] == "private, no-store"


def test_the_other_partner_is_not_told_of_what_is_not_theirs(client, route, village):
    printed(route, languages=["en"])
    change_hours(village)
    client.force_login(UserFactory(ignalina=True, roles=["publisher"]))

    for address in (VILLAGE, ROUTE, "/en/villages/other/"):
        page = client.get(address)
        assert NOTE not in page.text
        assert page["Cache-Control"] == "private, no-store"


def test_both_partners_are_told_of_what_both_printed(client, route, village):
    printed(route, languages=["en"], partner=None)
    change_hours(village)
    for partner in (latgale(), ignalina()):
        client.force_login(UserFactory(partner=partner, roles=["editor"]))
        assert "opening hours" in client.get(ROUTE).text


def test_an_administrator_is_told_of_everything(client, route, village, administrator):
    printed(route, languages=["en"])
    change_hours(village)
    client.force_login(administrator)

    assert "opening hours" in client.get(ROUTE).text


def test_who_is_signed_in_without_being_staff_reads_what_visitors_read(client, route, village):
    printed(route, languages=["en"])
    change_hours(village)
    visitors = client.get(ROUTE)
    client.force_login(UserFactory(latgale=True, is_staff=False, roles=["editor"]))

    assert client.get(ROUTE).content == visitors.content


def test_a_page_drawn_for_staff_never_reaches_a_visitor(client, route, village):
    printed(route, languages=["en"])
    change_hours(village)
    client.force_login(UserFactory(latgale=True, roles=["editor"]))
    for _time in range(2):
        assert NOTE in client.get(ROUTE).text

    client.logout()

    assert NOTE not in client.get(ROUTE).text


def test_a_forged_session_reads_what_visitors_read(client, route, village):
    printed(route, languages=["en"])
    change_hours(village)
    visitors = client.get(ROUTE)
    client.cookies["sessionid"] = "forgedforgedforgedforgedforged00"

    assert client.get(ROUTE).content == visitors.content


def test_nothing_is_told_while_nothing_changed(client, route, administrator):
    printed(route, languages=["en"])
    client.force_login(administrator)

    assert NOTE not in client.get(ROUTE).text
    assert "staff.css" not in client.get(ROUTE).text


def test_a_withdrawn_stop_is_told_on_the_routes_page(client, route, village, administrator):
    printed(route, languages=["en"])
    withdraw(village, "en", by=None)
    client.force_login(administrator)

    assert "Craft village: withdrawn" in client.get(ROUTE).text


def test_the_page_of_another_language_compares_what_was_printed(client, route, village):
    printed(route, languages=["en"])
    change_hours(village, "en")
    client.force_login(UserFactory(latgale=True, roles=["editor"]))
    with translation.override("lv"):
        address = f"/lv/ciemi/{village.slug_lv}/"

    page = client.get(address)

    assert "Izmaiņas kopš 2026. gada pavasara iespieduma: darba laiks" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_staff_costs_the_same_for_any_number_of_print_editions(
    client, route, village, administrator, count, django_assert_num_queries
):
    for _number in range(count):
        printed(route, languages=["en"])
    change_hours(village)
    client.force_login(administrator)
    client.get(ROUTE)

    # session, user; words, editions of the route, villages, notices; reports of visitors; prints,
    # texts, editions now
    with django_assert_num_queries(11):
        page = client.get(ROUTE)

    assert page.text.count("Changed since the spring 2026 print") == count
