"""What editions of routes say of legs, lines and totals, and how older editions are read."""

import copy
import json

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from catalogue.models import Edition
from catalogue.models.edition import digest_of
from catalogue.publishing import document_of, publish
from routes.itinerary import itinerary_of
from routes.models import LineSource, Route, Stop
from routes.older_editions import completed
from routes.templatetags.routes import leg_length, route_facts, travel
from tests.admin_forms import form_data
from tests.factories import PlaceFactory, RouteFactory, VillageFactory
from tests.said import as_said

pytestmark = pytest.mark.django_db

LANGUAGES = ("lv", "lt", "en")


def village_at(longitude: float, latitude: float = 56.0, **fields):
    village = VillageFactory(place=None, **fields)
    PlaceFactory(village=village, longitude=longitude, latitude=latitude)
    return village


def line(*longitudes: float):
    return {"type": "LineString", "coordinates": [[x, 56.0] for x in longitudes]}


@pytest.fixture
def route():
    """Three stops on the 56th parallel, 12.5 km from each other, the last on the second day."""
    made = RouteFactory(stops=[village_at(26.0), village_at(26.2), village_at(26.4)])
    change(made, 2, day=2)
    return made


def change(route: Route, position: int, **fields) -> None:
    Stop.objects.filter(route=route, position=position).update(**fields)


def read(route: Route, language: str = "en"):
    """The document of the working copy, as an edition would hold it."""
    fresh = Route.objects.with_everything().get(pk=route.pk)
    return json.loads(json.dumps(document_of(fresh, language)))


def legs(document):
    return [stop["leg"] for day in document["days"] for stop in day["stops"]]


def published(route: Route, language: str = "en") -> Edition:
    for stop in route.stops():
        publish(stop.village, language, by=None)
    return publish(Route.objects.get(pk=route.pk), language, by=None).edition


# --- Legs -----------------------------------------------------------------------------------------


def test_without_lines_every_leg_is_straight(route):
    document = read(route)

    straight = {
        "mode": "car",
        "km": 12.5,
        "minutes": 20,
        "given": False,
        "straight": True,
        "line": None,
    }
    assert legs(document) == [None, straight, straight]
    assert [day["length_km"] for day in document["days"]] == [12.5, 12.5]
    assert (document["length_km"], document["travel_minutes"]) == (25.0, 40)
    assert (document["is_straight"], document["all_straight"], document["line"]) == (
        True,
        True,
        None,
    )


def test_the_whole_line_is_cut_into_legs(route):
    Route.objects.update(line=line(25.9, 26.1, 26.3, 26.5))

    document = read(route)

    assert [leg["line"] for leg in legs(document)[1:]] == [
        line(26.0, 26.1, 26.2)["coordinates"],
        line(26.2, 26.3, 26.4)["coordinates"],
    ]
    assert (document["is_straight"], document["all_straight"]) == (False, False)
    assert document["line"] == line(26.0, 26.1, 26.2, 26.3, 26.4)
    assert legs(document)[1]["minutes"] == 15  # by the road itself, without the factor


def test_a_leg_of_its_own_means_time_and_line_comes_before_the_whole_line(route):
    Route.objects.update(line=line(26.0, 26.4))
    around = [[26.4, 56.0], [26.3, 56.1], [26.2, 56.0]]  # drawn from the end to the start
    change(
        route,
        2,
        leg_mode="bicycle",
        leg_minutes=95,
        leg_line={"type": "LineString", "coordinates": around},
        leg_line_source=LineSource.DRAWN,
    )

    document = read(route)

    leg = legs(document)[2]
    assert leg["line"] == around[::-1]
    assert (leg["mode"], leg["minutes"], leg["given"], leg["km"]) == ("bicycle", 95, True, 25.5)
    assert document["ways"] == [
        {"mode": "car", "km": 12.5, "straight_km": 0.0, "minutes": 15},
        {"mode": "bicycle", "km": 25.5, "straight_km": 0.0, "minutes": 95},
    ]


