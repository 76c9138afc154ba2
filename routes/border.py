"""What travellers across the border need to know: for the route's page, and for paper.

Public holidays are those of the package `holidays`, which has their names in the country's own
language and in English; the names across the border are said by the table here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from holidays.countries import Latvia, Lithuania

from routes.itinerary import SIGNS, Itinerary, ItineraryStop

_CALENDARS = {"LV": Latvia, "LT": Lithuania}
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Crossing:
    """Where the way leaves one country for the other."""

    before: int  # number of the last stop on this side
    after: int  # number of the first stop on the other
    text: str


@dataclass(frozen=True)
class Side:
    """A country of the route with the numbers of its stops, such as “1–3, 7”."""

    country: str
    name: str
    stops: str


@dataclass(frozen=True)
class Advice:
    label: str
    text: str


@dataclass(frozen=True)
class Holiday:
    """A public holiday: `name` in the reader's language, unless `language` names another."""

    day: date
    country: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class HolidayDay:
    """A day with the countries that keep it and what it is called there."""

    day: date
    where: str
    holidays: list[Holiday]

    @property
    def names(self) -> list[Holiday]:
        """The holidays, without one that both countries call the same."""
        return list({holiday.name: holiday for holiday in self.holidays}.values())


@dataclass(frozen=True)
class Greeting:
    meaning: str
    latvian: str
    lithuanian: str


@dataclass(frozen=True)
class PlaceName:
    """How the place of a stop is written in both languages; `signs` are in that of its country."""

    number: int
    latvian: str
    lithuanian: str
    signs: str


@dataclass(frozen=True)
class BorderHelp:
    """All of it, in sentences of the active language."""

    sides: list[Side]
    crossings: list[Crossing]
    advice: list[Advice]
    are_on_the_way: bool  # the holidays are those of the journey's days
    holidays_title: str
    holidays: list[HolidayDay]
    greetings: list[Greeting]
    place_names: list[PlaceName]


def border_help(itinerary: Itinerary, language: str, today: date) -> BorderHelp | None:
    """Help for a route that crosses the border; None for one that stays in its country.

    With dates it names every public holiday on the way, else the holidays of the twelve months
    from `today` that one country keeps and the other does not.
    """
    stops = itinerary.stops
    if len({stop.stop["country"] for stop in stops}) < 2:
        return None
    days = [day.on for day in itinerary.days if day.on]
    if days:
        title = _("Public holidays on the days of your journey")
        found = holidays_between(min(days), max(days), language)
    else:
        title = _("Public holidays that the two countries do not share, in the next 12 months")
        not_shared = days_not_shared(today)
        found = [
            day for day in holidays_between(today, today + YEAR, language) if day.day in not_shared
        ]
    return BorderHelp(
        sides=_sides(stops),
        crossings=list(_crossings(itinerary)),
        advice=_advice(),
        are_on_the_way=bool(days),
        holidays_title=title,
        holidays=found,
        greetings=greetings_of_both(),
        place_names=list(_place_names(stops)),
    )


# --- The way --------------------------------------------------------------------------------------


def _sides(stops: list[ItineraryStop]) -> list[Side]:
    countries = dict.fromkeys(stop.stop["country"] for stop in stops)
    return [
        Side(
            country,
            str(_COUNTRIES[country]),
            _ranges(stop.stop["number"] for stop in stops if stop.stop["country"] == country),
        )
        for country in countries
    ]


