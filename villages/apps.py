"""Theme villages: what they are, what they offer, what happens there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        from villages import api, share_cards, vocabulary  # noqa: F401 - they register themselves
