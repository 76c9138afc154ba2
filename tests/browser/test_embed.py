"""The list of villages in a page of another site, as a browser shows it."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def town(live_site):
    """Another site, at another origin; each of its pages has a frame with the address asked for."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            address = live_site.address + self.path
            html = (
                f'<!doctype html><title>Town</title><iframe src="{address}" width="220"></iframe>'
            )
            self.wfile.write(html.encode())

        def log_message(self, *_args) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_town_shows_the_list_and_its_links_leave_the_frame(visit, town):
    seen = visit(width=360)
    seen.page.goto(f"{town}/lv/iegult/?limit=2")
    frame = seen.page.frame_locator("iframe")

    frame.locator("li").first.wait_for()
    assert frame.locator("li").count() == 2
    width = frame.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")
    assert width[0] == width[1]
    frame.locator("h2 a").first.click()
    seen.page.wait_for_url(f"{seen.site.address}/lv/ciemi/*/")
    assert seen.complaints == []


def test_no_other_page_can_be_framed(visit, town):
    seen = visit(width=360)
    seen.page.goto(f"{town}/lv/ciemi/")
    seen.page.wait_for_timeout(200)

    assert seen.page.frame_locator("iframe").locator("main").count() == 0
    assert any("frame-ancestors" in complaint for complaint in seen.complaints)


def test_the_composer_shows_what_it_gives_out(visit):
    seen = visit()
    page = seen.open("/en/embed/compose/")
    page.get_by_label("How many villages at most").select_option("3")
    page.get_by_role("button", name="Show it").click()

    assert page.frame_locator("iframe").locator("li").nth(2).is_visible()
    assert "limit=3" in page.get_by_label("The list in a frame").input_value()
    assert seen.complaints == []
