"""What is on: the calendar as visitors read it, out of editions, their days and what is cancelled.

A page costs two queries beside the shared words: the counts beside every choice, and the rows.
"""

from calendar import Calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.current_editions import CARD_COLUMNS, CURRENT, editions_of, editions_where
from catalogue.languages import sort_key
from catalogue.models import Edition
from catalogue.shared_words import SharedWords
from villages.calendar import days_of, month_and_year, when, with_weekday
from villages.cancelled import CANCELLED, Cancelled, Standing, standing_of
from villages.events_asked import EventsAsked
from villages.models import Event

PER_PAGE = 40
MOST_IN_A_MONTH = 200
PAST_PER_PAGE = 50


@dataclass(frozen=True)
class Happening:
    """One time that an event takes place, or would have; no days for words such as “in May”."""

    edition: Edition
    first: date | None
    last: date | None
    standing: Standing

    @property
    def cancelled(self) -> Cancelled | None:
        return self.standing.on(self.first)

    @property
    def repeats(self) -> str:
        """The words of its rule; empty for what happens once."""
        return days_of(self.edition.card) if self.edition.card.get("repeats") else ""

    @property
    def when(self) -> str:
        """This time in words; a whole series, as the archive has it, by its rule."""
        edition = self.edition
        if self.repeats and (self.first, self.last) == (edition.starts_on, edition.ends_on):
            return self.repeats
        return when(edition.card, self.first, self.last)

    def cancelled_besides(self) -> list[Cancelled]:
        """Later times that are cancelled while this one is not."""
        return [
            each
            for each in self.standing.cancelled
            if each.day and self.first and each.day > self.first and not self.standing.whole
        ]


@dataclass(frozen=True)
class Group:
    """Events under a heading; `anchor` is where the table of a month leads to."""

    title: str
    happenings: list[Happening]
    anchor: str = ""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Select:
    """A filter of the calendar: one of its options, or none."""

    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


@dataclass(frozen=True)
class MonthDay:
    """A day in the table of a month; `anchor` is empty when nothing is on."""

    day: date
    is_of_the_month: bool
    is_today: bool
    count: int
    anchor: str


@dataclass(frozen=True)
class WhatsOn:
    asked: EventsAsked
    total: int  # events, each counted once however often it takes place
    groups: list[Group]
    yearly: list[Happening]
    selects: list[Select]
    months: list[Option]
    weeks: list[list[MonthDay]]  # of the month asked for
    page_count: int
    is_cut: bool  # a month with more than a page can hold

    @property
    def chosen(self) -> list[Option]:
        return [select.chosen for select in self.selects if select.chosen]


