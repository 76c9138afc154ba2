"""The zoomable map of a route in a real browser: asked for, by keyboard, linked with the list."""

import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="session")
def crossing(live_site, addresses) -> str:
    """A route of several days across the border, in English."""
    with urllib.request.urlopen(f"{live_site.address}/en/routes/", timeout=30) as answer:  # noqa: S310
        html = answer.read().decode()
    for path in dict.fromkeys(re.findall(r'href="(/en/routes/[^/"]+/)"', html)):
        with urllib.request.urlopen(live_site.address + path, timeout=30) as answer:  # noqa: S310
            page = answer.read().decode()
        if 'id="day-2"' in page and 'id="border"' in page:
            return path
    raise AssertionError("No route of the demo crosses the border in two days.")


# The colour that most of the painted base map has, such as "246,239,224"; "" before it is there.
LAND = """(() => {
  const canvas = document.querySelector(".leaflet-base-pane canvas");
  if (!canvas) return "";
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Map();
  for (let at = 0; at < data.length; at += 4 * 97) {
    if (data[at + 3] < 255) continue;
    const colour = data.slice(at, at + 3).join(",");
    seen.set(colour, (seen.get(colour) ?? 0) + 1);
  }
  return [...seen].sort((one, other) => other[1] - one[1])[0]?.[0] ?? "";
})()"""


def painted(page, *, but_not: str) -> str:
    """The colour of the land as soon as it is another; the page's policy forbids to wait there."""
    for _ in range(200):
        if (land := page.evaluate(LAND)) != but_not:
            return land
        page.wait_for_timeout(50)
    raise AssertionError(f"The land stays as it was: {but_not or 'not painted'}")


def opened(a_visit, path):
    """The page with its map open; asked for with the keyboard."""
    page = a_visit.open(path)
    page.locator(".zoom-map__open").focus()
    page.keyboard.press("Enter")
    page.locator(".route-map__stop").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.className")


def test_nothing_of_the_map_is_fetched_before_it_is_asked_for(visit, crossing):
    a_visit = visit(412, 915)
    asked = []
    a_visit.page.on("request", lambda request: asked.append(request.url))
    page = a_visit.open(crossing)
    page.wait_for_load_state("networkidle")
    words = ("leaflet", "route-map", "map-base", "/maps/base/", ".geojson")
    assert [url for url in asked if any(word in url for word in words)] == []

    page.locator(".zoom-map__open").click()
    page.locator(".route-map__stop").first.wait_for()
    page.wait_for_load_state("networkidle")
    fetched = [url for url in asked if any(word in url for word in words)]
    assert len(fetched) == 7  # two modules, Leaflet, two style sheets, the base map, the route
    assert all(url.startswith(a_visit.site.address) for url in asked)
    assert a_visit.complaints == []


def test_the_map_opens_and_closes_by_keyboard(visit, crossing):
    a_visit = visit()
    page = opened(a_visit, crossing)
    stops = page.locator("[data-stop]").count()

    assert page.locator(".route-map__stop").count() == stops
    assert "zoom-map" in focused(page)
    assert not page.locator(".zoom-map__still").is_visible()
    assert page.locator(".zoom-map__open").get_attribute("aria-expanded") == "true"

    page.keyboard.press("Escape")
    assert page.locator(".zoom-map").count() == 0
    assert page.locator(".zoom-map__still").is_visible()
    assert "zoom-map__open" in focused(page)

    page.keyboard.press("Enter")  # and once more
    page.locator(".route-map__stop").first.wait_for()
    assert page.locator(".route-map__stop").count() == stops
    assert a_visit.complaints == []


def test_the_keyboard_is_not_caught_in_the_map(visit, crossing):
    page = opened(visit(), crossing)
    outside = "() => !document.activeElement.closest('.zoom-map')"
    for _ in range(page.locator(".route-map__stop").count() + 8):
        page.keyboard.press("Tab")
        if page.evaluate(outside):
            break
    assert page.evaluate(outside)


def test_a_stop_in_the_list_lights_its_marker_and_the_other_way_round(visit, crossing):
    page = opened(visit(), crossing)
    item, other = page.locator("#stop-2"), page.locator("#stop-3")
    marker = page.locator('.route-map__stop[aria-label^="2. "]')

    item.hover()
    assert "is-lit" in marker.get_attribute("class")
    other.hover()
    assert "is-lit" not in marker.get_attribute("class")

    page.mouse.move(3, 3)  # off the list: scrolling would bring one stop or another under it
    item.locator("a").first.focus()
    assert "is-lit" in marker.get_attribute("class")
    other.locator("a").first.focus()
    assert "is-lit" not in marker.get_attribute("class")

    marker.focus()
    assert "is-lit" in item.get_attribute("class")
    assert "is-lit" not in other.get_attribute("class")


