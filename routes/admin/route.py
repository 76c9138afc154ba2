"""A route's page: its texts in tabs, and all its stops in the order of travel."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from catalogue.admin import (
    PublishableAdmin,
    ScopedStackedInline,
    in_a_line,
    language_fieldsets,
    searchable,
)
from catalogue.languages import LANGUAGES
from catalogue.reading import Found
from catalogue.scoping import belongs_to
from routes.models import Day, Route, Stop, is_line
from routes.views.pages import draw_route
from villages.admin.mentions import mentionable


class LineField(forms.JSONField):
    """GeoJSON as text, of which the line alone is kept; no line is an empty field."""

    def to_python(self, value: Any) -> Any:
        try:
            line = super().to_python(value)
        except (RecursionError, ValueError):  # brackets or digits beyond what Python reads
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if line is None:
            return None
        is_line(line)
        return {"type": line["type"], "coordinates": line["coordinates"]}

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return InvalidJSONInput(data)

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)


class StopInline(ScopedStackedInline):
    model = Stop
    fieldsets = [
        (
            None,
            {"fields": [("village", "day", "stay_minutes", "position"), in_a_line("note")]},
        )
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("village")

    def choices_for(self, relation: Any, request: HttpRequest) -> models.QuerySet:
        """Own villages, and of the other partner's those that visitors can read of."""
        if relation.name == "village":
            also = belongs_to(request.user, "stops__route__partner")  # type: ignore[arg-type]
            also &= models.Q(stops__isnull=False)
            return mentionable(self, relation, request, also)
        return super().choices_for(relation, request)


class DayInline(ScopedStackedInline):
    """Titles of days; a day without one is simply “Day 2”."""

    model = Day
    fieldsets = [(None, {"fields": ["number", in_a_line("title")]})]


@admin.register(Route)
class RouteAdmin(PublishableAdmin):
    list_display = ("named", "mode", "days_and_stops", "owner", "completeness", "published_in")
    list_filter = ("mode", *PublishableAdmin.list_filter)
    search_fields = searchable("title", "all_stops__village__theme_name")
    needed_texts = ("title", "slug", "summary", "story")
    prepopulated_fields = {f"slug_{code}": (f"title_{code}",) for code in LANGUAGES}
    inlines = [StopInline, DayInline]
    fieldsets = [
        (None, {"fields": [("mode", "is_composed", "partner")]}),
        *language_fieldsets("title", "slug", "summary", "story"),
        (_("Line"), {"fields": ["line"], "classes": ["collapse"]}),
        (_("Where we know it from"), {"fields": ["sources", "notes"]}),
    ]

    def draw(self, request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
        return draw_route(request, found, is_preview)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "line":
            kwargs["form_class"] = LineField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("days and stops"))
    def days_and_stops(self, route: Route) -> str:
        return f"{len(route.day_numbers())} · {len(route.stops())}"

    @admin.display(description=_("partner"), ordering="partner")
    def owner(self, route: Route) -> Any:
        return route.partner or _("Both partners")
