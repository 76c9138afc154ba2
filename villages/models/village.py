"""A theme village: its two names, its places, what it makes and what stands near it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES
from catalogue.models import Edition, Need, Partner, Photo, Publishable, User
from catalogue.models.checks import slugs_are_plain
from catalogue.models.edition import Kind
from catalogue.models.translated import Translated
from catalogue.scoping import PartnerScopedQuerySet
from villages.models.words import Municipality, Theme

# Coordinates outside this frame are a slip: swapped, or without their decimal point.
SOUTH, NORTH, WEST, EAST = 53.8, 58.2, 20.8, 28.4

# Where the map of all villages is found, in one language or another; no village stands there.
ADDRESSES_OF_THE_MAP = ("karte", "zemelapis", "map")
not_the_map = RegexValidator(
    rf"^({'|'.join(ADDRESSES_OF_THE_MAP)})$",
    _("“%(value)s” is the address of the map of all villages. Choose another one."),
    inverse_match=True,
)


class VillageQuerySet(PartnerScopedQuerySet):
    def with_everything(self) -> "VillageQuerySet":
        """All that a document is made of."""
        return self.select_related("theme", "municipality", "partner").prefetch_related(
            "places", "photos", "offers__tiers", "products", "sights", "guides__poster"
        )

    def mentionable_by(self, user: User, also: models.Q | None = None) -> "VillageQuerySet":
        """What `user` may name in a route, an event or an activity.

        These cross the border, so besides the own villages those that every visitor can read of,
        and those that meet the condition `also`.
        """
        if user.serves_both_partners:
            return self
        published = Edition.objects.current().of_kind(Kind.VILLAGE).values("source_id")
        condition = models.Q(partner=user.partner_id) | models.Q(pk__in=published)
        if also is not None:
            condition |= also
        return self.filter(pk__in=Village._base_manager.filter(condition).values("pk"))


class Village(Publishable):
    """A theme village, which is not a settlement: it may have one place, several, or none yet."""

    kind = Kind.VILLAGE

    class Status(models.TextChoices):
        CANDIDATE = "candidate", _("Candidate")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        HISTORICAL = "historical", _("Historical")

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="villages", verbose_name=_("partner")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="villages", verbose_name=_("municipality")
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, related_name="villages", verbose_name=_("theme")
    )
    theme_name = models.CharField(
        _("theme village name"),
        max_length=150,
        blank=True,
        help_text=_("The name visitors know, such as “Craftsmen’s Village”. Title of its page."),
    )
    place_name = models.CharField(
        _("place name"),
        max_length=100,
        blank=True,
        help_text=_("The settlement, as readers of this language call it."),
    )
    locality = models.CharField(_("parish or eldership"), max_length=120, blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        null=True,
        blank=True,
        validators=[not_the_map],
        help_text=_("The last part of the page’s address. An old address goes on working."),
    )
    summary = models.TextField(
        _("summary"), blank=True, max_length=320, help_text=_("One or two sentences for lists.")
    )
    story = models.TextField(
        _("story"), blank=True, help_text=_("60 to 120 words; an empty line begins a paragraph.")
    )
    bus_stop = models.CharField(
        _("nearest stop and line"),
        max_length=200,
        blank=True,
        help_text=_("How to come without a car: the stop, how far it is, the line and its towns."),
    )
    translated_names = ArrayField(
        models.CharField(max_length=2, choices=[(code, code) for code in LANGUAGES]),
        default=list,
        blank=True,
        verbose_name=_("names translated by us"),
        help_text=_("Languages in which the theme village’s name is our translation."),
    )
    name_source = models.URLField(_("source of the name"), blank=True, max_length=500)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CANDIDATE)
    verified_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("When someone last asked the hosts.")
    )
    in_project = models.BooleanField(_("part of VILLAGE HERITAGE"), default=False)
    project_status = models.CharField(_("part in the project"), max_length=300, blank=True)
    other_names = ArrayField(
        models.CharField(max_length=150),
        default=list,
        blank=True,
        verbose_name=_("other spellings"),
        help_text=_(
            "Other spellings and earlier names of the place or the theme village, one a line, in "
            "any language. The search finds the village by them; its page does not show them."
        ),
    )
    sources = ArrayField(
        models.URLField(max_length=500), default=list, blank=True, verbose_name=_("sources")
    )
    notes = models.TextField(
        _("internal notes"), blank=True, help_text=_("Visitors never see them.")
    )

    OPTIONAL_TEXTS = ("bus_stop",)

    objects = VillageQuerySet.as_manager()

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["pk"]
        constraints = [
            slugs_are_plain("village"),
            models.CheckConstraint(
                name="village_slug_not_the_map",
                condition=~models.Q(slug_lv__in=ADDRESSES_OF_THE_MAP)
                & ~models.Q(slug_lt__in=ADDRESSES_OF_THE_MAP)
                & ~models.Q(slug_en__in=ADDRESSES_OF_THE_MAP),
                violation_error_message=_(
                    "One of the addresses is that of the map of all villages. Choose another one."
                ),
            ),
            models.CheckConstraint(
                name="village_status_known",
                condition=models.Q(status__in=["candidate", "active", "paused", "historical"]),
                violation_error_message=_("There is no such status."),
            ),
            models.CheckConstraint(
                name="village_translated_names_known",
                condition=models.Q(translated_names__contained_by=list(LANGUAGES)),
                violation_error_message=_("There is no such language in the catalogue."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_any_language("theme_name")

    def needs(self, language: str) -> list[Need]:
        """Names, texts, address, a place; a text for each photo, offer, product and sight."""
        found = self.needs_in_fields(
            language,
            "theme_name",
            "place_name",
            "slug",
            "summary",
            "story",
            *half_said(self, language),
        )
        here = self.admin_address()
        found.append(
            Need(
                gettext("A status: candidates are not published"),
                f"{here}#id_status",
                self.status != self.Status.CANDIDATE,
            )
        )
        found.append(
            Need(
                gettext("A place with coordinates"),
                f"{here}#places-group",
                bool(self.places.all()),
            )
        )
        for part, fields in (
            ("places", ()),
            ("photos", ("alt",)),
            ("offers", ("title",)),
            ("products", ("title",)),
            ("sights", ("text",)),
        ):
            for number, row in enumerate(getattr(self, part).all()):
                for field in (*fields, *half_said(row, language)):
                    address = f"{here}#id_{part}-{number}-{field}_{language}"
                    if part == "offers":  # they have a page of their own
                        address = row.admin_address(f"{field}_{language}")
                    found.append(
                        Need(
                            f"{row._meta.verbose_name} {number + 1}: "
                            f"{row._meta.get_field(field).verbose_name}",
                            address,
                            bool((getattr(row, f"{field}_{language}") or "").strip()),
                        )
                    )
        for number, guide in enumerate(self.guides.all()):
            if guide.language == language:
                found += [
                    Need(
                        f"{guide._meta.verbose_name} {number + 1}: "
                        f"{guide._meta.get_field(field).verbose_name}",  # type: ignore[union-attr]
                        f"{here}#id_guides-{number}-{field}",
                        bool(getattr(guide, field).strip()),
                    )
                    for field in guide.needed_texts()
                ]
        return found

    def document(self, language: str) -> dict[str, Any]:
        """The whole page in `language`; shared words by key, their names join later."""
        places = [place.document(language) for place in self.places.all()]
        offers = [offer.document(language) for offer in self.offers.all()]
        photos = [photo.document(language) for photo in self.photos.all()]
        products = [product.document(language) for product in self.products.all()]
        shared = {
            "place": self.in_language("place_name", language),
            "theme": self.theme.key,
            "pattern": self.pattern_seed,
            "municipality": self.municipality.key,
            "country": self.partner.country,
            "summary": self.in_language("summary", language),
        }
        bus_stop = self.in_language("bus_stop", language)
        guides = [guide.document() for guide in self.guides.all() if guide.language == language]
        return {
            **shared,
            # Keys of later years, absent where they say nothing: what is published stays the same.
            **({"bus_stop": bus_stop} if bus_stop else {}),
            **({"guides": guides} if guides else {}),
            "title": self.in_language("theme_name", language),
            "slug": self.in_language("slug", language),
            "locality": self.in_language("locality", language),
            "name_is_translated": language in self.translated_names,
            "story": paragraphs(self.in_language("story", language)),
            "partner": self.partner.key,
            "status": self.status,
            "verified_on": self.verified_on and self.verified_on.isoformat(),
            "places": places,
            "point": places[0] if places else None,
            "offers": offers,
            "products": products,
            "sights": [sight.document(language) for sight in self.sights.all()],
            "photos": photos,
            "sources": self.sources,
            **({"other_names": self.other_names} if self.other_names else {}),
            "minimum": self.programme_minimum(),
            "tags": sorted(
                {
                    f"theme:{self.theme.key}",
                    f"municipality:{self.municipality.key}",
                    f"region:{self.partner.key}",
                    f"country:{self.partner.country}",
                    *(f"offer:{offer['kind']}" for offer in offers),
                    *(["offer:product"] if products else []),
                }
            ),
            "card": {**shared, "photo": photos[0] if photos else None},
        }

    @property
    def pattern_seed(self) -> str:
        """What the woven pattern is made from: the same in every language."""
        slugs = (self.in_language("slug", code) for code in ("en", "lv", "lt"))
        return next(filter(None, slugs), f"village-{self.pk}")

    def programme_minimum(self) -> dict[str, bool]:
        """What the project asked of every theme village: product, programme, catering."""
        kinds = {offer.kind for offer in self.offers.all()}
        return {
            "product": bool(self.products.all()),
            "programme": not kinds.isdisjoint({"programme", "workshop", "tour"}),
            "catering": not kinds.isdisjoint({"meal", "tasting"}),
        }


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, which an empty line divides."""
    return [part.strip() for part in text.replace("\r", "").split("\n\n") if part.strip()]


