"""Pages on which members of staff meet only what is theirs, and change only what is theirs to say.

What is enforced here is enforced on the server: rows of the other partner are not there (404), and
fields that someone may not change are no part of the form that is read.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import Unaccent
from django.core.exceptions import FieldDoesNotExist
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.forms import Script
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from catalogue.admin.fields import array_formfield
from catalogue.admin.titles import PlainTitles
from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.models import Partner, User
from catalogue.models.checks import plain_slug
from catalogue.scoping import belongs_to

MODULES = ("language-tabs", "ordering", "unsaved")


def in_three_languages(*fields: str) -> list[str]:
    """The names of translated `fields` in every language: title_lv, title_lt, title_en."""
    return [f"{field}_{language}" for field in fields for language in LANGUAGES]


def in_a_line(field: str) -> tuple[str, ...]:
    """A translated field as one line of a form, the three languages side by side."""
    return tuple(in_three_languages(field))


def language_fieldsets(*fields: str) -> list[Any]:
    """A section for each language with its texts; a script makes tabs of them."""
    return [
        (
            OWN_NAMES[language],
            {
                "classes": ["language-panel", f"language-panel--{language}"],
                "fields": [f"{field}_{language}" for field in fields],
            },
        )
        for language in LANGUAGES
    ]


def searchable(*fields: str) -> list[str]:
    """Translated `fields` for `search_fields`: in all languages, with or without diacritics."""
    return [f"{name}__unaccent" for name in in_three_languages(*fields)]


def name_key(field: str) -> Lower:
    """A translated text in the reader's language, else in any, to sort by without diacritics."""
    first = (get_language() or "en")[:2]
    order = sorted(LANGUAGES, key=lambda language: language != first)
    plain_text = models.TextField()
    texts = [
        NullIf(models.F(f"{field}_{language}"), Value(""), output_field=plain_text)
        for language in order
    ]
    return Lower(Unaccent(Coalesce(*texts, Value(""), output_field=plain_text)))


class Scoped:
    """What pages of models and rows inside them have in common."""

    # Texts without which a language is not complete; tabs count those that are empty.
    needed_texts: tuple[str, ...] = ()

    def languages_to_write(self, request: HttpRequest) -> tuple[str, ...]:
        """The languages whose texts this person may change here."""
        return _staff(request).languages_to_write()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Translators write the texts of their languages; everything else they only read."""
        readonly = list(super().get_readonly_fields(request, obj))  # type: ignore[misc]
        languages = self.languages_to_write(request)
        if languages == LANGUAGES:
            return readonly
        names = flatten_fieldsets(self.get_fieldsets(request, obj))  # type: ignore[attr-defined]
        writable = {name for name in names if self._language_of(name) in languages}
        return [name for name in names if name not in writable or name in readonly]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        readonly = self.get_readonly_fields(request, obj)
        found = super().get_prepopulated_fields(request, obj)  # type: ignore[misc]
        return {
            name: sources
            for name, sources in found.items()
            if name not in readonly and not set(sources) & set(readonly)
        }

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, ArrayField):
            return array_formfield(db_field)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # shared words have pages of their own
        if isinstance(db_field, TranslationField) and isinstance(field, forms.SlugField):
            # The constraint speaks of all languages at once, and is not asked for a translator.
            field.validators = [
                plain_slug if validator is validate_slug else validator
                for validator in field.validators
            ]
        if isinstance(db_field, TranslationField) and field is not None:
            field.widget.attrs["lang"] = db_field.language
            if db_field.translated_field.name in self.needed_texts:
                field.widget.attrs["data-needed"] = ""
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        user, model = _staff(request), db_field.remote_field.model
        if "queryset" not in kwargs:
            kwargs["queryset"] = self.choices_for(db_field, request)
        if model is Partner:
            if db_field.null:
                kwargs["empty_label"] = _("Both partners")
            if not user.serves_both_partners:
                kwargs["queryset"] = Partner.objects.filter(staff=user)
                kwargs["initial"] = user.partner_id
                if not db_field.null:
                    kwargs["empty_label"] = None
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def choices_for(
        self, relation: models.ForeignKey | models.ManyToManyField, request: HttpRequest
    ) -> models.QuerySet:
        """What this person may choose in `relation`, in the order of the other model's list."""
        queryset = self.get_field_queryset(None, relation, request)  # type: ignore[attr-defined]
        if queryset is None:
            queryset = relation.remote_field.model._default_manager.all()
        visible_to = getattr(queryset, "visible_to", None)
        return visible_to(_staff(request)) if visible_to else queryset

    def _language_of(self, name: str) -> str | None:
        try:
            field = self.model._meta.get_field(name)  # type: ignore[attr-defined]
        except FieldDoesNotExist:
            return None
        return field.language if isinstance(field, TranslationField) else None


class ScopedAdmin(Scoped, PlainTitles, admin.ModelAdmin):
    """Pages of a model whose rows belong to a partner."""

    partner_path = "partner"  # from the model to its partner
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False  # it would need the item's own address; the panel links editions instead

    class Media:
        css = {"all": ["admin-extra/forms.css"]}
        js = [Script(f"admin-extra/{module}.js", type="module") for module in MODULES]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        own = belongs_to(_staff(request), self.partner_path)
        return super().get_queryset(request).filter(own)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Who owns a thing is settled when it is made; later only an administrator moves it."""
        readonly = super().get_readonly_fields(request, obj)
        if self.partner_path == "partner" and obj and not _staff(request).serves_both_partners:
            readonly = [*readonly, "partner"] if "partner" not in readonly else readonly
        return readonly

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self._is_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_own(request, obj)

    def _is_own(self, request: HttpRequest, obj: Any) -> bool:
        user = _staff(request)
        if obj is None or user.serves_both_partners:
            return True
        *steps, last = self.partner_path.split("__")
        for step in steps:
            obj = getattr(obj, step)
        return getattr(obj, f"{last}_id") in (None, user.partner_id) and user.partner_id is not None

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> Any:
        """What is not there for someone is not there at all: no hint, no redirect."""
        raise Http404


class ScopedStackedInline(Scoped, admin.StackedInline):
    """Rows of a part, inside the page of what they belong to."""

    extra = 0

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField):
            field.choices = [*field.choices]  # type: ignore[misc]  # asked once, not for each row
        if db_field.name == "position" and field is not None:
            field.widget.attrs["data-position"] = ""
        return field


def _staff(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User), "the admin lets nobody else in"
    return user
