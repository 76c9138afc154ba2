"""The European Union's visibility block: emblem, fund, programme and disclaimer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.public_state import counts_as_change


class VisibilityBlock(models.Model):
    """What rules of a funding period ask every page and every print to carry, while they hold."""

    key = models.SlugField(_("key"), unique=True)
    fund = models.CharField(_("fund"), max_length=200)
    programme = models.CharField(_("programme"), max_length=200)
    project = models.CharField(_("project"), max_length=200)
    statement = models.TextField(_("statement of support"))
    disclaimer = models.TextField(_("disclaimer"))
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        verbose_name = _("EU visibility block")
        verbose_name_plural = _("EU visibility blocks")
        ordering = ["valid_from"]
        triggers = [counts_as_change()]
        constraints = [
            models.CheckConstraint(
                name="visibilityblock_dates_in_order",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("The last day must not lie before the first day."),
            )
        ]

    def __str__(self) -> str:
        return self.programme or self.key
