"""Routes through theme villages, and the brochures printed from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutesConfig(AppConfig):
    name = "routes"
    verbose_name = _("Routes")

    def ready(self) -> None:
        from routes import road_engine  # noqa: F401 - hears from now on when requests begin
