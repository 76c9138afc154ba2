"""The shortest way through the places of a trip, from its first place on.

Exact for a few places (Held and Karp, J. SIAM 10, 1962); for more, the best of several greedy
rounds, each bettered by turning stretches round (2-opt: Croes, Operations Research 6, 1958) and by
moving short ones (or-opt: Or, 1976) until nothing gets shorter. The same places always give the
same order.
"""

from collections.abc import Sequence
from itertools import pairwise

# Towns and back: a table of lengths, any unit, the same in both directions.
Lengths = Sequence[Sequence[float]]

MOST_FOR_EXACT = 9
ROUNDS = 6  # greedy rounds, each with another second place
LONGEST_MOVED = 3  # places that or-opt moves together
LEAST_GAIN = 1e-9


def shortest_order(lengths: Lengths, returns: bool = False) -> list[int]:
    """The order of the indices of `lengths` that makes the whole way short; 0 stays the first.

    With `returns` the way back to the first counts. Never longer than the order given.
    """
    given = list(range(len(lengths)))
    if len(given) < 3:
        return given
    find = _exact if len(given) <= MOST_FOR_EXACT else _bettered
    found = find(lengths, returns)
    shorter = length_of(given, lengths, returns) - length_of(found, lengths, returns) > LEAST_GAIN
    return found if shorter else given


def length_of(order: Sequence[int], lengths: Lengths, returns: bool = False) -> float:
    way = sum(lengths[start][end] for start, end in pairwise(order))
    return way + (lengths[order[-1]][order[0]] if returns else 0)


def _exact(lengths: Lengths, returns: bool) -> list[int]:
    """For each set of places and each last one of them, the shortest way there."""
    others = range(1, len(lengths))
    best: dict[tuple[int, int], tuple[float, int]] = {
        (1 << end, end): (lengths[0][end], 0) for end in others
    }
    everything = sum(1 << place for place in others)
    for places in range(2, everything + 1, 2):
        for end in others:
            before = places & ~(1 << end)
            if places & (1 << end) and before:
                best[places, end] = min(
                    (best[before, last][0] + lengths[last][end], last)
                    for last in others
                    if before & (1 << last)
                )
    end = min(
        others,
        key=lambda place: best[everything, place][0] + (lengths[place][0] if returns else 0),
    )
    order, places = [], everything
    while places:
        order.append(end)
        places, end = places & ~(1 << end), best[places, end][1]
    return [0, *reversed(order)]


def _bettered(lengths: Lengths, returns: bool) -> list[int]:
    nearest = sorted(range(1, len(lengths)), key=lambda place: (lengths[0][place], place))
    starts = [list(range(len(lengths)))]
    starts += [_greedy([0, second], lengths) for second in nearest[:ROUNDS]]
    rounds = [_without_detours(order, lengths, returns) for order in starts]
    return min(rounds, key=lambda order: length_of(order, lengths, returns))


def _greedy(order: list[int], lengths: Lengths) -> list[int]:
    """Always on to the nearest place that is left."""
    left = set(range(len(lengths))) - set(order)
    while left:
        here = order[-1]
        order.append(min(left, key=lambda place: (lengths[here][place], place)))
        left.remove(order[-1])
    return order


def _without_detours(order: list[int], lengths: Lengths, returns: bool) -> list[int]:
    while (
        better := _turned(order, lengths, returns) or _moved(order, lengths, returns)
    ) is not None:
        order = better
    return order


def _turned(order: list[int], lengths: Lengths, returns: bool) -> list[int] | None:
    """The order with the stretch turned round that gains most; None when none gains."""
    most, found = LEAST_GAIN, None
    count = len(order)
    for first in range(1, count - 1):
        before, start = order[first - 1], order[first]
        for last in range(first + 1, count):
            end = order[last]
            gain = lengths[before][start] - lengths[before][end]
            if last + 1 < count or returns:
                after = order[(last + 1) % count]
                gain += lengths[end][after] - lengths[start][after]
            if gain > most:
                most, found = gain, (first, last)
    if found is None:
        return None
    first, last = found
    return order[:first] + order[first : last + 1][::-1] + order[last + 1 :]


def _moved(order: list[int], lengths: Lengths, returns: bool) -> list[int] | None:
    """The order with a short stretch moved, and turned if need be; None when that gains nothing."""
    count = len(order)

    def between(start: int, end: int | None) -> float:
        return 0.0 if end is None else lengths[start][end]

    def at(rest: list[int], place: int) -> int | None:
        return rest[place] if place < len(rest) else rest[0] if returns else None

    most, found = LEAST_GAIN, None
    for size in range(1, LONGEST_MOVED + 1):
        for first in range(1, count - size + 1):
            stretch, rest = order[first : first + size], order[:first] + order[first + size :]
            before, after = rest[first - 1], at(rest, first)
            saved = lengths[before][stretch[0]] + between(stretch[-1], after)
            saved -= between(before, after)
            for place in range(1, len(rest) + 1):
                start, end = rest[place - 1], at(rest, place)
                gap = saved + between(start, end)
                for piece in (stretch, stretch[::-1]):
                    gain = gap - lengths[start][piece[0]] - between(piece[-1], end)
                    if gain > most:
                        most, found = gain, rest[:place] + piece + rest[place:]
    return found
