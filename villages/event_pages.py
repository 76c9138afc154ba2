"""What the page of an event tells of its times."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from villages.calendar import when
from villages.cancelled import Cancelled, Standing
from villages.models.repeats import rule_of, spans_of

FIRST_TIMES = 6  # those that stand open on the page


@dataclass(frozen=True)
class Time:
    """One time of an event, in the reader's words."""

    first: date
    last: date
    cancelled: Cancelled | None
    document: dict[str, Any]

    @property
    def text(self) -> str:
        return when(self.document, self.first, self.last)


@dataclass(frozen=True)
class Times:
    """`ahead` are the times from today on, also those that are cancelled."""

    ahead: list[Time]
    last: Time | None  # the last of all times that were, or will be
    repeats: bool

    @property
    def are_over(self) -> bool:
        return not self.ahead and self.last is not None

    @property
    def next(self) -> Time | None:
        """The next time that takes place; when all are cancelled, the next one."""
        on = (time for time in self.ahead if not time.cancelled)
        return next(on, self.ahead[0] if self.ahead else None)

    @property
    def first_ahead(self) -> list[Time]:
        return self.ahead[:FIRST_TIMES]

    @property
    def more_ahead(self) -> list[Time]:
        return self.ahead[FIRST_TIMES:]


def shown_times(document: dict[str, Any], standing: Standing, today: date) -> Times:
    """The times of an event out of its document, as they stand today."""
    times = [Time(first, last, standing.on(first), document) for first, last in spans_of(document)]
    return Times(
        [time for time in times if time.last >= today],
        times[-1] if times else None,
        rule_of(document) is not None,
    )
