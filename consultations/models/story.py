"""Stories: what happened in the villages and between them, told to visitors."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models import Need, Partner, Photo, Publishable
from catalogue.models.checks import slugs_are_plain
from catalogue.models.edition import Kind
from catalogue.scoping import PartnerScopedQuerySet
from routes.models import Route
from villages.models import Village
from villages.models.village import paragraphs


class StoryQuerySet(PartnerScopedQuerySet):
    def with_everything(self) -> "StoryQuerySet":
        """All that a document is made of."""
        return self.select_related("partner").prefetch_related("photos", "villages", "routes")


class Story(Publishable):
    """Told by a partner, of villages and routes on either side of the border."""

    kind = Kind.STORY

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="stories", verbose_name=_("partner")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        null=True,
        blank=True,
        help_text=_("The last part of the page’s address. An old address goes on working."),
    )
    summary = models.TextField(
        _("summary"), blank=True, max_length=320, help_text=_("One or two sentences for lists.")
    )
    story = models.TextField(
        _("story"), blank=True, help_text=_("An empty line begins a paragraph.")
    )
    happened_on = models.DateField(
        _("day it tells of"), null=True, blank=True, help_text=_("Empty when it is of no one day.")
    )
    villages = models.ManyToManyField(
        Village, related_name="stories", blank=True, verbose_name=_("villages")
    )
    routes = models.ManyToManyField(
        Route, related_name="stories", blank=True, verbose_name=_("routes")
    )
    sources = ArrayField(
        models.URLField(max_length=500), default=list, blank=True, verbose_name=_("sources")
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("page", "story")
        verbose_name_plural = _("stories")
        ordering = ["-happened_on", "pk"]
        constraints = [slugs_are_plain("story")]

    def __str__(self) -> str:
        return self.in_any_language("title")

    def needs(self, language: str) -> list[Need]:
        """Texts and address, and a text for each photo."""
        found = self.needs_in_fields(language, "title", "slug", "summary", "story")
        for number, photo in enumerate(self.photos.all()):
            found.append(
                Need(
                    f"{photo._meta.verbose_name} {number + 1}: "
                    f"{photo._meta.get_field('alt').verbose_name}",
                    f"{self.admin_address()}#id_photos-{number}-alt_{language}",
                    bool(photo.in_language("alt", language).strip()),
                )
            )
        return found

    def document(self, language: str) -> dict[str, Any]:
        """The whole page in `language`; villages and routes by number, they join when shown."""
        photos = [photo.document(language) for photo in self.photos.all()]
        villages = sorted(village.pk for village in self.villages.all())
        routes = sorted(route.pk for route in self.routes.all())
        day = self.happened_on and self.happened_on.isoformat()
        days = {"starts_on": day, "ends_on": day} if day else {}
        summary = self.in_language("summary", language)
        return {
            "title": self.in_language("title", language),
            "slug": self.in_language("slug", language),
            "summary": summary,
            "story": paragraphs(self.in_language("story", language)),
            "partner": self.partner.key,
            "country": self.partner.country,
            "villages": villages,
            "routes": routes,
            "photos": photos,
            "sources": self.sources,
            "point": None,
            **days,
            "tags": sorted(
                [
                    f"region:{self.partner.key}",
                    *(f"village:{number}" for number in villages),
                    *(f"route:{number}" for number in routes),
                ]
            ),
            "card": {
                "summary": summary,
                "partner": self.partner.key,
                "photo": photos[0] if photos else None,
                **days,
            },
        }


class StoryPhoto(Photo):
    story = models.ForeignKey(Story, models.CASCADE, related_name="photos", verbose_name=_("story"))

    class Meta(Photo.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
