"""A trip's address: read, changed and written so that nothing gets lost and nothing raises."""

from datetime import date, time

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.trips.address import (
    MOST_STOPS,
    TripAddress,
    TripStop,
    read_change,
    read_route,
    read_stops,
    read_trip,
)


def trip(query: str) -> TripAddress:
    reading = read_trip(QueryDict(query))
    assert reading.misread == []
    return reading.trip


def stops_of(address: TripAddress) -> list[list[int]]:
    return [[stop.village for stop in day] for day in address.days]


def test_everything_a_trip_can_say_is_read_and_written_back():
    query = "stops=v12.v7-90_v30&from=2027-05-03&start=0830&by=bicycle&back=1"

    address = trip(query)

    assert address == TripAddress(
        days=((TripStop(12), TripStop(7, 90)), (TripStop(30),)),
        first_day=date(2027, 5, 3),
        start=time(8, 30),
        mode="bicycle",
        returns=True,
    )
    assert address.query == query


def test_what_is_as_usual_is_left_out():
    assert trip("stops=v12-60&from=&start=09:00&by=car&back=").query == "stops=v12"
    assert trip("").query == ""


def test_forms_of_browsers_write_it_as_the_site_does():
    """Nothing in the grammar is changed by the encoding of forms."""
    chain = "v12.v7-90_v30"
    assert f"stops={chain}" == trip(f"stops={chain}").query


stops = st.builds(TripStop, st.integers(1, 10**9 - 1), st.integers(0, 1440))
trips = st.builds(
    lambda days, **more: TripAddress(**more).with_more(days),
    st.lists(st.lists(stops, max_size=8), max_size=6),
    first_day=st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    start=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    mode=st.sampled_from(["car", "coach", "bicycle", "foot", "boat"]),
    returns=st.booleans(),
)


@given(trips)
@settings(max_examples=100, deadline=None)
def test_every_trip_reads_back_as_itself(address):
    assert trip(address.query) == address


@given(trips, st.integers(-1, 45), st.sampled_from(["up", "down", "split", "join"]))
@settings(max_examples=100, deadline=None)
def test_moving_and_dividing_lose_no_stop_and_leave_no_empty_day(address, number, action):
    changed = {
        "up": lambda: address.moved(number, -1),
        "down": lambda: address.moved(number, 1),
        "split": lambda: address.split(number),
        "join": lambda: address.joined(number),
    }[action]()

    assert sorted(changed.stops, key=str) == sorted(address.stops, key=str)
    assert all(changed.days)
    if action in ("split", "join"):
        assert changed.stops == address.stops
    assert trip(changed.query) == changed


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
names = st.sampled_from(["stops", "from", "start", "by", "back", "do", "add", "stay-1", "stay-99"])


@given(
    st.lists(
        st.tuples(names | anything, anything | st.from_regex(r"[v0-9._~r-]{0,40}")), max_size=8
    )
)
@settings(max_examples=200, deadline=None)
def test_nothing_that_can_stand_in_an_address_raises(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)

    reading, change = read_trip(query), read_change(query)

    assert len(reading.trip.stops) <= MOST_STOPS
    assert trip(reading.trip.query) == reading.trip
    assert all(0 <= minutes <= 1440 for minutes in change.stays.values())


@pytest.mark.parametrize(
    ("chain", "kept", "named"),
    [
        ("v12.x7.v30", "v12.v30", "“x7”"),
        ("v12.v0.v-3", "v12", "“v0”, “v-3”"),
        ("v12.v٣", "v12", "“v٣”"),  # a digit, but not of ours
        ("v12.v99999999999999999999", "v12", "“v99999999999999999999”"),
        ("v12\x00.v7", "v7", "“v12\ufffd”"),
        ("v1.v7-9999", "v1", "“v7-9999”"),
        ("v12.<script>alert(1)</script>", "v12", "“<script>alert(1)</script”"),
        ("v1." + "x" * 100, "v1", f"“{'x' * 24}…”"),
        ("v1.a.b.c.d.e.f", "v1", "“a”, “b”, “c”, “d”, “e” …"),
    ],
)
def test_what_is_no_stop_is_named_and_the_rest_is_kept(chain, kept, named):
    query = QueryDict(mutable=True)
    query["stops"] = chain

    reading = read_trip(query)

    assert reading.trip.chain == kept
    assert not reading.is_nonsense
    if "script" not in chain:
        assert named in reading.misread[0]


