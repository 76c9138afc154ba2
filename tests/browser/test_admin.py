"""The admin in a real browser: under the strict policy, without errors, for everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "index": "/en/admin/",
    "village list": "/en/admin/villages/village/",
    "route list": "/en/admin/routes/route/",
    "activity list": "/en/admin/consultations/activity/",
}


@pytest.fixture
def at_work(visit):
    """An editor of Latgale who has come in by the login page."""
    a_visit = visit(1280)
    page = a_visit.open("/en/admin/")
    page.fill("input[name=username]", "demo-editor-lv")
    page.fill("input[name=password]", a_visit.site.logins["demo-editor-lv"])
    page.locator("[type=submit]").first.click()
    page.wait_for_url("**/en/admin/")
    return a_visit


def test_the_login_page_has_nothing_to_complain_about(visit):
    a_visit = visit()
    a_visit.open("/en/admin/login/").wait_for_load_state("networkidle")

    assert a_visit.complaints == []
    assert violations(a_visit.page) == []


@pytest.mark.parametrize("kind", PAGES)
def test_lists_have_nothing_to_complain_about(at_work, kind):
    at_work.open(PAGES[kind]).wait_for_load_state("networkidle")

    assert at_work.complaints == []
    assert violations(at_work.page) == []


@pytest.mark.parametrize("kind", ["village", "route"])
def test_forms_have_nothing_to_complain_about(at_work, kind):
    page = at_work.open(PAGES[f"{kind} list"])
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state("networkidle")

    assert page.locator("form[id$=_form]").count() == 1
    assert at_work.complaints == []
    assert violations(at_work.page) == []


def violations(page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {"runOnly": {"type": "tag", "values": tags}}
    return [
        f"{violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
        for violation in Axe().run(page, options=options).response["violations"]
    ]
