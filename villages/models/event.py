"""Fairs, festivals, open days: what happens, or happened, on certain days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES
from catalogue.models import Need, Partner, Publishable
from catalogue.models.checks import in_order, slugs_are_plain
from catalogue.models.edition import Kind
from catalogue.scoping import PartnerScopedQuerySet
from villages.models.offer import Weekday
from villages.models.repeats import (
    BY_WEEKDAY,
    MOST_DAYS,
    MOST_YEARS,
    Repeats,
    Rule,
)
from villages.models.village import Place, Village

# Words that stand where an event's address would: the archive has them.
RESERVED_SLUGS = ("archive", "arhivs", "archyvas")


def _address_is_free() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            name=f"event_slug_{language}_free",
            condition=models.Q(**{f"slug_{language}__isnull": True})
            | ~models.Q(**{f"slug_{language}__in": RESERVED_SLUGS}),
            violation_error_message=_("This address belongs to the archive of past events."),
        )
        for language in LANGUAGES
    ]


def _times_in_order() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            name="event_end_needs_beginning",
            condition=models.Q(ends_at__isnull=True) | models.Q(starts_at__isnull=False),
            violation_error_message=_("Say when it begins before saying when it ends."),
        ),
        models.CheckConstraint(
            name="event_times_in_order",
            condition=models.Q(starts_at__isnull=True)
            | models.Q(ends_at__isnull=True)
            | models.Q(ends_on__gt=models.F("starts_on"))
            | models.Q(ends_at__gt=models.F("starts_at")),
            violation_error_message=_(
                "It must not end before it begins. Past midnight, the last day is the next one."
            ),
        ),
        models.CheckConstraint(
            name="event_times_need_days",
            condition=models.Q(starts_at__isnull=True)
            | models.Q(starts_on__isnull=False, date_precision="day"),
            violation_error_message=_("A time needs a day: give days that are known to the day."),
        ),
    ]


def _rule_is_whole() -> list[models.CheckConstraint]:
    never = models.Q(repeats="")
    return [
        models.CheckConstraint(
            name="event_repeats_known",
            condition=models.Q(repeats__in=["", *Repeats.values]),
            violation_error_message=_("There is no such rule."),
        ),
        models.CheckConstraint(
            name="event_repeats_until_a_day",
            condition=models.Q(repeats="", repeats_until__isnull=True)
            | models.Q(
                ~never,
                starts_on__isnull=False,
                repeats_until__isnull=False,  # NULL would be let through
                date_precision="day",
                repeats_until__gt=models.F("starts_on"),
            ),
            violation_error_message=_(
                "What happens again needs a first day, known to the day, and a later day until "
                "which it goes on; what happens once has none."
            ),
        ),
        models.CheckConstraint(
            name="event_repeats_for_some_years",
            condition=models.Q(repeats_until__isnull=True)
            | models.Q(repeats_until__lte=models.F("starts_on") + timedelta(days=366 * MOST_YEARS)),
            violation_error_message=_("Five years are the most: then ask again."),
        ),
        models.CheckConstraint(
            name="event_weekdays_of_weeks",
            condition=models.Q(repeats="weekly") | models.Q(repeat_weekdays=[], repeat_every=1),
            violation_error_message=_(
                "Weekdays, and which weeks, are for what happens every week only."
            ),
        ),
        models.CheckConstraint(
            name="event_weekdays_known",
            condition=models.Q(
                repeat_weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7], repeat_every__range=(1, 4)
            ),
            violation_error_message=_("There is no such weekday."),
        ),
        models.CheckConstraint(
            name="event_exceptions_of_a_rule",
            condition=~never | models.Q(except_on=[]),
            violation_error_message=_("Only what happens again has days left out."),
        ),
        models.CheckConstraint(
            name="event_repeats_in_every_month",
            condition=~models.Q(repeats__in=["month-date", *BY_WEEKDAY])
            | models.Q(starts_on__day__lte=28),
            violation_error_message=_(
                "Not every month has such a day: take one up to the 28th, or the last such weekday."
            ),
        ),
        models.CheckConstraint(
            name="event_repeats_in_every_year",
            condition=~models.Q(repeats="year-date", starts_on__month=2, starts_on__day=29),
            violation_error_message=_("Not every year has the 29th of February."),
        ),
    ]


class EventQuerySet(PartnerScopedQuerySet):
    def with_everything(self) -> "EventQuerySet":
        """All that the admin's list shows of an event."""
        return self.select_related("partner")


