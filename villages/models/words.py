"""Themes and municipalities: names that many villages share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.checks import in_order
from catalogue.models.partner import Country, Partner
from catalogue.models.public_state import counts_as_change


class Motif(models.TextChoices):
    """What the woven pattern of a theme shows."""

    CROSS = "cross", _("Cross")
    SUN = "sun", pgettext_lazy("motif", "Sun")
    TREE = "tree", _("Tree")
    BIRD = "bird", _("Bird")
    DIAMOND = "diamond", _("Diamond")
    WAVE = "wave", _("Wave")
    STAR = "star", _("Star")
    COMB = "comb", _("Comb")
    GRAIN = "grain", _("Grain")
    BRIDGE = "bridge", _("Bridge")
    FLOWER = "flower", _("Flower")
    HOUSE = "house", _("House")


class Theme(models.Model):
    """What a village is about; its name is joined to pages when they are shown."""

    key = models.SlugField(_("key"), unique=True, help_text=_("Used in addresses and imports."))
    name = models.CharField(_("name"), max_length=100)
    motif = models.CharField(
        _("motif"),
        max_length=10,
        choices=Motif,
        default=Motif.DIAMOND,
        help_text=_("The figure woven into the pattern of villages that have no photo."),
    )

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["key"]
        triggers = [counts_as_change()]

    def __str__(self) -> str:
        return self.name or self.key


class Municipality(models.Model):
    """A municipality with the days between which it existed; the reform of 2021 changed many."""

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="municipalities",
        verbose_name=_("partner"),
        null=True,
        blank=True,
    )
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(_("existed until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["country", "key"]
        triggers = [counts_as_change()]
        constraints = [
            in_order(
                "municipality",
                "valid_from",
                "valid_to",
                "dates",
                _("The last day must not lie before the first day."),
            ),
            models.CheckConstraint(
                name="municipality_country_known",
                condition=models.Q(country__in=Country.values),
                violation_error_message=_("A municipality is in Latvia or in Lithuania."),
            ),
            models.CheckConstraint(
                name="municipality_successor_needs_end",
                condition=models.Q(successor__isnull=True) | models.Q(valid_to__isnull=False),
                violation_error_message=_("Say until when it existed before naming a successor."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.key
