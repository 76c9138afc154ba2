"""What a village offers its guests, with everything a visitor must know before coming."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.checks import in_order
from catalogue.models.translated import Translated
from villages.models.village import Village


class OfferKind(models.TextChoices):
    TASTING = "tasting", _("Tasting")
    WORKSHOP = "workshop", _("Workshop")
    TOUR = "tour", _("Guided tour")
    PROGRAMME = "programme", _("Programme")
    MEAL = "meal", _("Meal")
    LODGING = "lodging", _("Lodging")
    BATH = "bath", _("Bathhouse")
    MUSIC = "music", _("Music and dance")
    VISIT = "visit", _("Visit")
    OUTDOORS = "outdoors", _("Outdoors")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Month(models.IntegerChoices):
    JANUARY = 1, _("January")
    FEBRUARY = 2, _("February")
    MARCH = 3, _("March")
    APRIL = 4, _("April")
    MAY = 5, pgettext_lazy("month", "May")
    JUNE = 6, _("June")
    JULY = 7, _("July")
    AUGUST = 8, _("August")
    SEPTEMBER = 9, _("September")
    OCTOBER = 10, _("October")
    NOVEMBER = 11, _("November")
    DECEMBER = 12, _("December")


class SpokenLanguage(models.TextChoices):
    LATVIAN = "lv", _("Latvian")
    LITHUANIAN = "lt", _("Lithuanian")
    ENGLISH = "en", _("English")
    LATGALIAN = "ltg", _("Latgalian")
    RUSSIAN = "ru", _("Russian")
    POLISH = "pl", _("Polish")
    GERMAN = "de", _("German")


# The age up to which a guest is a child here.
OLDEST_CHILD = 12


class Offer(Translated):
    """A tasting, workshop, tour, programme, meal or bed: durations in minutes, prices in EUR."""

    class PriceBasis(models.TextChoices):
        PERSON = "person", _("per person")
        GROUP = "group", _("per group")
        FROM = "from", _("from")
        FREE = "free", _("free of charge")

    class Venue(models.TextChoices):
        HOST = "host", _("At the host’s")
        TRAVELLING = "travelling", _("The host comes to the guests")

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="offers", verbose_name=_("village")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OfferKind)
    title = models.CharField(_("title"), max_length=250, blank=True)
    description = models.TextField(_("description"), blank=True)
    duration_min = models.PositiveSmallIntegerField(
        _("shortest duration (minutes)"), null=True, blank=True
    )
    duration_max = models.PositiveSmallIntegerField(
        _("longest duration (minutes)"), null=True, blank=True
    )
    group_min = models.PositiveSmallIntegerField(_("smallest group"), null=True, blank=True)
    group_max = models.PositiveSmallIntegerField(_("largest group"), null=True, blank=True)
    price_basis = models.CharField(
        _("price is"), max_length=6, choices=PriceBasis, blank=True, default=""
    )
    price = models.DecimalField(
        _("price (EUR)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    price_as_of = models.DateField(_("price as of"), null=True, blank=True)
    price_note = models.CharField(_("note on the price"), max_length=200, blank=True)
    season_from = models.PositiveSmallIntegerField(
        _("season from"), choices=Month, null=True, blank=True
    )
    season_to = models.PositiveSmallIntegerField(
        _("season to"), choices=Month, null=True, blank=True
    )
    excluded_months = ArrayField(
        models.PositiveSmallIntegerField(choices=Month),
        default=list,
        blank=True,
        verbose_name=_("except in"),
        help_text=_("Months of the season in which guests are not received."),
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        default=list,
        blank=True,
        verbose_name=_("weekdays"),
    )
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, choices=SpokenLanguage),
        default=list,
        blank=True,
        verbose_name=_("languages spoken"),
    )
    booking_needed = models.BooleanField(_("booking needed"), null=True, blank=True)
    booking_notice_days = models.PositiveSmallIntegerField(
        _("book so many days before"), null=True, blank=True
    )
    age_min = models.PositiveSmallIntegerField(_("from the age of"), null=True, blank=True)
    venue = models.CharField(_("where"), max_length=10, choices=Venue, default=Venue.HOST)
    takes_home = models.CharField(_("what a guest takes home"), max_length=200, blank=True)
    accessibility = models.CharField(_("accessibility"), max_length=300, blank=True)
    wheelchair = models.BooleanField(
        _("open to wheelchair users"),
        null=True,
        blank=True,
        help_text=_("Only what the hosts say. Visitors look for it in the list of villages."),
    )
    for_children = models.BooleanField(
        _("suits children"),
        null=True,
        blank=True,
        help_text=_("Only what the hosts say. Visitors look for it in the list of villages."),
    )
    source = models.URLField(_("source"), blank=True, max_length=500)
    is_secondary = models.BooleanField(
        _("known from a retold source only"),
        default=False,
        help_text=_("The page then says that the facts are not confirmed."),
    )
    is_after_project = models.BooleanField(_("came after the project"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    OPTIONAL_TEXTS = ("description", "price_note", "takes_home", "accessibility")

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["position", "pk"]
        constraints = [
            in_order(
                "offer",
                "duration_min",
                "duration_max",
                "durations",
                _("The longest duration must not be shorter than the shortest."),
            ),
            in_order(
                "offer",
                "group_min",
                "group_max",
                "groups",
                _("The largest group must not be smaller than the smallest."),
            ),
            in_order(
                "offer",
                "opens_at",
                "closes_at",
                "hours",
                _("The closing time must not lie before the opening time."),
            ),
            models.CheckConstraint(
                name="offer_kind_known",
                condition=models.Q(kind__in=OfferKind.values),
                violation_error_message=_("There is no such kind of offer."),
            ),
            models.CheckConstraint(
                name="offer_price_makes_sense",
                condition=models.Q(price__isnull=True) & ~models.Q(price_basis="from")
                | models.Q(price__gte=0) & ~models.Q(price_basis="free"),
                violation_error_message=_(
                    "“From” needs an amount, “free of charge” has none, and no price is negative."
                ),
            ),
            models.CheckConstraint(
                name="offer_season_whole",
                condition=models.Q(season_from__isnull=True, season_to__isnull=True)
                | models.Q(season_from__range=(1, 12), season_to__range=(1, 12)),
                violation_error_message=_("Give both the first and the last month, or neither."),
            ),
            models.CheckConstraint(
                name="offer_weekdays_known",
                condition=models.Q(weekdays__contained_by=Weekday.values),
                violation_error_message=_("There is no such weekday."),
            ),
            models.CheckConstraint(
                name="offer_months_known",
                condition=models.Q(excluded_months__contained_by=Month.values),
                violation_error_message=_("There is no such month."),
            ),
            models.CheckConstraint(
                name="offer_notice_means_booking",
                condition=models.Q(booking_notice_days__isnull=True)
                | models.Q(booking_needed=True),
                violation_error_message=_("Days of notice are for offers that need booking."),
            ),
            models.CheckConstraint(
                name="offer_children_may_come",
                condition=~models.Q(for_children=True)
                | models.Q(age_min__isnull=True)
                | models.Q(age_min__lte=OLDEST_CHILD),
                violation_error_message=_(
                    "What suits children cannot begin at an age of 13 or more."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.in_any_language("title")

    def admin_address(self, anchor: str = "") -> str:
        address = reverse("admin:villages_offer_change", args=[self.pk])
        return address + (f"#id_{anchor}" if anchor else "")

    def document(self, language: str) -> dict[str, Any]:
        """Texts in `language`, the rest as plain values; prices as text with two decimals."""
        texts = ("title", "description", "price_note", "takes_home", "accessibility")
        plain = (
            "kind",
            "duration_min",
            "duration_max",
            "group_min",
            "group_max",
            "price_basis",
            "season_from",
            "season_to",
            "excluded_months",
            "weekdays",
            "languages",
            "booking_needed",
            "booking_notice_days",
            "age_min",
            "venue",
            "source",
        )
        return {
            **{field: self.in_language(field, language) for field in texts},
            **{field: getattr(self, field) for field in plain},
            "price": self.price if self.price is None else f"{self.price:.2f}",
            "price_as_of": self.price_as_of and self.price_as_of.isoformat(),
            "opens_at": self.opens_at and self.opens_at.strftime("%H:%M"),
            "closes_at": self.closes_at and self.closes_at.strftime("%H:%M"),
            "secondary": self.is_secondary,
            "after_project": self.is_after_project,
            "tiers": [
                {
                    "group_min": tier.group_min,
                    "group_max": tier.group_max,
                    "price": f"{tier.price:.2f}",
                }
                for tier in self.tiers.all()
            ],
            **{field: said for field, said in self._said_since_2026() if said is not None},
        }

    def _said_since_2026(self) -> list[tuple[str, bool | None]]:
        """Facts that stand in a document only when they are known, so that old ones stay true."""
        return [("wheelchair", self.wheelchair), ("for_children", self.for_children)]


class PriceTier(models.Model):
    """A price in EUR for groups of a certain size; `group_max` is empty for the largest."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="tiers", verbose_name=_("offer"))
    group_min = models.PositiveSmallIntegerField(_("from persons"))
    group_max = models.PositiveSmallIntegerField(_("to persons"), null=True, blank=True)
    price = models.DecimalField(_("price (EUR)"), max_digits=7, decimal_places=2)

    class Meta:
        verbose_name = _("price by group size")
        verbose_name_plural = _("prices by group size")
        ordering = ["group_min"]
        constraints = [
            in_order(
                "pricetier",
                "group_min",
                "group_max",
                "sizes",
                _("The largest group must not be smaller than the smallest."),
            ),
            models.CheckConstraint(
                name="pricetier_price_not_negative",
                condition=models.Q(price__gte=0),
                violation_error_message=_("A price is not negative."),
            ),
            models.UniqueConstraint(
                name="pricetier_once",
                fields=["offer", "group_min"],
                violation_error_message=_("There is a price for this group size already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_min}–{self.group_max or ''}: {self.price} EUR"
