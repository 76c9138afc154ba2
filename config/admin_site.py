"""The admin under its own name."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class CatalogueAdminSite(admin.AdminSite):
    site_title = _("Theme villages: admin")
    site_header = _("Theme villages of Latgale and Aukštaitija")
    index_title = _("Workplace")
    enable_nav_sidebar = False
