"""Urgent, dated news of a village: live at once, without an edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.checks import in_order
from catalogue.models.public_state import counts_as_change
from catalogue.models.translated import Translated
from villages.models.village import Village


class Notice(Translated):
    """Such as “closed from 3 to 10 June”; shown from the first to the last day, both included."""

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="notices", verbose_name=_("village")
    )
    text = models.CharField(
        _("text"), max_length=300, help_text=_("Visitors see it at once, without publishing.")
    )
    shown_from = models.DateField(_("shown from"))
    shown_until = models.DateField(_("shown until"))

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["shown_from", "pk"]
        triggers = [counts_as_change()]
        constraints = [
            in_order(
                "notice",
                "shown_from",
                "shown_until",
                "days",
                _("The last day must not lie before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_any_language("text")
