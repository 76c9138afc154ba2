"""Pages of what visitors wrote: staff reads it and notes what became of it, and changes no word."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalogue.admin.scoped import ScopedAdmin
from catalogue.languages import LANGUAGES
from catalogue.models import Letter
from catalogue.tasks import erase_letters_in_time

UNREADABLE = _("It cannot be read: it was sealed with a key that this site no longer has.")


class LetterAdmin(ScopedAdmin):
    """`said_fields` are methods that show what the visitor wrote."""

    said_fields: tuple[str, ...] = ()
    ordering = ("-sent_at", "-pk")
    # Which item a letter is about, for links from its page.
    _ABOUT = ("edition__kind", "edition__kind__exact", "edition__source_id")

    def languages_to_write(self, request: HttpRequest) -> tuple[str, ...]:
        """Nothing here is a text in one of the catalogue's languages."""
        return LANGUAGES

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("edition__document", "edition__card")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [
            *super().get_readonly_fields(request, obj),
            "about",
            "sent_at",
            "partner",
            "settled_at",
            "settled_by",
            *self.said_fields,
        ]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        both = request.user.serves_both_partners  # type: ignore[union-attr]
        return [*(["partner"] if both else []), *super().get_list_filter(request)]

    def get_actions(
        self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Letters are deleted one by one, when their writer asks for it."""
        found = super().get_actions(request, action_location=action_location)
        found.pop("delete_selected", None)
        return found

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup in self._ABOUT or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Letter, form: Any, change: bool) -> None:
        if "state" in form.changed_data:
            obj.settle(form.cleaned_data["state"], request.user)
            erase_letters_in_time()
        super().save_model(request, obj, form, change)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "state":
            kwargs["widget"] = forms.RadioSelect
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("about the page"))
    def about(self, letter: Letter) -> SafeString:
        """The edition that the visitor read, and the page as it is today."""
        edition = letter.edition
        words = _("%(title)s, %(language)s, edition %(number)s") % {
            "title": edition.title,
            "language": edition.get_language_display(),
            "number": edition.number,
        }
        if not edition.is_current:
            return format_html("{} ({})", words, _("no longer current"))
        return format_html('<a href="{}">{}</a>', edition.get_absolute_url(), words)

    def told(self, letter: Letter, name: str) -> Any:
        """A part of what the visitor wrote; a sentence where it cannot be read."""
        said = letter.said
        return UNREADABLE if said is None else said.get(name) or "–"
