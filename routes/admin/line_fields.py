"""Fields for the line of a route or a leg: GeoJSON as text, or a file out of another program."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from routes.lines import MOST_BYTES, TOO_LARGE, ReadLine, line_of_file, line_of_text


class LineField(forms.JSONField):
    """GeoJSON as text, of which the line alone is kept; no line is an empty field."""

    default_error_messages = {"invalid": _("This is not GeoJSON.")}

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
        except (RecursionError, ValueError):  # brackets or digits beyond what Python reads
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return None if found is None else line_of_text(found).line

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return InvalidJSONInput(data)

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except (RecursionError, ValueError):
            return True


class LineFileField(forms.FileField):
    """A file with a line; its value is the `ReadLine`."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Line from a file"),
            required=False,
            help_text=_("GPX, KML, KMZ or GeoJSON, up to 10 MB. It replaces the line above."),
            widget=forms.FileInput(attrs={"accept": ".gpx,.kml,.kmz,.geojson,.json"}),
        )

    def to_python(self, data: Any) -> ReadLine | None:  # type: ignore[override]
        if not data:
            return None
        if data.size > MOST_BYTES:
            raise ValidationError(TOO_LARGE)
        return line_of_file(data.read())


class LineForm(forms.ModelForm):
    """A form in which a file may give what the text field `line_name` holds."""

    line_name = "line"
    line_file = LineFileField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.line_name not in self.fields:  # someone who may read the line, not change it
            self.fields.pop("line_file", None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        read = self.cleaned_data.get("line_file")
        if isinstance(read, ReadLine):
            # Whatever stood in the text, the file takes its place.
            self.errors.pop(self.line_name, None)
            self.cleaned_data[self.line_name] = read.line
        return cleaned

    @property
    def read_line(self) -> ReadLine | None:
        """What was imported with this form."""
        found = getattr(self, "cleaned_data", {}).get("line_file")
        return found if isinstance(found, ReadLine) else None
