"""The list of routes as visitors read it."""

from catalogue.models import Edition
from catalogue.models.edition import Kind


def route_list(language: str) -> list[Edition]:
    """All routes in the alphabetical order of their language, those across the border first."""
    routes = (
        Edition.objects.current().of_kind(Kind.ROUTE).in_language(language).by_name().for_cards()
    )
    return sorted(routes, key=lambda edition: len(edition.card["countries"]) < 2)
