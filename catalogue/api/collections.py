"""Collections: the kinds of things that the API gives out, each brought by the room it is from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.api.finding import Item
from catalogue.api.parameters import Parameter
from catalogue.api.schemas import Schema, Words
from catalogue.models import Edition
from catalogue.shared_words import SharedWords


@dataclass(frozen=True)
class Telling:
    """What a record is told with: language, scheme and host of the site, shared words."""

    language: str
    site: str
    words: SharedWords

    def named(self, kind: str, key: str) -> dict[str, str]:
        """A shared word with its key."""
        return {"key": key, "name": self.words.name(kind, key)}

    def region(self, partner: str) -> dict[str, str]:
        return {"key": partner, "name": self.words.partners.get(partner, {}).get("region", partner)}

    def link(self, kind: str, source_id: int, item: Item) -> dict[str, str | None]:
        """A link to something that `item` names, whether or not it is published now."""
        code = item.codes.get(f"{kind}:{source_id}")
        return {"code": code, "permanent": permanent_address(self.site, code) if code else None}


def permanent_address(site: str, code: str) -> str:
    return f"{site}/k/{code}"


@dataclass(frozen=True)
class Collection:
    """A kind of published thing, as the API gives it out.

    `record` tells what an edition's record holds beside the keys that all kinds share; `schema` is
    what it promises. `geometry` and `properties` make a GeoJSON feature; None: the kind has no
    GeoJSON. `linked` is the same in the words of schema.org. What of a record is live, and stands
    in no edition, comes along as SQL on `catalogue_edition`, for each language: `beside` as JSON,
    and in `changed` when it has changed last.
    """

    kind: str
    name: str  # as addresses say it: villages
    schema_name: str
    label: Words
    told: Words
    schema: dict[str, Schema]
    record: Callable[[Item, Telling], dict[str, Any]]
    linked: Callable[[Item, Telling], dict[str, Any]]
    filters: Sequence[Parameter] = ()
    schemas: dict[str, Schema] = field(default_factory=dict)  # parts that `schema` names
    optional: Sequence[str] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    changed: str = "published_at"
    properties_schema: dict[str, Schema] = field(default_factory=dict)
    properties: Callable[[Item, Telling], dict[str, Any]] | None = None
    geometry: Callable[[Edition], dict[str, Any] | None] | None = None


@dataclass(frozen=True)
class WordList:
    """Shared words that records name by a key; `rows` tells them in the language of the words.

    `tag` is what villages are counted by.
    """

    name: str
    schema_name: str
    label: Words
    told: Words
    schema: dict[str, Schema]
    rows: Callable[[SharedWords], list[dict[str, Any]]]
    tag: str


_collections: dict[str, Collection] = {}
_word_lists: dict[str, WordList] = {}


def register(one: Collection | WordList) -> None:
    """Let a kind of things, or a list of words, take part; rooms do so when they are ready."""
    if isinstance(one, Collection):
        _collections[one.name] = one
    else:
        _word_lists[one.name] = one


def collections() -> list[Collection]:
    return list(_collections.values())


def word_lists() -> list[WordList]:
    return list(_word_lists.values())
