"""The visitor's own trip in a real browser: with scripts and without, by keyboard, in two tabs."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEPT = "localStorage.getItem('trip')"


def stops_of(page) -> list[str]:
    """The villages in the page's address, in order."""
    chain = parse_qs(urlsplit(page.url).query).get("stops", [""])[0]
    return re.findall(r"v\d+", chain)


@pytest.fixture(scope="module")
def villages(live_site) -> list[tuple[str, str]]:
    """Number and English address of some villages."""
    import urllib.request

    def html(path: str) -> str:
        with urllib.request.urlopen(live_site.address + path, timeout=30) as answer:  # noqa: S310
            return answer.read().decode()

    numbers = re.findall(r'<option value="(v\d+)"', html("/en/my-trip/"))[:4]
    page = html(f"/en/my-trip/?stops={'.'.join(numbers)}")
    addresses = re.findall(r'itinerary__title"><a href="([^"]+)"', page)
    assert len(numbers) == len(addresses) == 4
    return list(zip(numbers, addresses, strict=True))


def test_villages_are_added_by_button_and_kept(visit, villages):
    a_visit = visit(360)
    for number, (_word, address) in enumerate(villages[:2], 1):
        page = a_visit.open(address)
        page.get_by_role("button", name="Add to my trip").click()
        expect(page.locator(".add-to-trip__said")).to_have_text("Added to your trip.")
        expect(page.locator("[data-trip-count]")).to_have_text(str(number))
        expect(page.get_by_role("button", name="In my trip: open it")).to_be_visible()
        assert page.url.endswith(address)

    page.reload()
    expect(page.locator("[data-trip-count]")).to_have_text("2")
    page.get_by_role("link", name=re.compile("My trip")).click()
    page.wait_for_url("**/en/my-trip/?stops=*")
    assert stops_of(page) == [word for word, _address in villages[:2]]

    page.reload()
    assert stops_of(page) == [word for word, _address in villages[:2]]
    page = a_visit.open("/lv/mans-celojums/")  # no query: the browser knows it
    page.wait_for_url("**/lv/mans-celojums/?stops=*")
    assert stops_of(page) == [word for word, _address in villages[:2]]
    assert a_visit.page.context.cookies() == []
    assert a_visit.complaints == []


def test_the_trip_opens_in_another_language_with_the_same_stops(visit, villages):
    chain = ".".join(word for word, _address in villages)
    page = visit().open(f"/en/my-trip/?stops={chain}&from=2027-05-03&by=bicycle")

    page.locator("a[hreflang=lt][lang=lt]").click()

    page.wait_for_url("**/lt/mano-kelione/?*")
    assert stops_of(page) == [word for word, _address in villages]
    assert "from=2027-05-03&by=bicycle" in page.url
    assert page.locator(".trip__stop").count() == 4


def test_the_whole_trip_is_made_without_scripts(visit, villages):
    page = visit(java_script_enabled=False).open(villages[0][1])
    page.get_by_role("button", name="Add to my trip").click()
    assert stops_of(page) == [villages[0][0]]
    assert page.get_by_role("button", name="Copy the link").count() == 0

    for word, _address in villages[1:3]:
        page.locator("#trip-add").select_option(word)
        page.get_by_role("button", name="Add", exact=True).click()
    one, two, three = (word for word, _address in villages[:3])
    assert stops_of(page) == [one, two, three]

    page.locator("[value='up.3']").click()
    assert stops_of(page) == [one, three, two]
    page.locator("[value='split.2']").click()
    assert f"stops={one}_{three}.{two}" in page.url
    page.locator("[name=stay-1]").fill("90")
    page.locator("#trip-from").fill("2027-05-03")
    page.locator("#trip-start").fill("08:30")
    page.locator("#trip-by").select_option("bicycle")
    page.locator("[name=back]").check()
    page.get_by_role("button", name="Update the trip").click()
    assert page.url.endswith(
        f"?stops={one}-90_{three}.{two}&from=2027-05-03&start=0830&by=bicycle&back=1"
    )
    page.locator("[value='remove.2']").click()
    assert stops_of(page) == [one, two]
    page.get_by_role("button", name="Empty the trip").click()
    assert page.url.endswith("/en/my-trip/")


