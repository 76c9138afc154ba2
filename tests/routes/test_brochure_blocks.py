"""Parts of a brochure are turned on and off and put in order, and nonsense is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from catalogue.publishing import publish
from routes.models import Route
from routes.models.blocks import BrochureBlock, every_block
from tests.admin_forms import post_form
from tests.factories import RouteFactory, UserFactory, VillageFactory, latgale

pytestmark = pytest.mark.django_db


@pytest.fixture
def route(client, editor_lv):
    client.force_login(editor_lv)
    return RouteFactory(partner=latgale())


def blocks(**places: int) -> dict:
    """What the form sends for these parts at these places."""
    return {
        "brochure_blocks": list(places),
        "brochure_blocks-shown": "yes",
        **{f"brochure_blocks-place-{key}": place for key, place in places.items()},
    }


def test_every_part_is_there_until_someone_chooses(route):
    assert Route.objects.get().brochure_blocks == every_block()


def test_an_editor_turns_parts_off_and_puts_the_rest_in_order(client, route):
    answer = post_form(client, route.admin_address(), blocks(map=2, stops=1, sources=3))

    assert answer.status_code == 302
    assert Route.objects.get().brochure_blocks == ["stops", "map", "sources"]


def test_equal_or_nonsensical_places_leave_the_usual_order(client, route):
    sent = blocks(sources=1, map=1, stops=1)
    sent["brochure_blocks-place-sources"] = "³"

    assert post_form(client, route.admin_address(), sent).status_code == 302
    assert Route.objects.get().brochure_blocks == ["map", "stops", "sources"]


def test_the_stops_stay_whatever_is_sent(client, route):
    assert post_form(client, route.admin_address(), blocks(map=1)).status_code == 302
    assert Route.objects.get().brochure_blocks == ["stops", "map"]


def test_a_part_that_is_none_is_refused_where_it_was_sent(client, route):
    answer = post_form(client, route.admin_address(), blocks(stops=1, poem=2))

    assert answer.status_code == 200
    assert "brochure_blocks" in answer.context["adminform"].form.errors
    assert Route.objects.get().brochure_blocks == every_block()


def test_a_part_sent_twice_is_refused(client, route):
    sent = blocks(stops=1, map=2)
    sent["brochure_blocks"] = ["stops", "map", "map"]

    answer = post_form(client, route.admin_address(), sent)

    assert "appears once" in answer.text
    assert Route.objects.get().brochure_blocks == every_block()


@pytest.mark.parametrize("wrong", [[], ["map"], ["stops", "stops"], ["stops", "poem"]])
def test_the_database_refuses_nonsense(route, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Route.objects.update(brochure_blocks=wrong)


def test_a_translator_cannot_change_the_order(client, route):
    client.force_login(UserFactory(latgale=True, roles=["translator"], translates_into=["lt"]))

    post_form(client, route.admin_address(), blocks(stops=1))

    assert Route.objects.get().brochure_blocks == every_block()


def test_what_was_chosen_is_published_with_the_route(route):
    village, other = VillageFactory(), VillageFactory()
    route = RouteFactory(stops=[village, other], brochure_blocks=["stops", "map"])
    for item in (village, other, route):
        publish(item, "lv", by=None)

    edition = publish(route, "lv", by=None).edition

    assert edition.document["brochure_blocks"] == ["stops", "map"]


def test_the_form_works_without_scripts(client, route):
    page = client.get(route.admin_address()).text

    assert page.count('name="brochure_blocks-place-') == len(every_block())
    assert 'name="brochure_blocks" value="map" checked' in page
    assert '<input type="hidden" name="brochure_blocks" value="stops">' in page


def test_who_only_reads_a_route_is_told_its_parts_by_name(client, route, translator_lv):
    Route.objects.update(brochure_blocks=["sources", "stops"])
    client.force_login(translator_lv)

    with override("lv"):
        page = client.get(route.admin_address()).content.decode()
        names = [str(BrochureBlock(key).label) for key in ("sources", "stops")]
    assert f"<ol><li>{names[0]}</li><li>{names[1]}</li></ol>" in page
    assert str(BrochureBlock.MAP.label) not in page
    assert "sources, stops" not in page