def _ranges(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _crossings(itinerary: Itinerary) -> Iterator[Crossing]:
    for start, stop in itinerary.steps():
        if start.stop["country"] == stop.stop["country"]:
            continue
        before, after = start.stop["number"], stop.stop["number"]
        sentence = _INTO[stop.stop["country"]] % {"before": before, "after": after}
        yield Crossing(before, after, sentence)


_COUNTRIES = {"LV": gettext_lazy("Latvia"), "LT": gettext_lazy("Lithuania")}
_INTO = {
    "LT": gettext_lazy(
        "Between stops %(before)s and %(after)s you cross from Latvia into Lithuania."
    ),
    "LV": gettext_lazy(
        "Between stops %(before)s and %(after)s you cross from Lithuania into Latvia."
    ),
}


# --- Good to know ---------------------------------------------------------------------------------


def _advice() -> list[Advice]:
    return [
        Advice(_("In an emergency"), _("112 in both countries, free of charge.")),
        Advice(_("Telephone"), _("Latvia +371, Lithuania +370.")),
        Advice(_("Money"), _("The euro (EUR) in both countries.")),
        Advice(
            _("Documents"),
            _("Both countries are in the Schengen Area. Carry an identity card or a passport."),
        ),
        Advice(_("Time"), _("The clock is the same on both sides.")),
    ]


def greetings_of_both() -> list[Greeting]:
    """A few words in both languages."""
    return [
        Greeting(_("Good day"), "Labdien", "Laba diena"),
        Greeting(_("Thank you"), "Paldies", "Ačiū"),
        Greeting(_("Please"), "Lūdzu", "Prašom"),
        Greeting(_("Goodbye"), "Uz redzēšanos", "Viso gero"),
    ]


def _place_names(stops: list[ItineraryStop]) -> Iterator[PlaceName]:
    """Places with a name of their own in each language, as the villages' editions say."""
    seen: set[tuple[str, str]] = set()
    for stop in stops:
        latvian, lithuanian = stop.place_names.get("lv"), stop.place_names.get("lt")
        if not latvian or not lithuanian or latvian == lithuanian:
            continue
        if (latvian, lithuanian) not in seen:
            seen.add((latvian, lithuanian))
            signs = SIGNS[stop.stop["country"]]
            yield PlaceName(stop.stop["number"], latvian, lithuanian, signs)


# --- Public holidays ------------------------------------------------------------------------------


def holidays_between(first: date, last: date, language: str) -> list[HolidayDay]:
    """Days from `first` to `last` that are public holidays in Latvia, in Lithuania, or in both."""
    by_day: dict[date, list[Holiday]] = {}
    for country in _CALENDARS:
        for year in range(first.year, last.year + 1):
            for day, names in _year(country, year):
                if first <= day <= last:
                    holiday = _holiday(day, country, dict(names), language)
                    by_day.setdefault(day, []).append(holiday)
    return [HolidayDay(day, _where(by_day[day]), by_day[day]) for day in sorted(by_day)]


@lru_cache(maxsize=4)
def days_not_shared(today: date) -> tuple[date, ...]:
    """The days in the year from `today` that are public holidays in one country only."""
    last = today + YEAR
    kept = [
        {day for year in (today.year, last.year) for day, _names in _year(country, year)}
        for country in _CALENDARS
    ]
    return tuple(sorted(day for day in kept[0] ^ kept[1] if today <= day <= last))


@lru_cache(maxsize=16)
def _year(country: str, year: int) -> list[tuple[date, tuple[tuple[str, str], ...]]]:
    """The country's holidays of a year: their names in its own language (`own`) and in English."""
    calendar, own = _CALENDARS[country], SIGNS[country]
    in_own, in_english = calendar(years=year, language=own), calendar(years=year, language="en_US")
    return [(day, (("own", in_own[day]), ("en", in_english[day]))) for day in sorted(in_own)]


def _holiday(day: date, country: str, names: dict[str, str], language: str) -> Holiday:
    if moved := _MOVED.search(names["en"]):
        month, number, year = map(int, moved.groups())
        text = _("a day off instead of %(day)s")
        given = date(year, month, number)
        return Holiday(day, country, text % {"day": date_format(given, "DATE_FORMAT")})
    if language == SIGNS[country]:
        return Holiday(day, country, names["own"])
    parts = names["en"].removesuffix(_OBSERVED).split("; ")
    if all(part in _NAMES for part in parts):
        name = "; ".join(str(_NAMES[part]) for part in parts)
        if names["en"].endswith(_OBSERVED):
            name = _("%(holiday)s (day off)") % {"holiday": name}
        return Holiday(day, country, name)
    # A holiday the table does not know yet keeps the name it has at home.
    return Holiday(day, country, names["own"], SIGNS[country])


_OBSERVED = " (observed)"  # the working day after a holiday that falls on a weekend
_MOVED = re.compile(r"\(substituted from (\d{2})/(\d{2})/(\d{4})\)")


def _where(holidays: list[Holiday]) -> str:
    countries = {holiday.country for holiday in holidays}
    if len(countries) > 1:
        return _("in both countries")
    return str(_IN[next(iter(countries))])


_IN = {"LV": gettext_lazy("in Latvia"), "LT": gettext_lazy("in Lithuania")}

# By the English name that the package gives.
_NAMES = {
    "New Year's Day": gettext_lazy("New Year’s Day"),
    "Good Friday": gettext_lazy("Good Friday"),
    "Easter Sunday": gettext_lazy("Easter Sunday"),
    "Easter Monday": gettext_lazy("Easter Monday"),
    "Labor Day": gettext_lazy("Labour Day"),
    "International Workers' Day": gettext_lazy("Labour Day"),
    "Constitutional Assembly Convocation Day": gettext_lazy(
        "Convocation of the Constitutional Assembly of Latvia"
    ),
    "Restoration of Independence Day": gettext_lazy("Restoration of the Independence of Latvia"),
    "Mother's Day": gettext_lazy("Mother’s Day"),
    "Father's Day": gettext_lazy("Father’s Day"),
    "Pentecost": gettext_lazy("Pentecost"),
    "Midsummer Eve": gettext_lazy("Midsummer Eve"),
    "Midsummer Day": gettext_lazy("Midsummer Day"),
    "Day of Dew and Saint John": gettext_lazy("Midsummer Day"),
    "Republic of Latvia Proclamation Day": gettext_lazy("Proclamation of the Republic of Latvia"),
    "Day of Restoration of the State of Lithuania": gettext_lazy(
        "Restoration of the State of Lithuania"
    ),
    "Day of Restoration of Independence of Lithuania": gettext_lazy(
        "Restoration of the Independence of Lithuania"
    ),
    "Statehood Day": gettext_lazy("Statehood Day of Lithuania"),
    "Assumption Day": gettext_lazy("Assumption of Mary"),
    "All Saints' Day": gettext_lazy("All Saints’ Day"),
    "All Souls' Day": gettext_lazy("All Souls’ Day"),
    "Christmas Eve": gettext_lazy("Christmas Eve"),
    "Christmas Day": gettext_lazy("Christmas Day"),
    "Second Day of Christmas": pgettext_lazy("26 December", "Second Day of Christmas"),
    "New Year's Eve": gettext_lazy("New Year’s Eve"),
}
