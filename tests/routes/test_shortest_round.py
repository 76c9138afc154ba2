"""The shortest way through a trip's places, against every way there is."""

from itertools import permutations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.trips import shortest_round
from routes.trips.shortest_round import length_of, shortest_order

coordinates = st.integers(-1000, 1000)
places = st.tuples(coordinates, coordinates)


def table(points) -> list[list[float]]:
    return [[hypot(a - c, b - d) for c, d in points] for a, b in points]


def best_of_all(lengths, returns) -> float:
    ways = permutations(range(1, len(lengths)))
    return min(length_of([0, *way], lengths, returns) for way in ways)


@given(st.lists(places, min_size=1, max_size=7), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_way_through_a_few_places_is_shorter(points, returns):
    lengths = table(points)

    order = shortest_order(lengths, returns)

    assert order[0] == 0
    assert sorted(order) == list(range(len(points)))
    assert length_of(order, lengths, returns) == pytest.approx(best_of_all(lengths, returns))


@given(st.lists(places, min_size=3, max_size=7, unique=True), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_way_for_many_places_is_hardly_ever_longer_than_the_best(points, returns):
    lengths = table(points)

    found = length_of(shortest_round._bettered(lengths, returns), lengths, returns)

    assert found <= best_of_all(lengths, returns) * 1.12 + 1e-6


@given(st.lists(places, min_size=10, max_size=40), st.booleans())
@settings(max_examples=12, deadline=None)
def test_forty_places_get_no_longer_and_keep_their_first(points, returns):
    lengths = table(points)

    order = shortest_order(lengths, returns)

    assert order[0] == 0
    assert sorted(order) == list(range(len(points)))
    given_order = list(range(len(points)))
    assert length_of(order, lengths, returns) <= length_of(given_order, lengths, returns) + 1e-6
    assert shortest_order(lengths, returns) == order


@pytest.mark.parametrize("returns", [True, False])
def test_places_round_a_lake_are_visited_round_the_lake(returns):
    """Twenty places on a circle, given in a wild order: only the circle is shortest."""
    from math import cos, pi, sin

    angles = [(index * 7) % 20 for index in range(20)]
    lengths = table([(cos(pi * a / 10), sin(pi * a / 10)) for a in angles])

    order = shortest_order(lengths, returns)

    side = 2 * sin(pi / 20)
    assert length_of(order, lengths, returns) == pytest.approx(side * (20 if returns else 19))


def test_an_order_that_is_shortest_already_stays_as_it_was():
    lengths = table([(0, 0), (1, 0), (2, 0), (2, 0), (3, 0)])

    assert shortest_order(lengths) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_there_is_nothing_to_order(count):
    assert shortest_order([[0.0] * count] * count) == list(range(count))
