"""The ground floor: what every published thing shares."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalogue.api import words  # noqa: F401 - registers itself
        from catalogue.indexes import make_anew_what_is_outdated

        post_migrate.connect(make_anew_what_is_outdated, sender=self)