def whats_on(
    language: str, asked: EventsAsked, path: str, words: SharedWords, today: date
) -> WhatsOn:
    """What is on from `today`, as asked; a page beyond the last is the last."""
    counted = _counts(language, asked, today)
    total = counted.get("", 0)
    page_count = max(1, -(-total // PER_PAGE)) if not asked.month else 1
    number = min(asked.page, page_count)
    if number != asked.page:
        asked = EventsAsked(asked.theme, asked.region, asked.kind, asked.month, number)
    rows = (
        _times_of_month(language, asked, today)
        if asked.month
        else _next_of_each(language, asked, today, (number - 1) * PER_PAGE)
    )
    return WhatsOn(
        asked=asked,
        total=total,
        groups=_by_day(rows, asked.first_day, today) if asked.month else _by_nearness(rows, today),
        yearly=[happening for happening in rows if happening.first is None],
        selects=_selects(counted, asked, path, language, words),
        months=_months(counted, asked, path, today),
        weeks=_weeks(rows, asked.first_day, today) if asked.month else [],
        page_count=page_count,
        is_cut=len(rows) == MOST_IN_A_MONTH,
    )


# --- Counts ---------------------------------------------------------------------------------------


def _counts(language: str, asked: EventsAsked, today: date) -> dict[str, int]:
    """How many events each tag would bring; under "" how many are left now.

    A filter's own choice does not narrow its own counts: they tell what choosing another brings.
    """
    tags = asked.tags
    fits = [f"tags @> ARRAY[%s]::varchar[] AS fits_{name}" for name in tags]
    everywhere = " AND ".join(f"fits_{name}" for name in tags) or "TRUE"
    elsewhere = " ".join(
        f"WHEN '{name}' THEN "
        + (" AND ".join(f"fits_{other}" for other in tags if other != name) or "TRUE")
        for name in tags
    )
    condition = (
        f"CASE split_part(tag, ':', 1) {elsewhere} ELSE {everywhere} END" if tags else "TRUE"
    )
    sql = f"""
        SELECT tag, count(DISTINCT source_id)
        FROM (
            SELECT {", ".join(["source_id", "tags", *fits])} FROM villages_occurrence
            WHERE language = %s AND (ends_on >= %s OR starts_on IS NULL)
        ) AS occurrence,
        unnest(array_append(tags, '')) AS tag  -- the empty tag counts what is left now
        WHERE {condition}
        GROUP BY tag
    """  # noqa: S608 - names of filters are our own words
    with connection.cursor() as cursor:
        cursor.execute(sql, [*tags.values(), language, today])
        return dict(cursor.fetchall())


def _selects(
    counted: dict[str, int], asked: EventsAsked, path: str, language: str, words: SharedWords
) -> list[Select]:
    labels: dict[str, tuple[str, Mapping[str, str]]] = {
        "theme": (_("Theme"), {key: word["name"] for key, word in words.themes.items()}),
        "region": (_("Region"), {key: word["region"] for key, word in words.partners.items()}),
        "kind": (_("Kind"), {kind.value: str(kind.label) for kind in Event.EventKind}),
    }
    return [
        Select(
            name,
            label,
            sorted(
                _options(counted, asked, path, name, known),
                key=lambda option: sort_key(option.label, language),
            ),
        )
        for name, (label, known) in labels.items()
    ]


def _options(
    counted: dict[str, int], asked: EventsAsked, path: str, name: str, labels: Mapping[str, str]
) -> Iterator[Option]:
    """The choices that lead somewhere, and the one made."""
    for value, label in labels.items():
        count, is_chosen = counted.get(f"{name}:{value}", 0), getattr(asked, name) == value
        if count or is_chosen:
            address = asked.address(path, **{name: "" if is_chosen else value})
            yield Option(value, label, count, is_chosen, address)


def _months(counted: dict[str, int], asked: EventsAsked, path: str, today: date) -> list[Option]:
    """Months of the year ahead that have events, and the one chosen."""
    found = {
        tag.partition(":")[2]: count for tag, count in counted.items() if tag.startswith("month:")
    }
    this_month, in_a_year = f"{today:%Y-%m}", f"{today.year + 1}-{today:%m}"
    months = sorted(
        {month for month in found if this_month <= month <= in_a_year} | {asked.month} - {""}
    )
    return [
        Option(
            month,
            month_and_year(date(int(month[:4]), int(month[5:]), 1)),
            found.get(month, 0),
            month == asked.month,
            asked.address(path, month=month),
        )
        for month in months
    ]


# --- Rows -----------------------------------------------------------------------------------------

# Events with the times that a subquery finds for them, and with what is cancelled.
_EVENTS = f"""
    SELECT {CARD_COLUMNS},
           jsonb_build_object('first', first, 'last', last, 'cancelled', {{cancelled}})
    FROM catalogue_edition
    JOIN ({{times}}) AS time ON item = source_id
    WHERE {CURRENT} AND kind = 'event' AND language = %s
    ORDER BY first NULLS LAST, starts_at NULLS FIRST, sort_key, id
"""  # noqa: S608 - made of our own words only
# The next time of each event; one that takes place, if there is any, before one that is cancelled.
_NEXT_OF_EACH = """
    SELECT DISTINCT ON (source_id)
           source_id AS item, starts_on AS first, ends_on AS last, starts_at
    FROM villages_occurrence
    WHERE language = %s AND (ends_on >= %s OR starts_on IS NULL) AND tags @> %s::varchar[]
    ORDER BY source_id, starts_on IS NULL,
             EXISTS (SELECT 1 FROM villages_cancellation
                     WHERE event_id = source_id AND day = starts_on AND NOT is_lifted),
             starts_on
"""
_TIMES_OF_MONTH = """
    SELECT source_id AS item, starts_on AS first, ends_on AS last, starts_at
    FROM villages_occurrence
    WHERE language = %s AND ends_on >= %s AND tags @> %s::varchar[]
"""


def _happenings(language: str, times: str, limit: str, values: list[Any]) -> list[Happening]:
    sql = _EVENTS.format(times=times, cancelled=CANCELLED[language]) + limit
    return [happening(edition) for edition in editions_of(sql, values, has_document=True)]


def happening(edition: Edition) -> Happening:
    """An event with the time that came along with its card."""
    time = edition.document
    first, last = (time[name] and date.fromisoformat(time[name]) for name in ("first", "last"))
    return Happening(edition, first, last, standing_of(time["cancelled"]))


def _next_of_each(language: str, asked: EventsAsked, today: date, offset: int) -> list[Happening]:
    return _happenings(
        language,
        _NEXT_OF_EACH,
        " LIMIT %s OFFSET %s",
        [language, today, list(asked.tags.values()), language, PER_PAGE, offset],
    )


def _times_of_month(language: str, asked: EventsAsked, today: date) -> list[Happening]:
    return _happenings(
        language,
        _TIMES_OF_MONTH,
        " LIMIT %s",
        [language, today, list(asked.tags.values()), language, MOST_IN_A_MONTH],
    )


def next_events(language: str, today: date, count: int) -> tuple[str, list[Any]]:
    """A SELECT, with its values, of the next `count` events: for the site's start."""
    times = _NEXT_OF_EACH
    sql = _EVENTS.format(times=times, cancelled=CANCELLED[language]) + " LIMIT %s"
    return sql, [language, today, [], language, count]


def _by_nearness(rows: Iterable[Happening], today: date) -> list[Group]:
    """This week, later this month, and each month after that."""
    sunday = today + timedelta(days=7 - today.isoweekday())

    def title(happening: Happening) -> str:
        assert happening.first
        if happening.first <= sunday:
            return _("This week")
        if (happening.first.year, happening.first.month) == (today.year, today.month):
            return _("Later this month")
        return month_and_year(happening.first)

    dated = [happening for happening in rows if happening.first]
    return [Group(name, list(group)) for name, group in groupby(dated, key=title)]


def _days_shown(happening: Happening, month: date, today: date) -> list[date]:
    """The days of this time that lie ahead in this month."""
    assert happening.first and happening.last
    first, last = max(happening.first, month, today), min(happening.last, _last_day(month))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _by_day(rows: Iterable[Happening], month: date, today: date) -> list[Group]:
    """Each day on which something begins, or is on already when the month does."""
    shown = [(days[0], row) for row in rows if (days := _days_shown(row, month, today))]
    shown.sort(key=lambda pair: pair[0])
    return [
        Group(capfirst(with_weekday(day)), [row for _day, row in group], f"d{day.day}")
        for day, group in groupby(shown, key=lambda pair: pair[0])
    ]


def _weeks(rows: Iterable[Happening], month: date, today: date) -> list[list[MonthDay]]:
    """The month as weeks from Monday on; a day leads to the one under which its events stand."""
    found: dict[date, list[date]] = {}
    for row in rows:
        days = _days_shown(row, month, today)
        for day in days:
            found.setdefault(day, []).append(days[0])
    return [
        [
            MonthDay(
                day,
                is_of_the_month=day.month == month.month,
                is_today=day == today,
                count=len(found.get(day, ())),
                anchor=f"d{max(found[day]).day}" if day in found else "",
            )
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# --- The archive ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Archive:
    """Events that are over, the latest first; `year` is the one asked for, or None."""

    year: int | None
    number: int
    page_count: int
    total: int
    years: list[tuple[int, int]]  # with how many events
    groups: list[Group]


def archive(language: str, year: str, number: int, today: date) -> Archive:
    """What is over, in two queries; a year or a page that is not there is not asked for."""
    over = "kind = 'event' AND language = %s AND ends_on < %s"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM starts_on)::int, count(*) FROM catalogue_edition"  # noqa: S608
            f" WHERE {CURRENT} AND {over} GROUP BY 1 ORDER BY 1 DESC",
            [language, today],
        )
        years = cursor.fetchall()
    chosen = next((each for each, _count in years if str(each) == year), None)
    total = sum(count for each, count in years if chosen in (None, each))
    page_count = max(1, -(-total // PAST_PER_PAGE))
    number = min(number, page_count)
    rows = editions_where(
        over + (" AND extract(year FROM starts_on) = %s" if chosen else ""),
        [
            language,
            today,
            *([chosen] if chosen else []),
            PAST_PER_PAGE,
            (number - 1) * PAST_PER_PAGE,
        ],  # fmt: skip
        order="starts_on DESC, sort_key, id LIMIT %s OFFSET %s",
        document=f"jsonb_build_object('cancelled', {CANCELLED[language]})",
    )
    happenings = [
        Happening(
            edition, edition.starts_on, edition.ends_on, standing_of(edition.document["cancelled"])
        )
        for edition in rows
    ]
    return Archive(
        chosen,
        number,
        page_count,
        total,
        years,
        [
            Group(str(each), list(group))
            for each, group in groupby(
                happenings, key=lambda row: row.first.year if row.first else 0
            )
        ],
    )
