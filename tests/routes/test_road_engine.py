"""Ways along roads: over a tiny graph, built by the engine's own programs from an invented sample.

The roads below were invented for these tests; only the country they lie in is real.
"""

import os
import signal
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from catalogue.edition_maps import draw
from catalogue.places import length_km
from catalogue.publishing import publish
from routes.downloads.geojson import geojson_of
from routes.downloads.gpx import gpx_of
from routes.downloads.kml import kml_of
from routes.itinerary import itinerary_of
from routes.roads import engine, graphs
from routes.tasks import find_ways
from tests.factories import PlaceFactory, RouteFactory, VillageFactory

pytest.importorskip("osrm", reason="the extra `roads` is not installed")

SOUTH, MIDDLE, NORTH = (26.10, 55.33), (26.12, 55.34), (26.15, 55.36)
ACROSS_THE_LAKE = (26.09, 55.35)
SAMPLE = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="an invented sample for tests">
  <node id="1" version="1" lon="26.10" lat="55.33"/>
  <node id="2" version="1" lon="26.12" lat="55.34"/>
  <node id="3" version="1" lon="26.15" lat="55.36"/>
  <node id="4" version="1" lon="26.09" lat="55.35"/>
  <node id="5" version="1" lon="26.30" lat="55.50"/>
  <node id="6" version="1" lon="26.31" lat="55.51"/>
  <way id="10" version="1">
    <nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="secondary"/>
  </way>
  <way id="11" version="1">
    <nd ref="1"/><nd ref="4"/><tag k="highway" v="footway"/>
  </way>
  <way id="12" version="1">
    <nd ref="5"/><nd ref="6"/><tag k="highway" v="secondary"/>
  </way>
</osm>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roads")
    extract = folder / "sample.osm"
    extract.write_text(SAMPLE)
    graphs.build(extract, folder / "graphs", lambda line: None)
    return folder / "graphs"


@pytest.fixture
def roads(settings, folder):
    settings.ROAD_GRAPH_FOLDER = folder
    yield folder
    engine._engine._end()


def test_a_way_follows_the_road_and_has_its_length(roads):
    way = engine.way([SOUTH, NORTH], "car")

    assert way.line == [SOUTH, MIDDLE, NORTH]
    assert way.km == pytest.approx(length_km([SOUTH, MIDDLE, NORTH]))
    assert way.km > length_km([SOUTH, NORTH])
    assert 2 <= way.minutes <= 10


def test_each_mode_has_roads_of_its_own(roads):
    assert engine.way([SOUTH, ACROSS_THE_LAKE], "foot").line == [SOUTH, ACROSS_THE_LAKE]
    assert engine.way([SOUTH, ACROSS_THE_LAKE], "car") is None
    assert engine.way([SOUTH, NORTH], "coach") == engine.way([SOUTH, NORTH], "car")
    by_bicycle, on_foot = (engine.way([SOUTH, NORTH], mode) for mode in ("bicycle", "foot"))
    assert by_bicycle.minutes < on_foot.minutes


@pytest.mark.parametrize(
    ("points", "mode"),
    [
        ([SOUTH, NORTH], "boat"),
        ([SOUTH, (26.5, 55.9)], "car"),  # far from any road
        ([SOUTH, (26.30, 55.50)], "car"),  # no road joins them
        ([SOUTH, SOUTH], "balloon"),
    ],
)
def test_where_there_is_no_way_there_is_none(roads, points, mode):
    assert engine.way(points, mode) is None


def test_one_point_is_no_way(roads):
    with pytest.raises(ValueError):
        engine.way([SOUTH], "car")


def test_without_graphs_nothing_is_computed(settings, tmp_path):
    for folder in (None, tmp_path, tmp_path / "nothing"):
        settings.ROAD_GRAPH_FOLDER = folder
        assert engine.way([SOUTH, NORTH], "car") is None
        assert not engine.is_set_up()


def test_an_engine_that_dies_is_started_again(roads):
    assert engine.way([SOUTH, NORTH], "car")
    child = engine._engine._child.pid
    os.kill(child, signal.SIGKILL)

    assert engine.way([SOUTH, NORTH], "car")
    assert engine._engine._child.pid != child


def test_an_engine_that_crashes_on_its_graph_costs_only_the_answer(roads, settings, tmp_path):
    (tmp_path / "current" / "car").mkdir(parents=True)
    (tmp_path / "current" / "car" / "roads.osrm.hsgr").write_bytes(b"no graph")
    settings.ROAD_GRAPH_FOLDER = tmp_path
    assert engine.way([SOUTH, NORTH], "car") is None

    settings.ROAD_GRAPH_FOLDER = roads
    assert engine.way([SOUTH, NORTH], "car")


def test_many_threads_get_each_its_own_answer(roads):
    asked = [[SOUTH, NORTH], [NORTH, SOUTH], [SOUTH, MIDDLE], [MIDDLE, NORTH]] * 5
    found = [None] * len(asked)

    def ask(index):
        found[index] = engine.way(asked[index], "car")

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(asked))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [(way.line[0], way.line[-1]) for way in found] == [tuple(points) for points in asked]


