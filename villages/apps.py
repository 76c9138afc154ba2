"""Theme villages: what they are, what they offer, what happens there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        from catalogue import facet_index, front_page, indexes
        from catalogue.models.edition import Kind
        from villages import (  # noqa: F401 - they register themselves
            api,
            search_entries,
            share_cards,
            vocabulary,
        )
        from villages.facets import tags_of
        from villages.happenings import next_events
        from villages.occurrences import Occurrences

        facet_index.register(Kind.VILLAGE, tags_of)
        indexes.register(Occurrences())
        front_page.register("event", next_events)
