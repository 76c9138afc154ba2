"""What is kept in memory stays within bytes, however many addresses a page is asked under."""

import uuid

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT

from catalogue.bounded_cache import BoundedCache

ENTRY = 100_000


@pytest.fixture
def cache():
    options = {"MAX_ENTRIES": 1000, "MOST_BYTES": 10 * ENTRY}
    return BoundedCache(uuid.uuid4().hex, {"OPTIONS": options, "TIMEOUT": DEFAULT_TIMEOUT})


def test_what_nobody_asks_for_makes_room(cache):
    page = b"x" * (ENTRY - 200)
    for number in range(10):
        cache.set(str(number), page)
    assert cache.get("0") == page

    cache.set("10", page)

    assert [cache.get(str(number)) is not None for number in range(11)] == [
        True, False, *[True] * 9,
    ]  # fmt: skip
    assert sum(map(len, cache._cache.values())) <= 10 * ENTRY
    assert len(cache._cache) == len(cache._expire_info) == 10


def test_what_is_far_too_large_is_not_kept_and_pushes_nothing_out(cache):
    cache.set("page", b"page")
    cache.set("huge", b"old")

    cache.set("huge", b"x" * (2 * ENTRY))

    assert cache.get("huge") is None
    assert cache.get("page") == b"page"


def test_the_site_keeps_its_pages_within_bytes():
    assert isinstance(caches["default"], BoundedCache)
    assert settings.CACHES["default"]["OPTIONS"]["MOST_BYTES"] <= 64 * 1024 * 1024