def test_a_side_trip_leaves_and_comes_back_and_is_in_no_total(route):
    Route.objects.update(line=line(26.0, 26.4))
    Stop.objects.filter(position=1).update(position=2)
    change(route, 2, day=1)
    Stop.objects.filter(village__places__longitude=26.4).update(position=3, day=2)
    Stop.objects.create(
        route=route, village=village_at(26.0, 56.1), position=1, stay_minutes=45, is_optional=True
    )

    document = read(route)

    side, onward = legs(document)[1:3]
    assert [stop["optional"] for stop in document["days"][0]["stops"]] == [False, True, False]
    assert (side["km"], side["straight"], side["line"]) == (11.1, True, None)
    assert onward["line"] == line(26.0, 26.2)["coordinates"]
    assert (document["length_km"], document["stay_minutes"]) == (25.0, 180)
    assert document["days"][0]["stay_minutes"] == 120
    # The map draws the side trip dashed, so the page has to say so; the whole line is there.
    assert (document["is_straight"], document["line"]) == (True, line(26.0, 26.2, 26.4))


def test_there_is_nothing_to_leave_from_before_the_first_stop(route):
    change(route, 0, is_optional=True)

    document = read(route)

    assert [stop["optional"] for stop in document["days"][0]["stops"]] == [False, False]
    assert document["length_km"] == 25.0


def test_a_way_along_roads_gives_way_to_a_piece_and_goes_when_its_stops_have_moved(route):
    along = {"leg_line": line(26.0, 26.1, 26.2), "leg_line_source": LineSource.ROADS}
    change(route, 1, **along)
    assert legs(read(route))[1]["line"] == line(26.0, 26.1, 26.2)["coordinates"]

    Route.objects.update(line=line(25.9, 26.15, 26.5))
    assert legs(read(route))[1]["line"] == line(26.0, 26.15, 26.2)["coordinates"]

    Route.objects.update(line=None)
    change(route, 0, village=village_at(26.0, 56.1))
    assert legs(read(route))[1]["straight"]


