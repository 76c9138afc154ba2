"""An offer's own page, with everything a guest must know; reached from its village."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from catalogue.admin import ScopedAdmin, ScopedStackedInline, language_fieldsets, searchable
from villages.models import Offer, PriceTier


class PriceTierInline(ScopedStackedInline):
    model = PriceTier
    fields = [("group_min", "group_max", "price")]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [(None, {"fields": self.fields})]


@admin.register(Offer)
class OfferAdmin(ScopedAdmin):
    partner_path = "village__partner"
    list_display = ("__str__", "village", "kind", "price")
    list_filter = ("kind",)
    list_select_related = ("village",)
    search_fields = searchable("title", "village__theme_name")
    readonly_fields = ("village",)
    inlines = [PriceTierInline]
    needed_texts = ("title",)
    fieldsets = [
        (None, {"fields": ["village", ("kind", "venue")]}),
        *language_fieldsets("title", "description", "price_note", "takes_home", "accessibility"),
        (
            _("Time and group"),
            {
                "fields": [
                    ("duration_min", "duration_max"),
                    ("group_min", "group_max", "age_min"),
                ]
            },
        ),
        (_("Price"), {"fields": [("price_basis", "price", "price_as_of")]}),
        (
            _("When guests are received"),
            {
                "fields": [
                    ("season_from", "season_to"),
                    "excluded_months",
                    "weekdays",
                    ("opens_at", "closes_at"),
                    ("booking_needed", "booking_notice_days"),
                ]
            },
        ),
        (_("Languages"), {"fields": ["languages"]}),
        (_("For whom"), {"fields": [("wheelchair", "for_children")]}),
        (
            _("Where we know it from"),
            {"fields": ["source", ("is_secondary", "is_after_project"), "position"]},
        ),
    ]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """No entry on the start page: offers are found with their villages."""
        return {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An offer begins as a row on its village's page."""
        return False

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(obj.village.admin_address() + "#offers-group")
