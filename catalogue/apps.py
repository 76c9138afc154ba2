"""The ground floor: what every published thing shares."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalogue import indexes, staff_notes
        from catalogue.api import words  # noqa: F401 - registers itself
        from catalogue.facet_index import FacetIndex
        from catalogue.models.edition import Kind
        from catalogue.page_reports import notes_on_reports
        from catalogue.search import entries
        from catalogue.search.entries import Label
        from catalogue.search.index import SearchIndex

        indexes.register(FacetIndex())
        indexes.register(SearchIndex())
        entries.register(Kind.STORY, {"story": Label(_("Story"), _("Stories"))})
        staff_notes.register(notes_on_reports)
        post_migrate.connect(indexes.make_anew_what_is_outdated, sender=self)
