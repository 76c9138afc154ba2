"""Editions as staff look them up: nobody changes them."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalogue.admin.titles import PlainTitles
from catalogue.models import Edition, Publishable


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("current", _("current")),
            ("superseded", _("superseded")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        match self.value():
            case "current":
                return queryset.filter(superseded_at__isnull=True, withdrawn_at__isnull=True)
            case "superseded":
                return queryset.filter(superseded_at__isnull=False)
            case "withdrawn":
                return queryset.filter(withdrawn_at__isnull=False)
        return queryset


@admin.register(Edition)
class EditionAdmin(PlainTitles, admin.ModelAdmin):
    """What was published, when and by whom: of the own partner's items, and of shared ones."""

    list_display = (
        "title",
        "kind",
        "language",
        "number",
        "standing",
        "published_at",
        "published_by",
        "public_page",
    )
    list_filter = ("kind", "language", StandingFilter)
    list_select_related = ("published_by",)
    search_fields = ("title__unaccent", "slug", "=digest")
    ordering = ("-published_at", "-pk")
    date_hierarchy = "published_at"
    list_per_page = 50
    show_full_result_count = False
    actions = None
    view_on_site = False
    fields = (
        "title",
        "kind",
        "language",
        "number",
        "standing",
        "public_page",
        "slug",
        "digest",
        "tags",
        "published_at",
        "published_by",
        "superseded_at",
        "withdrawn_at",
        "withdrawn_by",
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        editions = super().get_queryset(request).defer("document", "card")
        user = request.user
        if user.serves_both_partners:  # type: ignore[union-attr]
            return editions
        own = models.Q(pk__in=[])
        for model in apps.get_models():
            if issubclass(model, Publishable):
                items = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
                own |= models.Q(kind=model.kind, source_id__in=items.values("pk"))
        return editions.filter(own)

    @admin.display(description=_("standing"))
    def standing(self, edition: Edition) -> Any:
        if edition.withdrawn_at:
            return _("withdrawn")
        return _("superseded") if edition.superseded_at else _("current")

    @admin.display(description=_("page"))
    def public_page(self, edition: Edition) -> str:
        if not edition.is_current:
            return "–"
        address = edition.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, address)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> Any:
        raise Http404
