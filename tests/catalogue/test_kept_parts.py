"""Cards are drawn once for an edition, and again when a word in them changes."""

import pytest
from django.utils.safestring import SafeString

from catalogue import kept_parts
from catalogue.publishing import publish
from tests.factories import ThemeFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    parts = {}
    monkeypatch.setattr(kept_parts, "_kept", parts)
    return parts


@pytest.fixture
def village():
    village = VillageFactory(theme=ThemeFactory(key="bread", name_lv="Maize"))
    publish(village, "lv", by=None)
    return village


def drawn_cards(kept) -> int:
    return sum(key[0] == "villages/_card.html" for key in kept)


def test_a_new_edition_draws_its_own_card_and_no_other(client, village, kept):
    publish(VillageFactory(), "lv", by=None)
    client.get("/lv/ciemi/")
    assert drawn_cards(kept) == 2

    village.summary_lv = "Jauns kopsavilkums."
    village.save()
    publish(village, "lv", by=None)

    assert "Jauns kopsavilkums." in client.get("/lv/ciemi/").content.decode()
    assert drawn_cards(kept) == 3


def test_a_renamed_theme_shows_on_cards_at_once(client, village):
    assert "Maize" in client.get("/lv/ciemi/").content.decode()
    village.theme.name_lv = "Rudzi"
    village.theme.save()

    html = client.get("/lv/ciemi/").content.decode()

    assert "Rudzi" in html
    assert "Maize" not in html


def test_the_oldest_parts_make_room(client, village, kept, monkeypatch):
    monkeypatch.setattr(kept_parts, "MOST_KEPT", 2)

    client.get("/lv/")
    client.get("/lv/ciemi/")

    assert len(kept) == 2


def test_large_parts_make_room_for_each_other(kept, monkeypatch):
    monkeypatch.setattr(kept_parts, "MOST_CHARACTERS", 100)

    for number in range(3):
        kept_parts.kept_part((number,), lambda: SafeString("x" * 40))
    assert list(kept) == [(1,), (2,)]

    assert kept_parts.kept_part(("huge",), lambda: SafeString("y" * 200)) == "y" * 200
    assert list(kept) == [("huge",)]
    kept_parts.kept_part(("small",), lambda: SafeString("z"))
    assert list(kept) == [("small",)]


def test_nothing_is_kept_while_templates_are_edited(client, village, kept, settings):
    settings.DEBUG = True

    client.get("/lv/ciemi/")

    assert kept == {}


def test_parts_of_visitors_push_out_no_other(kept, monkeypatch):
    own = {}
    monkeypatch.setattr(kept_parts, "_kept_of_visitors", own)
    monkeypatch.setattr(kept_parts, "MOST_KEPT", 2)
    kept_parts.kept_part(("card",), lambda: SafeString("x"))

    for number in range(5):
        kept_parts.kept_part((number,), lambda: SafeString("y"), of_a_visitor=True)

    assert list(kept) == [("card",)]
    assert list(own) == [(3,), (4,)]
