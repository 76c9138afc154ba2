"""Whom guests may reach in a village: people, and so nothing without their consent."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.checks import in_order
from catalogue.models.public_state import counts_as_change
from catalogue.models.translated import Translated
from villages.models.offer import SpokenLanguage
from villages.models.village import Village

_PHONE = r"^\+[1-9][0-9 ]{5,18}[0-9]$"
_PHONE_WITH_COUNTRY = _("Write the number with its country: +371 or +370, then the digits.")


class HostContact(Translated):
    """Someone who receives guests, shown from the day of consent to its last day, both included.

    Live at once like notices, and never part of an edition: those are kept for ever, while a
    person may take the consent back on any day.
    """

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="contacts", verbose_name=_("village")
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120)
    role = models.CharField(
        _("what they do"),
        max_length=150,
        blank=True,
        help_text=_("Such as “bakes the bread and shows guests how”."),
    )
    phone = models.CharField(
        _("telephone"),
        max_length=21,
        blank=True,
        validators=[RegexValidator(_PHONE, _PHONE_WITH_COUNTRY)],
        help_text=_PHONE_WITH_COUNTRY,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, choices=SpokenLanguage),
        default=list,
        blank=True,
        verbose_name=_("languages spoken"),
    )
    consent_given_on = models.DateField(_("consent given on"))
    consent_until = models.DateField(
        _("consent until"),
        help_text=_("After this day visitors no longer see the person, without anybody’s doing."),
    )
    consent_record = models.CharField(
        _("how the consent is recorded"),
        max_length=300,
        help_text=_("Where it can be looked up: a signed sheet and its folder, a letter, its day."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["position", "pk"]
        triggers = [counts_as_change()]
        constraints = [
            models.CheckConstraint(
                name="hostcontact_has_consent",
                condition=~models.Q(name="") & ~models.Q(consent_record__regex=r"^\s*$"),
                violation_error_message=_(
                    "Nobody is named without a consent: say who gave it and how it is recorded."
                ),
            ),
            in_order(
                "hostcontact",
                "consent_given_on",
                "consent_until",
                "consent",
                _("The consent must not end before it was given."),
            ),
            models.CheckConstraint(
                name="hostcontact_phone_has_country",
                condition=models.Q(phone="") | models.Q(phone__regex=_PHONE),
                violation_error_message=_PHONE_WITH_COUNTRY,
            ),
            models.CheckConstraint(
                name="hostcontact_languages_known",
                condition=models.Q(languages__contained_by=SpokenLanguage.values),
                violation_error_message=_("There is no such language in the catalogue."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