@pytest.mark.parametrize(
    "fields",
    [
        {"leg_mode": "rocket"},
        {"leg_minutes": 0},
        {"leg_minutes": 1441},
        {"leg_line": {"type": "Point", "coordinates": [26, 56]}, "leg_line_source": "drawn"},
        {"leg_line": line(26, 27)},
        {"leg_line_source": "drawn"},
        {"leg_line": line(26, 27), "leg_line_source": "hearsay"},
    ],
)
def test_the_database_refuses_what_is_no_leg(route, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(route, 1, **fields)


# --- Older editions -------------------------------------------------------------------------------


def aged(document):
    """The document as it was written before legs were told."""
    old = copy.deepcopy(document)
    new = ("travel_minutes", "stay_minutes", "ways", "all_straight")
    for part in (old, old["card"]):
        for key in new:
            del part[key]
    del old["brochure_blocks"], old["line_sources"]
    for day in old["days"]:
        del day["travel_minutes"]
        for stop in day["stops"]:
            del stop["optional"], stop["leg"]
    return old


def republish_as_old(route: Route) -> Edition:
    """Its current edition, as if it had been published before legs were told."""
    edition = published(route)
    Edition.objects.filter(pk=edition.pk).update(superseded_at="2026-01-01T00:00Z")
    edition.pk, edition.number = None, 2
    edition.document = aged(edition.document)
    edition.digest = digest_of(edition.document)
    edition.save(force_insert=True)
    return Edition.objects.get(pk=edition.pk)


def test_an_older_edition_is_read_like_a_new_one(route):
    old = republish_as_old(route)

    itinerary = itinerary_of(old)

    assert [stop.leg and stop.leg.km for stop in itinerary.stops] == [None, 12.5, 12.5]
    assert [stop.is_optional for stop in itinerary.stops] == [False] * 3
    assert (itinerary.length_km, itinerary.travel_minutes, itinerary.modes) == (25.0, 40, ["car"])
    assert [day.travel_minutes for day in itinerary.days] == [20, 20]
    assert (itinerary.is_straight, itinerary.all_straight, itinerary.line) == (True, True, None)
    assert as_said("25 km in straight lines") in route_facts(old.card)


def test_an_older_edition_with_a_line_is_cut_like_today(route):
    Route.objects.update(line=line(26.0, 26.4))
    document = read(route)
    old = {**aged(document), "line": line(26.0, 26.4), "is_straight": False}

    del document["brochure_blocks"]  # which has nothing to do with legs
    assert completed(old) == document


def test_reading_an_older_edition_changes_nothing_in_it(route):
    old = aged(read(route))
    before = copy.deepcopy(old)

    completed(old)

    assert old == before


def test_a_route_has_not_changed_only_because_editions_tell_more_today(route, client, editor_lv):
    old = republish_as_old(route)
    route = Route.objects.get(pk=route.pk)

    publication = publish(route, "en", by=None)

    assert (publication.is_new, publication.edition) == (False, old)
    client.force_login(editor_lv)
    answer = client.get(route.admin_address())
    assert form_data(answer)["mode"] == "car"
    states = {state.language: state for state in answer.context["language_states"]}
    assert not states["en"].has_changed

    change(route, 1, leg_minutes=30)

    states = client.get(route.admin_address()).context["language_states"]
    assert {state.language: state.has_changed for state in states}["en"]
    assert publish(route, "en", by=None).is_new


@pytest.mark.parametrize("language", LANGUAGES)
def test_publishing_twice_makes_one_edition(route, language):
    Route.objects.update(line=line(25.9, 26.123456, 26.5))
    first = published(route, language)

    assert publish(Route.objects.get(), language, by=None).edition == first


# --- Said in words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("lv", "ar automašīnu 25 km taisnā līnijā, 40 min bez apstāšanās"),
        ("lt", "automobiliu 25 km tiesia linija, 40 min be sustojimų"),
        ("en", "by car 25 km in straight lines, 40 min without stays"),
    ],
)
def test_a_route_says_how_far_and_how_long(route, language, words):
    with override(language):
        assert travel(itinerary_of(published(route, language))) == as_said(words)


def test_several_means_of_travel_are_told_one_by_one(route):
    Route.objects.update(line=line(26.0, 26.2))
    change(route, 2, leg_mode="foot", leg_minutes=150)
    itinerary = itinerary_of(published(route))

    assert travel(itinerary) == as_said(
        "by car 12 km, 15 min; on foot 12 km in straight lines, 2 h 30 min; "
        "2 h 45 min in total without stays"
    )
    assert travel(itinerary.days[0]) == as_said("by car 12 km, 15 min without stays")
    assert [leg_length(stop.leg) for stop in itinerary.stops if stop.leg] == [
        as_said("12 km"),
        as_said("12 km in a straight line"),
    ]
    assert itinerary.modes == ["car", "foot"]


def test_a_card_names_all_means_and_calls_straight_only_what_is(route):
    change(route, 2, leg_mode="boat")
    assert route_facts(read(route)["card"]) == as_said(
        "By car, by boat · 2 days · 3 stops · 25 km in straight lines"
    )

    Route.objects.update(line=line(26.0, 26.2))
    assert route_facts(read(route)["card"]).endswith(as_said("25 km, partly in straight lines"))

    Route.objects.update(line=line(26.0, 26.4))
    assert route_facts(read(route)["card"]).endswith(as_said("· 25 km"))


def test_a_route_that_leads_nowhere_says_nothing_of_its_way():
    route = RouteFactory(stops=[village_at(26.0)])

    document = read(route)

    assert (document["is_straight"], document["all_straight"], document["ways"]) == (
        False,
        False,
        [],
    )
