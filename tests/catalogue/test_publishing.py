"""The gate, editions, and what the database refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from catalogue.models import Edition
from catalogue.publishing import NotReady, draft_edition, gate, publish, withdraw
from tests.factories import OfferFactory, RouteFactory, UserFactory, VillageFactory

pytestmark = pytest.mark.django_db


def test_publishing_freezes_the_text_of_one_language_only():
    village = VillageFactory(theme_name_lv="Maizes ciems", slug_lv="maizes-ciems")

    edition = publish(village, "lv", by=None).edition

    assert (edition.language, edition.number, edition.slug) == ("lv", 1, "maizes-ciems")
    assert edition.title == "Maizes ciems"
    assert edition.document["story"] == ["Šeit pin grozus.", "Un dzied."]
    assert Edition.objects.current().count() == 1


def test_publishing_remembers_who_did_it():
    publisher = UserFactory()

    assert publish(VillageFactory(), "lv", by=publisher).edition.published_by == publisher


def test_unchanged_content_makes_no_new_edition():
    village = VillageFactory()
    first = publish(village, "lv", by=None)

    second = publish(village, "lv", by=None)

    assert (first.is_new, second.is_new) == (True, False)
    assert second.edition == first.edition
    assert Edition.objects.count() == 1


def test_a_change_makes_a_second_edition_and_supersedes_the_first():
    village = VillageFactory()
    first = publish(village, "lv", by=None).edition
    village.summary_lv = "Cits kopsavilkums."
    village.save()

    second = publish(village, "lv", by=None).edition

    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.superseded_at is not None
    assert list(Edition.objects.current()) == [second]


def test_a_language_with_gaps_is_not_published_and_each_gap_has_its_link():
    village = VillageFactory(draft=True)

    with pytest.raises(NotReady) as refusal:
        publish(village, "lt", by=None)

    assert [gap.address.rpartition("#")[2] for gap in refusal.value.gaps] == [
        "id_theme_name_lt",
        "id_slug_lt",
        "id_summary_lt",
        "id_story_lt",
    ]
    assert not Edition.objects.exists()


def test_an_offer_without_its_title_shuts_the_gate_in_that_language_only():
    village = VillageFactory()
    OfferFactory(village=village, title_lt="")

    assert [gap.address.rpartition("#")[2] for gap in gate(village, "lt")] == ["id_title_lt"]
    assert gate(village, "lv") == []


def test_what_one_language_says_the_others_must_say_too():
    village = VillageFactory()
    OfferFactory(village=village, takes_home_en="A basket")

    assert [gap.address.rpartition("#")[2] for gap in gate(village, "lv")] == ["id_takes_home_lv"]
    assert gate(village, "en") == []


def test_candidates_and_villages_without_a_place_are_not_published():
    assert len(gate(VillageFactory(candidate=True), "lv")) == 1
    assert len(gate(VillageFactory(place=None), "lv")) == 1


def test_an_address_that_belongs_to_another_village_shuts_the_gate():
    publish(VillageFactory(slug_lv="maizes-ciems"), "lv", by=None)
    other = VillageFactory()
    other.slug_lt = "maizes-ciems"  # the same word in another language is no clash
    other.save()

    assert gate(other, "lt") == []


def test_a_published_slug_can_be_taken_once_only():
    first = VillageFactory(slug_lv="maizes-ciems")
    publish(first, "lv", by=None)
    first.slug_lv = "rudzu-ciems"  # a draft: visitors still find it under the old address
    first.save()
    second = VillageFactory(slug_lv="maizes-ciems")

    assert [gap.address.rpartition("#")[2] for gap in gate(second, "lv")] == ["id_slug_lv"]


def test_withdrawing_takes_one_language_off():
    village = VillageFactory()
    publish(village, "lv", by=None)
    publish(village, "lt", by=None)
    publisher = UserFactory()

    assert withdraw(village, "lv", by=publisher) is True
    assert withdraw(village, "lv", by=publisher) is False
    assert [edition.language for edition in Edition.objects.current()] == ["lt"]
    assert Edition.objects.get(language="lv").withdrawn_by == publisher


def test_publishing_again_after_a_withdrawal_goes_on_counting():
    village = VillageFactory()
    publish(village, "lv", by=None)
    withdraw(village, "lv", by=None)

    assert publish(village, "lv", by=None).edition.number == 2


def test_a_draft_is_what_publishing_would_write_but_is_not_written():
    village = VillageFactory()

    draft = draft_edition(village, "lv")

    assert draft.digest == publish(village, "lv", by=None).edition.digest
    assert Edition.objects.count() == 1


def test_a_route_needs_its_villages_in_the_same_language():
    village, draft = VillageFactory(), VillageFactory()
    route = RouteFactory(stops=[village, draft])
    publish(village, "lv", by=None)

    assert len(gate(route, "lv")) == 1
    publish(draft, "lv", by=None)
    assert gate(route, "lv") == []


def test_a_route_through_both_countries_crosses_the_border_by_itself():
    latvian, lithuanian = VillageFactory(), VillageFactory(lithuanian=True)

    assert RouteFactory(stops=[latvian, lithuanian]).crosses_border is True
    assert RouteFactory(stops=[latvian, VillageFactory()]).crosses_border is False


def refused(sql: str, *params) -> str:
    """The message with which PostgreSQL refuses a statement."""
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)
    return str(refusal.value)


def test_the_database_refuses_to_change_or_delete_an_edition():
    edition = publish(VillageFactory(), "lv", by=None).edition

    for change in ("title = 'x'", "document = '{}'", "digest = 'x'", "number = 9"):
        assert "never changed" in refused(f"UPDATE catalogue_edition SET {change}")
    assert "Cannot delete" in refused("DELETE FROM catalogue_edition WHERE id = %s", edition.pk)


def test_the_database_refuses_to_revive_an_ended_edition():
    village = VillageFactory()
    publish(village, "lv", by=None)
    withdraw(village, "lv", by=None)

    assert "never changed" in refused("UPDATE catalogue_edition SET withdrawn_at = NULL")


def test_the_database_refuses_a_second_current_edition():
    edition = publish(VillageFactory(), "lv", by=None).edition
    edition.pk, edition.number, edition.slug = None, 2, "another"

    with pytest.raises(IntegrityError, match="edition_one_current"), transaction.atomic():
        edition.save(force_insert=True)
