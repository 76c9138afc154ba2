"""A village's photos and recordings in a real browser: by keys, by fingers, and without scripts."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RECORDINGS = Path(__file__).parent.parent / "recordings"
SLUG = "turki-bathhouse-village"
ADDRESS = f"/en/villages/{SLUG}/"

WITH_SAMPLES = f"""
from io import BytesIO
from pathlib import Path
from django.core.files.base import ContentFile
from PIL import Image
from catalogue.publishing import publish
from villages.models import MediaGuide, Village, VillagePhoto

village = Village.objects.get(slug_en={SLUG!r})
for number, size in enumerate([(900, 600), (600, 900), (700, 700)], 1):
    buffer = BytesIO()
    Image.new("RGB", size, ("tan", "teal", "plum")[number - 1]).save(buffer, "JPEG")
    VillagePhoto.objects.create(
        village=village, image=ContentFile(buffer.getvalue(), name="sample.jpg"),
        author="Sample", licence="CC0 1.0", position=number, alt_en=f"Sample {{number}}",
        alt_lv="Paraugs", alt_lt="Pavyzdys", caption_en=f"Caption {{number}}",
        caption_lv="Paraksts", caption_lt="Prierašas",
    )
for name, captions in (
    ("tone.mp3", ""), ("film.webm", "WEBVTT\\n\\n00:00.000 --> 00:01.000\\nA tone\\n")
):
    MediaGuide.objects.create(
        village=village, language="en", title=f"Hear {{name}}", transcript="A tone of 440 Hz.",
        captions=captions, author="Sample", licence="CC0 1.0",
        file=ContentFile((Path({str(RECORDINGS)!r}) / name).read_bytes(), name=name),
    )
publish(village, "en", by=None)
"""
AS_BEFORE = f"""
from catalogue.publishing import publish
from villages.models import Village

village = Village.objects.get(slug_en={SLUG!r})
village.photos.all().delete()
village.guides.all().delete()
publish(village, "en", by=None)
"""
# What moved after it was drawn, as the browser adds it up; nothing was touched.
SHIFTS = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 400);
})
"""


@pytest.fixture(scope="module")
def village(live_site) -> str:
    """The address of a village that has sample photos and recordings, for these tests alone."""
    live_site.manage("shell", "-c", WITH_SAMPLES)
    yield ADDRESS
    live_site.manage("shell", "-c", AS_BEFORE)


def test_photos_open_large_and_are_led_through_by_keys(visit, village):
    a_visit = visit(1280)
    page = a_visit.open(village)
    links = page.locator("a[data-photo]")
    expect(links).to_have_count(3)
    viewer = page.get_by_role("dialog", name="Photos")

    links.first.focus()
    page.keyboard.press("Enter")
    expect(viewer).to_be_visible()
    expect(viewer.get_by_role("img")).to_have_attribute("alt", "Sample 1")

    shown = []
    for key in ("ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home", "ArrowRight"):
        page.keyboard.press(key)
        shown.append(viewer.locator("[data-count]").inner_text())
    assert shown == ["2 / 3", "3 / 3", "1 / 3", "3 / 3", "1 / 3", "2 / 3"]
    expect(viewer.locator("[data-words]")).to_contain_text("Caption 2")
    expect(viewer.locator("[data-words]")).to_contain_text("Photo: Sample")
    expect(viewer.get_by_role("link", name="CC0 1.0")).to_be_visible()
    assert Axe().run(page).response["violations"] == []

    for _step in range(8):  # all that can be reached is in the dialog
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog, body').tagName") != "A"

    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(links.nth(1)).to_be_focused()
    assert a_visit.complaints == []


def test_photos_are_led_through_by_buttons_and_fingers(visit, village):
    a_visit = visit(360, 740, has_touch=True)
    page = a_visit.open(village)
    page.locator("a[data-photo]").nth(1).click()
    viewer = page.get_by_role("dialog", name="Photos")
    count = viewer.locator("[data-count]")

    viewer.get_by_role("button", name="Next photo").click()
    expect(count).to_have_text("3 / 3")
    viewer.get_by_role("button", name="Previous photo").click()
    expect(count).to_have_text("2 / 3")

    fingers = page.context.new_cdp_session(page)
    for start, end, text in ((300, 100, "3 / 3"), (100, 300, "2 / 3"), (100, 110, "2 / 3")):
        for kind, across in (("Start", [start]), ("Move", [end]), ("End", [])):
            points = [{"x": x, "y": 300} for x in across]
            fingers.send(
                "Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points}
            )
        expect(count).to_have_text(text)

    viewer.get_by_role("button", name="Close").click()
    expect(viewer).to_be_hidden()
    assert a_visit.complaints == []


def test_without_scripts_photos_are_links(visit, village):
    a_visit = visit(1280, java_script_enabled=False)
    page = a_visit.open(village)

    for number in range(3):
        address = page.locator("a[data-photo]").nth(number).get_attribute("href")
        answer = page.request.get(a_visit.site.address + address)
        assert answer.ok
        assert answer.headers["content-type"] == "image/jpeg"
    expect(page.locator("dialog")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_when_photos_arrive(visit, village, width):
    page = visit(width).open(village)

    page.evaluate("document.querySelector('#photos').scrollIntoView()")
    page.wait_for_function("[...document.images].slice(0, 3).every((image) => image.complete)")

    assert page.evaluate(SHIFTS) == 0


def test_a_recording_is_fetched_when_it_is_wanted_heard_in_parts_and_read(visit, village):
    a_visit = visit(360)
    asked: list[tuple[str, int]] = []

    def heard(answer) -> None:
        if found := re.search(r"/media/guides/\w+\.(\w+)", answer.url):
            asked.append((found[1], answer.status))

    a_visit.page.on("response", heard)
    page = a_visit.open(village)
    page.wait_for_load_state("networkidle")
    assert {kind for kind, _status in asked} <= {"vtt"}  # a film's captions, some hundred bytes
    asked.clear()

    sound = page.locator("audio")
    length = sound.evaluate(
        "(sound) => new Promise((done) => {"
        " sound.onloadedmetadata = () => done(sound.duration); setTimeout(done, 9000, 0);"
        " sound.preload = 'auto';"
        " sound.load(); })"
    )
    assert 0.9 < length < 1.2
    assert asked[0] == ("mp3", 206)

    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length === 1")
    cue = page.evaluate("document.querySelector('video').textTracks[0].cues[0].text")
    assert cue == "A tone"

    guide = page.locator(".guide").first
    guide.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(guide.get_by_text("A tone of 440 Hz.")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert a_visit.complaints == []
