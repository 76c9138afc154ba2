"""Counts and lists under filters equal what reading every document would find."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import facets
from catalogue.facet_index import FacetIndex
from catalogue.models import Edition, Facet
from catalogue.models.edition import digest_of
from catalogue.publishing import publish, withdraw
from catalogue.shared_words import shared_words
from tests.factories import OfferFactory, ProductFactory, ThemeFactory, VillageFactory
from villages.asked import Asked
from villages.facets import tags_of
from villages.lists import found
from villages.opening import is_open

pytestmark = pytest.mark.django_db

SILENT = {
    "kind": "visit",
    "venue": "host",
    "season_from": None,
    "season_to": None,
    "excluded_months": [],
    "weekdays": [],
    "group_min": None,
    "group_max": None,
    "languages": [],
    "booking_needed": None,
    "price_basis": "",
    "price": None,
    "tiers": [],
    "age_min": None,
}


def offer(**facts):
    return {**SILENT, **facts}


months = st.integers(1, 12)
seasons = st.one_of(
    st.just({}), st.builds(lambda a, b: {"season_from": a, "season_to": b}, months, months)
)
prices = st.sampled_from(
    [
        {},
        {"price_basis": "free"},
        {"price_basis": "person", "price": "5.00"},
        {"price_basis": "from", "price": "5.01"},
        {"price_basis": "group", "tiers": [{"group_min": 1, "group_max": 9, "price": "0.00"}]},
        {"price_basis": "group", "price": "60.00", "tiers": [{"group_min": 1, "price": "20.00"}]},
    ]
)
facts = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["visit", "meal", "tour"]),
        "venue": st.sampled_from(["host", "travelling"]),
        "excluded_months": st.lists(months, max_size=2, unique=True),
        "weekdays": st.lists(st.integers(1, 7), max_size=3, unique=True),
        "group_min": st.sampled_from([None, 1, 5, 20]),
        "group_max": st.sampled_from([None, 20, 30, 150]),
        "languages": st.lists(st.sampled_from(["lv", "lt", "ltg", "en"]), max_size=2, unique=True),
        "booking_needed": st.sampled_from([None, True, False]),
        "wheelchair": st.booleans(),
        "for_children": st.booleans(),
        "age_min": st.sampled_from([None, 6, 12, 13, 18]),
    },
)
offers = st.lists(
    st.builds(lambda a, b, c: offer(**a, **b, **c), facts, seasons, prices), max_size=3
)
documents = st.builds(
    lambda theme, offers: {
        "tags": [f"theme:{theme}", *{f"offer:{one['kind']}" for one in offers}],
        "offers": offers,
    },
    st.sampled_from(["crafts", "bread"]),
    offers,
)
questions = st.builds(
    lambda **words: Asked(**words).in_one_way(),
    theme=st.sampled_from([(), ("crafts",), ("bread", "crafts")]),
    offer=st.sampled_from([(), ("meal",), ("meal", "tour")]),
    speaks=st.sampled_from([(), ("lt",), ("lv", "ltg")]),
    month=st.sampled_from([None, 1, 6, 12]),
    on=st.sampled_from([None, None, date(2027, 1, 3), date(2027, 6, 7)]),
    group=st.sampled_from([None, None, 1, 20, 21, 100]),
    price=st.sampled_from(["", "", "free", "5", "20"]),
    booking=st.sampled_from(["", "no"]),
    wheelchair=st.sampled_from(["", "yes"]),
    children=st.sampled_from(["", "yes"]),
    unsaid=st.sampled_from(["", "yes"]),
)


# --- What reading a document says, without tags or bit maps ---------------------------------------


def says(document, asked):
    """For each filter of `asked`: True, False, or None when an offer is silent about it."""
    tags, all_offers = set(document["tags"]), document["offers"]
    yield "theme", not asked.theme or any(f"theme:{key}" in tags for key in asked.theme)
    yield "offer", not asked.offer or any(one["kind"] in asked.offer for one in all_offers)
    here = [one for one in all_offers if one["venue"] != "travelling"]
    if asked.on:
        yield "open", best(is_open(one, asked.on) for one in here)
    elif asked.month:
        days = [date(2027, asked.month, 1) + timedelta(days) for days in range(7)]
        yield "open", best(best(is_open(one, day) for day in days) for one in here)
    for name, reading in READINGS.items():
        if getattr(asked, name):
            yield name, best(reading(one, getattr(asked, name)) for one in all_offers)


def best(said):
    said = list(said)
    return True if True in said else None if None in said or not said else False


def fits_group(one, size):
    least, most = one["group_min"], one["group_max"]
    if least is None and most is None:
        return None
    return (least or 1) <= size <= (most or 10**6)


def costs_at_most(one, most):
    amounts = [Decimal(tier["price"]) for tier in one["tiers"]]
    amounts += [Decimal(one["price"])] if one["price"] else []
    amounts += [Decimal(0)] if one["price_basis"] == "free" else []
    return None if not amounts else min(amounts) <= Decimal(0 if most == "free" else most)


def for_children(one, _yes):
    if "for_children" in one:
        return one["for_children"]
    return None if one["age_min"] is None else one["age_min"] < 13


READINGS = {
    "group": fits_group,
    "price": costs_at_most,
    "speaks": lambda one, codes: bool({*one["languages"]} & {*codes}) if one["languages"] else None,
    "booking": lambda one, _no: (
        None if one["booking_needed"] is None else not one["booking_needed"]
    ),
    "wheelchair": lambda one, _yes: one.get("wheelchair"),
    "children": for_children,
}


def passes(document, asked, but=""):
    return all(
        said or (said is None and bool(asked.unsaid))
        for name, said in says(document, asked)
        if name != but
    )


@pytest.fixture
def words(db):
    for key in ("crafts", "bread"):
        ThemeFactory(key=key)
    return shared_words("lv")


def fill(documents):
    FacetIndex().fill(
        Edition(kind="village", language="lv", source_id=number, document=document)
        for number, document in documents.items()
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(documents, max_size=8), questions)
def test_counts_and_members_are_those_of_the_documents(words, documents, asked):
    by_number = dict(enumerate(documents, start=5))
    fill(by_number)

    answer = found("lv", asked, words)

    expected = [number for number, one in by_number.items() if passes(one, asked)]
    assert (answer.total, answer.source_ids) == (len(expected), expected)
    for name, tag, choice in (
        ("theme", "theme:bread", {"theme": ("bread",)}),
        ("open", "month:12", {"month": 12, "on": None}),
        ("price", "price:20", {"price": "20"}),
        ("children", "children:yes", {"children": "yes"}),
    ):
        chosen = asked.with_changes(**choice)
        if asked.unsaid != chosen.unsaid or not asked.narrows:
            continue
        would = sum(passes(one, chosen) for one in documents)
        assert answer.count(name, tag) == would, (name, tag)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from([1, 7, 8, 255, 256, 5000]), st.none() | documents), max_size=12
    )
)
def test_one_after_another_says_what_all_at_once_says(words, changes):
    index = FacetIndex()
    Facet.objects.all().delete()
    standing = {}
    for number, document in changes:
        edition = document and Edition(
            kind="village", language="lv", source_id=number, document=document
        )
        for _again in range(2):
            index.put("village", number, "lv", edition)
        standing[number] = document

    expected = Counter(
        (tag, number)
        for number, document in standing.items()
        if document is not None
        for tag in {"", *tags_of(document)}
    )
    assert Counter(said()) == expected
    fill({number: document for number, document in standing.items() if document is not None})
    assert Counter(said()) == expected


def said():
    """Every pair of a tag and an item, as the table says them."""
    for row in Facet.objects.filter(kind="village", language="lv"):
        bits = int.from_bytes(row.members, "little")
        assert row.count == bits.bit_count()
        yield from ((row.tag, number) for number in facets.members(bits))


def test_publishing_and_withdrawing_keep_the_maps_right():
    village, other = VillageFactory(), VillageFactory()
    offered = OfferFactory(village=village, kind="meal", wheelchair=True)
    ProductFactory(village=other)

    for one in (village, other):
        for language in ("lv", "en"):
            publish(one, language, by=None)
    assert tagged("offer:meal", "lv") == [village.pk] == tagged("wheelchair:yes", "en")
    assert tagged("", "lv") == sorted([village.pk, other.pk])
    assert tagged("", "lt") == []

    offered.kind, offered.wheelchair = "tour", False
    offered.save()
    publish(village, "lv", by=None)
    assert (tagged("offer:meal", "lv"), tagged("offer:tour", "lv")) == ([], [village.pk])
    assert tagged("wheelchair:yes", "lv") == []
    assert tagged("offer:meal", "en") == [village.pk]

    withdraw(village, "lv", by=None)
    assert tagged("", "lv") == [other.pk] == tagged("offer:product", "lv")
    assert tagged("offer:tour", "lv") == []

    publish(village, "lv", by=None)
    before = list(
        Facet.objects.exclude(count=0).order_by("pk").values_list("tag", "language", "members")
    )
    assert tagged("offer:tour", "lv") == [village.pk]
    call_command("make_indexes", "facets")
    after = Facet.objects.order_by("pk").values_list("tag", "language", "members")
    assert {(t, lang, bytes(m).rstrip(b"\0")) for t, lang, m in before} == {
        (t, lang, bytes(m).rstrip(b"\0")) for t, lang, m in after
    }


def tagged(tag, language):
    maps, _rows = facets.maps("village", language, "")
    return list(facets.members(maps[tag]))


def test_an_edition_of_years_ago_is_found_by_what_it_says():
    """Its document knows nothing of wheelchairs, and cannot be changed."""
    document = {"kind": "village", "tags": ["theme:crafts"], "offers": [offer(price="4.00")]}
    Edition.objects.create(
        kind="village",
        source_id=77,
        language="lv",
        number=1,
        document=document,
        digest=digest_of(document),
        slug="sens-ciems",
        title="Sens ciems",
        sort_key="sens",
        tags=document["tags"],
    )
    call_command("make_indexes", "facets")

    assert tagged("price:5", "lv") == tagged("unsaid:wheelchair", "lv") == [77]
    assert tagged("price:free", "lv") == tagged("wheelchair:yes", "lv") == []


def test_maps_are_read_once_while_the_public_state_stays(settings, django_assert_num_queries):
    settings.KEEP_PAGES = True
    publish(VillageFactory(), "lv", by=None)
    version = f"9{shared_words('lv').version}"  # a state that no other test has
    facets.maps("village", "lv", version)
    facets.totals("village", "lv", version)

    with django_assert_num_queries(0):
        maps, rows = facets.maps("village", "lv", version)
        assert (maps.everything.bit_count(), rows) == (1, [])
        assert facets.totals("village", "lv", version)[""] == 1

    publish(VillageFactory(), "lv", by=None)
    with django_assert_num_queries(1):
        assert facets.maps("village", "lv", version + "1")[0].everything.bit_count() == 2


def test_days_and_sizes_are_read_for_the_question_alone():
    publish(OfferFactory(season_from=7, season_to=7, group_max=2).village, "lv", by=None)

    maps, _rows = facets.maps("village", "lv", "", also=["month:7", "@day:7-6", "@group:3"])

    assert [maps[tag].bit_count() for tag in ("month:7", "@day:7-6", "@day:7-5", "@group:3")] == [
        1, 1, 0, 0,
    ]  # fmt: skip
    assert "@day:7-6" not in facets.totals("village", "lv", "")


def test_maps_are_not_packed():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute"
            " WHERE attrelid = 'catalogue_facet'::regclass AND attname = 'members'"
        )
        assert cursor.fetchone()[0] in ("e", b"e")


@pytest.mark.parametrize("numbers", [[], [0], [7, 8], [1, 63, 64, 4096]])
def test_a_bit_map_and_its_members(numbers):
    bits = facets.bit_map(numbers)

    assert list(facets.members(bits)) == numbers
    assert int.from_bytes(facets.as_bytes(bits), "little") == bits == sum(1 << n for n in numbers)
