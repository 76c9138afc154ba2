"""Activities and their files, each partner's own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from catalogue.admin import ScopedAdmin, ScopedStackedInline, language_fieldsets, searchable
from catalogue.languages import LANGUAGES
from consultations import views
from consultations.attachments import ENDINGS
from consultations.models import Activity, Attachment
from villages.admin.mentions import mentionable


class AttachmentInline(ScopedStackedInline):
    model = Attachment
    fieldsets = [(None, {"fields": [("title", "file")]})]

    def languages_to_write(self, request: HttpRequest) -> tuple[str, ...]:
        return LANGUAGES

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "file" and field is not None:
            field.widget = AdminFileWidget(
                attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}
            )
        return field


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin):
    list_display = ("named", "kind", "starts_on", "ends_on", "place", "partner", "file_count")
    list_filter = ("kind",)
    list_select_related = ("partner",)
    search_fields = [*searchable("topic", "summary", "decisions"), "place__unaccent"]
    date_hierarchy = "starts_on"
    filter_horizontal = ("villages",)
    ordering = ("-starts_on", "pk")
    needed_texts = ("topic",)
    inlines = [AttachmentInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "partner"),
                    ("starts_on", "ends_on", "duration_minutes"),
                    "place",
                ]
            },
        ),
        *language_fieldsets("topic", "summary", "decisions", "next_steps"),
        (_("Villages"), {"fields": ["villages"]}),
        (_("Where we know it from"), {"fields": ["sources"]}),
    ]

    def languages_to_write(self, request: HttpRequest) -> tuple[str, ...]:
        """Who may change a record writes it in whatever language the meeting had."""
        return LANGUAGES

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(files=models.Count("attachments"))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        both = request.user.serves_both_partners  # type: ignore[union-attr]
        return [*(["partner"] if both else []), *super().get_list_filter(request)]

    def choices_for(self, relation: Any, request: HttpRequest) -> models.QuerySet:
        if relation.name == "villages":
            also = models.Q(activities__partner=request.user.partner)  # type: ignore[union-attr]
            return mentionable(self, relation, request, also)
        return super().choices_for(relation, request)

    @admin.display(description=_("topic"))
    def named(self, activity: Activity) -> str:
        return str(activity)

    @admin.display(description=_("files"), ordering="files")
    def file_count(self, activity: Activity) -> int:
        return activity.files  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        attachment = path(
            "<int:activity_id>/attachments/<int:attachment_id>/",
            views.attachment,
            name="consultations_attachment_download",
        )
        return [attachment, *super().get_urls()]
