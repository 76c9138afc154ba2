"""Public pages in a real browser: for everybody, on any screen, with or without scripts."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = (
    "home",
    "village list",
    "filtered list",
    "village",
    "theme list",
    "route list",
    "route",
    "formats",
    "brochure",
    "leaflet",
    "map sheet",
    "three languages",
    "card",
    "event list",
    "event",
    "past events",
    "stories",
    "about",
    "privacy",
    "data",
    "empty trip",
    "trip",
    "basket",
    "search",
    "not found",
)
WIDTHS = (320, 360, 640, 768, 1024, 1440, 1920, 3840)  # 640: 1280 at 200 %
FIRST_VIEW = 70_000  # bytes before photos, patterns and maps
SCRIPTS = 10_000


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(visit, addresses, kind):
    found = []
    for width in (360, 1440):
        for colours in ("light", "dark"):
            page = visit(width, color_scheme=colours).open(addresses[kind])
            for violation in Axe().run(page).response["violations"]:
                places = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append(f"{width} {colours}: {violation['id']}: {places}")
    assert found == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "not found"])
def test_the_browser_has_nothing_to_complain_about(visit, addresses, kind):
    a_visit = visit()
    page = a_visit.open(addresses[kind])
    page.mouse.wheel(0, 20_000)  # pictures further down are fetched when they come near
    page.wait_for_load_state("networkidle")

    assert a_visit.complaints == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_the_screen(visit, addresses, kind):
    page = visit().open(addresses[kind])
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            too_wide[width] = needed
    assert too_wide == {}


PRINTED = ("brochure", "leaflet", "map sheet", "three languages", "card")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in (*PRINTED, "not found")])
def test_the_first_view_is_light(visit, addresses, kind):
    a_visit = visit(412, 915)
    network = a_visit.page.context.new_cdp_session(a_visit.page)
    paths: dict[str, str] = {}
    sizes: dict[str, int] = {}
    network.on(
        "Network.responseReceived",
        lambda event: paths.update({event["requestId"]: event["response"]["url"]}),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    network.send("Network.enable")
    a_visit.open(addresses[kind]).wait_for_load_state("networkidle")

    wire = {
        paths[number].removeprefix(a_visit.site.address): size
        for number, size in sizes.items()
        # The browser draws its own fields for dates with pictures that come from nowhere.
        if number in paths and not paths[number].startswith("data:")
    }
    pictures = ("/patterns/", "/maps/", "/media/", "/en/my-trip/map.svg")
    counted = {path: size for path, size in wire.items() if not path.startswith(pictures)}
    scripts = sum(size for path, size in wire.items() if path.endswith(".js"))
    assert any(path.endswith(".css") for path in counted), wire
    assert sum(counted.values()) <= FIRST_VIEW, counted
    assert scripts <= SCRIPTS, counted
    assert all(path.startswith("/") for path in wire), wire


def test_the_site_works_without_scripts(visit, addresses):
    page = visit(java_script_enabled=False).open(addresses["village list"])
    everything = page.locator(".results article").count()
    if page.locator("summary").first.is_visible():  # on a phone
        page.locator("summary").first.click()
    box = page.locator("form input[type=checkbox]").first
    box.check()
    page.locator("form button[type=submit]").click()
    assert f"{box.get_attribute('name')}=" in page.url
    assert 0 < page.locator(".results article").count() < everything

    page.locator("a[hreflang=lv][lang=lv]").click()
    assert page.locator("html").get_attribute("lang") == "lv"
    assert "/lv/ciemi/?" in page.url

    page = visit(java_script_enabled=False).open(addresses["route"])
    page.locator("a[href$='/brochure/']").click()
    assert page.url.endswith("/brochure/")
    assert page.locator("h1").count() == 1


# --- The keyboard ---------------------------------------------------------------------------------

# The link of a card is stretched over the card, so the card shows the focus.
SHOWS_FOCUS = """() => {
    const link = document.activeElement;
    if (link === document.body) return true;  // past the last one
    const card = link.closest(".card, .event, .neighbour") ?? link;
    return [[link, null], [link, "::after"], [card, null]].some(([element, part]) => {
        const style = getComputedStyle(element, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    });
}"""


@pytest.mark.parametrize("kind", ["home", "village list", "village", "route", "event list"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit, addresses, kind):
    page = visit().open(addresses[kind])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0

    hidden = []
    for _ in range(25):
        if not page.evaluate(SHOWS_FOCUS):
            hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))
        page.keyboard.press("Tab")
    assert hidden == []


def test_the_skip_link_leads_to_the_content(visit, addresses):
    page = visit().open(addresses["village"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_filter_works_by_keyboard(visit, addresses, width):
    page = visit(width).open(addresses["village list"])
    box = page.locator("form input[type=checkbox]").first
    if not box.is_visible():
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()
    page.locator("form button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?*=*")

    assert page.locator(".results article").count() > 0


def test_the_language_switch_works_by_keyboard(visit, addresses):
    page = visit().open(addresses["village"])
    page.locator("a[hreflang=lt][lang=lt]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lt/kaimai/**")

    assert page.locator("html").get_attribute("lang") == "lt"


# --- Paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["village", "route", "brochure"])
def test_no_printed_page_is_blank(visit, addresses, kind):
    page = visit().open(addresses[kind])
    page.wait_for_load_state("networkidle")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    words = [len(sheet.extract_text().split()) for sheet in sheets]
    assert min(words) >= 5, words
    if kind == "brochure":
        assert len(sheets) >= 6
