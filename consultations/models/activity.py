"""What the partners did with and for the villages: seen by staff only."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models import Partner
from catalogue.models.checks import in_order
from catalogue.models.translated import Translated
from catalogue.scoping import PartnerScopedQuerySet
from consultations import attachments
from villages.models import Village

LONGEST_STEM = 200  # bytes of a file's name without its ending; 255 with everything is the most


def private_storage() -> Storage:
    """Attachments have no address of their own; a view checks who asks."""
    return storages["private"]


class PrivateFile(FieldFile):
    """A file whose address is a view that checks who asks."""

    @property
    def url(self) -> str:
        attachment: Attachment = self.instance  # type: ignore[assignment]
        return attachment.address


class PrivateFileField(models.FileField):
    """A file in private storage, with an address for those who may see its row."""

    attr_class = PrivateFile

    @property
    def storage(self) -> Storage:
        return private_storage()

    @storage.setter
    def storage(self, value: Any) -> None:
        """These files have one place; Django's own field offers a choice."""

    def generate_filename(self, instance: Any, filename: Any) -> str:
        """File systems count bytes, and letters with diacritics take two."""
        stem, dot, ending = str(filename).rpartition(".")
        stem = stem.encode()[:LONGEST_STEM].decode(errors="ignore")
        return super().generate_filename(instance, f"{stem}{dot}{ending}")

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("storage", None)
        return name, path, args, kwargs


class ActivityQuerySet(PartnerScopedQuerySet):
    pass


class Activity(Translated):
    """A training, consultation, meeting, visit, fair or forum on certain days."""

    class ActivityKind(models.TextChoices):
        TRAINING = "training", _("Training")
        CONSULTATION = "consultation", _("Individual consultation")
        PARTNER_MEETING = "partner_meeting", _("Partner meeting")
        EXCHANGE_VISIT = "exchange_visit", _("Exchange visit")
        FAIR = "fair", _("Fair")
        FORUM = "forum", _("Forum")

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="activities", verbose_name=_("partner")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind)
    topic = models.CharField(_("topic"), max_length=250)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("where"), max_length=200)
    villages = models.ManyToManyField(
        Village, related_name="activities", blank=True, verbose_name=_("villages")
    )
    duration_minutes = models.PositiveIntegerField(_("duration (minutes)"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    decisions = models.TextField(_("decisions"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    sources = ArrayField(
        models.URLField(max_length=500), default=list, blank=True, verbose_name=_("sources")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-starts_on", "pk"]
        constraints = [
            in_order(
                "activity",
                "starts_on",
                "ends_on",
                "dates",
                _("The last day must not lie before the first day."),
            ),
            models.CheckConstraint(
                name="activity_kind_known",
                condition=models.Q(
                    kind__in=[
                        "training",
                        "consultation",
                        "partner_meeting",
                        "exchange_visit",
                        "fair",
                        "forum",
                    ]
                ),
                violation_error_message=_("There is no such kind of activity."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_any_language("topic")


class Attachment(models.Model):
    """A file kept with an activity: minutes, attendance list, slides."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="attachments", verbose_name=_("activity")
    )
    title = models.CharField(_("title"), max_length=200)
    file = PrivateFileField(
        _("file"),
        upload_to="activities/%Y",
        max_length=255,
        validators=[attachments.check],
        help_text=_("PDF, text, spreadsheet or picture, up to 20 MB."),
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """The file's name without folders, as it is offered for saving."""
        return PurePosixPath(self.file.name or "").name

    @property
    def address(self) -> str:
        """Where staff who may see the activity get the file."""
        return reverse("admin:consultations_attachment_download", args=[self.activity_id, self.pk])


@receiver(post_delete, sender=Attachment)
def forget_file(instance: Attachment, **kwargs: Any) -> None:
    """A deleted attachment leaves no file behind, once the deletion is sure."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)
