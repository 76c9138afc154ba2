"""Partners and the EU block: what an administrator keeps for both."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from catalogue.admin.scoped import ScopedAdmin, language_fieldsets, name_key
from catalogue.models import Partner, VisibilityBlock


class SharedAdmin(ScopedAdmin):
    """Pages of words that both partners share: staff sees them, administrators change them."""

    partner_path = ""
    title_field = "name"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return admin.ModelAdmin.get_queryset(self, request)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [name_key(self.title_field).asc(), "pk"]

    def _is_own(self, request: HttpRequest, obj: Any) -> bool:
        return True


@admin.register(Partner)
class PartnerAdmin(SharedAdmin):
    list_display = ("__str__", "country", "is_lead", "key")
    needed_texts = ("name", "region_name")
    fieldsets = [
        *language_fieldsets("name", "region_name", "address"),
        (None, {"fields": [("key", "country", "is_lead"), ("phone", "email", "website")]}),
    ]


@admin.register(VisibilityBlock)
class VisibilityBlockAdmin(SharedAdmin):
    list_display = ("__str__", "valid_from", "valid_to")
    title_field = "programme"
    needed_texts = ("fund", "programme", "project", "statement", "disclaimer")
    fieldsets = [
        *language_fieldsets("fund", "programme", "project", "statement", "disclaimer"),
        (None, {"fields": ["key", ("valid_from", "valid_to")]}),
    ]
