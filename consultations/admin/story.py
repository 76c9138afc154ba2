"""Stories: their texts in tabs, photos, the villages and routes they tell of."""

from typing import Any

from django.contrib import admin
from django.db import models
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
from consultations.models import Story, StoryPhoto
from consultations.story_views import draw_story
from villages.admin.mentions import mentionable


class StoryPhotoInline(ScopedStackedInline):
    model = StoryPhoto
    needed_texts = ("alt",)
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "image",
                    ("author", "licence", "position"),
                    in_a_line("alt"),
                    ("focal_x", "focal_y"),
                ]
            },
        )
    ]


@admin.register(Story)
class StoryAdmin(PublishableAdmin):
    list_display = ("named", "happened_on", "completeness", "published_in", "partner")
    search_fields = searchable("title", "summary")
    date_hierarchy = "happened_on"
    filter_horizontal = ("villages", "routes")
    needed_texts = ("title", "slug", "summary", "story")
    prepopulated_fields = {f"slug_{code}": (f"title_{code}",) for code in LANGUAGES}
    inlines = [StoryPhotoInline]
    fieldsets = [
        (None, {"fields": [("happened_on", "partner")]}),
        *language_fieldsets("title", "slug", "summary", "story"),
        (_("What it tells of"), {"fields": ["villages", "routes"]}),
        (_("Where we know it from"), {"fields": ["sources"]}),
    ]

    def draw(self, request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
        return draw_story(request, found, is_preview)

    def choices_for(self, relation: Any, request: HttpRequest) -> models.QuerySet:
        """Villages and routes of both sides, as far as everybody can read of them."""
        if relation.name == "villages":
            also = models.Q(stories__partner=request.user.partner)  # type: ignore[union-attr]
            return mentionable(self, relation, request, also)
        return super().choices_for(relation, request)
