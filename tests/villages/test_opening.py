"""When a village receives guests: what is known to stand in the way, and what nobody knows."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from tests.factories import NoticeFactory, VillageFactory
from villages.opening import Obstacle, is_open, obstacles, opening_of
from villages.pages import notices_by_village

MONDAY = date(2027, 5, 3)
NOTHING_KNOWN = {
    "title": "Weaving",
    "venue": "host",
    "season_from": None,
    "season_to": None,
    "excluded_months": [],
    "weekdays": [],
    "opens_at": None,
    "closes_at": None,
    "booking_needed": None,
    "booking_notice_days": None,
}


def offer(**known):
    return {**NOTHING_KNOWN, **known}


def village(*offers):
    return {"offers": list(offers)}


def said(document, day, arrival=None):
    return [(obstacle.kind, obstacle.text) for obstacle in obstacles(document, day, arrival)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 10, 31), False),
        (date(2027, 11, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), True),
        (date(2028, 3, 31), True),
        (date(2028, 4, 1), False),
    ],
)
def test_a_season_runs_over_the_new_year(day, expected):
    assert is_open(offer(season_from=11, season_to=3), day) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 4, 30), False),
        (date(2027, 5, 1), True),
        (date(2027, 9, 30), True),
        (date(2027, 10, 1), False),
    ],
)
def test_a_season_within_a_year(day, expected):
    assert is_open(offer(season_from=5, season_to=9), day) is expected


def test_a_season_of_one_month():
    only_may = offer(season_from=5, season_to=5)

    assert is_open(only_may, date(2027, 5, 31)) is True
    assert is_open(only_may, date(2027, 6, 1)) is False


def test_a_month_that_the_season_leaves_out():
    summer = offer(season_from=5, season_to=9, excluded_months=[7])

    assert is_open(summer, date(2027, 7, 15)) is False
    assert is_open(summer, date(2027, 8, 1)) is True
    assert said(village(summer), date(2027, 7, 15)) == [("month", "Closed in July.")]


def test_weekdays():
    weekend = offer(weekdays=[6, 7])

    assert is_open(weekend, MONDAY) is False
    assert is_open(weekend, MONDAY - timedelta(days=1)) is True
    assert said(village(weekend), MONDAY) == [("weekday", "Closed on Mondays.")]


def test_what_nobody_knows_is_neither_open_nor_closed():
    assert is_open(offer(), MONDAY) is None
    assert is_open(offer(opens_at="10:00"), MONDAY) is None
    assert opening_of(village(offer()), MONDAY).is_open is None
    assert opening_of(village(), MONDAY).is_open is None
    assert opening_of({}, MONDAY).is_open is None
    assert said(village(offer()), MONDAY) == []


def test_only_the_first_reason_of_a_day_is_said():
    never = offer(season_from=6, season_to=8, weekdays=[2], booking_notice_days=3)

    assert said(village(never), MONDAY) == [("season", "Only in season: June – August.")]


@pytest.mark.parametrize(
    ("arrival", "is_late"),
    [
        (time(9, 59), True),
        (time(10), False),
        (time(15, 59), False),
        (time(16), True),
        (None, False),
    ],
)
def test_hours_matter_to_those_who_say_when_they_come(arrival, is_late):
    museum = village(offer(weekdays=[1], opens_at="10:00", closes_at="16:00"))

    expected = [("hours", "Open 10:00–16:00.")] if is_late else []
    assert said(museum, MONDAY, arrival) == expected


def test_hours_without_an_end():
    assert said(village(offer(opens_at="10:00")), MONDAY, time(8)) == [
        ("hours", "Open from 10:00.")
    ]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"booking_needed": True}, "Book ahead."),
        ({"booking_needed": True, "booking_notice_days": 1}, "Book 1 day before."),
        ({"booking_needed": True, "booking_notice_days": 3}, "Book 3 days before."),
    ],
)
def test_booking_is_needed(facts, text):
    booked = village(offer(weekdays=[1], **facts))

    assert said(booked, MONDAY) == [("booking", text)]
    assert opening_of(booked, MONDAY).is_open is True


def test_a_village_is_open_when_one_of_its_offers_is():
    document = village(
        offer(title="Weaving", weekdays=[6]),
        offer(title="Bread", weekdays=[1]),
        offer(title="Songs"),
    )

    assert opening_of(document, MONDAY).is_open is True
    assert obstacles(document, MONDAY) == [Obstacle("weekday", "Weaving", "Closed on Mondays.")]


def test_a_village_is_closed_only_when_all_its_offers_are_known_to_be():
    closed = offer(title="Weaving", weekdays=[6])

    assert opening_of(village(closed, offer()), MONDAY).is_open is None
    assert opening_of(village(closed, closed), MONDAY).is_open is False


def test_what_all_offers_say_is_said_once_for_the_village():
    document = village(offer(title="Weaving", weekdays=[6]), offer(title="Bread", weekdays=[6]))

    assert obstacles(document, MONDAY) == [Obstacle("weekday", "", "Closed on Mondays.")]


def test_hosts_who_travel_do_not_keep_a_village_open():
    travelling = offer(title="Songs", venue="travelling", weekdays=[1])

    assert opening_of(village(offer(weekdays=[6]), travelling), MONDAY).is_open is False
    assert opening_of(village(travelling), MONDAY).is_open is None


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "lv",
            [
                "Tikai sezonā: jūnijs – augusts.",
                "Maijā slēgts.",
                "Pirmdienās slēgts.",
                "Piesakieties 2 dienas iepriekš.",
            ],
        ),
        (
            "lt",
            [
                "Tik per sezoną: birželis – rugpjūtis.",
                "Gegužę uždaryta.",
                "Pirmadieniais uždaryta.",
                "Registruokitės likus bent 2 dienoms.",
            ],
        ),
    ],
)
def test_reasons_are_sentences_of_the_page_s_language(language, texts):
    document = village(
        offer(title="a", season_from=6, season_to=8),
        offer(title="b", excluded_months=[5]),
        offer(title="c", weekdays=[2]),
        offer(title="d", booking_needed=True, booking_notice_days=2),
    )
    with translation.override(language):
        assert [obstacle.text for obstacle in obstacles(document, MONDAY)] == texts


@pytest.mark.django_db
def test_notices_of_another_day_than_today():
    village = VillageFactory()
    NoticeFactory(
        village=village, text_en="Closed in June", shown_from="2027-06-03", shown_until="2027-06-10"
    )
    NoticeFactory(
        village=VillageFactory(), text_en="Elsewhere", shown_from=MONDAY, shown_until=MONDAY
    )

    ids = [village.pk]
    assert notices_by_village(ids, "en") == {}
    assert notices_by_village(ids, "en", date(2027, 6, 2)) == {}
    assert notices_by_village(ids, "en", date(2027, 6, 3)) == {village.pk: ["Closed in June"]}
    assert notices_by_village(ids, "en", date(2027, 6, 10)) == {village.pk: ["Closed in June"]}
    assert notices_by_village(ids, "en", date(2027, 6, 11)) == {}
