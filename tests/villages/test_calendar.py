"""Days said as people say them in each language."""

import pytest
from django.utils import translation

from villages.calendar import days_of


def said(language: str, starts_on: str | None, ends_on: str | None, precision="day") -> str:
    with translation.override(language):
        return days_of(
            {
                "starts_on": starts_on,
                "ends_on": ends_on,
                "date_precision": precision,
                "recurrence": "katru gadu maija sākumā",
            }
        )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("lv", "2012. gada 10.–12. februāris"),
        ("lt", "2012 m. vasario 10–12 d."),
        ("en", "10–12 February 2012"),
    ],
)
def test_days_of_one_month_name_it_once(language, text):
    assert said(language, "2012-02-10", "2012-02-12") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("lv", "2012. gada 7. jūnijs"),
        ("lt", "2012 m. birželio 7 d."),
        ("en", "7 June 2012"),
    ],
)
def test_a_single_day(language, text):
    assert said(language, "2012-06-07", "2012-06-07") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("lv", "2011. gada decembris"),
        ("lt", "2011 m. gruodis"),
        ("en", "December 2011"),
    ],
)
def test_a_month_whose_days_nobody_knows(language, text):
    assert said(language, "2011-12-01", "2011-12-31", precision="month") == text


def test_a_feast_of_every_year_has_its_own_words():
    assert said("lv", None, None, precision="yearly") == "katru gadu maija sākumā"
