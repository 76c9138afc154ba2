"""Counting how often something is done, by whom nobody may know."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import RequestFactory

from catalogue import limits
from catalogue.limits import Limit, TooMany, Use, count, network_of
from catalogue.models import UseCount

pytestmark = pytest.mark.django_db

TWO = Limit("test: two", 2, 60)
FIVE = Limit("test: five", 5, 3600)


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by hand; it starts at noon, so that no day ends in between."""
    moments = [limits.timezone.now().replace(hour=9)]
    monkeypatch.setattr(limits.timezone, "now", lambda: moments[-1])

    def go_on(**span) -> None:
        moments.append(moments[-1] + timedelta(**span))

    return go_on


def try_once(*uses: Use) -> int:
    """0 when it went through, else the seconds to wait."""
    try:
        with transaction.atomic():
            count(uses)
    except TooMany as refusal:
        return refusal.seconds
    return 0


def test_a_limit_holds_until_its_time_is_over(clock):
    use = Use(TWO, "a")

    assert [try_once(use), try_once(use)] == [0, 0]
    clock(seconds=20)
    assert try_once(use) == 41
    clock(seconds=41)
    assert [try_once(use), try_once(use)] == [0, 0]
    assert try_once(use) == 61


def test_others_have_a_limit_of_their_own(clock):
    for what in ("a", "b"):
        assert [try_once(Use(TWO, what)), try_once(Use(TWO, what))] == [0, 0]
    assert try_once(Use(FIVE, "a")) == 0


def test_a_refusal_counts_for_nothing(clock):
    """Who tries again and again pushes neither the own turn away nor that of others."""
    for _time in range(2):
        try_once(Use(TWO, "a"), Use(FIVE, ""))
    for _time in range(9):
        assert try_once(Use(TWO, "a"), Use(FIVE, "")) == 61

    assert [try_once(Use(TWO, "b"), Use(FIVE, "")) for _time in range(2)] == [0, 0]
    assert try_once(Use(TWO, "c"), Use(FIVE, "")) == 0
    assert try_once(Use(TWO, "c"), Use(FIVE, "")) == 3601


def test_counts_are_forgotten_when_their_time_is_over(clock):
    try_once(Use(TWO, "a"))
    assert UseCount.objects.count() == 1

    clock(seconds=61)
    try_once(Use(FIVE, "b"))

    assert UseCount.objects.count() == 1


def test_the_same_network_has_another_fingerprint_tomorrow(clock):
    try_once(Use(FIVE, "203.0.113.7"))
    [today] = UseCount.objects.values_list("key", flat=True)
    clock(days=1)
    try_once(Use(FIVE, "203.0.113.7"))
    [tomorrow] = UseCount.objects.values_list("key", flat=True)

    assert today != tomorrow
    assert "203" not in (today + tomorrow)[:6]


@pytest.mark.parametrize(
    ("proxies", "called_from", "forwarded", "network"),
    [
        (0, "203.0.113.7", None, "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),  # anybody can say so
        (1, "127.0.0.1", "203.0.113.7", "203.0.113.7"),
        (1, "127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "127.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "127.0.0.1", "203.0.113.7", "127.0.0.1"),  # fewer proxies than there should be
        (1, "127.0.0.1", None, "127.0.0.1"),
        (1, "127.0.0.1", "nonsense\0", "127.0.0.1"),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (0, "2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.7", None, "203.0.113.7"),
        (0, "", None, ""),  # a Unix socket
    ],
)
def test_where_a_request_comes_from(settings, proxies, called_from, forwarded, network):
    settings.PROXIES = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}

    assert network_of(RequestFactory().get("/", REMOTE_ADDR=called_from, **headers)) == network
