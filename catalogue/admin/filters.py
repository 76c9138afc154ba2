"""Filters for lists of what is published, per language."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES
from catalogue.models import Edition

YES = {"lv": _("in Latvian"), "lt": _("in Lithuanian"), "en": _("in English")}
NO = {"lv": _("not in Latvian"), "lt": _("not in Lithuanian"), "en": _("not in English")}


class LanguageFilter(admin.SimpleListFilter):
    """Six choices: so in a language, or not so."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*YES.items(), *((f"not-{code}", label) for code, label in NO.items())]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        value = self.value() or ""
        language = value.removeprefix("not-")
        if language not in LANGUAGES:
            return queryset
        condition = models.Q(pk__in=self.matching(queryset, language))
        return queryset.exclude(condition) if value != language else queryset.filter(condition)

    def matching(self, queryset: models.QuerySet, language: str) -> Any:
        raise NotImplementedError


class PublishedFilter(LanguageFilter):
    title = _("published")
    parameter_name = "published"

    def matching(self, queryset: models.QuerySet, language: str) -> Any:
        current = Edition.objects.current().of_kind(queryset.model.kind)
        return current.in_language(language).values("source_id")


class CompleteFilter(LanguageFilter):
    """What a language needs is said in Python, so every row is looked at when this is chosen."""

    title = _("complete")
    parameter_name = "complete"

    def matching(self, queryset: models.QuerySet, language: str) -> list[int]:
        rows = queryset.with_everything().iterator(chunk_size=500)  # type: ignore[attr-defined]
        return [row.pk for row in rows if not row.gaps(language)]
