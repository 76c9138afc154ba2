"""Events: fairs, festivals, forums."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from catalogue.admin import PublishableAdmin, language_fieldsets, searchable
from catalogue.reading import Found
from villages.admin.mentions import mentionable
from villages.models import Event
from villages.views import draw_event


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    list_display = ("named", "event_kind", "starts_on", "completeness", "published_in", "partner")
    list_filter = ("event_kind", *PublishableAdmin.list_filter)
    search_fields = searchable("title", "place_text")
    date_hierarchy = "starts_on"
    filter_horizontal = ("villages",)
    needed_texts = ("title", "slug", "summary", "place_text")
    prepopulated_fields = {f"slug_{code}": (f"title_{code}",) for code in ("lv", "lt", "en")}
    fieldsets = [
        (None, {"fields": [("event_kind", "partner")]}),
        *language_fieldsets("title", "slug", "summary", "place_text", "recurrence"),
        (
            _("When"),
            {"fields": [("starts_on", "ends_on"), ("date_precision", "is_year_inferred")]},
        ),
        (_("Villages"), {"fields": ["villages"]}),
        (_("Where we know it from"), {"fields": ["sources"]}),
    ]

    def draw(self, request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
        return draw_event(request, found, is_preview)

    def choices_for(self, relation: Any, request: HttpRequest) -> models.QuerySet:
        if relation.name == "villages":
            also = models.Q(events__partner=request.user.partner)  # type: ignore[union-attr]
            return mentionable(self, relation, request, also)
        return super().choices_for(relation, request)
