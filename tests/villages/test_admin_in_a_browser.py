"""The admin's scripts as staff meets them: tabs, order, map, and nothing the policy refuses."""

import os
import shutil

import pytest

from tests.factories import ProductFactory, UserFactory, VillageFactory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


@pytest.fixture
def village(db):
    village = VillageFactory(story_lt="")
    for position, title in enumerate(("First", "Second")):
        ProductFactory(village=village, title_en=title, position=position)
    return village


@pytest.fixture
def page(live_server, village, client, monkeypatch):
    """The village's form as an editor sees it, and what the browser complained about."""
    sync_api = pytest.importorskip("playwright.sync_api")
    client.force_login(UserFactory(latgale=True, roles=["editor"]))
    cookie = client.cookies["sessionid"].value
    address = live_server.url + village.admin_address()
    # Playwright's own loop runs in this thread; the database is asked by nobody else here.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on(
            "console",
            lambda said: page.complaints.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        page.wait_for_selector("[role=tab]")
        yield page
        browser.close()


def test_the_scripts_of_a_villages_form(page, village):
    # Tabs: arrow keys, what is missing, a link that leads into a hidden section.
    assert page.inner_text("#language-tab-lt") == "Lietuviškai · missing: 1"
    page.focus("#language-tab-en")
    page.keyboard.press("Home")
    assert page.is_visible("#id_story_lv")
    assert not page.is_visible("#id_story_lt")
    page.click('.publication .gaps a[href$="#id_story_lt"]')
    assert page.is_visible("#id_story_lt")

    # The map: a click sets the coordinates.
    before = page.input_value("#id_places-0-latitude")
    page.locator(".place-map__map").click(position={"x": 60, "y": 60})
    assert page.input_value("#id_places-0-latitude") != before

    # The order of rows, by a button; what the form then sends is kept.
    page.locator("#products-group .ordering__down").first.click()
    assert page.inner_text("#products-group .ordering__said") == "Moved to position 2"
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")

    assert page.complaints == []
    assert [product.title_en for product in village.products.all()] == ["Second", "First"]
    assert f"{village.places.get().latitude:.5f}" != before


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_forms_and_lists_fit_the_screen(page, village, width):
    page.set_viewport_size({"width": width, "height": 900})
    form = page.url.partition("#")[0]
    for address in (form, form.removesuffix(f"{village.pk}/change/")):
        assert page.goto(address).status == 200
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, address
