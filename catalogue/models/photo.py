"""A photo as every kind of item has it: cleaned once, shown in many sizes, with its credit."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext_lazy as _

from catalogue import photos
from catalogue.models.translated import Translated


class Licence(models.TextChoices):
    CC_BY = "CC BY 4.0", "CC BY 4.0"
    CC_BY_SA = "CC BY-SA 4.0", "CC BY-SA 4.0"
    CC0 = "CC0 1.0", "CC0 1.0"
    PERMISSION = "permission", _("With the author's permission")


# Where the licences explain themselves; a photo by permission has no such page.
LICENCE_ADDRESSES = {
    Licence.CC_BY.value: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA.value: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0.value: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def private_storage() -> Storage:
    """Where cleaned originals are kept; visitors get renditions only."""
    return storages["private"]


class CleanImageFormField(forms.ImageField):
    """An upload that comes out as a CleanPhoto, or is refused with a reason."""

    default_validators = []  # the content is judged, not the end of the name

    def to_python(self, data: Any) -> photos.CleanPhoto | None:
        return None if data in self.empty_values else photos.clean(data)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Said exactly, phones turn their own formats into one of these before they upload.
        return {**super().widget_attrs(widget), "accept": ",".join(_ACCEPTED)}


_ACCEPTED = ("image/jpeg", "image/png", "image/webp", "image/avif")


class CleanImageFile(ImageFieldFile):
    """A photo's original as the working copy has it."""

    instance: "Photo"
    field: "CleanImageField"
    _committed: bool

    @property
    def is_new(self) -> bool:
        """Whether there is a picture that was not kept yet."""
        return bool(self) and not self._committed

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Clean `content` if nobody has, and keep it; `name` is ignored, its digest names it."""
        photo = self.field.cleaned(content)
        self.name = photos.keep(photo)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        self.instance.describe(photo)
        if save:
            self.instance.save()

    save.alters_data = True  # type: ignore[attr-defined]

    @property
    def url(self) -> str:
        """Where staff can see it: the original itself has no address."""
        self._require_file()  # type: ignore[attr-defined]
        return photos.stand_in_address(self.instance.digest)


class CleanImageField(models.ImageField):
    """An original in private storage that went through `photos.clean()`, whichever way it came.

    Forms and `full_clean()` refuse a file that is no photo at this field; so does saving a row that
    nobody validated, with the same ValidationError.
    """

    attr_class = CleanImageFile

    @property
    def storage(self) -> Storage:
        return private_storage()

    @storage.setter
    def storage(self, value: Any) -> None:
        """Originals have one place; Django's own field offers a choice."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        for choice in ("storage", "upload_to"):
            kwargs.pop(choice, None)
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": CleanImageFormField, **kwargs})

    def cleaned(self, content: Any) -> photos.CleanPhoto:
        """`content` as a CleanPhoto; raises ValidationError under this field's name."""
        if isinstance(content, photos.CleanPhoto):
            return content
        try:
            return photos.clean(content)
        except ValidationError as error:
            raise ValidationError({self.name: error}) from None

    def clean(self, value: Any, model_instance: "Photo") -> Any:  # type: ignore[override]
        if value and value.is_new:
            if not isinstance(value.file, photos.CleanPhoto):
                value.file = photos.clean(value.file)
            model_instance.describe(value.file)  # constraints are asked before the row is saved
        return super().clean(value, model_instance)


class Photo(Translated):
    """A picture of an item; concrete photos add the item and register `alt` for translation."""

    # Before the fields that saving it fills in: Django asks fields for their values in this order.
    image = CleanImageField(_("photo"))
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
        constraints = [
            models.CheckConstraint(
                name="%(class)s_digest_is_one",
                condition=models.Q(
                    ~models.Q(image=""), digest__regex=r"^[0-9a-f]{64}$", width__gt=0, height__gt=0
                ),
                violation_error_message=_("The photo was not kept; upload it again."),
            ),
            models.CheckConstraint(
                name="%(class)s_focus_inside",
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                violation_error_message=_("The focal point lies inside the photo: from 0 to 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.licence}"

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save; for a new picture, have its sizes made once the transaction is over.

        Rows written by `bulk_create()` are cleaned too, but wait for `manage.py make_renditions`.
        """
        image: CleanImageFile = self.image  # type: ignore[assignment]
        is_new_picture = image.is_new
        if is_new_picture:
            # Refused here, before the database is asked, it leaves the caller's transaction whole.
            image.file = image.field.cleaned(image.file)
            if update_fields is not None and "image" in update_fields:
                update_fields = {*update_fields, "width", "height", "digest", "renditions_ready"}
        super().save(*args, update_fields=update_fields, **kwargs)
        if is_new_picture and not self.image.is_new:  # type: ignore[attr-defined]
            from catalogue.tasks import make_renditions  # tasks stand above the models

            # robust: the photo is saved by then, and the command makes up for a queue that failed.
            transaction.on_commit(
                partial(make_renditions.enqueue, self.digest), using=self._state.db, robust=True
            )

    def describe(self, photo: photos.CleanPhoto) -> None:
        """Note what is known of a new picture; its sizes are not made yet."""
        self.digest = photo.digest
        self.width, self.height = photo.width, photo.height
        self.renditions_ready = False

    def document(self, language: str) -> dict[str, Any]:
        return {
            "digest": self.digest,
            "width": self.width,
            "height": self.height,
            "focal_x": self.focal_x,
            "focal_y": self.focal_y,
            "author": self.author,
            "licence": self.licence,
            "alt": self.in_language("alt", language),
        }