def test_nobody_who_waits_for_a_page_waits_for_the_engine(roads, settings):
    refused = []

    def page(request):
        with pytest.raises(engine.InARequest) as refusal:
            engine.way([SOUTH, NORTH], "car")
        refused.append(refusal)
        return HttpResponse()

    engine.while_somebody_waits(page)(RequestFactory().get("/"))

    assert refused
    assert "routes.roads.engine.while_somebody_waits" in settings.MIDDLEWARE
    assert engine.way([SOUTH, NORTH], "car")


def test_a_page_that_fails_does_not_close_the_engine_to_the_next_task(roads):
    def page(request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.while_somebody_waits(page)(RequestFactory().get("/"))

    assert engine.way([SOUTH, NORTH], "car")


def test_the_owners_of_the_roads_are_named_in_every_language():
    for language in ("lv", "lt", "en"):
        with override(language):
            assert "OpenStreetMap" in engine.attribution()
            assert "ODbL" in engine.attribution()


@pytest.mark.django_db
def test_a_route_gets_its_ways_and_its_edition_says_whose_they_are(roads):
    villages = [VillageFactory(place=None) for _ in range(3)]
    for village, (longitude, latitude) in zip(villages, [SOUTH, NORTH, (26.5, 55.9)], strict=True):
        PlaceFactory(village=village, longitude=longitude, latitude=latitude)
        publish(village, "lv", by=None)
    route = RouteFactory(stops=villages)

    assert find_ways.call(route.pk) == 1

    edition = publish(route, "lv", by=None).edition
    legs = [stop["leg"] for stop in edition.document["days"][0]["stops"]]
    assert [leg and leg["straight"] for leg in legs] == [None, False, True]
    assert edition.document["line_sources"] == ["roads"]
    assert "OpenStreetMap" in draw(edition)
    for file_of in (gpx_of, kml_of, geojson_of):
        assert "OpenStreetMap" in file_of(edition, itinerary_of(edition), "").decode()
    route.all_stops.update(leg_line=None, leg_line_source="")
    edition = publish(route, "lv", by=None).edition
    assert edition.document["line_sources"] == []
    for file_of in (gpx_of, kml_of, geojson_of):
        assert "OpenStreetMap" not in file_of(edition, itinerary_of(edition), "").decode()


# --- Building -------------------------------------------------------------------------------------


def test_new_graphs_take_the_place_of_old_ones(settings, tmp_path):
    settings.ROAD_GRAPH_FOLDER = tmp_path / "graphs"
    extract = tmp_path / "sample.osm"
    extract.write_text(SAMPLE)
    call_command("build_road_graph", str(extract))
    before = engine.way([SOUTH, NORTH], "car")
    extract.write_text(SAMPLE.replace('lon="26.12"', 'lon="26.13"'))

    time.sleep(0.01)
    call_command("build_road_graph", str(extract))

    after = engine.way([SOUTH, NORTH], "car")
    assert (before.line[1], after.line[1]) == (MIDDLE, (26.13, 55.34))
    assert len(list(settings.ROAD_GRAPH_FOLDER.iterdir())) == 2  # the set and the link to it
    engine._engine._end()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("missing.osm.pbf", None, "There is no file"),
        ("photo.jpg", b"x", "is no extract"),
        ("broken.osm.pbf", b"no roads here at all", "cannot use"),
        ("broken.osm", b"<osm", "cannot use"),
        ("empty.osm", b'<osm version="0.6"/>', "cannot use"),
    ],
)
def test_a_bad_extract_is_named_and_changes_nothing(settings, tmp_path, name, content, expected):
    settings.ROAD_GRAPH_FOLDER = tmp_path / "graphs"
    good = tmp_path / "sample.osm"
    good.write_text(SAMPLE)
    call_command("build_road_graph", str(good))
    there = sorted(settings.ROAD_GRAPH_FOLDER.iterdir())
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(CommandError, match=expected):
        call_command("build_road_graph", str(tmp_path / name))

    assert sorted(settings.ROAD_GRAPH_FOLDER.iterdir()) == there


def test_without_package_folder_or_room_nothing_is_built(settings, tmp_path, monkeypatch):
    extract = tmp_path / "sample.osm"
    extract.write_text(SAMPLE)
    settings.ROAD_GRAPH_FOLDER = None
    with pytest.raises(CommandError, match="ROAD_GRAPH_FOLDER"):
        call_command("build_road_graph", str(extract))

    settings.ROAD_GRAPH_FOLDER = extract / "graphs"
    with pytest.raises(CommandError, match="sample.osm"):
        call_command("build_road_graph", str(extract))

    settings.ROAD_GRAPH_FOLDER = tmp_path / "graphs"
    monkeypatch.setattr(graphs, "ROOM", 10**15)
    with pytest.raises(CommandError, match="MB free"):
        call_command("build_road_graph", str(extract))

    monkeypatch.setattr(graphs, "find_spec", lambda name: None)
    with pytest.raises(CommandError, match="uv sync --extra roads"):
        call_command("build_road_graph", str(extract))
