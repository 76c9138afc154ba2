"""The map of villages in a real browser: clusters by keyboard, the list, an area, paper."""

import re
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAP = "/en/villages/map/"
# What has the focus: its name, or else its id or class.
FOCUSED = """(() => {
  const { ariaLabel, id, className, dataset } = document.activeElement;
  return ariaLabel || dataset.village || id || className;
})()"""


@pytest.fixture(scope="module")
def desk(chromium, live_site):
    """A window on the map that most tests use one after the other."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, locale="en-GB")
    context.set_default_timeout(20_000)
    page = context.new_page()
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda told: heard.append(told.text) if told.type in ("error", "warning") else None,
    )
    yield SimpleNamespace(page=page, heard=heard, site=live_site)
    context.close()


@pytest.fixture
def page(desk):
    """The map as a visitor finds it, open."""
    desk.heard.clear()
    desk.page.emulate_media(media="screen", color_scheme="light")
    desk.page.goto(desk.site.address + MAP)
    appear(desk.page)
    yield desk.page
    assert desk.heard == []


def appear(page) -> None:
    """Move, as somebody does who is there, and wait for the map."""
    page.mouse.move(200, 400)
    page.mouse.move(205, 405)
    page.locator(".village-mark").first.wait_for()
    page.wait_for_load_state("networkidle")


def focused(page) -> str:
    return page.evaluate(FOCUSED)


def marks(page) -> list[str]:
    return page.locator(".village-mark").evaluate_all("all => all.map((one) => one.ariaLabel)")


def test_nothing_of_the_map_is_fetched_for_nobody(visit):
    a_visit = visit(412, 915)
    asked = []
    a_visit.page.on("request", lambda request: asked.append(request.url))
    page = a_visit.open(MAP)
    page.wait_for_load_state("networkidle")
    words = ("leaflet", "village-map.", "map-base", "supercluster", "/maps/base/", ".json")
    assert [url for url in asked if any(word in url for word in words if ".css" not in url)] == []

    appear(page)

    assert sum(url.endswith("villages.json") for url in asked) == 1
    assert all(url.startswith(a_visit.site.address) for url in asked)
    assert focused(page) == ""  # a map that opens by itself takes nobody's place
    assert a_visit.complaints == []


def test_the_numbers_of_villages_and_clusters_are_all_there_is(page):
    total = int(page.locator("#count").inner_text().split()[0])
    names = marks(page)
    clusters = [int(name.split()[0]) for name in names if name.endswith("zoom in")]

    assert clusters
    assert sum(clusters) + len(names) - len(clusters) == total
    assert all(re.fullmatch(r"\d+ villages; zoom in|\d+\. .+", name) for name in names)


def test_the_keyboard_takes_a_cluster_apart_and_goes_to_a_village_and_back(page):
    page.locator(".village-mark--cluster").first.focus()
    before = focused(page)
    assert before.endswith("villages; zoom in")

    for _ in range(8):
        page.keyboard.press("Enter")
        if "zoom in" not in focused(page):
            break
    number = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    item = page.locator(f'[data-number="{number}"]')
    assert focused(page) == item.get_attribute("data-village")
    assert "is-lit" in item.get_attribute("class")
    page.keyboard.press("Escape")
    assert focused(page).startswith(f"{number}. ")


def test_an_item_lights_its_mark_or_the_cluster_that_holds_it(page):
    for item in page.locator(".found__item").all()[:3]:
        item.hover()
        lit = page.locator(".village-mark.is-lit")
        assert lit.count() == 1
        name = lit.get_attribute("aria-label")
        assert name.endswith("zoom in") or name.startswith(item.get_attribute("data-number") + ".")

    page.locator(".village-mark--number").first.hover()
    assert page.locator(".found__item.is-lit").count() == 1


def test_a_number_of_the_list_brings_its_mark_out_of_a_cluster(page):
    hidden = page.evaluate(
        """() => {
          const alone = new Set([...document.querySelectorAll(".village-mark--number")]
            .map(({ dataset }) => dataset.village));
          const items = [...document.querySelectorAll(".found__item")];
          return items.find(({ dataset }) => !alone.has(dataset.village)).dataset.number;
        }"""
    )
    item = page.locator(f'[data-number="{hidden}"]')

    item.locator("button").focus()
    page.keyboard.press("Enter")
    assert focused(page).startswith(f"{hidden}. ")

    page.keyboard.press("Escape")
    assert focused(page).startswith(f"Show on the map: {hidden}. ")


def test_a_click_on_a_mark_tells_of_the_village(page):
    mark = page.locator(".village-mark--number").first
    number = mark.inner_text()
    mark.click()

    told = page.get_by_role("dialog")
    assert told.locator("a").get_attribute("href").startswith("/en/villages/")
    told.get_by_role("button", name="Close").click()
    assert told.count() == 0
    assert focused(page).startswith(f"{number}. ")


def test_the_list_is_searched_for_the_area_and_back_leads_back(page):
    total = page.locator("#count").inner_text()
    last = page.locator(f'.found__item[data-number="{total.split()[0]}"]')
    search = page.get_by_role("button", name="Search this area")
    assert search.count() == 0
    picture = page.locator(".zoom-map__still img").get_attribute("src")

    page.get_by_role("button", name="Zoom in", exact=True).click()
    search.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/?in=*")

    shown = page.locator(".found__item").count()
    assert 1 <= shown < int(total.split()[0])
    assert page.locator("#count").inner_text() == f"{shown} village{'s' if shown > 1 else ''}"
    assert focused(page) == "count"
    assert search.count() == 0
    assert (
        page.locator('.languages a[lang="lv"]')
        .get_attribute("href")
        .endswith(page.url.partition("?")[2])
    )
    assert page.locator(".zoom-map__still img").get_attribute("src") != picture

    page.go_back()
    page.wait_for_function("() => !location.search")
    last.wait_for()
    assert page.locator("#count").inner_text() == total
    page.go_forward()
    page.wait_for_url("**/map/?in=*")
    last.wait_for(state="detached")
    assert page.locator(".found__item").count() == shown


def test_the_page_scrolls_over_the_map_unless_it_is_asked_to_zoom(page):
    before = marks(page)
    page.mouse.move(500, 600)
    page.mouse.wheel(0, 300)
    page.locator(".zoom-map__hint.is-shown").wait_for()

    assert page.locator(".zoom-map__hint").inner_text() == (
        "Hold Ctrl while you scroll to zoom the map"
    )
    assert page.evaluate("scrollY") > 0
    assert marks(page) == before

    page.keyboard.down("Control")
    page.mouse.wheel(0, -600)
    page.keyboard.up("Control")
    page.wait_for_timeout(600)
    assert marks(page) != before


def test_one_finger_is_the_pages_and_two_are_the_maps(visit):
    page = visit(412, 915, has_touch=True).open(MAP)
    page.locator(".zoom-map__open").tap()
    page.locator(".village-mark").first.wait_for()
    touched = page.context.new_cdp_session(page)
    box = page.locator(".zoom-map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mark = page.locator(".village-mark").first

    def drag(*starts: tuple[float, float]) -> None:
        for kind, moved in (("touchStart", 0), ("touchMove", 30), ("touchMove", 60)):
            points = [{"x": left + moved, "y": top} for left, top in starts]
            touched.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        touched.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(400)

    def place_on_map() -> tuple[int, int]:
        at, of = mark.bounding_box(), page.locator(".zoom-map").bounding_box()
        return round(at["x"] - of["x"]), round(at["y"] - of["y"])

    before = place_on_map()
    assert page.locator(".zoom-map").evaluate("it => getComputedStyle(it).touchAction") == (
        "pan-x pan-y"
    )
    drag((x, y))
    assert place_on_map() == before
    assert page.locator(".zoom-map__hint").inner_text() == "Move the map with two fingers"

    drag((x - 60, y), (x + 10, y + 40))
    across, down = place_on_map()
    assert (abs(across - before[0] - 60) < 15, abs(down - before[1]) < 15) == (True, True)


def test_full_screen_and_back(page):
    button = page.get_by_role("button", name="Full screen")
    button.click()
    page.wait_for_function("() => document.fullscreenElement?.matches('.zoom-map')")
    page.get_by_role("button", name="Leave full screen").click()
    page.wait_for_function("() => !document.fullscreenElement")
    assert button.is_visible()


def test_axe_finds_nothing_with_the_map_and_its_window_open(visit):
    found = []
    for width, colours in ((360, "dark"), (1440, "light")):
        page = visit(width, color_scheme=colours).open(MAP)
        appear(page)
        page.locator(".village-mark--number").first.click()
        page.get_by_role("dialog").wait_for()
        for violation in Axe().run(page).response["violations"]:
            places = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append(f"{width} {colours}: {violation['id']}: {places}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert found == []


def test_without_scripts_the_drawn_map_and_its_numbered_links_are_there(visit):
    page = visit(java_script_enabled=False).open(MAP)

    picture = page.locator(".zoom-map__still img")
    assert picture.is_visible()
    assert picture.evaluate("it => it.complete && it.naturalWidth") > 0
    assert not page.locator(".zoom-map__open").is_visible()
    assert page.locator(".found__number").first.inner_text() == "1"
    page.locator(".found__title a").first.click()
    assert page.locator("h1").inner_text()
    assert MAP not in page.url


def test_on_paper_the_drawn_map_is_there_with_its_numbers(page):
    page.emulate_media(media="print")

    assert page.locator(".zoom-map__still img").is_visible()
    assert not page.locator(".zoom-map").is_visible()
    assert not page.locator(".zoom-map__open").is_visible()
    assert page.locator(".found__number").last.is_visible()


def test_on_a_map_server_of_the_operator_nothing_else_is_asked(visit):
    page = visit().open(MAP)
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.route("**/tiles/**", lambda route: route.fulfill(status=204))
    page.locator(".zoom-map__open").evaluate(
        """(button) => {
          delete button.dataset.base;
          button.dataset.tiles = "/tiles/{z}/{x}/{y}.png";
          button.dataset.tilesAttribution = "© <a href='https://maps.example'>Some map</a>";
        }"""
    )

    appear(page)

    tiles = [request for request in asked if "/tiles/" in request.url]
    assert tiles
    assert {tile.headers["referer"] for tile in tiles} == {page.url}
    assert not [request for request in asked if "/maps/base/" in request.url]
    assert page.locator(".leaflet-control-attribution").inner_text() == "© Some map"


def test_where_there_are_too_many_a_group_is_taken_apart_by_the_server(visit):
    page = visit().open(MAP)
    groups = [[25.9, 55.4, 12, 25.8, 55.3, 26.4, 55.7], [27.4, 56.1, 11, 26.5, 55.9, 28.2, 57.2]]
    few = {"whole": False, "area": None, "villages": [], "groups": groups}
    page.route("**/villages.json", lambda route: route.fulfill(json=few))
    appear(page)
    assert sorted(marks(page)) == ["11 villages; zoom in", "12 villages; zoom in"]

    with page.expect_response("**/villages.json?in=*") as answer:
        page.get_by_role("button", name="12 villages; zoom in").press("Enter")

    page.locator(".village-mark--number").first.wait_for()
    names = {row[3] for row in answer.value.json()["villages"]}
    alone = [name.partition(". ")[2] for name in marks(page) if "zoom in" not in name]
    assert set(alone) <= names


def test_a_village_page_opens_what_lies_around(visit, addresses):
    page = visit().open(addresses["village"])
    page.locator(".zoom-map__open").click()
    page.locator(".village-mark--here").wait_for()

    assert page.locator("h1").inner_text() == (
        page.locator(".village-mark--here").get_attribute("aria-label")
    )
    assert focused(page) == "Zoomable map of villages"
    page.keyboard.press("Escape")
    assert page.locator(".zoom-map__still").is_visible()
