"""Fairs, festivals, forums: what happens, or happened, on certain days."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import Need, Partner, Publishable
from catalogue.models.checks import in_order, slugs_are_plain
from catalogue.models.edition import Kind
from catalogue.scoping import PartnerScopedQuerySet
from villages.models.village import Place, Village


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
    date_precision = models.CharField(
        _("precision of the dates"),
        max_length=6,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    recurrence = models.CharField(
        _("when, every year"), max_length=150, blank=True, help_text=_("Such as “early in May”.")
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
        ]

    def __str__(self) -> str:
        return self.in_any_language("title")

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
        """The whole page in `language`; villages by number, their names join when it is shown."""
        starts_on, ends_on = (
            day.isoformat() if day else None for day in (self.starts_on, self.ends_on)
        )
        place = Place.objects.filter(village__in=self.villages.all()).first()
        shared = {
            "event_kind": self.event_kind,
            "summary": self.in_language("summary", language),
            "place": self.in_language("place_text", language),
            "date_precision": self.date_precision,
            "recurrence": self.in_language("recurrence", language),
            "starts_on": starts_on,
            "ends_on": ends_on,
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
