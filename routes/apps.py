"""Routes through theme villages, and the brochures printed from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutesConfig(AppConfig):
    name = "routes"
    verbose_name = _("Routes")

    def ready(self) -> None:
        from catalogue import staff_notes
        from routes import api, search_entries, share_cards  # noqa: F401 - they register themselves
        from routes.printing.printed import notes_on_print

        staff_notes.register(notes_on_print)
