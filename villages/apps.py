"""Theme villages: what they are, what they offer, what happens there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        from villages import (
            search_entries,
            vocabulary,  # noqa: F401 - registers themes and municipalities
        )

        search_entries.register()
