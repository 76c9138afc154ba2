"""No text is cut: random lengths of every text, in all formats, through the press itself."""

import re
from io import BytesIO
from random import Random

import pypdf
import pytest
from django.db import transaction
from django.utils import translation

from catalogue.shared_words import shared_words
from routes.brochures import laying_out, making
from routes.brochures.content import brochure_of, card_of
from routes.brochures.formats import FORMATS, Purpose
from routes.press import folding
from tests.routes.wordy_routes import wordy_route

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SITE = "https://villages.example"
MM = 25.4 / 72
PADDING_MM = 1.5
SIZES = {
    "a4": {(210, 297)},
    "a4-light": {(210, 297)},
    "a4-large": {(210, 297)},
    "booklet": {(148, 210)},
    "map-three": {(420, 297)},
    "card": {(105, 148)},
}
FOLDS = {
    "leaflet": folding.ROLL,
    "leaflet-z": folding.Z,
    "map-a6": folding.MAP_A6,
    "map-dl": folding.MAP_DL,
}


def squeezed(text: str) -> str:
    """Letters and digits alone: words are broken at line ends, with and without a hyphen."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("key", [key for key in FORMATS if key != "a4-light"])  # as long as a4
def test_the_longest_texts_and_words(key):
    """On sheets a stop has pages of its own: three tell as much as twelve."""
    check(key, stops=12 if "panels" in FORMATS[key].styles else 3)


@pytest.mark.parametrize("key", FORMATS)
def test_texts_of_any_length(key):
    """One example of each format, drawn by lot, and the same in every run."""
    lot = Random(f"lengths in {key}")  # noqa: S311 - no secret
    check(
        key,
        stops=lot.randint(2, 12),
        seed=lot.randint(0, 10_000),
        fullness=lot.random(),
        longest_word=lot.randint(1, 60),
        language=lot.choice(["lv", "lt", "en"]),
    )


def check(key, stops, seed=7, fullness=1.0, longest_word=60, language="lv"):
    """Print it, and look: nothing overflows, no page is blank, no stop is lost, sizes are right."""
    format_ = FORMATS[key]
    languages = ("lv", "lt", "en") if format_.languages > 1 else (language,)
    with transaction.atomic(), translation.override(language):
        route = wordy_route(stops, seed, fullness, longest_word, languages)[language]
        words = shared_words(language)
        if format_.subject == "village":
            village = type(route).objects.get(source_id=9001, language=language)
            brochure = card_of(village, words, SITE)
            expected = [brochure.stop]
        else:
            brochure = brochure_of(route, words, SITE, format_)
            expected = brochure.stops
        job = laying_out.job_of(brochure, format_, Purpose.SCREEN, SITE)
        transaction.set_rollback(True)

    stored = making.pdf_of(job)

    report = stored.report
    # A word without any place to break may hang into the padding of its box; nothing cuts it there.
    assert [text for text in report.overflow if text["mm"] > PADDING_MM] == []
    assert [name for name, told in report.sections.items() if not told["fits"]] == []
    pages = pypdf.PdfReader(BytesIO(stored.read())).pages
    texts = [squeezed(page.extract_text()) for page in pages]
    assert all(texts), "a page is blank"
    whole = "".join(texts)
    lost = [stop.number for stop in expected if squeezed(stop.title) not in whole]
    assert lost == []
    numbers = {str(stop.number) for stop in expected}
    assert key == "card" or numbers <= set(re.findall(r"\d+", " ".join(map(extracted, pages))))
    sizes = [(float(page.mediabox.width) * MM, float(page.mediabox.height) * MM) for page in pages]
    if key in FOLDS:
        assert folding.panels_of_pages(FOLDS[key], sizes)  # raises when one has no place
    else:
        assert {(round(width), round(height)) for width, height in sizes} == SIZES[key]


def extracted(page) -> str:
    return page.extract_text()
