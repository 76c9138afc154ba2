"""The admin under its own name, in three languages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES, OWN_NAMES


class CatalogueAdminSite(admin.AdminSite):
    site_title = _("Theme villages: admin")
    site_header = _("Theme villages of Latgale and Aukštaitija")
    index_title = _("Workplace")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "language_switches": switches(request)}


def switches(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language: every address of the admin begins with the language."""
    here, rest = request.get_full_path()[1:3], request.get_full_path()[3:]
    return [
        {
            "code": code,
            "own_name": OWN_NAMES[code],
            "address": f"/{code}{rest}",
            "is_here": code == here,
        }
        for code in LANGUAGES
    ]