def test_the_keyboard_alone_moves_a_stop_and_stays_with_it(visit, villages):
    one, two, three = (word for word, _address in villages[:3])
    page = visit().open(f"/en/my-trip/?stops={one}.{two}.{three}")
    page.locator("[value='up.3']").focus()

    page.keyboard.press("Enter")
    page.wait_for_url("**#stop-2")
    assert stops_of(page) == [one, three, two]
    page.wait_for_function("document.activeElement.id === 'stop-2'")

    page.keyboard.press("Tab")  # on to what the moved stop offers
    inside = "document.activeElement.closest('#stop-2') !== null"
    assert page.evaluate(inside)
    field = page.locator("[name=stay-1]")
    field.fill("30")
    field.press("Enter")
    page.wait_for_url(f"**?stops={one}-30.{three}.{two}*")


def test_a_link_from_somebody_does_not_replace_the_kept_trip(visit, villages):
    mine, theirs = villages[0][0], villages[1][0]
    a_visit = visit()
    page = a_visit.open(villages[0][1])
    page.get_by_role("button", name="Add to my trip").click()

    page = a_visit.open(f"/en/my-trip/?stops={theirs}")

    assert page.evaluate(KEPT) == f"stops={mine}"
    expect(page.locator("[data-trip-kept]")).to_be_visible()
    page.get_by_role("button", name="Keep this one instead").click()
    assert page.evaluate(KEPT) == f"stops={theirs}"
    expect(page.locator("[data-trip-kept]")).to_be_hidden()


def test_a_tab_with_an_older_copy_overwrites_nothing_until_somebody_acts(visit, villages):
    one, two = villages[0], villages[1]
    older = visit().open(one[1])
    older.get_by_role("button", name="Add to my trip").click()
    older.get_by_role("button", name="In my trip: open it").click()
    older.wait_for_url("**/my-trip/?stops=*")

    newer = older.context.new_page()
    newer.goto(older.url.split("/en/")[0] + two[1])
    newer.get_by_role("button", name="Add to my trip").click()
    expect(older.locator("[data-trip-kept]")).to_be_visible()
    expect(older.locator("[data-trip-count]")).to_have_text("2")

    older.reload()
    assert older.evaluate(KEPT) == f"stops={one[0]}.{two[0]}"
    older.locator("[name=stay-1]").fill("15")
    older.get_by_role("button", name="Update the trip").click()
    older.wait_for_url("**-15*")
    older.wait_for_function(f"{KEPT} === 'stops={one[0]}-15'")
    expect(newer.locator("[data-trip-count]")).to_have_text("1")


def test_what_somebody_put_into_the_browser_s_memory_breaks_nothing(visit, villages):
    a_visit = visit()
    page = a_visit.open("/en/")
    for junk in ("junk", "stops=<img src=x onerror=alert(1)>", "stops=v", "\\u0000", "%%%"):
        page.evaluate("junk => localStorage.setItem('trip', junk)", junk)
        page = a_visit.open("/en/my-trip/")
        assert urlsplit(page.url).path == "/en/my-trip/"
        page = a_visit.open(villages[0][1])
        page.get_by_role("button", name="Add to my trip").click()
        expect(page.locator("[data-trip-count]")).to_have_text("1")
    assert a_visit.complaints == []


def test_a_route_adds_its_stops(visit, addresses):
    page = visit().open(addresses["route"])

    page.get_by_role("button", name="Add all stops to my trip").click()

    expect(page.get_by_role("status").filter(has_text="Added to your trip.")).to_be_visible()
    count = int(page.locator("[data-trip-count]").inner_text())
    assert count >= 2
    page.get_by_role("link", name=re.compile("My trip")).click()
    page.wait_for_url("**/my-trip/?stops=*")
    assert len(stops_of(page)) == count


def test_the_map_of_a_trip_zooms_and_leads_to_its_stops(visit, villages):
    chain = ".".join(word for word, _address in villages[:3])
    a_visit = visit()
    page = a_visit.open(f"/en/my-trip/?stops={chain}")

    page.get_by_role("button", name="Zoomable map").click()

    page.locator(".zoom-map--open .leaflet-marker-icon").first.wait_for()
    assert page.locator(".zoom-map--open .route-map__stop").count() == 3
    assert stops_of(page) == [word for word, _address in villages[:3]]  # no form was sent
    assert a_visit.complaints == []
