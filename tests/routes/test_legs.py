"""The rules of legs: cutting the whole line, detours, minutes, and totals that add up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.cutting import cut, leads
from routes.legs import (
    DETOUR,
    SPEED_KMH,
    Leg,
    leg_between,
    minutes_of,
    starts_of,
    totals_of,
    whole_line,
)

# Along the 56th parallel a hundredth of a degree is 0.62 km, along a meridian 1.11 km.
NORTH = 56.0


def east(*hundredths: float) -> list[list[float]]:
    """A line along the parallel."""
    return [[26 + step / 100, NORTH] for step in hundredths]


def points(*hundredths: float) -> list[tuple[float, float]]:
    return [(26 + step / 100, NORTH) for step in hundredths]


# --- Minutes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "km", "is_straight", "minutes"),
    [
        ("car", 55, False, 60),
        ("car", 55, True, 80),  # 71.5 km of road, 78 minutes
        ("coach", 45, False, 60),
        ("bicycle", 15, False, 60),
        ("foot", 4, False, 60),
        ("boat", 2, False, 30),
        ("car", 0.1, False, 5),
        ("car", 0, False, 0),
    ],
)
def test_minutes_come_from_the_speed_in_steps_of_five(mode, km, is_straight, minutes):
    assert minutes_of(mode, km, is_straight) == minutes


@given(st.sampled_from(sorted(SPEED_KMH)), st.floats(0, 500), st.booleans())
def test_minutes_are_never_less_than_the_speed_says(mode, km, is_straight):
    exact = km * (DETOUR if is_straight else 1) / SPEED_KMH[mode] * 60

    assert exact - 0.001 <= minutes_of(mode, km, is_straight) < exact + 5.001


def test_a_leg_without_a_line_is_straight_and_one_with_a_line_is_as_long_as_it():
    start, end = points(0, 20)
    around = [[26.0, NORTH], [26.1, NORTH + 0.1], [26.2, NORTH]]

    straight, drawn = leg_between(start, end, "car"), leg_between(start, end, "car", around)

    assert (straight.km, straight.is_straight, straight.line) == (12.5, True, None)
    assert (drawn.km, drawn.is_straight, drawn.line) == (25.5, False, around)
    assert (straight.minutes, drawn.minutes, straight.is_given) == (20, 30, False)


def test_minutes_given_by_staff_stand():
    leg = leg_between(*points(0, 20), mode="boat", minutes=7)

    assert (leg.minutes, leg.is_given) == (7, True)
    assert Leg.of_document(leg.document()) == leg


# --- Cutting --------------------------------------------------------------------------------------


def test_a_line_is_cut_where_it_passes_each_stop():
    lines = cut(east(0, 10, 20, 30), points(0, 15, 30)).lines

    assert lines == [None, east(0, 10, 15), east(15, 20, 30)]


def test_what_lies_before_the_first_stop_and_after_the_last_belongs_to_no_leg():
    assert cut(east(-50, 0, 80), points(0, 20)).lines == [None, east(0, 20)]


def test_a_line_drawn_from_the_last_stop_to_the_first_is_turned_round():
    lines = cut(east(30, 20, 10, 0), points(0, 15, 30)).lines

    assert lines == [None, east(0, 10, 15), east(15, 20, 30)]


def test_a_way_there_and_back_is_followed_in_one_direction():
    """The second visit to a place is where the line passes it the second time."""
    lines = cut(east(0, 10, 20, 10, 0), points(0, 20, 5)).lines

    assert lines == [None, east(0, 10, 20), east(20, 10, 5)]


def test_a_round_ends_where_it_began():
    round_trip = [[26.0, 56.0], [26.2, 56.0], [26.2, 56.2], [26.0, 56.2], [26.0, 56.0]]
    stops = [(26.0, 56.0), (26.2, 56.2), (26.0, 56.0)]

    assert cut(round_trip, stops).lines == [None, round_trip[:3], round_trip[2:]]


def test_a_stop_a_little_aside_is_passed_where_the_line_is_nearest():
    aside = (26.15, NORTH + 0.02)  # 2.2 km

    assert cut(east(0, 30), [*points(0), aside, *points(30)]).lines[1] == east(0, 15)


def test_a_stop_farther_than_three_kilometres_has_straight_legs_on_both_sides():
    far = (26.15, NORTH + 0.03)  # 3.3 km

    pieces = cut(east(0, 30, 50), [*points(0), far, *points(30, 50)])

    assert pieces.lines == [None, None, None, east(30, 50)]
    assert pieces.far_stops == [1]


def test_a_stop_that_the_line_passes_too_early_is_left_straight():
    """Going on is worth more than going back: the order of the stops is the order of travel."""
    pieces = cut(east(0, 10, 20, 30, 40), points(0, 30, 10, 40))

    assert pieces.far_stops in ([1], [2])
    assert sum(line is not None for line in pieces.lines) == 1


def test_two_stops_at_one_place_have_no_line_between_them():
    assert cut(east(0, 20), points(0, 10, 10, 20)).lines == [None, east(0, 10), None, east(10, 20)]


def test_a_line_far_from_everything_is_no_line_of_any_leg():
    pieces = cut([[20.0, 50.0], [21.0, 50.0]], points(0, 10))

    assert pieces.lines == [None, None]
    assert pieces.far_stops == [0, 1]


@given(
    st.lists(st.integers(-100, 100), min_size=2, max_size=30),
    st.lists(st.tuples(st.integers(-100, 100), st.integers(-4, 4)), min_size=1, max_size=8),
)
def test_pieces_follow_one_another_along_any_line(steps, places):
    stops = [(26 + x / 100, NORTH + y / 100) for x, y in places]

    pieces = cut(east(*steps), stops)

    assert len(pieces.lines) == len(stops)
    assert pieces.lines[0] is None
    for index, line in enumerate(pieces.lines):
        if line is None:
            continue
        assert len(line) > 1 and all(a != b for a, b in zip(line, line[1:], strict=False))
        assert {index - 1, index}.isdisjoint(pieces.far_stops)
        for stop, end in ((stops[index - 1], line[0]), (stops[index], line[-1])):
            east_km = (end[0] - stop[0]) * 111.2 * math.cos(math.radians(NORTH))
            assert math.hypot(east_km, (end[1] - stop[1]) * 111.2) < 3.01
        following = next((line for line in pieces.lines[index + 1 :][:1] if line), None)
        assert following is None or following[0] == line[-1]


def test_the_line_of_one_leg_is_turned_to_lead_from_its_start():
    lead = leads(east(20, 0), *points(0, 21))

    assert lead.points == east(0, 20)
    assert (round(lead.start_km, 1), round(lead.end_km, 1)) == (0, 0.6)
    assert lead.is_whole
    assert not leads(east(0, 20), *points(0, 30)).is_whole


# --- Detours and totals ---------------------------------------------------------------------------


def test_a_detour_leaves_from_the_last_stop_that_is_none_and_so_does_the_way_on():
    assert starts_of([False, True, True, False, False]) == [None, 0, 0, 0, 3]


def stop(km: float | None, minutes: int = 0, stay: int = 0, optional=False, line=None, mode="car"):
    leg = None
    if km is not None:
        leg = Leg(mode, km, minutes, False, line is None, line).document()
    return {"optional": optional, "leg": leg, "leg_km": km, "stay_minutes": stay}


def test_detours_are_in_no_total_and_their_line_not_in_the_whole_one():
    days = [
        {"stops": [stop(None, stay=60), stop(9.9, 20, 30, optional=True)]},
        {"stops": [stop(10.1, 15, 45, line=east(0, 20))]},
    ]

    totals = totals_of(days)

    assert [(day["length_km"], day["travel_minutes"], day["stay_minutes"]) for day in days] == [
        (0, 0, 60),
        (10.1, 15, 45),
    ]
    assert (totals["length_km"], totals["travel_minutes"], totals["stay_minutes"]) == (
        10.1,
        15,
        105,
    )
    assert (totals["is_straight"], totals["all_straight"]) == (True, False)
    assert whole_line(days) == {"type": "LineString", "coordinates": east(0, 20)}


def test_the_whole_line_joins_the_legs_without_saying_a_point_twice():
    days = [
        {"stops": [stop(None), stop(6.2, line=east(0, 10))]},
        {"stops": [stop(6.2, line=east(10, 20))]},
    ]

    assert whole_line(days)["coordinates"] == east(0, 10, 20)
    assert whole_line([{"stops": [stop(None), stop(6.2)]}]) is None
    assert whole_line([{"stops": [stop(None)]}]) is None


LEGS = st.tuples(
    st.integers(0, 5000), st.integers(0, 600), st.booleans(), st.sampled_from(sorted(SPEED_KMH))
)


@given(st.lists(st.lists(LEGS, max_size=6), max_size=5))
def test_totals_equal_the_sum_of_the_legs(shape):
    days = [
        {
            "stops": [
                stop(tenths / 10, minutes, minutes, optional, mode=mode)
                for tenths, minutes, optional, mode in day
            ]
        }
        for day in shape
    ]

    totals = totals_of(days)

    counted = [leg for day in shape for leg in day if not leg[2]]
    assert round(totals["length_km"] * 10) == sum(tenths for tenths, *_ in counted)
    assert totals["travel_minutes"] == sum(minutes for _, minutes, *_ in counted)
    assert totals["stay_minutes"] == totals["travel_minutes"]
    assert round(sum(day["length_km"] for day in days), 1) == totals["length_km"]
    assert round(sum(way["km"] for way in totals["ways"]), 1) == totals["length_km"]
    assert sum(way["minutes"] for way in totals["ways"]) == totals["travel_minutes"]
