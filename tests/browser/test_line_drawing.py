"""The line of a route, drawn on the map of the workplace in a real browser, and kept."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# English words that leaflet.draw would say by itself.
OWN_WORDS = ("Draw a polyline", "Edit layers", "Delete layers", "No layers", "Delete last point")


@pytest.fixture(params=["lv", "lt", "en"])
def language(request):
    return request.param


def at_a_route(visit, language: str, **words):
    """An editor of Latgale at the first of the routes, with its map in sight."""
    a_visit = visit(1280, **words)
    page = a_visit.open(f"/{language}/admin/")
    page.fill("input[name=username]", "demo-editor-lv")
    page.fill("input[name=password]", a_visit.site.logins["demo-editor-lv"])
    page.locator("[type=submit]").first.click()
    page.wait_for_url(f"**/{language}/admin/")
    a_visit.open(f"/{language}/admin/routes/route/")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    return a_visit


def draw(page, *places: tuple[int, int]) -> None:
    """Click the places (pixels from the middle of the map), and finish."""
    page.locator(".leaflet-draw-draw-polyline").click()
    area = page.locator(".route-map__map")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    for x, y in places:
        page.mouse.move(box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y)
        page.mouse.click(box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y)
        page.wait_for_timeout(300)  # quicker clicks are taken for one that finishes
    page.locator(".leaflet-draw-actions a").first.click()


def save(page) -> None:
    page.locator("input[name=_continue]").click()
    page.wait_for_load_state("networkidle")


def saved_line(page, field: str = "#id_line"):
    text = page.locator(field).input_value()
    return json.loads(text) if text.strip() else None


def test_a_line_is_drawn_saved_changed_and_deleted(visit):
    a_visit = at_a_route(visit, "lv")
    page = a_visit.page
    stops = json.loads(page.locator("#route-map-data").text_content())["stops"]
    shown = page.locator(".route-map__stop").all_text_contents()
    assert shown == [str(stop["number"]) for stop in stops]

    draw(page, (-100, -40), (0, 60), (120, -20))
    drawn = saved_line(page)
    assert drawn["type"] == "LineString" and len(drawn["coordinates"]) == 3
    assert drawn["coordinates"][0][0] < drawn["coordinates"][2][0]  # west to east
    save(page)
    assert saved_line(page) == drawn

    handle = page.locator(".leaflet-editing-icon").first
    page.locator(".leaflet-draw-edit-edit").click()
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] - 30, steps=5)
    page.mouse.up()
    page.locator(".leaflet-draw-actions:visible a").first.click()
    moved = saved_line(page)
    assert moved["coordinates"][0] != drawn["coordinates"][0]
    assert moved["coordinates"][1:] == drawn["coordinates"][1:]
    save(page)
    assert saved_line(page) == moved

    page.locator(".leaflet-draw-edit-remove").click()
    page.locator(".leaflet-draw-actions:visible a").last.click()  # all of it
    save(page)
    assert saved_line(page) is None
    assert a_visit.complaints == []


def test_the_way_to_one_stop_is_drawn_on_the_same_map(visit):
    page = at_a_route(visit, "lt").page

    page.locator("#route-map-which").select_option(index=2)
    draw(page, (-60, 0), (60, 30))
    drawn = saved_line(page, "#id_all_stops-2-leg_line")
    assert len(drawn["coordinates"]) == 2
    assert saved_line(page) is None
    save(page)

    assert saved_line(page, "#id_all_stops-2-leg_line") == drawn


def test_no_word_of_the_tools_is_left_as_the_library_says_it(visit, language):
    page = at_a_route(visit, language).page

    page.locator(".leaflet-draw-draw-polyline").click()
    tools = page.locator(".route-map").evaluate(
        "holder => holder.textContent + [...holder.querySelectorAll('[title]')]"
        ".map(tool => tool.title).join()"
    )

    assert not [word for word in OWN_WORDS if word in tools]
    finish = {"lv": "Pabeigt", "lt": "Užbaigti", "en": "Finish"}[language]
    assert finish in page.locator(".leaflet-draw-actions:visible").text_content()


def test_without_javascript_the_text_is_all_there_is_and_works(visit):
    page = at_a_route(visit, "en", java_script_enabled=False).page
    line = {"type": "LineString", "coordinates": [[26.7, 56.0], [27.3, 55.9]]}

    assert page.locator(".route-map").count() == 0
    page.locator("#id_line").fill(json.dumps(line))
    save(page)

    assert saved_line(page) == line
    page.locator("#id_line").fill("")
    save(page)
    assert saved_line(page) is None
