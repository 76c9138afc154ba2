"""A photo as every kind of item has it: cleaned once, shown in many sizes, with its credit."""

from typing import Any

from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    CC_BY = "CC BY 4.0", "CC BY 4.0"
    CC_BY_SA = "CC BY-SA 4.0", "CC BY-SA 4.0"
    CC0 = "CC0 1.0", "CC0 1.0"
    PERMISSION = "permission", _("With the author's permission")


def private_storage():
    """Where cleaned originals are kept; visitors get renditions only."""
    return storages["private"]


class Photo(models.Model):
    """A picture of an item; concrete photos add the item and register `alt` for translation."""

    image = models.ImageField(
        _("photo"),
        upload_to="photos",
        storage=private_storage,
        width_field="width",
        height_field="height",
    )
    width = models.PositiveIntegerField(_("width in pixels"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False, default=0)
    digest = models.CharField(_("digest"), max_length=64, editable=False, default="")
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the left edge, 1 the right one; this point stays in view when cropped."),
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    author = models.CharField(_("author"), max_length=120)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the photo shows, for readers who do not see it."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    renditions_ready = models.BooleanField(_("sizes made"), editable=False, default=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.author} · {self.licence}"

    def document(self, language: str) -> dict[str, Any]:
        return {
            "digest": self.digest,
            "width": self.width,
            "height": self.height,
            "focal_x": self.focal_x,
            "focal_y": self.focal_y,
            "author": self.author,
            "licence": self.licence,
            "alt": getattr(self, f"alt_{language}") or "",
        }