def half_said(row: models.Model, language: str) -> list[str]:
    """Optional texts of `row` that another language has: a page says them in all, or in none."""
    return [
        field
        for field in getattr(row, "OPTIONAL_TEXTS", ())
        if any(getattr(row, f"{field}_{other}") for other in LANGUAGES if other != language)
    ]


class Place(Translated):
    """Where a village is, in WGS84 degrees, with where we have that from and how exact it is."""

    class Precision(models.TextChoices):
        EXACT = "exact", _("Exact, the door itself")
        CENTRE = "centre", _("Centre of the settlement")
        APPROXIMATE = "approximate", _("Approximate")
        AREA = "area", _("Somewhere in the area")

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="places", verbose_name=_("village")
    )
    label = models.CharField(
        _("label"), max_length=100, blank=True, help_text=_("Needed when there are several places.")
    )
    latitude = models.FloatField(_("latitude"), help_text=_("North, in degrees: 56.0534"))
    longitude = models.FloatField(_("longitude"), help_text=_("East, in degrees: 26.7832"))
    precision = models.CharField(_("precision"), max_length=12, choices=Precision)
    radius_m = models.PositiveIntegerField(
        _("true within (m)"),
        default=0,
        help_text=_("Maps draw a circle of this radius; inexact places are no navigation targets."),
    )
    source = models.CharField(_("source of the coordinates"), max_length=500)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    OPTIONAL_TEXTS = ("label",)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="place_in_the_region",
                condition=models.Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST)),
                violation_error_message=_(
                    "These coordinates are not in Latvia or Lithuania. Are they swapped?"
                ),
            ),
            models.CheckConstraint(
                name="place_precision_known",
                condition=models.Q(precision__in=["exact", "centre", "approximate", "area"]),
                violation_error_message=_("There is no such precision."),
            ),
            models.CheckConstraint(
                name="place_inexact_has_radius",
                condition=models.Q(precision__in=["exact", "centre"]) | models.Q(radius_m__gt=0),
                violation_error_message=_("Say within how many metres an inexact place is true."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.latitude:.4f}, {self.longitude:.4f}"

    def document(self, language: str) -> dict[str, Any]:
        return {
            "label": self.in_language("label", language),
            "latitude": self.latitude,
            "longitude": self.longitude,
            "precision": self.precision,
            "radius_m": self.radius_m,
            "source": self.source,
        }


class VillagePhoto(Photo):
    village = models.ForeignKey(
        Village, models.CASCADE, related_name="photos", verbose_name=_("village")
    )
    caption = models.CharField(
        _("caption"),
        max_length=200,
        blank=True,
        help_text=_("What to know about the photo, for all readers; not what it shows."),
    )

    OPTIONAL_TEXTS = ("caption",)

    class Meta(Photo.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def document(self, language: str) -> dict[str, Any]:
        caption = self.in_language("caption", language)
        return {**super().document(language), **({"caption": caption} if caption else {})}


class Product(Translated):
    """Something made in the village that a visitor can take home."""

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="products", verbose_name=_("village")
    )
    title = models.CharField(_("title"), max_length=250, blank=True)
    source = models.URLField(_("source"), blank=True, max_length=500)
    is_secondary = models.BooleanField(_("known from a retold source only"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.in_any_language("title")

    def document(self, language: str) -> dict[str, Any]:
        return {
            "title": self.in_language("title", language),
            "source": self.source,
            "secondary": self.is_secondary,
        }


class Sight(Translated):
    """Something worth seeing near the village that belongs to no host."""

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="sights", verbose_name=_("village")
    )
    text = models.CharField(_("text"), max_length=350, blank=True)
    source = models.URLField(_("source"), blank=True, max_length=500)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("sight")
        verbose_name_plural = _("sights")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.in_any_language("text")

    def document(self, language: str) -> dict[str, Any]:
        return {"text": self.in_language("text", language), "source": self.source}
