"""Audio guides and films of a village, each for the readers of one language."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue import recordings
from catalogue.models.photo import Licence
from catalogue.models.recording import RecordingField, RecordingFile
from catalogue.recordings import CleanRecording
from villages.models.village import Village, VillagePhoto, paragraphs


class MediaGuide(models.Model):
    """A recording with its words, on the village's page in one language.

    The file may be in any language; `language` is that of the title, the transcript and the
    captions, for readers who do not hear it, or do not understand what they hear.
    """

    village = models.ForeignKey(
        Village, models.CASCADE, related_name="guides", verbose_name=_("village")
    )
    language = models.CharField(_("language of its page"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=150)
    # Before the fields that saving it fills in: Django asks fields for their values in this order.
    file = RecordingField(
        _("recording"),
        max_length=120,
        help_text=_("MP3, M4A, Ogg, WebM or MP4, up to 60 MB."),
    )
    digest = models.CharField(_("digest"), max_length=64, editable=False, default="")
    extension = models.CharField(_("format"), max_length=4, editable=False, default="")
    byte_count = models.PositiveIntegerField(_("size in bytes"), editable=False, default=0)
    seconds = models.PositiveIntegerField(_("length in seconds"), editable=False, default=0)
    width = models.PositiveIntegerField(_("width in pixels"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False, default=0)
    has_sound = models.BooleanField(_("with sound"), editable=False, default=True)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_(
            "All that is said, and what matters of all that is seen or heard besides, in the"
            " language of the page. Without it the language cannot be published."
        ),
    )
    captions = models.TextField(
        _("captions (WebVTT)"),
        blank=True,
        help_text=_("The content of a .vtt file. A film with sound cannot do without."),
    )
    captions_digest = models.CharField(max_length=64, editable=False, default="", blank=True)
    poster = models.ForeignKey(
        VillagePhoto,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo before the film starts"),
        help_text=_("One of the village’s photos, saved before."),
    )
    author = models.CharField(_("author"), max_length=120)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("audio guide or film")
        verbose_name_plural = _("audio guides and films")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="mediaguide_recording_was_kept",
                condition=models.Q(
                    digest__regex=r"^[0-9a-f]{64}$",
                    extension__in=recordings.EXTENSIONS,
                    byte_count__gt=0,
                    seconds__gt=0,
                ),
                violation_error_message=_("The recording was not kept; upload it again."),
            ),
            models.CheckConstraint(
                name="mediaguide_language_known",
                condition=models.Q(language__in=[code for code, _name in settings.LANGUAGES]),
                violation_error_message=_("There is no such language in the catalogue."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save, with the recording and the captions kept under their digests."""
        file: RecordingFile = self.file  # type: ignore[assignment]
        if file.is_new:
            # Refused here, before the database is asked, it leaves the caller's transaction whole.
            file.file = file.field.cleaned(file.file)
        captions = recordings.clean_captions(self.captions) if self.captions else ""
        self.captions = captions
        self.captions_digest = recordings.keep_captions(captions) if captions else ""
        if update_fields is not None:
            update_fields = {*update_fields, "captions_digest", *_DESCRIBED}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self) -> None:
        if self.captions:
            try:
                self.captions = recordings.clean_captions(self.captions)
            except ValidationError as error:
                raise ValidationError({"captions": error}) from None
        if self.poster and self.poster.village_id != self.village_id:
            raise ValidationError({"poster": _("Choose a photo of this village.")})

    def describe(self, recording: CleanRecording) -> None:
        """Note what is known of a new recording."""
        facts = recording.facts
        self.digest, self.extension = recording.digest, facts.extension
        self.byte_count, self.seconds = recording.size, facts.seconds
        self.width, self.height, self.has_sound = facts.width, facts.height, facts.has_sound

    @property
    def is_film(self) -> bool:
        return self.extension in recordings.FILMS

    def needed_texts(self) -> list[str]:
        """Names of the fields without which its language is not published (WCAG 2.2, 1.2)."""
        return ["transcript", "captions"] if self.is_film and self.has_sound else ["transcript"]

    def document(self) -> dict[str, Any]:
        """What the page of its language shows; keys of a film only for a film."""
        document: dict[str, Any] = {
            "title": self.title,
            "digest": self.digest,
            "extension": self.extension,
            "bytes": self.byte_count,
            "seconds": self.seconds,
            "transcript": paragraphs(self.transcript),
            "author": self.author,
            "licence": self.licence,
        }
        if self.captions_digest:
            document["captions"] = self.captions_digest
        if self.is_film:
            document |= {"width": self.width, "height": self.height}
            if self.poster:
                document["poster"] = self.poster.document(self.language)
        return document


_DESCRIBED = ("digest", "extension", "byte_count", "seconds", "width", "height", "has_sound")
