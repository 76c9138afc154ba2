"""Themes and municipalities, whose names many villages share."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.admin import SharedAdmin, language_fieldsets, searchable
from villages.models import Municipality, Theme


@admin.register(Theme)
class ThemeAdmin(SharedAdmin):
    tag = "theme"
    list_display = ("__str__", "key", "motif", "village_count")
    list_filter = ("motif",)
    search_fields = [*searchable("name"), "key"]
    fieldsets = [*language_fieldsets("name"), (None, {"fields": [("key", "motif")]})]
    needed_texts = ("name",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(villages_here=models.Count("villages"))

    @admin.display(description=_("villages"), ordering="villages_here")
    def village_count(self, theme: Theme) -> int:
        return theme.villages_here  # type: ignore[attr-defined]


@admin.register(Municipality)
class MunicipalityAdmin(SharedAdmin):
    tag = "municipality"
    list_display = ("__str__", "country", "partner", "valid_from", "valid_to", "successor")
    list_filter = ("country", "partner")
    list_select_related = ("partner", "successor")
    search_fields = [*searchable("name"), "key"]
    fieldsets = [
        *language_fieldsets("name"),
        (
            None,
            {"fields": [("key", "country", "partner"), ("valid_from", "valid_to", "successor")]},
        ),
    ]
    needed_texts = ("name",)
