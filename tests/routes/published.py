"""Villages and routes that visitors can read, in the languages a test names, or in all."""

from catalogue.languages import LANGUAGES
from catalogue.publishing import publish
from tests.factories import RouteFactory, VillageFactory


def published(made, *languages):
    for language in languages or LANGUAGES:
        publish(made, language, by=None)
    return made


def village(*languages, **fields):
    return published(VillageFactory(**fields), *languages)


def villages(count: int, *languages) -> list:
    """So many villages, every other one in Lithuania."""
    return [village(*languages, lithuanian=number % 2 == 1) for number in range(count)]


def route(*stops, languages=LANGUAGES):
    return published(RouteFactory(stops=stops), *languages)
