"""The two institutions that keep the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.public_state import counts_as_change


class Country(models.TextChoices):
    LATVIA = "LV", _("Latvia")
    LITHUANIA = "LT", _("Lithuania")


class Partner(models.Model):
    """An institution that owns villages and the staff who care for them."""

    key = models.SlugField(_("key"), unique=True, help_text=_("Used in addresses and imports."))
    name = models.CharField(_("name"), max_length=200)
    region_name = models.CharField(
        _("region"), max_length=100, help_text=_("The region as visitors know it.")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)
    is_lead = models.BooleanField(_("lead partner"), default=False)
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone of the institution"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail of the institution"), blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["-is_lead", "key"]
        triggers = [counts_as_change()]
        constraints = [
            models.UniqueConstraint(
                name="partner_one_lead",
                fields=["is_lead"],
                condition=models.Q(is_lead=True),
                violation_error_message=_("There is a lead partner already."),
            ),
            models.CheckConstraint(
                name="partner_country_known",
                condition=models.Q(country__in=Country.values),
                violation_error_message=_("A partner is from Latvia or from Lithuania."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.key
