"""Partners and the EU block: what an administrator keeps for both."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from catalogue.admin.scoped import ScopedAdmin, language_fieldsets, name_key
from catalogue.models import Edition, Partner, VisibilityBlock


class SharedAdmin(ScopedAdmin):
    """Pages of words that both partners share: staff sees them, administrators change them."""

    partner_path = ""
    title_field = "name"
    tag = ""  # under which editions name a word's key

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return admin.ModelAdmin.get_queryset(self, request)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [name_key(self.title_field).asc(), "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A key is for good: editions hold it, and are never changed."""
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, "key"] if obj and "key" not in readonly else readonly

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A word that visitors can read stays."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None or not self.tag:
            return allowed
        tags = [f"{self.tag}:{obj.key}"]
        return not Edition.objects.current().filter(tags__contains=tags).exists()

    def _is_own(self, request: HttpRequest, obj: Any) -> bool:
        return True


@admin.register(Partner)
class PartnerAdmin(SharedAdmin):
    tag = "region"
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
