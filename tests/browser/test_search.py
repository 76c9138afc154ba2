"""Search as visitors do it: with the keyboard through suggestions, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_village_is_found_by_an_inflected_word_with_the_keyboard_alone(visit):
    visitor = visit()
    page = visitor.open("/lv/meklet/")
    field = page.get_by_role("combobox")
    field.focus()

    page.keyboard.type("putniem", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form[data-suggest] [role=status]")).to_contain_text("bulttaustiņiem")
    expect(options.first.locator("mark")).to_have_text("Putnu")

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("putniem")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    wanted = options.first.get_attribute("data-address")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{wanted}")
    assert visitor.complaints == []


def test_enter_without_a_choice_sends_the_question(visit):
    page = visit().open("/lt/paieska/")
    page.get_by_role("combobox").fill("sausainių")
    page.keyboard.press("Enter")

    page.wait_for_url("**/lt/paieska/?q=*")
    expect(page.locator(".found mark").first).to_have_text(re.compile("sausain", re.IGNORECASE))


def test_search_works_without_scripts(visit):
    page = visit(java_script_enabled=False).open("/en/search/")
    page.get_by_label("Search the catalogue").fill("slyninkas mills")
    page.get_by_role("button", name="Search").click()

    page.wait_for_url("**/en/search/?q=slyninkas+mills")
    page.get_by_role("link", name="Šlyninka Watermill").click()
    page.wait_for_url("**/en/villages/*/")


def test_an_offer_leads_to_its_place_on_the_page(visit):
    page = visit().open("/en/search/?q=lieptainis&kind=offer")
    page.locator(".found a").first.click()

    page.wait_for_url("**/en/villages/*/#offer-*")
    offer = page.locator(page.url[page.url.index("#") :])
    expect(offer).to_be_in_viewport()
    expect(offer).to_contain_text("lieptainis")


def test_nothing_is_suggested_to_those_who_save_data(visit):
    page = visit().page
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(visit().site.address + "/en/search/")
    page.get_by_label("Search the catalogue").press_sequentially("bread", delay=20)
    page.wait_for_timeout(500)

    assert not [url for url in asked if "suggest" in url]
    expect(page.get_by_role("combobox")).to_have_count(0)
