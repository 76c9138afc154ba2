"""Theme villages: what they are, what they offer, what happens there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        from catalogue import facet_index, front_page, indexes
        from catalogue.models.edition import Kind
        from villages import (
            api,  # noqa: F401 - registers itself
            search_entries,
            share_cards,  # noqa: F401 - registers itself
            vocabulary,  # noqa: F401 - registers themes and municipalities
        )
        from villages.facets import tags_of
        from villages.happenings import next_events
        from villages.occurrences import Occurrences

        facet_index.register(Kind.VILLAGE, tags_of)
        search_entries.register()
        indexes.register(Occurrences())
        front_page.register("event", next_events)
