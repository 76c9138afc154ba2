"""Events: fairs, festivals, open days; on which days, and what is cancelled."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin import (
    PublishableAdmin,
    ScopedStackedInline,
    in_a_line,
    language_fieldsets,
    searchable,
)
from catalogue.reading import Found
from villages.admin.mentions import mentionable
from villages.calendar import series, with_weekday
from villages.event_views import draw_event
from villages.models import Cancellation, Event


class DaysField(forms.CharField):
    """Days, one on each line, in the manner of the language or as 2027-06-05."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(date_format(day, "Y-m-d") for day in value)
        return value

    def to_python(self, value: Any) -> list[date]:  # type: ignore[override]
        a_day = forms.DateField(localize=True)
        days, problems = set(), []
        for number, line in enumerate((value or "").splitlines(), 1):
            try:
                if day := a_day.clean(line.strip() or None) if line.strip() else None:
                    days.add(day)
            except ValidationError:
                problems.append(
                    ValidationError(
                        _("Line %(number)s is no day: “%(line)s”. Write it as 2027-06-05."),
                        params={"number": number, "line": line},
                    )
                )
        if problems:
            raise ValidationError(problems)
        return sorted(days)

    def run_validators(self, value: Any) -> None:
        """Every line was looked at."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return sorted(initial or []) != self.to_python(data)
        except ValidationError:
            return True


class CancellationInline(ScopedStackedInline):
    """What does not take place; nothing is deleted here, but lifted, so that calendars learn it."""

    model = Cancellation
    can_delete = False
    needed_texts = ("reason",)
    fieldsets = [(None, {"fields": [("day", "is_lifted"), in_a_line("reason")]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    list_display = ("named", "event_kind", "starts_on", "completeness", "published_in", "partner")
    list_filter = ("event_kind", *PublishableAdmin.list_filter)
    search_fields = searchable("title", "place_text")
    date_hierarchy = "starts_on"
    filter_horizontal = ("villages",)
    needed_texts = ("title", "slug", "summary", "place_text")
    prepopulated_fields = {f"slug_{code}": (f"title_{code}",) for code in ("lv", "lt", "en")}
    readonly_fields = ("all_times",)
    inlines = [CancellationInline]
    fieldsets = [
        (None, {"fields": [("event_kind", "partner")]}),
        *language_fieldsets("title", "slug", "summary", "place_text", "recurrence"),
        (
            _("When"),
            {
                "fields": [
                    ("starts_on", "ends_on"),
                    ("starts_at", "ends_at"),
                    ("date_precision", "is_year_inferred"),
                ]
            },
        ),
        (
            _("Again on other days"),
            {
                "fields": [
                    ("repeats", "repeats_until"),
                    "repeat_weekdays",
                    "repeat_every",
                    "except_on",
                    "all_times",
                ]
            },
        ),
        (_("Villages"), {"fields": ["villages"]}),
        (_("Where we know it from"), {"fields": ["sources"]}),
    ]

    @admin.display(description=_("These are"))
    def all_times(self, event: Event) -> str:
        """The rule in words and every day it gives, as the saved texts say."""
        rule = event.rule() if event.pk else None
        if rule is None:
            return gettext("What is said here is shown as days when it is saved.")
        days = rule.days()
        return format_html(
            "<p>{} ({})</p><details><summary>{}</summary><ol>{}</ol></details>",
            capfirst(series(rule)),
            len(days),
            gettext("All days"),
            format_html_join("", "<li>{}</li>", ((with_weekday(day),) for day in days)),
        )

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "except_on":
            return DaysField(
                label=capfirst(str(db_field.verbose_name)),
                help_text=str(db_field.help_text),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "class": "lines"}),
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def draw(self, request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
        return draw_event(request, found, is_preview)

    def choices_for(self, relation: Any, request: HttpRequest) -> models.QuerySet:
        if relation.name == "villages":
            also = models.Q(events__partner=request.user.partner)  # type: ignore[union-attr]
            return mentionable(self, relation, request, also)
        return super().choices_for(relation, request)