@pytest.mark.parametrize("chain", ["x", "12", "v", "v12v7x", "<b>", "v1" * 2000])
def test_an_address_without_one_stop_that_can_be_read_is_nonsense(chain):
    reading = read_trip(QueryDict(f"stops={chain}"))

    assert reading.is_nonsense
    assert reading.trip.days == ()
    assert reading.misread


@pytest.mark.parametrize("chain", ["", ".", "_", "._."])
def test_an_empty_trip_is_no_nonsense(chain):
    reading = read_trip(QueryDict(f"stops={chain}"))

    assert not reading.is_nonsense
    assert reading.misread == []


def test_a_trip_has_forty_stops_and_each_village_once():
    forty_five = ".".join(f"v{number}" for number in range(1, 46))

    reading = read_trip(QueryDict(f"stops={forty_five}"))
    assert len(reading.trip.stops) == 40
    assert len(reading.misread) == 1

    reading = read_trip(QueryDict("stops=v1.v2.v1-90_v2"))
    assert stops_of(reading.trip) == [[1, 2]]
    assert len(reading.misread) == 1


@pytest.mark.parametrize(
    "query",
    [
        "from=2027-13-01",
        "from=20270503",
        "from=0001-01-01",
        "from=9999-12-31",
        "from=yesterday",
        "start=2460",
        "start=9",
        "start=noon",
        "by=rocket",
        "by=%00",
    ],
)
def test_a_wish_that_makes_no_sense_is_named_and_the_stops_are_kept(query):
    reading = read_trip(QueryDict(f"stops=v1.v2&{query}"))

    assert reading.trip == TripAddress(days=((TripStop(1), TripStop(2)),))
    assert len(reading.misread) == 1


def test_the_last_of_several_counts():
    assert trip("stops=v1&stops=v2.v3&by=foot&by=boat").query == "stops=v2.v3&by=boat"


def test_stops_move_over_the_border_between_days():
    address = trip("stops=v1.v2_v3.v4")

    assert address.moved(2, 1).chain == "v1_v2.v3.v4"
    assert address.moved(3, -1).chain == "v1.v2.v3_v4"
    assert address.moved(1, 1).chain == "v2.v1_v3.v4"
    assert address.moved(1, -1) == address
    assert address.moved(4, 1) == address
    assert trip("stops=v1_v2").moved(2, -1).chain == "v1.v2"


def test_days_are_divided_and_joined():
    address = trip("stops=v1.v2.v3")

    assert address.split(2).chain == "v1_v2.v3"
    assert address.split(1) == address
    assert address.split(2).joined(2) == address
    assert address.split(2).joined(3) == address.split(2)


def test_more_stops_come_after_those_that_are_there():
    more, not_stops = read_stops("v2.v3-90_v4")
    assert not_stops == []

    assert trip("stops=v1.v2-30").with_more(more).chain == "v1.v2-30.v3-90_v4"
    assert TripAddress().with_more(more).chain == "v2.v3-90_v4"
    full = TripAddress().with_more([[TripStop(number) for number in range(1, 41)]])
    assert full.with_more([[TripStop(99)]]) == full


def test_another_order_keeps_the_size_of_days():
    assert trip("stops=v1-5.v2_v3").in_order([0, 2, 1]).chain == "v1-5.v3_v2"


def test_stays_are_written_into_the_fields_of_a_form():
    change = read_change(QueryDict("stay-1=45&stay-2=&stay-3=abc&stay-4=1441&stay-5=0&stay-x=4"))

    assert change.stays == {1: 45, 5: 0}
    assert len(change.misread) == 3
    assert trip("stops=v1.v2").staying({1: 45, 9: 3}).chain == "v1-45.v2"


@pytest.mark.parametrize("action", ["up.3", "down.12", "remove.1", "split.2", "join.2"])
def test_actions_name_a_stop(action):
    change = read_change(QueryDict(f"do={action}"))

    assert f"{change.action}.{change.number}" == action
    assert change.misread == []


@pytest.mark.parametrize("action", ["up", "up.0", "up.٣", "drop.1", "up.100", "clear.1", "%00"])
def test_an_action_that_is_none_changes_nothing_and_says_so(action):
    change = read_change(QueryDict(f"do={action}"))

    assert change.action == ""
    assert len(change.misread) == 1


@pytest.mark.parametrize(("word", "number"), [("r3", 3), ("r0", None), ("v3", None), ("r3x", None)])
def test_a_route_is_added_by_its_number(word, number):
    assert read_route(word) == number
