"""Towns from which a visitor may look for villages: where each is, and its name in a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.text import slugify

from catalogue.languages import sort_key
from catalogue.maps.base import read_data
from catalogue.maps.names import town_name

# Towns in and around the two regions, WGS84 degrees; farther away no theme village is near.
_SOUTH, _NORTH, _WEST, _EAST = 54.9, 57.3, 24.7, 28.4
_COUNTRIES = ("LV", "LT")
_LEAST_PEOPLE = 2000


@dataclass(frozen=True)
class Town:
    """A town; its `key` stands in addresses, the same in every language."""

    key: str
    name: str  # as its own country writes it
    country: str
    latitude: float
    longitude: float
    inhabitants: int

    def name_in(self, language: str) -> str:
        return town_name(self.name, self.country, language) or self.name


@cache
def towns() -> dict[str, Town]:
    """Towns by key; of two with one key the larger."""
    found: dict[str, Town] = {}
    for town in _read():
        found.setdefault(town.key, town)
    return found


def _read() -> Iterator[Town]:
    for name, country, people, longitude, latitude in read_data("geonames-cc-by.json")["towns"]:
        if (
            country in _COUNTRIES
            and people >= _LEAST_PEOPLE
            and _SOUTH <= latitude <= _NORTH
            and _WEST <= longitude <= _EAST
        ):
            yield Town(slugify(name), name, country, latitude, longitude, people)


@cache
def names_of_towns(language: str) -> list[tuple[str, str]]:
    """Key and name of each town, in alphabetical order."""
    names = [(town.key, town.name_in(language)) for town in towns().values()]
    return sorted(names, key=lambda pair: sort_key(pair[1], language))
