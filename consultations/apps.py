"""Trainings, consultations and meetings behind the catalogue, never public; and public stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        from catalogue import front_page
        from consultations import api, share_cards  # noqa: F401 - they register themselves
        from consultations.stories import newest_stories

        front_page.register("story", newest_stories)