def test_enter_on_a_marker_leads_to_the_stop_and_escape_back(visit, crossing):
    page = opened(visit(), crossing)
    marker = page.locator('.route-map__stop[aria-label^="2. "]')

    marker.focus()
    page.keyboard.press("Enter")
    assert focused(page) == "stop-2"
    assert page.locator("#stop-2 h3").is_visible()

    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("2. ")

    page.locator("#stop-3 .itinerary__number").click()
    assert page.locator(".zoom-map").count() == 1


def test_a_click_on_a_marker_leads_to_the_stop(visit, crossing):
    page = opened(visit(), crossing)

    page.locator('.route-map__stop[aria-label^="1. "]').click()

    assert focused(page) == "stop-1"


def test_the_map_speaks_the_readers_language(visit, crossing):
    a_visit = visit()
    page = a_visit.open(crossing)
    page.locator("a[hreflang=lt][lang=lt]").click()
    page.locator(".zoom-map__open").click()
    page.locator(".route-map__stop").first.wait_for()
    page.wait_for_load_state("networkidle")

    assert page.locator(".leaflet-control-zoom-in").get_attribute("aria-label") == "Priartinti"
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()
    assert page.locator(".zoom-map__open").inner_text() == "Uždaryti interaktyvų žemėlapį"


@pytest.mark.parametrize("ending", ["", "?from=2027-05-03", "?from=never"])
def test_axe_finds_nothing_with_the_map_open(visit, crossing, ending):
    found = []
    for width in (360, 1440):
        for colours in ("light", "dark"):
            page = opened(visit(width, color_scheme=colours), crossing + ending)
            page.locator("details").evaluate_all("all => all.forEach(one => (one.open = true))")
            for violation in Axe().run(page).response["violations"]:
                places = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append(f"{width} {colours}: {violation['id']}: {places}")
    assert found == []


def test_the_map_follows_the_colours_of_the_screen(visit, crossing):
    page = opened(visit(1440), crossing)
    by_day = painted(page, but_not="")
    page.emulate_media(color_scheme="dark")
    by_night = painted(page, but_not=by_day)

    assert max(int(part) for part in by_night.split(",")) < 80
    assert min(int(part) for part in by_day.split(",")) > 200


def test_nothing_is_wider_than_the_narrowest_screen(visit, crossing):
    page = opened(visit(320), f"{crossing}?from=2027-05-03")
    page.locator("details").evaluate_all("all => all.forEach(one => (one.open = true))")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_scripts_the_page_is_whole(visit, crossing):
    page = visit(java_script_enabled=False).open(crossing)

    assert page.locator(".zoom-map__still").is_visible()
    assert not page.locator(".zoom-map__open").is_visible()
    page.locator("#from").fill("2027-05-03")
    page.locator(".when button").click()
    assert "?from=2027-05-03" in page.url
    assert "3 May 2027" in page.locator(".route__days").inner_text()
    page.locator("#stop-1 summary").first.click()
    assert page.locator("#stop-1 details").first.get_attribute("open") is not None


def test_the_map_that_cannot_be_fetched_says_so(visit, crossing):
    a_visit = visit()
    page = a_visit.open(crossing)
    page.route("**/*.geojson", lambda route: route.abort())
    page.locator(".zoom-map__open").click()

    page.locator(".zoom-map__failed").wait_for()
    assert page.locator(".zoom-map__failed").inner_text() == "The map cannot be loaded now."
    assert page.locator(".zoom-map__still").is_visible()

    page.unroute("**/*.geojson")
    page.locator(".zoom-map__open").click()
    page.locator(".route-map__stop").first.wait_for()
    assert page.locator(".zoom-map__failed").count() == 0


def test_on_paper_the_drawn_map_is_there_and_folds_are_open(visit, crossing):
    page = opened(visit(), crossing)
    page.emulate_media(media="print")

    assert page.locator(".zoom-map__still").is_visible()
    assert not page.locator(".zoom-map").is_visible()
    assert page.locator("#stop-1 .brief__title").first.is_visible()
    assert not page.locator(".when").is_visible()
