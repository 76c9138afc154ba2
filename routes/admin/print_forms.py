"""The forms of the page “Print …”: what to print, and what is told of it when it is registered."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES
from routes.brochures.formats import Format, Purpose
from routes.models import PrintEdition
from routes.models.print_edition import MOST_COPIES

_DESCRIBED = '{} <span class="help">{}</span>'


class OrderForm(forms.Form):
    """Format, purpose and languages: sent by GET, so that trying changes nothing."""

    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(
        label=_("For whom"),
        choices=PrintEdition.Purpose.choices,
        initial=PrintEdition.Purpose.SHOP,
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        initial=list(LANGUAGES),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several languages get the same pages in the same places."),
    )

    def __init__(self, formats: Iterable[Format], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formats = {format_.key: format_ for format_ in formats}
        field: Any = self.fields["format"]
        field.choices = [
            (key, format_html(_DESCRIBED, format_.label, format_.description))
            for key, format_ in self.formats.items()
        ]
        field.initial = next(iter(self.formats))

    def clean_languages(self) -> tuple[str, ...]:
        chosen = self.cleaned_data["languages"]
        return tuple(language for language in LANGUAGES if language in chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        format_ = self.formats.get(cleaned.get("format", ""))
        purpose = cleaned.get("purpose")
        if format_ and purpose and Purpose(purpose) not in format_.purposes:
            self.add_error("purpose", _("This format is not made for that purpose."))
        return cleaned

    @property
    def chosen(self) -> tuple[Format, Purpose, tuple[str, ...]]:
        data = self.cleaned_data
        return self.formats[data["format"]], Purpose(data["purpose"]), data["languages"]


class RegisterForm(forms.ModelForm):
    """What is known when something goes to the printer."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PrintEdition
        fields = ["copies", "printed_on", "print_shop", "notes"]
        widgets = {
            "printed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, must_see: bool, **kwargs: Any) -> None:
        initial = {"token": uuid4(), "printed_on": timezone.localdate()}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["copies"].widget.attrs |= {"min": 1, "max": MOST_COPIES}
        for field in self.fields.values():
            field.label = capfirst(str(field.label)) if field.label else None
        if must_see:
            self.fields["seen"] = SeenField()


class SeenField(forms.BooleanField):
    """The tick that acknowledges warnings."""

    def __init__(self) -> None:
        super().__init__(
            label=_("I have read what is said above; it may be printed as it is."),
            error_messages={"required": _("Read the warnings first, and tick that you did.")},
        )
