"""Indexes keep step with editions, and are made anew when the code has a newer version."""

import pytest
from django.core.management import CommandError, call_command

from catalogue import indexes
from catalogue.models import IndexState, PublicState
from catalogue.publishing import publish, withdraw
from tests.factories import VillageFactory

pytestmark = pytest.mark.django_db


class Titles:
    """An index that only remembers what it was told."""

    name = "titles"
    version = 1
    tables = ("catalogue_edition",)

    def __init__(self):
        self.said = {}

    def put(self, kind, source_id, language, edition):
        self.said[kind, source_id, language] = edition and edition.title

    def fill(self, editions):
        self.said = {(e.kind, e.source_id, e.language): e.title for e in editions}


@pytest.fixture
def titles(monkeypatch):
    index = Titles()
    monkeypatch.setattr(indexes, "_indexes", {"titles": index})
    return index


def test_publishing_and_withdrawing_tell_the_index(titles):
    village = VillageFactory(theme_name_lv="Maizes ciems")
    publish(village, "lv", by=None)
    assert titles.said == {("village", village.pk, "lv"): "Maizes ciems"}

    village.theme_name_lv = "Medus ciems"
    village.save()
    publish(village, "lv", by=None)
    assert titles.said == {("village", village.pk, "lv"): "Medus ciems"}

    withdraw(village, "lv", by=None)
    assert titles.said == {("village", village.pk, "lv"): None}


def test_an_index_is_made_of_current_editions_only(titles):
    kept, gone = VillageFactory(theme_name_lv="Maizes ciems"), VillageFactory()
    for village in (kept, gone):
        publish(village, "lv", by=None)
    withdraw(gone, "lv", by=None)
    titles.said = {"something": "stale"}

    call_command("make_indexes")

    assert titles.said == {("village", kept.pk, "lv"): "Maizes ciems"}


def test_a_newer_version_is_made_anew_once_and_pages_know(titles):
    publish(VillageFactory(), "lv", by=None)
    indexes.make_anew_what_is_outdated()
    assert IndexState.objects.get(name="titles").version == 1
    state = PublicState.objects.get().version

    titles.said = {}
    indexes.make_anew_what_is_outdated()
    assert (titles.said, PublicState.objects.get().version) == ({}, state)

    titles.version = 2
    indexes.make_anew_what_is_outdated()
    assert len(titles.said) == 1
    assert IndexState.objects.get(name="titles").version == 2
    assert PublicState.objects.get().version > state


def test_nothing_is_made_before_its_tables_are_there(titles):
    titles.tables = ("catalogue_not_migrated_yet",)

    indexes.make_anew_what_is_outdated()

    assert not IndexState.objects.filter(name="titles").exists()


def test_an_unknown_index_is_named_with_those_there_are(titles):
    with pytest.raises(CommandError, match="No such index: tilte. There are: titles."):
        call_command("make_indexes", "tilte")
