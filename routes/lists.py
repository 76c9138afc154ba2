"""The list of routes as visitors read it."""

from catalogue.current_editions import editions_where
from catalogue.models import Edition


def route_list(language: str) -> list[Edition]:
    """All routes in the alphabetical order of their language, those across the border first."""
    routes = editions_where("kind = 'route' AND language = %s", [language])
    return sorted(routes, key=lambda edition: len(edition.card["countries"]) < 2)
