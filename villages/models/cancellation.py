"""What does not take place: live at once, as notices are."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES
from catalogue.models.public_state import counts_as_change
from catalogue.models.translated import Translated
from villages.models.event import Event


def _a_reason() -> models.Q:
    said = models.Q()
    for language in LANGUAGES:  # NULL > '' would be let through
        said |= models.Q(**{f"reason_{language}__isnull": False, f"reason_{language}__gt": ""})
    return said


class Cancellation(Translated):
    """An event, or one of its days, that is cancelled, and why.

    It is never deleted but lifted: calendars that visitors subscribed to believe a change only when
    it counts higher than the last (RFC 5545, 3.8.7.4), so `revision` goes up with each.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="cancellations", verbose_name=_("event")
    )
    day = models.DateField(
        _("day"),
        null=True,
        blank=True,
        help_text=_("The first day of the time that is cancelled; empty cancels the whole event."),
    )
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_(
            "Visitors see it at once, without publishing. Every language says that the event is "
            "cancelled; only those written here say why."
        ),
    )
    is_lifted = models.BooleanField(
        _("takes place after all"),
        default=False,
        help_text=_("Takes the cancellation back, at once."),
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("cancellation")
        verbose_name_plural = _("cancellations")
        ordering = ["day", "pk"]
        triggers = [
            counts_as_change(),
            pgtrigger.Trigger(
                name="revised",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="NEW.revision = OLD.revision + 1; NEW.changed_at = now(); RETURN NEW;",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="cancellation_once",
                fields=["event", "day"],
                nulls_distinct=False,
                violation_error_message=_("This is cancelled already."),
            ),
            models.CheckConstraint(
                name="cancellation_has_reason",
                condition=_a_reason(),
                violation_error_message=_("Say why, in one language at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_any_language("reason")

    def clean(self) -> None:
        """A day that is cancelled is one on which the event would begin."""
        if (
            self.day
            and self.event_id
            and self.day not in [day for day, _last in self.event.spans()]
        ):
            raise ValidationError({"day": _("The event does not begin on this day.")})
