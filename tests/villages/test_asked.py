"""Whatever stands in an address is read into one question, which has one address."""

from datetime import date
from urllib.parse import quote

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from villages.asked import Asked

TODAY = date(2026, 11, 26)


def read(query: str) -> Asked:
    return Asked.from_query(QueryDict(query), "lv", TODAY)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/v/"),
        ("theme=&month=&on=&near=&km=&sort=&page=1", "/v/"),
        ("theme=music&theme=bread&theme=music", "/v/?theme=bread&theme=music"),
        ("page=2&offer=meal&theme=bread", "/v/?theme=bread&offer=meal&page=2"),
        ("month=07", "/v/?month=7"),
        ("month=7&on=2027-08-01", "/v/?on=2027-08-01"),
        ("near=55.8812345,26.5&km=30&sort=distance", "/v/?near=55.88,26.50"),
        ("near=-0.001,0.004", "/v/?near=0.00,0.00"),
        ("near=daugavpils&km=10&sort=name", "/v/?near=daugavpils&km=10&sort=name"),
        ("km=10&sort=distance", "/v/"),
        ("in=26.12345,55.5,27,56", "/v/?in=26.123,55.5,27,56"),
        ("sort=name&unsaid=yes", "/v/"),
        ("sort=newest&unsaid=yes&price=free", "/v/?price=free&unsaid=yes&sort=newest"),
        ("booking=no&wheelchair=yes&children=yes", "/v/?booking=no&wheelchair=yes&children=yes"),
    ],
)  # fmt: skip
def test_one_question_has_one_address(query, address):
    assert read(query).address("/v/") == address
    assert read(address.partition("?")[2]) == read(query)


@pytest.mark.parametrize(
    "query",
    [
        "theme=%00",
        "theme=" + "x" * 5000,
        "theme=%27%3B%20drop",
        "offer=nothing",
        "speaks=xx",
        "month=13",
        "month=0",
        "month=٣",
        "on=2027-02-30",
        "on=2026-11-25",  # yesterday
        "on=9999-12-31",
        "on=20270101",
        "group=0",
        "group=101",
        "group=-5",
        "price=7",
        "booking=yes",
        "wheelchair=no",
        "unsaid=yes",
        "near=999,999",
        "near=91,20",
        "near=nan,nan",
        "near=55.88",
        "near=55.88,26.5,1",
        "near=1e3,5",
        "km=-1",
        "near=&km=10",
        "in=1,2,3",
        "in=27,55,26,56",
        "in=nan,55,26,inf",
        "in=1,2,3,4,5",
        "sort=price",
        "page=0",
        "page=-1",
        "page=9999999",
        "page=x",
        "nonsense=1",
    ],
)
def test_nonsense_asks_for_nothing(query):
    assert read(query) == Asked()


words = st.sampled_from(
    "theme region municipality offer speaks month on group price booking wheelchair children "
    "unsaid near km in sort page other".split()
)
values = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "yes", "no", "free", "0", "-1", "7", "1" * 400, "2027-02-30", "2027-07-01", "lv",
         "999,999", "55.88,26.53", "1,2,3,4", "nan,nan", "1e999,1", "\x00", "x" * 5000, "newest"]
    ),
)  # fmt: skip


@given(st.lists(st.tuples(words, values), max_size=12))
def test_no_address_is_too_strange(pairs):
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs)

    asked = read(query)

    address = asked.address("/v/")
    assert read(address.partition("?")[2]) == asked
    assert read(address.partition("?")[2]).address("/v/") == address
    assert "\x00" not in address


def test_a_change_begins_with_the_first_page():
    asked = read("theme=bread&near=daugavpils&km=10&page=3")

    assert asked.address("/v/", page=4) == "/v/?near=daugavpils&km=10&theme=bread&page=4"
    assert asked.address("/v/", theme=()) == "/v/?near=daugavpils&km=10"
    assert asked.address("/v/", near="") == "/v/?theme=bread"
    assert asked.address("/v/") == "/v/?near=daugavpils&km=10&theme=bread&page=3"
