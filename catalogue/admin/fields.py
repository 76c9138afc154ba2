"""Form fields for lists of values: checkboxes where the values are known, else one per line."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class LinesField(forms.CharField):
    """A list of values, one on each line; an error names the line that is wrong."""

    def __init__(self, *, base_field: Any, **kwargs: Any) -> None:
        self.base_field = base_field
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def run_validators(self, value: list[str]) -> None:
        problems = []
        for number, line in enumerate(value, 1):
            try:
                super().run_validators(line)
                self.base_field.run_validators(line)
            except ValidationError:
                problems.append(
                    ValidationError(self._problem(), params={"number": number, "line": line})
                )
        if problems:
            raise ValidationError(problems)

    def _problem(self) -> "StrPromise":
        if isinstance(self.base_field, models.URLField):
            return _("Line %(number)s is no whole web address: “%(line)s”")
        return _("Line %(number)s is too long: “%(line)s”")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


def array_formfield(db_field: ArrayField) -> forms.Field:
    """Checkboxes for an array of choices, otherwise a text area with a line for each value."""
    base_field = db_field.base_field
    words: dict[str, Any] = {
        "label": capfirst(db_field.verbose_name),
        "help_text": db_field.help_text,
        "required": not db_field.blank,
    }
    if base_field.choices:
        return forms.TypedMultipleChoiceField(
            choices=base_field.choices,
            coerce=base_field.to_python,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
            **words,
        )
    words["help_text"] = words["help_text"] or _("One web address on each line.")
    widget = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField lines", "wrap": "off"})
    return LinesField(base_field=base_field, widget=widget, **words)
