"""A field for recordings that went through `recordings.clean()`, whichever way they came."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile

from catalogue import recordings
from catalogue.recordings import CleanRecording

_ACCEPTED = ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "video/mp4", "video/webm")


class RecordingFormField(forms.FileField):
    """An upload that comes out as a CleanRecording, or is refused with a reason."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return recordings.clean(file) if isinstance(file, File) and file is data else file

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ",".join(_ACCEPTED)}


class RecordingFile(FieldFile):
    """A recording as the working copy has it; its name is its digest, whatever it was called."""

    field: "RecordingField"
    instance: Any
    _committed: bool

    @property
    def is_new(self) -> bool:
        """Whether there is a recording that was not kept yet."""
        return bool(self) and not self._committed

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Clean `content` if nobody has, and keep it."""
        recording = self.field.cleaned(content)
        self.name = recordings.keep(recording)
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        self.instance.describe(recording)
        recording.close()
        if save:
            self.instance.save()

    save.alters_data = True  # type: ignore[attr-defined]


class RecordingField(models.FileField):
    """A recording under its digest in default storage; the model's `describe()` notes its facts.

    Forms and `full_clean()` refuse a file that is no recording at this field; so does saving a row
    that nobody validated, with the same ValidationError.
    """

    attr_class = RecordingFile

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": RecordingFormField, **kwargs})

    def cleaned(self, content: Any) -> CleanRecording:
        """`content` as a CleanRecording; raises ValidationError under this field's name."""
        if isinstance(content, CleanRecording):
            return content
        try:
            return recordings.clean(content)
        except ValidationError as error:
            raise ValidationError({self.name: error}) from None

    def clean(self, value: Any, model_instance: Any) -> Any:
        if value and value.is_new:
            if not isinstance(value.file, CleanRecording):
                value.file = recordings.clean(value.file)
            model_instance.describe(value.file)  # constraints are asked before the row is saved
        return super().clean(value, model_instance)
