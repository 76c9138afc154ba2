"""Reading without a network, in a real browser: saved copies, and the service worker."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def with_worker(visit):
    """A visit whose pages are kept; it is waited for what happens after the first page."""

    def begin(path: str, **words):
        a_visit = visit(service_workers="allow", **words)
        page = a_visit.open(path)
        page.wait_for_function(
            """async () => {
                const cache = await caches.open("villages-pages-1");
                const offline = (await caches.keys()).find((name) => name.includes("offline"));
                return (await cache.keys()).length && offline
                    && (await (await caches.open(offline)).keys()).length;
            }"""
        )
        page.wait_for_load_state("networkidle")
        return a_visit

    return begin


def forget_what_the_browser_keeps_itself(page) -> None:
    """A page may be shown out of the browser's own cache for ten minutes, without a note."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")


KEPT = """async () => (await (await caches.open("villages-pages-1")).keys())
    .map((request) => new URL(request.url).pathname)"""


def test_a_saved_copy_opens_from_disk_with_the_network_off(visit, addresses, tmp_path):
    for kind in ("village", "route"):
        a_visit = visit(360, 800)
        page = a_visit.open(addresses[kind])
        with page.expect_download() as told:
            page.locator("a[href$='save.html']").click()
        file = tmp_path / told.value.suggested_filename
        told.value.save_as(file)
        assert re.fullmatch(r"[a-z0-9-]+-en\.html", file.name)

        asked = []
        a_visit.page.context.set_offline(True)
        page = a_visit.page.context.new_page()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, said=a_visit.complaints: said.append(message.text))
        page.goto(file.as_uri())

        assert [url for url in asked if not url.startswith(("data:", file.as_uri()))] == []
        assert a_visit.complaints == []
        assert page.evaluate(
            "document.fonts.ready.then(() => document.fonts.check('1em \\'Village Sans\\''))"
        )
        assert page.locator(".saved__map svg").bounding_box()["width"] > 250
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("link", name="In an emergency").click()
        expect(page.locator("#emergency")).to_be_in_viewport()
        assert page.locator("#emergency + p a").get_attribute("href") == "tel:112"
        with page.expect_download() as gpx:
            page.get_by_role("link", name="GPX").click()
        assert b"<wpt " in gpx.value.path().read_bytes()
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours, reduced_motion="reduce")
            found = Axe().run(page).response["violations"]
            assert [violation["id"] for violation in found] == []


def test_visited_pages_are_read_without_a_network(with_worker, addresses):
    a_visit = with_worker(addresses["village"])
    page, context = a_visit.page, a_visit.page.context
    a_visit.open(addresses["route"]).wait_for_load_state("networkidle")
    page.wait_for_function(
        "async (path) => (await (" + KEPT + ")()).includes(path)", arg=addresses["route"]
    )

    forget_what_the_browser_keeps_itself(page)
    context.set_offline(True)
    for kind in ("village", "route"):  # the first one was open before there was a worker
        page.goto(a_visit.site.address + addresses[kind])
        note = page.locator("main .notice[role=status]")
        expect(note).to_contain_text("A copy of")
        assert (
            page.evaluate(
                "getComputedStyle(document.querySelector('.notice')).borderInlineStartStyle"
            )
            == "solid"
        )
        assert page.evaluate("document.querySelector('.eu__emblem').decode().then(() => true)")
        assert page.locator("h1").count() == 1

    page.goto(a_visit.site.address + "/en/events/")
    expect(page.locator("h1")).to_have_text("No network")
    links = page.locator("[data-kept-pages] a")
    expect(links).to_have_count(2)
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []
    links.filter(has_not_text="zzz").last.click()
    expect(page.locator("main .notice[role=status]")).to_contain_text("A copy of")

    context.set_offline(False)
    page.reload()
    expect(page.get_by_text("A copy of")).to_have_count(0)


def test_a_slow_network_shows_the_kept_page(with_worker, addresses):
    a_visit = with_worker(addresses["village"])
    page = a_visit.page
    forget_what_the_browser_keeps_itself(page)
    # Playwright holds up what the worker asks for, but not what the browser asks ahead of it.
    page.evaluate(
        "navigator.serviceWorker.ready.then((ready) => ready.navigationPreload.disable())"
    )
    page.context.route("**" + addresses["village"], lambda route: None)  # never answers

    page.goto(a_visit.site.address + addresses["village"])

    expect(page.locator("main .notice[role=status]")).to_contain_text("A copy of")


def test_what_staff_reads_is_not_kept(with_worker, addresses):
    a_visit = with_worker(addresses["about"])
    page, site = a_visit.page, a_visit.site
    page.goto(site.address + "/en/admin/login/")
    page.fill("input[name=username]", "demo-editor-lv")
    page.fill("input[name=password]", site.logins["demo-editor-lv"])
    page.locator("[type=submit]").first.click()
    page.wait_for_url("**/en/admin/")
    a_visit.open(addresses["village"]).wait_for_load_state("networkidle")

    assert page.evaluate(KEPT) == [addresses["about"]]


def test_the_archive_is_read_and_searched_from_disk(visit, live_site, tmp_path):
    folder = tmp_path / "villages"
    live_site.manage("export_archive", str(folder), "--languages", "lv", "en")
    a_visit = visit(360, 800, offline=True)
    page, asked = a_visit.page, []
    page.on("request", lambda request: asked.append(request.url))

    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Latviski").click()
    page.get_by_role("link", name="Meklēt šajā kopijā").click()
    page.get_by_label("Ko jūs meklējat?").fill("laipām")  # the title has “laipu”
    expect(page.get_by_role("status")).to_contain_text("Atrasts:")
    page.locator("[data-results]").get_by_role("link", name="Laipu ciems", exact=True).click()
    expect(page.locator("h1")).to_have_text("Laipu ciems")
    assert page.evaluate("document.querySelector('.map img').decode().then(() => true)")
    page.locator("a[hreflang=en][lang=en]").click()
    expect(page.locator("h1")).to_have_text("Village of Footbridges")
    assert page.evaluate("document.documentElement.scrollWidth") == 360

    assert a_visit.complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.go_back()
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
