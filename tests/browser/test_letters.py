"""Writing to the hosts in a real browser: by keyboard, with mistakes first, without scripts."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def ask(addresses) -> str:
    return f"{addresses['village']}ask/"


def type_into(page, label: str, text: str) -> None:
    """Tab on until the field with this label has the focus, and type."""
    for _step in range(40):
        page.keyboard.press("Tab")
        words = page.evaluate(
            "[...document.activeElement.labels ?? []].map(label => label.textContent).join()"
        )
        if words.strip().startswith(label):
            page.keyboard.type(text)
            return
    pytest.fail(f"The keyboard does not reach “{label}”")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_letter_is_written_by_keyboard_with_mistakes_first(visit, ask, scripts):
    a_visit = visit(360, java_script_enabled=scripts)
    page = a_visit.open(ask)
    opened = time.monotonic()
    type_into(page, "Your name", "Sample Guest")
    type_into(page, "Your e-mail address", "guest")
    type_into(page, "Your letter", "Is there room for four?")
    page.wait_for_timeout(max(0, 3200 - 1000 * (time.monotonic() - opened)))
    page.get_by_role("button", name="Send the letter").press("Enter")

    problems = page.get_by_role("alert")
    problems.wait_for()
    assert page.title().startswith("Problem: ")
    if scripts:  # without them nobody can be asked what has the focus
        assert problems.evaluate("element => element === document.activeElement")
    assert page.get_by_label("Your letter").input_value() == "Is there room for four?"
    page.keyboard.press("Tab")  # from the summary to its first link, and on to the field
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(f"guest-{'with' if scripts else 'without'}@example.org")
    page.keyboard.press("Enter")

    page.wait_for_url("**/ask/sent/**")
    assert page.get_by_role("heading", level=1).inner_text() == "Your letter has arrived"
    assert page.context.cookies() == []
    answered_400 = "Failed to load resource: the server responded with a status of 400"
    assert [words for words in a_visit.complaints if answered_400 not in words] == []

    page.go_back()  # the form as it was with its mistakes, which is not sent again by itself
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("Your letter").input_value() == "Is there room for four?"


@pytest.mark.parametrize("ending", ["ask/", "report/"])
def test_axe_finds_nothing_in_forms(visit, addresses, ending):
    found = []
    for width, colours in ((360, "dark"), (1440, "light")):
        page = visit(width, color_scheme=colours).open(addresses["village"] + ending)
        for state in ("as it comes", "with mistakes"):
            if state == "with mistakes":
                page.locator("form.letter button").click()
                page.get_by_role("alert").wait_for()
            for violation in Axe().run(page).response["violations"]:
                found.append(f"{width} {state}: {violation['id']}: {violation['nodes'][:2]}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
