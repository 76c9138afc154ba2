"""Reports that a page is out of date: tasks for the partner who keeps it."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue import waiting
from catalogue.admin.letters import UNREADABLE, LetterAdmin
from catalogue.models import Edition, PageReport, Publishable, User
from catalogue.waiting import Waiting


@admin.register(PageReport)
class PageReportAdmin(LetterAdmin):
    list_display = ("page", "matter", "language", "sent_at", "state", "settled_at", "settled_by")
    list_filter = ("state", "matter", "edition__kind")
    list_select_related = ("edition", "partner", "settled_by")
    search_fields = ("edition__title__unaccent", "notes__unaccent")
    date_hierarchy = "sent_at"
    said_fields = ("matter", "text", "reporter")
    fieldsets = [
        (
            _("What the visitor says"),
            {"fields": ["about", "matter", "text", "reporter", "sent_at"]},
        ),
        (_("What became of it"), {"fields": ["state", "notes", ("settled_at", "settled_by")]}),
        (None, {"fields": ["partner", "item"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "item"]

    @admin.display(description=_("page"), ordering="edition__title")
    def page(self, report: PageReport) -> str:
        return report.edition.title

    @admin.display(description=_("language"), ordering="edition__language")
    def language(self, report: PageReport) -> str:
        return report.edition.get_language_display()

    @admin.display(description=_("text"))
    def text(self, report: PageReport) -> str:
        return self.told(report, "text")

    @admin.display(description=_("e-mail of the visitor"))
    def reporter(self, report: PageReport) -> Any:
        email = report.email
        if email is None:
            return UNREADABLE
        return format_html('<a href="mailto:{}">{}</a>', email, email) if email else "–"

    @admin.display(description=_("put it right"))
    def item(self, report: PageReport) -> SafeString | str:
        return item_link(report.edition)


def item_link(edition: Edition) -> SafeString | str:
    """A link to the item's page in the admin; every kind of item has one."""
    for model in _publishables():
        if model.kind == edition.kind:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            return format_html(
                '<a href="{}">{}</a>', reverse(name, args=[edition.source_id]), edition.title
            )
    return edition.title


def _publishables() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def _open_reports(user: User) -> list[Waiting]:
    if not user.has_perm("catalogue.change_pagereport"):
        return []
    number = PageReport.objects.visible_to(user).open().count()
    if not number:
        return []
    sentence = ngettext(
        "%(count)s report that a page is out of date",
        "%(count)s reports that pages are out of date",
        number,
    ) % {"count": number}
    address = reverse("admin:catalogue_pagereport_changelist") + "?state__exact=open"
    return [Waiting(sentence, address)]


waiting.register(_open_reports)