class Event(Publishable):
    """Something on certain days, or every year about the same time."""

    kind = Kind.EVENT

    class EventKind(models.TextChoices):
        FAIR = "fair", _("Fair")
        FESTIVAL = "festival", _("Festival")
        FORUM = "forum", _("Forum")
        OPEN_DAY = "open_day", _("Open day")
        WORKSHOP = "workshop", _("Workshop")
        TRAINING = "training", _("Training")
        MEETING = "meeting", _("Meeting")
        TRIP = "trip", _("Study trip")

    class DatePrecision(models.TextChoices):
        DAY = "day", _("To the day")
        MONTH = "month", _("To the month")
        YEARLY = "yearly", _("Every year, as described")

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="events", verbose_name=_("partner")
    )
    event_kind = models.CharField(_("kind"), max_length=10, choices=EventKind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True, null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    place_text = models.CharField(_("where"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    starts_at = models.TimeField(
        _("begins at"),
        null=True,
        blank=True,
        help_text=_("On the first day, by the clock of the place. Empty: all day, or not known."),
    )
    ends_at = models.TimeField(_("ends at"), null=True, blank=True, help_text=_("On the last day."))
    date_precision = models.CharField(
        _("precision of the dates"),
        max_length=6,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    recurrence = models.CharField(
        _("when, every year"), max_length=150, blank=True, help_text=_("Such as “early in May”.")
    )
    repeats = models.CharField(
        _("again"),
        max_length=14,
        choices=Repeats,
        blank=True,
        default="",
        help_text=_("Counted from the first day, which is itself the first time."),
    )
    repeat_weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        default=list,
        blank=True,
        verbose_name=_("on these weekdays"),
        help_text=_("For every week only. None ticked: on the weekday of the first day."),
    )
    repeat_every = models.PositiveSmallIntegerField(
        _("which weeks"),
        choices=[
            (1, _("every week")),
            (2, _("every second week")),
            (3, _("every third week")),
            (4, _("every fourth week")),
        ],
        default=1,
    )
    repeats_until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may begin, at most five years from the first."),
    )
    except_on = ArrayField(
        models.DateField(),
        default=list,
        blank=True,
        verbose_name=_("but not on"),
        help_text=_(
            "Days left out from the outset, one on each line. What was announced and does not take "
            "place is cancelled below instead, so that those who planned to come learn of it."
        ),
    )
    is_year_inferred = models.BooleanField(_("year inferred"), default=False)
    villages = models.ManyToManyField(
        Village, related_name="events", blank=True, verbose_name=_("villages")
    )
    sources = ArrayField(
        models.URLField(max_length=500), default=list, blank=True, verbose_name=_("sources")
    )

    OPTIONAL_TEXTS = ("recurrence",)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "pk"]
        constraints = [
            slugs_are_plain("event"),
            in_order(
                "event",
                "starts_on",
                "ends_on",
                "dates",
                _("The last day must not lie before the first day."),
            ),
            models.CheckConstraint(
                name="event_dated_or_yearly",
                condition=models.Q(date_precision="yearly")
                | models.Q(starts_on__isnull=False, ends_on__isnull=False),
                violation_error_message=_("Give the first and the last day."),
            ),
            models.CheckConstraint(
                name="event_both_days_or_neither",
                condition=models.Q(starts_on__isnull=True, ends_on__isnull=True)
                | models.Q(starts_on__isnull=False, ends_on__isnull=False),
                violation_error_message=_("Give the first and the last day."),
            ),
            models.CheckConstraint(
                name="event_kind_known",
                condition=models.Q(
                    event_kind__in=[
                        "fair",
                        "festival",
                        "forum",
                        "open_day",
                        "workshop",
                        "training",
                        "meeting",
                        "trip",
                    ]
                ),
                violation_error_message=_("There is no such kind of event."),
            ),
            *_address_is_free(),
            *_times_in_order(),
            *_rule_is_whole(),
        ]

    def __str__(self) -> str:
        return self.in_any_language("title")

    def clean(self) -> None:
        """A rule gives the first day among others, no day twice, and leaves nothing out in vain."""
        super().clean()
        if problems := list(self._problems_of_the_rule()):
            raise ValidationError(problems)

    def _problems_of_the_rule(self) -> Iterator[ValidationError]:
        rule = self.rule()
        if rule is None or rule.until <= rule.first:
            return
        days = replace(rule, exceptions=()).days()
        if not days or days[0] != rule.first:
            yield ValidationError(
                _("The first day, %(day)s, is not among the days of this rule."),
                params={"day": date_format(rule.first, "DATE_FORMAT")},
            )
            return
        if len(days) > MOST_DAYS:
            yield ValidationError(_("These are more than 366 days: choose an earlier end."))
        if rule.first in rule.exceptions:
            yield ValidationError(_("The first day cannot be left out: begin on another one."))
        if any(later - day < timedelta(days=rule.length) for day, later in pairwise(days)):
            yield ValidationError(_("It would begin again before it has ended."))
        for day in sorted(set(rule.exceptions) - set(days)):
            yield ValidationError(
                _("%(day)s is left out, but it is not among the days of this rule."),
                params={"day": date_format(day, "DATE_FORMAT")},
            )

    def rule(self) -> Rule | None:
        """The rule for its days; None when it happens once, or a part of the rule is missing."""
        if not (self.repeats and self.starts_on and self.ends_on and self.repeats_until):
            return None
        return Rule(
            how=self.repeats,
            first=self.starts_on,
            until=self.repeats_until,
            weekdays=tuple(sorted(self.repeat_weekdays)),
            every=self.repeat_every,
            exceptions=tuple(sorted(self.except_on)),
            length=(self.ends_on - self.starts_on).days + 1,
        )

    def spans(self) -> list[tuple[date, date]]:
        """First and last day of each time it takes place, as the working copy says."""
        if rule := self.rule():
            return rule.spans()
        return [(self.starts_on, self.ends_on)] if self.starts_on and self.ends_on else []

    def needs(self, language: str) -> list[Need]:
        found = self.needs_in_fields(language, "title", "slug", "summary", "place_text")
        if self.date_precision == self.DatePrecision.YEARLY:
            found.append(
                Need(
                    gettext("When it is held every year"),
                    self.admin_address(f"recurrence_{language}"),
                    bool(self.in_language("recurrence", language)),
                )
            )
        return found

    def document(self, language: str) -> dict[str, Any]:
        """The whole page in `language`; villages by number, their names join when it is shown.

        From `starts_on` to `ends_on` are all days, of all times, of what happens again.
        """
        spans, rule = self.spans(), self.rule()
        starts_on, ends_on = self.starts_on, spans[-1][1] if spans else self.ends_on
        place = Place.objects.filter(village__in=self.villages.all()).first()
        shared = {
            "event_kind": self.event_kind,
            "summary": self.in_language("summary", language),
            "place": self.in_language("place_text", language),
            "date_precision": self.date_precision,
            "recurrence": self.in_language("recurrence", language),
            "starts_on": starts_on and starts_on.isoformat(),
            "ends_on": ends_on and ends_on.isoformat(),
            **({"starts_at": f"{self.starts_at:%H:%M}"} if self.starts_at else {}),
            **({"ends_at": f"{self.ends_at:%H:%M}"} if self.ends_at else {}),
            **({"repeats": rule.document()} if rule else {}),
        }
        village_ids = sorted(self.villages.values_list("pk", flat=True))
        return {
            **shared,
            "title": self.in_language("title", language),
            "slug": self.in_language("slug", language),
            "partner": self.partner.key,
            "country": self.partner.country,
            "year_inferred": self.is_year_inferred,
            "villages": village_ids,
            "sources": self.sources,
            "point": place and len(village_ids) == 1 and place.document(language) or None,
            "tags": sorted(
                [
                    f"event:{self.event_kind}",
                    f"region:{self.partner.key}",
                    *(f"village:{number}" for number in village_ids),
                ]
            ),
            "card": shared,
        }
