"""An operation: an address of the API, what it takes, and what it gives."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from catalogue.api.collections import Telling
from catalogue.api.parameters import Parameter, as_text
from catalogue.api.schemas import Schema, Words
from catalogue.shared_words import SharedWords

ROOT = "/api/v1"
JSON, GEOJSON, JSON_LD = "application/json", "application/geo+json", "application/ld+json"


@dataclass(frozen=True)
class Asked:
    """A request that was understood: `values` of its parameters, the item's `code` if any."""

    operation: "Operation"
    site: str
    language: str
    values: dict[str, Any]
    words: SharedWords
    code: str = ""

    def telling(self) -> Telling:
        return Telling(self.language, self.site, self.words)

    @property
    def chooses(self) -> bool:
        """Whether more is asked than in which language."""
        return any(
            self.values.get(parameter.name) not in (None, [], parameter.schema.get("default"))
            for parameter in self.operation.parameters
            if parameter.name != "language"
        )

    def address(self, **changes: Any) -> str:
        """This question's address, whole, in one order, without what goes without saying."""
        values = {**self.values, **changes}
        pairs = [
            (parameter.name, as_text(value))
            for parameter in self.operation.parameters
            if (given := values.get(parameter.name)) not in (None, [])
            and given != parameter.schema.get("default")
            for value in (given if parameter.is_repeated else [given])
        ]
        path = self.site + ROOT + self.operation.path.replace("{code}", self.code)
        return f"{path}?{urlencode(pairs, safe=',:')}" if pairs else path


@dataclass(frozen=True)
class Answer:
    """What an operation found: a body to be written as JSON, or one that is written as it goes.

    `links` are relation and address, for the header Link. `changed_at` is when anything public has
    changed last; None: nobody knows.
    """

    body: Any = None
    stream: Iterable[bytes] | None = None
    links: Sequence[tuple[str, str]] = ()
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Operation:
    """An address, what it takes and what it gives. `path` is below `ROOT`."""

    name: str
    path: str
    summary: Words
    told: Words
    parameters: tuple[Parameter, ...]
    media_type: str
    schema: Schema
    run: Callable[[Asked], Answer]
    is_streamed: bool = False  # too long to be held; it is not kept either

    @property
    def has_code(self) -> bool:
        return "{code}" in self.path
