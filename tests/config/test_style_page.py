"""The style page: for staff alone, whole, and of colours that can be told apart."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from catalogue.patterns import MOTIFS
from catalogue.publishing import publish
from config.style_tokens import USES, contrast, tokens
from tests.factories import UserFactory, VillageFactory

LANGUAGES = ("lv", "lt", "en")
PATH = "/{}/styleguide/"


def test_nobody_but_staff_sees_it(client, db):
    visitor = UserFactory(is_staff=False, partner=None)
    for login in (None, visitor):
        if login:
            client.force_login(login)
        answer = client.get(PATH.format("en"))
        assert answer.status_code == 302
        assert answer["Location"] == "/en/admin/login/?next=/en/styleguide/"


@pytest.mark.parametrize(
    "role",
    ["editor_lv", "editor_lt", "translator_lv", "publisher_lv", "reporter_lv", "administrator"],
)
def test_staff_of_every_role_sees_it(client, request, role):
    client.force_login(request.getfixturevalue(role))
    answer = client.get(PATH.format("en"))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_what_the_pages_are_made_of(client, editor_lv, language):
    publish(VillageFactory(theme_name_en="A secret draft"), "lv", by=None)
    VillageFactory(theme_name_en="A secret draft", theme_name_lv="Slepens melnraksts")
    client.force_login(editor_lv)

    html = client.get(PATH.format(language)).content.decode()

    for name in tokens().colours:
        assert f"<code>--{name}</code>" in html
    for motif in MOTIFS:
        assert f"/patterns/card/sample/{motif}/sample.svg" in html
    parts = "card card--flat|event__date|notice|empty|pager|filter__group|letter__problems|label"
    for part in (
        *parts.split("|"),
        "search",
        "imprint",
        "favourite",
        "add-to-trip",
        "month",
        "facts",
    ):
        assert re.search(rf'class="[^"]*\b{part}\b', html), part
    assert ('class="map map--village"' in html) == (language == "lv")
    assert "secret" not in html and "Slepens" not in html
    assert ' style="' not in html and "autofocus" not in html


def test_every_colour_has_a_use_and_every_size_a_sample():
    assert set(USES) == set(tokens().colours)
    style = Path(finders.find("css/style-page.css")).read_text("utf-8")
    for name in (*tokens().steps, *tokens().spaces):
        assert f"--{name} {{" in style


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#962a2d", "#962a2d") == 1


def test_all_that_is_read_can_be_read_in_both_schemes():
    too_faint = [
        (pair.text.name, pair.ground.name)
        for pair in tokens().pairs
        if min(pair.light, pair.dark) < pair.needed
    ]
    assert too_faint == []
