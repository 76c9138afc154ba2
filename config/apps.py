"""The admin without leaflet's own admin module, and the room that puts the parts together."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import module_has_submodule


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"


class AdminConfig(SimpleAdminConfig):
    """Django's admin; leaflet.admin is left out because its import needs GDAL."""

    default_site = "config.admin_site.CatalogueAdminSite"

    def ready(self) -> None:
        super().ready()
        for app in apps.get_app_configs():
            if app.name != "leaflet" and module_has_submodule(app.module, "admin"):
                import_module(f"{app.name}.admin")
