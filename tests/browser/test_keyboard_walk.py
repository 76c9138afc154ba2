"""A whole visit by the keyboard alone: nothing is clicked, nothing is focused for the visitor."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_STEPS = 150  # of Tab from one thing to the next
# What a visitor who looks for a thing goes by: its name, and the language of its words.
FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? "";
  return [at.getAttribute("aria-label") ?? (at.textContent || label), at.hreflang ?? ""];
}"""


def tab_to(page: Page, name: str, language: str = "", key: str = "Tab") -> None:
    """Press Tab until something of that name has the focus, as someone does who looks for it."""
    wanted = re.compile(name)
    for _step in range(MOST_STEPS):
        page.keyboard.press(key)
        words, hreflang = page.evaluate(FOCUSED)
        if wanted.search(" ".join(words.split())) and hreflang == language:
            return
    pytest.fail(f"The keyboard does not reach “{name}” on {page.url}")


def test_a_visit_from_the_first_word_to_the_printed_page(visit):
    visitor = visit()
    page = visitor.open("/lv/")

    # Search: a Latvian word in another form than the page says it.
    tab_to(page, "^Meklēt$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/meklet/")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("dzirnavām")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/meklet/?q=*")
    tab_to(page, "ūdensdzirnavas$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/ciemi/*/")
    village = page.locator("h1").inner_text()

    # Into the own trip, and to it.
    tab_to(page, "^Pievienot manam ceļojumam")
    page.keyboard.press("Enter")
    expect(page.locator("[data-trip-count]")).to_have_text("1")
    tab_to(page, "^Mans ceļojums", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/mans-celojums/**")
    expect(page.locator("main")).to_contain_text(village)

    # To the villages, under a filter, and to their map.
    tab_to(page, "^Ciemi$", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/ciemi/")
    tab_to(page, r"^Mūzika\b")
    page.keyboard.press("Space")
    tab_to(page, "^Rādīt ciemus$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/ciemi/?offer=music*")
    tab_to(page, "kartē$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/ciemi/karte/?offer=music*")

    # In another language, with the same choice.
    tab_to(page, "^LT", "lt", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lt/kaimai/zemelapis/?offer=music*")

    # And a route, printed.
    tab_to(page, "^Maršrutai$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lt/marsrutai/")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.closest('article') === null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lt/marsrutai/*/")
    assert page.pdf().startswith(b"%PDF")
    assert visitor.complaints == []


def test_the_language_is_switched_on_every_kind_of_page(visit, addresses):
    """Each page leads to its own twin and back: never to the start, never to something else."""
    astray = []
    visitor = visit()
    page = visitor.page
    brochures = ("brochure", "leaflet", "map sheet", "three languages", "card", "not found")
    for kind, address in addresses.items():
        if kind in brochures:
            continue
        visitor.open(address)
        for language in ("lt", "lv", "en"):
            tab_to(page, f"^{language.upper()}", language)
            page.keyboard.press("Enter")
            page.wait_for_url(f"**/{language}/**")
            if page.locator("html").get_attribute("lang") != language:
                astray.append(f"{kind}: {page.url}")
        came_back = page.url.partition("/en/")[2]
        if came_back != address.partition("/en/")[2]:
            astray.append(f"{kind}: {address} came back as {came_back}")
    assert astray == []
