"""What happens again: on which days, in which words, and what the database refuses."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalogue.publishing import document_of
from tests.factories import EventFactory
from villages.calendar import days_of, series, when
from villages.models import Event
from villages.models.repeats import Repeats, Rule, rule_of, spans_of


def days(how: str, first: str, until: str, **more) -> list[str]:
    rule = Rule(how, date.fromisoformat(first), date.fromisoformat(until), **more)
    return [day.isoformat() for day in rule.days()]


@pytest.mark.parametrize(
    ("how", "first", "until", "more", "expected"),
    [
        ("weekly", "2027-06-05", "2027-06-20", {}, ["2027-06-05", "2027-06-12", "2027-06-19"]),
        (
            "weekly",
            "2027-06-05",
            "2027-06-20",
            {"weekdays": (6, 7), "every": 2},
            ["2027-06-05", "2027-06-06", "2027-06-19", "2027-06-20"],
        ),
        (
            "weekly",
            "2027-06-05",
            "2027-06-20",
            {"exceptions": (date(2027, 6, 12),)},
            ["2027-06-05", "2027-06-19"],
        ),
        ("month-date", "2027-01-28", "2027-03-31", {}, ["2027-01-28", "2027-02-28", "2027-03-28"]),
        (
            "month-weekday",
            "2027-06-12",
            "2027-08-31",
            {},
            ["2027-06-12", "2027-07-10", "2027-08-14"],
        ),
        ("month-last", "2027-05-30", "2027-07-31", {}, ["2027-05-30", "2027-06-27", "2027-07-25"]),
        ("year-date", "2027-06-23", "2029-06-23", {}, ["2027-06-23", "2028-06-23", "2029-06-23"]),
        ("year-weekday", "2027-05-09", "2028-12-31", {}, ["2027-05-09", "2028-05-14"]),
        ("year-last", "2027-05-30", "2028-12-31", {}, ["2027-05-30", "2028-05-28"]),
    ],
)
def test_the_days_of_a_rule(how, first, until, more, expected):
    assert days(how, first, until, **more) == expected


@settings(max_examples=60, deadline=None)
@given(
    how=st.sampled_from(Repeats.values),
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    length=st.integers(1, 1500),
    weekdays=st.sets(st.integers(1, 7), max_size=3),
    every=st.integers(1, 4),
)
def test_every_rule_comes_back_from_its_document_with_the_same_days(
    how, first, length, weekdays, every
):
    assume(first.day <= 28 or how in ("weekly", "month-last", "year-last"))
    until = date.fromordinal(first.toordinal() + length)
    rule = Rule(how, first, until, tuple(sorted(weekdays)), every)

    found = rule_of({"starts_on": first.isoformat(), "repeats": rule.document()})

    assert found == rule
    assert all(first <= day <= until for day in rule.days())
    assert len(rule.days()) <= 367
    for language in ("lv", "lt", "en"):
        with translation.override(language):
            assert str(first.year) in series(rule)


@pytest.mark.parametrize(
    ("rule", "lv", "lt", "en"),
    [
        (
            Rule("weekly", date(2027, 6, 5), date(2027, 8, 28)),
            "katru sestdienu no 2027. gada 5. jūnija līdz 28. augustam",
            "kiekvieną šeštadienį nuo 2027 m. birželio 5 d. iki rugpjūčio 28 d.",
            "every Saturday from 5 June to 28 August 2027",
        ),
        (
            Rule("weekly", date(2027, 6, 5), date(2028, 1, 9), (6, 7), 2),
            "katru otro sestdienu un svētdienu no 2027. gada 5. jūnija līdz 2028. gada 2. janvārim",
            "kas antrą šeštadienį ir sekmadienį nuo 2027 m. birželio 5 d. iki 2028 m. sausio 2 d.",
            "every second Saturday and Sunday from 5 June 2027 to 2 January 2028",
        ),
        (
            Rule("month-last", date(2027, 5, 30), date(2027, 9, 30)),
            "katra mēneša pēdējā svētdienā no 2027. gada 30. maija līdz 26. septembrim",
            "kiekvieno mėnesio paskutinį sekmadienį nuo 2027 m. gegužės 30 d. iki rugsėjo 26 d.",
            "on the last Sunday of every month from 30 May to 26 September 2027",
        ),
        (
            Rule("month-date", date(2027, 1, 2), date(2027, 4, 30)),
            "katra mēneša 2. datumā no 2027. gada 2. janvāra līdz 2. aprīlim",
            "kiekvieno mėnesio 2 dieną nuo 2027 m. sausio 2 d. iki balandžio 2 d.",
            "on the 2nd of every month from 2 January to 2 April 2027",
        ),
        (
            Rule("year-date", date(2027, 6, 23), date(2029, 12, 31), length=2),
            "katru gadu 23. jūnijā, 2027.–2029. gadā, ikreiz 2 dienas",
            "kasmet birželio 23 d., 2027–2029 m., kaskart 2 dienas",
            "every year on 23 June, 2027–2029, 2 days each time",
        ),
        (
            Rule("year-weekday", date(2027, 5, 9), date(2028, 12, 31)),
            "katru gadu maija otrajā svētdienā, 2027.–2028. gadā",
            "kasmet antrąjį gegužės sekmadienį, 2027–2028 m.",
            "every year on the second Sunday of May, 2027–2028",
        ),
    ],
)
def test_a_rule_is_said_as_people_say_it(rule, lv, lt, en):
    said = {}
    for language in ("lv", "lt", "en"):
        with translation.override(language):
            said[language] = series(rule).replace("\xa0", " ")

    assert said == {"lv": lv, "lt": lt, "en": en}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("lv", "sestdiena, 2027. gada 5. jūnijs, plkst. 18:00–21:00"),
        ("lt", "2027 m. birželio 5 d., šeštadienis, 18:00–21:00 val."),
        ("en", "Saturday, 5 June 2027, 18:00–21:00"),
    ],
)
def test_a_time_has_its_weekday_and_hours(language, text):
    card = {"date_precision": "day", "starts_at": "18:00", "ends_at": "21:00"}

    with translation.override(language):
        assert when(card, date(2027, 6, 5), date(2027, 6, 5)) == text


# --- The working copy -----------------------------------------------------------------------------


def an_event(**fields) -> Event:
    event = EventFactory.build(
        **{
            "partner": None,
            "starts_on": date(2027, 6, 5),
            "ends_on": date(2027, 6, 5),
            "repeats": "weekly",
            "repeats_until": date(2027, 8, 28),
            **fields,
        }
    )
    return event


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"repeat_weekdays": [7]}, "The first day, 5 June 2027, is not among the days"),
        ({"ends_on": date(2027, 6, 13)}, "It would begin again before it has ended."),
        ({"except_on": [date(2027, 6, 5)]}, "The first day cannot be left out"),
        ({"except_on": [date(2027, 6, 6)]}, "6 June 2027 is left out, but it is not among"),
        (
            {"repeat_weekdays": [1, 2, 3, 4, 5, 6, 7], "repeats_until": date(2029, 1, 1)},
            "These are more than 366 days",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_explained(fields, message):
    with pytest.raises(ValidationError) as refused:
        an_event(**fields).clean()

    assert message in " ".join(refused.value.messages)


def test_a_sound_rule_passes():
    an_event(except_on=[date(2027, 6, 12)]).clean()


REFUSED = {
    "event_kind_known": {"event_kind": "party"},
    "event_slug_en_free": {"slug_en": "archive"},
    "event_slug_lv_free": {"slug_lv": "arhivs"},
    "event_slug_lt_free": {"slug_lt": "archyvas"},
    "event_end_needs_beginning": {"ends_at": time(20)},
    "event_times_in_order": {"starts_at": time(20), "ends_at": time(18)},
    "event_times_need_days": {"starts_at": time(20), "date_precision": "month"},
    "event_repeats_known": {"repeats": "often", "repeats_until": date(2027, 8, 28)},
    "event_repeats_until_a_day": {"repeats": "weekly"},
    "event_repeats_for_some_years": {"repeats": "weekly", "repeats_until": date(2033, 1, 1)},
    "event_weekdays_of_weeks": {"repeat_weekdays": [1]},
    "event_weekdays_known": {
        "repeats": "weekly",
        "repeats_until": date(2027, 8, 28),
        "repeat_weekdays": [8],
    },
    "event_exceptions_of_a_rule": {"except_on": [date(2027, 6, 12)]},
    "event_repeats_in_every_month": {
        "starts_on": date(2027, 5, 31),
        "repeats": "month-date",
        "repeats_until": date(2027, 8, 28),
    },
    "event_repeats_in_every_year": {
        "starts_on": date(2028, 2, 29),
        "repeats": "year-date",
        "repeats_until": date(2030, 8, 28),
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    fields = {"starts_on": date(2027, 6, 5), **REFUSED[name]}
    fields.setdefault("ends_on", fields["starts_on"])
    EventFactory(starts_on=fields["starts_on"], ends_on=fields["ends_on"])

    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        EventFactory(**fields)


# --- Documents ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_document_gains_keys_only_where_they_say_something():
    plain = EventFactory(starts_on=date(2027, 6, 5), ends_on=date(2027, 6, 6))
    rich = EventFactory(
        starts_on=date(2027, 6, 5),
        ends_on=date(2027, 6, 5),
        starts_at=time(10),
        ends_at=time(14, 30),
        repeats="weekly",
        repeats_until=date(2027, 8, 31),
        except_on=[date(2027, 6, 12)],
    )

    assert not {"starts_at", "ends_at", "repeats"} & document_of(plain, "lv").keys()
    document = document_of(rich, "lv")
    said = {
        "starts_on": "2027-06-05",
        "ends_on": "2027-08-28",  # the last day of all
        "starts_at": "10:00",
        "ends_at": "14:30",
        "repeats": {"how": "weekly", "until": "2027-08-31", "except": ["2027-06-12"]},
    }
    assert {key: document[key] for key in said} == said
    assert {key: document["card"][key] for key in said} == said
    assert len(spans_of(document)) == 12


def test_an_older_edition_is_read():
    card = {
        "starts_on": "2012-06-07",
        "ends_on": "2012-06-07",
        "date_precision": "day",
        "recurrence": "",
    }

    assert spans_of(card) == [(date(2012, 6, 7), date(2012, 6, 7))]
    assert days_of(card) == "7 June 2012"
