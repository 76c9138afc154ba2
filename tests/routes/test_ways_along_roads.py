"""Legs that nobody drew get their way along roads, when the operator has brought an engine."""

import json

import pytest

from routes.models import Route, Stop
from routes.tasks import find_ways, find_ways_after_saving
from tests.admin_forms import post_form
from tests.factories import PlaceFactory, RouteFactory, VillageFactory, latgale
from tests.routes.test_road_engine import MIDDLE, NORTH, SOUTH, folder, roads  # noqa: F401

pytestmark = pytest.mark.django_db

ALONG = {"type": "LineString", "coordinates": [[*SOUTH], [*MIDDLE], [*NORTH]]}
BACK = {"type": "LineString", "coordinates": ALONG["coordinates"][::-1]}
STRAIGHT = {"type": "LineString", "coordinates": [[*SOUTH], [*NORTH]]}


@pytest.fixture
def route():
    """From the south to the north of the invented roads, and back."""
    villages = []
    for longitude, latitude in (SOUTH, NORTH):
        villages.append(VillageFactory(place=None))
        PlaceFactory(village=villages[-1], longitude=longitude, latitude=latitude)
    return RouteFactory(stops=[*villages, villages[0]], partner=latgale())


def lines() -> list[tuple[object, str]]:
    return [(stop.leg_line, stop.leg_line_source) for stop in Stop.objects.order_by("position")]


def whole() -> Route:
    return Route.objects.with_everything().get()


def test_without_an_engine_nothing_happens(route, settings):
    settings.ROAD_GRAPH_FOLDER = None

    assert not find_ways_after_saving(whole())
    assert find_ways.call(route.pk) == 0
    assert lines() == [(None, "")] * 3


def test_legs_without_a_line_get_their_way(route, roads):  # noqa: F811
    assert find_ways.call(route.pk) == 2

    assert lines() == [(None, ""), (ALONG, "roads"), (BACK, "roads")]
    assert [leg and leg.line for leg in whole().legs()] == [
        None,
        ALONG["coordinates"],
        BACK["coordinates"],
    ]
    assert find_ways.call(route.pk) == 0  # and again nothing changes


@pytest.mark.parametrize("source", ["drawn", "imported"])
def test_what_staff_gave_is_never_overwritten(route, roads, source):  # noqa: F811
    Stop.objects.filter(position=1).update(leg_line=STRAIGHT, leg_line_source=source)

    assert find_ways.call(route.pk) == 1

    assert lines()[1:] == [(STRAIGHT, source), (BACK, "roads")]


def test_what_staff_draw_while_the_engine_thinks_stays(route, roads, monkeypatch):  # noqa: F811
    from routes.roads import engine

    way = engine.way

    def slow_way(points, mode):
        Stop.objects.filter(position=1).update(leg_line=STRAIGHT, leg_line_source="drawn")
        return way(points, mode)

    monkeypatch.setattr(engine, "way", slow_way)

    assert find_ways.call(route.pk) == 1
    assert lines()[1] == (STRAIGHT, "drawn")


def test_a_computed_way_follows_its_stops_and_its_means_of_travel(route, roads):  # noqa: F811
    find_ways.call(route.pk)
    Stop.objects.filter(position=1).update(position=5)  # south, south again, north

    assert find_ways.call(route.pk) == 1
    assert lines() == [(None, ""), (None, ""), (ALONG, "roads")]

    Stop.objects.filter(position=5).update(leg_mode="boat")  # which needs no road

    assert find_ways.call(route.pk) == 1
    assert lines() == [(None, "")] * 3


def test_the_whole_line_leaves_nothing_to_compute(route, roads):  # noqa: F811
    Route.objects.update(line={"type": "LineString", "coordinates": [[*SOUTH], [*NORTH], [*SOUTH]]})

    assert not find_ways_after_saving(whole())
    assert find_ways.call(route.pk) == 0


def test_a_route_that_is_gone_is_no_failure(roads):  # noqa: F811
    assert find_ways.call(123456) == 0


def test_saving_in_the_admin_asks_for_the_ways_afterwards(
    client,
    editor_lv,
    route,
    roads,  # noqa: F811
    django_capture_on_commit_callbacks,
    monkeypatch,
):
    asked = []
    monkeypatch.setattr(type(find_ways), "enqueue", lambda task, *words: asked.append(words))
    client.force_login(editor_lv)

    with django_capture_on_commit_callbacks() as callbacks:
        answer = post_form(client, route.admin_address(), {"title_en": "Along roads"})

    assert answer.status_code == 302
    assert asked == []  # not in the request, which would wait for the engine
    for callback in callbacks:
        callback()
    assert asked == [(route.pk,)]

    drawn = json.dumps(STRAIGHT)
    fields = {"all_stops-1-leg_line": drawn, "all_stops-2-leg_line": drawn}
    with django_capture_on_commit_callbacks(execute=True):
        post_form(client, route.admin_address(), fields)
    assert asked == [(route.pk,)]
