"""The calendar by keyboard, with scripts and without."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scripts", [True, False])
def test_events_are_chosen_by_keyboard(visit, scripts):
    a_visit = visit(360, 800, java_script_enabled=scripts)
    page = a_visit.open("/en/events/")
    all_of_them = page.locator(".event").count()

    page.get_by_label("Region").focus()
    page.keyboard.press("L")  # Latgale
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**region=latgale**")

    assert 0 < page.locator(".event").count() < all_of_them
    if scripts:  # without them, empty fields stand in the address, which is as good
        assert page.url.endswith("/en/events/?region=latgale")
    page.get_by_role("link", name="See past events").press("Enter")
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2012").press("Enter")
    page.wait_for_url("**/en/events/archive/?year=2012")
    assert page.get_by_role("heading", level=2, name="2012").is_visible()
    assert a_visit.complaints == []
