"""A village's page: texts in tabs, places on a map, photos, offers, products, sights, notices."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from catalogue.admin import (
    PublishableAdmin,
    ScopedStackedInline,
    in_a_line,
    language_fieldsets,
    searchable,
)
from catalogue.languages import LANGUAGES
from catalogue.maps import base_geojson
from catalogue.reading import Found
from villages.models import (
    HostContact,
    MediaGuide,
    Notice,
    Offer,
    Place,
    Product,
    Sight,
    Village,
    VillagePhoto,
)
from villages.views import draw_village


class PlaceInline(ScopedStackedInline):
    model = Place
    template = "admin/villages/village/places.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("latitude", "longitude", "precision", "radius_m", "position"),
                    "source",
                    in_a_line("label"),
                ]
            },
        )
    ]

    class Media:
        css = {"all": ["leaflet/leaflet.css", "admin-extra/place-map.css"]}
        js = ["leaflet/leaflet.js", Script("admin-extra/place-map.js", type="module")]

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("latitude", "longitude") and field is not None:
            field.widget.attrs |= {"step": "any", "data-coordinate": db_field.name}
        return field


class VillagePhotoInline(ScopedStackedInline):
    model = VillagePhoto
    needed_texts = ("alt",)
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "image",
                    ("author", "licence", "position"),
                    in_a_line("alt"),
                    in_a_line("caption"),
                    ("focal_x", "focal_y"),
                ]
            },
        )
    ]


class MediaGuideInline(ScopedStackedInline):
    """Recordings with their words; each stands on the page of one language."""

    model = MediaGuide
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("language", "title", "position"),
                    "file",
                    ("author", "licence"),
                    "transcript",
                    "captions",
                    "poster",
                ]
            },
        )
    ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Films open with a photo of their own village."""
        formset = super().get_formset(request, obj, **kwargs)
        poster = formset.form.base_fields.get("poster")
        if isinstance(poster, forms.ModelChoiceField):
            poster.queryset = obj.photos.all() if obj else VillagePhoto.objects.none()
        return formset


class OfferInline(ScopedStackedInline):
    """Kind and title of each offer; everything else stands on the offer's own page."""

    model = Offer
    show_change_link = True
    needed_texts = ("title",)
    fieldsets = [(None, {"fields": [("kind", "position"), in_a_line("title")]})]


class ProductInline(ScopedStackedInline):
    model = Product
    needed_texts = ("title",)
    fieldsets = [(None, {"fields": [in_a_line("title"), ("source", "is_secondary", "position")]})]


class SightInline(ScopedStackedInline):
    model = Sight
    needed_texts = ("text",)
    fieldsets = [(None, {"fields": [in_a_line("text"), ("source", "position")]})]


class NoticeInline(ScopedStackedInline):
    model = Notice
    needed_texts = ("text",)
    fieldsets = [(None, {"fields": [("shown_from", "shown_until"), in_a_line("text")]})]


class HostContactInline(ScopedStackedInline):
    """People, with their consent; what is said here is live at once."""

    model = HostContact
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "phone", "email", "position"),
                    in_a_line("role"),
                    "languages",
                    ("consent_given_on", "consent_until", "consent_record"),
                ]
            },
        )
    ]


@admin.register(Village)
class VillageAdmin(PublishableAdmin):
    title_field = "theme_name"
    list_display = (
        "named",
        "theme",
        "municipality",
        "status",
        "completeness",
        "published_in",
        "verified_on",
    )
    list_filter = ("status", *PublishableAdmin.list_filter, "theme", "municipality")
    search_fields = searchable("theme_name", "place_name", "locality")
    needed_texts = ("theme_name", "place_name", "slug", "summary", "story")
    prepopulated_fields = {f"slug_{code}": (f"theme_name_{code}",) for code in LANGUAGES}
    inlines = [
        PlaceInline,
        OfferInline,
        ProductInline,
        SightInline,
        VillagePhotoInline,
        MediaGuideInline,
        NoticeInline,
        HostContactInline,
    ]
    fieldsets = [
        (
            None,
            {"fields": [("status", "verified_on"), ("theme", "municipality", "partner")]},
        ),
        *language_fieldsets(
            "theme_name", "place_name", "locality", "slug", "summary", "story", "bus_stop"
        ),
        (None, {"fields": ["other_names"]}),
        (
            _("Where we know it from"),
            {"fields": ["sources", "name_source", "translated_names"]},
        ),
        (
            _("VILLAGE HERITAGE and internal notes"),
            {"fields": [("in_project", "project_status"), "notes"]},
        ),
    ]

    def draw(self, request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
        return draw_village(request, found, is_preview)

    def choices_for(self, relation: Any, request: HttpRequest) -> models.QuerySet:
        """A village lies in a municipality of its partner's country."""
        found = super().choices_for(relation, request)
        user = request.user
        if relation.name == "municipality" and not user.serves_both_partners:  # type: ignore[union-attr]
            country = user.partner and user.partner.country  # type: ignore[union-attr]
            return found.filter(country=country)
        return found

    def get_urls(self) -> list[URLPattern]:
        base_map = path(
            "base-map/<slug:language>.json",
            self.admin_site.admin_view(base_map_view, cacheable=True),
            name="villages_base_map",
        )
        return [base_map, *super().get_urls()]


@cache_control(private=True, max_age=7 * 24 * 3600)
@condition(etag_func=lambda request, language: f'"base-map-{language}-1"')
def base_map_view(request: HttpRequest, language: str) -> HttpResponse:
    """Lakes, rivers, frontier and towns under the places, as GeoJSON of our own."""
    if language not in LANGUAGES:
        raise Http404
    text = json.dumps(base_geojson(language), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/geo+json")
