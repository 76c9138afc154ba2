"""Favourites in a real browser: kept there alone, in two tabs, over nonsense."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEPT = "localStorage.getItem('favourites')"


def button(page):
    return page.locator("[data-favourite] button").first


def test_what_is_kept_stays_in_the_browser_until_its_page_is_opened(visit, addresses):
    a_visit = visit(360)
    page = a_visit.open("/en/favourites/")
    page.evaluate("localStorage.setItem('favourites', 'v=0,x,%&r=;&&e=' + '0,'.repeat(9999))")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for number, name in enumerate(("village", "route", "event"), 1):
        page = a_visit.open(addresses[name])
        expect(button(page)).to_have_attribute("aria-pressed", "false")
        button(page).click()
        expect(page.locator("[data-favourite-said]")).to_have_text("Kept in this browser.")
        expect(button(page)).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(KEPT).count("=") == number
    assert not [url for url in asked if "favourites/?" in url]

    page.get_by_role("link", name="My favourites").click()
    page.wait_for_url("**/en/favourites/?v=*&r=*&e=*")
    assert page.locator(".keepsake").count() == 3
    page.locator("a[hreflang=lt][lang=lt]").click()
    page.wait_for_url("**/lt/megstamiausi/?v=*&r=*&e=*")

    # Taken off where it stands, and the address says so at once.
    page.locator("[data-favourite^=r] button").click()
    assert "r=" not in page.url and "r=" not in page.evaluate(KEPT)
    page.reload()
    assert page.locator("[data-favourite^=r]").count() == 0
    assert a_visit.complaints == []


def test_two_tabs_keep_what_each_of_them_kept(visit, addresses):
    a_visit = visit()
    first = a_visit.open(addresses["village"])
    second = first.context.new_page()
    second.goto(a_visit.site.address + addresses["route"], wait_until="load")
    for page in (first, second):
        button(page).click()
    assert re.fullmatch(r"v=\d+&r=\d+", first.evaluate(KEPT))
    first.goto(second.url)
    expect(button(first)).to_have_attribute("aria-pressed", "true")
    button(first).click()
    expect(button(second)).to_have_attribute("aria-pressed", "false")


def test_a_list_that_was_sent_replaces_nothing(visit, addresses):
    page = visit().open(addresses["village"])
    button(page).click()
    own = page.evaluate(KEPT)
    page.goto(page.url.split("/en/")[0] + "/en/favourites/?r=1,2")
    assert page.evaluate(KEPT) == own
    page.get_by_role("button", name="Keep all of these, too").click()
    assert page.evaluate(KEPT) == f"{own}&r=1,2"


def test_without_scripts_or_storage_there_is_no_dead_button(visit, addresses):
    page = visit(java_script_enabled=False).open(addresses["village"])
    expect(button(page)).to_be_hidden()
    page = visit().open(addresses["village"])
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full') }")
    page.reload()
    button(page).click()
    said = page.locator("[data-favourite-said]")
    expect(said).to_have_text("Your browser keeps nothing for this site.")
    expect(button(page)).to_have_attribute("aria-pressed", "false")
