"""The ground floor: what every published thing shares."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalogue import indexes
        from catalogue.models.edition import Kind
        from catalogue.search import entries
        from catalogue.search.entries import Label
        from catalogue.search.index import SearchIndex

        indexes.register(SearchIndex())
        entries.register(Kind.STORY, {"story": Label(_("Story"), _("Stories"))})
        post_migrate.connect(indexes.make_anew_what_is_outdated, sender=self)
