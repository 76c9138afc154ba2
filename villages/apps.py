"""Theme villages: what they are, what they offer, what happens there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        from catalogue import front_page, indexes
        from villages import vocabulary  # noqa: F401 - registers themes and municipalities
        from villages.happenings import next_events
        from villages.occurrences import Occurrences

        indexes.register(Occurrences())
        front_page.register("event", next_events)
