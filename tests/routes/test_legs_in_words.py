"""Times and days end no sentence with two full stops, in any language."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from catalogue.languages import LANGUAGES
from routes.first_day import first_day_of
from routes.itinerary import ItineraryDay
from routes.legs import Leg, leg_between
from routes.legs_in_words import day_sentence, leg_sentence
from routes.templatetags.routes import long_day
from tests.said import as_said
from villages.practical_facts import span_of_minutes


def day_of(travel: int, stay: int) -> ItineraryDay:
    document = {"length_km": 12.0, "travel_minutes": travel, "stay_minutes": stay}
    return ItineraryDay(document, [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minutes", [0, 20, 60, 80, 1440])
def test_a_time_brings_no_full_stop_of_its_own(language, minutes):
    """Sentences end after a time, and they end it themselves."""
    with override(language):
        assert "." not in span_of_minutes(minutes)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("lt", "Kelyje: 12 km, 20 min. Stotelėse: 3 h"),
        ("en", "On the way: 12 km, 20 min. Stays: 3 h"),
    ],
)
def test_a_day_says_its_way_and_its_stays(language, sentence):
    with override(language):
        assert day_sentence(day_of(20, 180)) == as_said(sentence)


@pytest.mark.parametrize(
    ("language", "words"), [("lv", "Turpat blakus"), ("lt", "Čia pat, šalia"), ("en", "Close by")]
)
def test_the_way_to_a_stop_at_the_same_spot_is_not_told_as_no_kilometres(language, words):
    with override(language):
        assert leg_sentence(leg_between((26.0, 56.0), (26.0, 56.0), "car")) == words


def test_what_staff_say_of_a_short_way_stays():
    leg = Leg("foot", 0.0, 10, is_given=True, is_straight=True, line=None)

    assert leg_sentence(leg) == as_said("On foot 0 km in a straight line, 10 min")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_day_ends_with_one_full_stop(language):
    """A Lithuanian date ends with one: “2027 m. gegužės 3 d.”."""
    with override(language):
        refusal = first_day_of(RequestFactory().get("/?from=1999-05-03")).refusal

    assert refusal.endswith(".")
    assert ".." not in refusal


def test_a_lithuanian_date_names_its_weekday_last():
    with override("lt"):
        assert long_day(date(2027, 5, 3)) == "2027 m. gegužės 3 d., pirmadienis"
