"""The filters of the list of villages: by mouse, by keyboard, and from where the visitor is."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAUGAVPILS = {"latitude": 55.87654, "longitude": 26.53456}


def names(page):
    return page.locator(".results article h2").all_inner_texts()


def test_a_filter_is_chosen_and_taken_back_with_the_mouse(visit):
    a_visit = visit()
    page = a_visit.open("/en/villages/")
    everything = page.locator(".results__count").inner_text()

    page.select_option("#filter-near", label="Daugavpils")
    page.select_option("#filter-km", label="50 km")
    page.get_by_role("button", name="Show villages").click()
    page.wait_for_url("**/en/villages/?near=daugavpils&km=50")
    distances = page.locator(".card__foot").all_inner_texts()
    assert len(distances) == len(names(page)) > 1
    assert page.locator("#filter-near").input_value() == "daugavpils"

    page.locator(".choice", has_text="Meal").click()  # the column answers at once
    page.wait_for_url("**/en/villages/?near=daugavpils&km=50&offer=meal")
    assert 0 < len(names(page)) < len(distances)

    page.get_by_role("link", name="Remove this choice: Within 50 km: Daugavpils").click()
    page.wait_for_url("**/en/villages/?offer=meal")
    page.get_by_role("link", name="Remove this choice: Meal").click()
    page.wait_for_url("**/en/villages/")
    assert page.locator(".results__count").inner_text() == everything
    assert a_visit.complaints == []


def test_a_phone_s_filter_works_by_keyboard(visit):
    page = visit(360).open("/lv/ciemi/")
    assert not page.locator("#filter-near").is_visible()

    page.locator(".filter__summary").focus()
    page.keyboard.press("Enter")
    page.locator("#filter-near").focus()
    page.keyboard.type("Daugavp")
    page.locator(".filter__more > summary").focus()
    page.keyboard.press("Enter")
    page.locator("#filter-group").focus()
    page.keyboard.type("12")
    page.keyboard.press("Enter")  # as in every form

    page.wait_for_url("**/lv/ciemi/?near=daugavpils&group=12")
    # The hosts of no village of the demo have said for how many they are.
    assert names(page) == []
    page.get_by_role("link", name="Parādīt arī tos").press("Enter")
    page.wait_for_url("**&unsaid=yes**")
    assert len(names(page)) > 0


@pytest.mark.parametrize("width", [360, 1280])
def test_villages_near_me_are_asked_for_only_by_the_button(visit, width):
    a_visit = visit(width, geolocation=DAUGAVPILS, permissions=["geolocation"])
    page = a_visit.open("/en/villages/?theme=park&theme=crafts")
    if width == 360:
        page.locator(".filter__summary").click()

    page.get_by_role("button", name="Villages near me").click()

    page.wait_for_url("**/en/villages/?near=55.88%2C26.53&**")
    assert page.url.count("theme=") == 2  # what was chosen before stays
    assert page.get_by_role("link", name="Remove this choice: Within 30 km of me").count() == 1
    assert page.locator("#filter-near option:checked").text_content() == "Where I am"
    assert page.evaluate("localStorage.length + document.cookie.length") == 0
    assert a_visit.complaints == []


def test_a_refused_place_is_told_in_words(visit):
    a_visit = visit(permissions=[])
    page = a_visit.open("/lt/kaimai/")

    page.get_by_role("button", name="Kaimai netoli manęs").click()

    said = page.locator(".near__said")
    said.filter(has_text="Naršyklė neatskleidžia, kur esate.").wait_for()
    assert page.get_by_role("button", name="Kaimai netoli manęs").is_enabled()
    assert page.url.endswith("/lt/kaimai/")


def test_without_scripts_a_town_can_be_chosen(visit):
    page = visit(java_script_enabled=False).open("/en/villages/")
    assert not page.get_by_role("button", name="Villages near me").is_visible()

    page.select_option("#filter-near", label="Visaginas")
    page.get_by_role("button", name="Show villages").click()

    assert "near=visaginas" in page.url
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith("/?near=visaginas")


def test_axe_finds_nothing_under_filters(visit):
    found = []
    for width, colours, query in (
        (360, "dark", "near=daugavpils&km=50&price=20&unsaid=yes"),
        (1440, "light", "near=daugavpils&km=50&price=20&unsaid=yes"),
        (360, "light", "month=7"),  # nothing but ways out
    ):
        page = visit(width, color_scheme=colours).open(f"/lt/kaimai/?{query}")
        if width == 360:
            page.locator(".filter__summary").click()
        for violation in Axe().run(page).response["violations"]:
            places = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append(f"{width} {colours}: {violation['id']}: {places}")
    assert found == []
