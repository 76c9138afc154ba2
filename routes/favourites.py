"""What a visitor keeps: things of every kind, named in the address of the page that shows them.

`v=12,7&r=3&e=4&s=5`: villages, routes, events and stories by number, in the visitor's own order.
The list itself is kept by the visitor's browser alone (static/js/favourites.js).
See docs/decisions/0025-favourites-stay-in-the-browser.md.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.current_editions import CARD_COLUMNS, CURRENT, editions_of
from catalogue.models import Edition
from catalogue.models.edition import Kind
from routes.trips.address import quoted
from villages.cancelled import CANCELLED
from villages.happenings import Happening, happening

MOST = 200
LETTERS = {"v": Kind.VILLAGE, "r": Kind.ROUTE, "e": Kind.EVENT, "s": Kind.STORY}
_LETTER_OF = {kind: letter for letter, kind in LETTERS.items()}
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")  # \d knows the digits of every script


@dataclass(frozen=True)
class Thing:
    """A published thing by its kind and number, in whatever language."""

    kind: Kind
    source_id: int

    @property
    def word(self) -> str:
        """As the browser keeps it: `v12`."""
        return f"{_LETTER_OF[self.kind]}{self.source_id}"


@dataclass(frozen=True)
class FavouritesAddress:
    """Things as the address names them, each once."""

    things: tuple[Thing, ...] = ()

    @cached_property
    def query(self) -> str:
        """The one way in which these are written; empty for none."""
        numbers: dict[str, list[str]] = {letter: [] for letter in LETTERS}
        for thing in self.things:
            numbers[_LETTER_OF[thing.kind]].append(str(thing.source_id))
        return "&".join(f"{letter}={','.join(found)}" for letter, found in numbers.items() if found)

    def at(self, path: str) -> str:
        return f"{path}?{self.query}" if self.query else path

    def without(self, thing: Thing) -> "FavouritesAddress":
        return FavouritesAddress(tuple(other for other in self.things if other != thing))


def read_favourites(query: QueryDict) -> tuple[FavouritesAddress, list[str]]:
    """What an address names, and in the reader's language what of it was not understood."""
    things: dict[Thing, None] = {}
    misread, said = [], []
    for letter, kind in LETTERS.items():
        for part in ",".join(query.getlist(letter)).split(","):
            if _NUMBER.fullmatch(part):
                things[Thing(kind, int(part))] = None
            elif part:
                misread.append(part)
    if misread:
        said.append(
            _("Not understood in the address, and left out: %(parts)s.")
            % {"parts": quoted(misread)}
        )
    if len(things) > MOST:
        said.append(
            _("There is room for %(most)s favourites; those that came after were left out.")
            % {"most": MOST}
        )
    return FavouritesAddress(tuple(islice(things, MOST))), said


@dataclass(frozen=True)
class Shown:
    """A favourite with its card in the page's language; an event at its next time, or its last."""

    thing: Thing
    edition: Edition
    address_without: str  # of the page, to be led to by its path

    @property
    def happening(self) -> Happening:
        return happening(self.edition)


@dataclass(frozen=True)
class Elsewhere:
    """A favourite that can be read in other languages only."""

    thing: Thing
    editions: list[Edition]
    address_without: str


@dataclass(frozen=True)
class Gone:
    """A number that belongs to nothing published: withdrawn since, or never there."""

    thing: Thing
    address_without: str


@dataclass(frozen=True)
class Favourites:
    address: FavouritesAddress
    villages: list[Shown]
    routes: list[Shown]
    events: list[Shown]
    stories: list[Shown]
    elsewhere: list[Elsewhere]
    gone: list[Gone]

    @property
    def for_a_trip(self) -> list[int]:
        """Numbers of the villages whose place is known, so that a trip can lead to them."""
        return [each.thing.source_id for each in self.villages if each.edition.latitude is not None]


def favourites_of(address: FavouritesAddress, path: str, language: str, today: date) -> Favourites:
    """What stands behind an address in `language`; one query, whatever their number."""
    by_thing: dict[Thing, list[Edition]] = {}
    for edition in _editions(address.things, language, today):
        by_thing.setdefault(Thing(Kind(edition.kind), edition.source_id), []).append(edition)
    shown: dict[Kind, list[Shown]] = {kind: [] for kind in Kind}
    elsewhere, gone = [], []
    for thing in address.things:
        editions = by_thing.get(thing, [])
        without = address.without(thing).at(path)
        if not editions:
            gone.append(Gone(thing, without))
        elif editions[0].language == language:
            shown[thing.kind].append(Shown(thing, editions[0], without))
        else:
            elsewhere.append(Elsewhere(thing, editions, without))
    shown[Kind.EVENT].sort(key=lambda each: each.happening.first or date.max)
    return Favourites(
        address,
        shown[Kind.VILLAGE],
        shown[Kind.ROUTE],
        shown[Kind.EVENT],
        shown[Kind.STORY],
        elsewhere,
        gone,
    )


def _editions(things: Iterable[Thing], language: str, today: date) -> list[Edition]:
    """Current editions in `language`, or else in every other; events with their next time."""
    kinds = [thing.kind.value for thing in things]
    if not kinds:
        return []
    numbers = [thing.source_id for thing in things]
    sql = _FAVOURITES.format(cancelled=CANCELLED[language])
    return editions_of(sql, [today, kinds, numbers, language, language], has_document=True)


_FAVOURITES = f"""
    SELECT {CARD_COLUMNS}, CASE WHEN kind = 'event' THEN jsonb_build_object(
        'first', CASE WHEN next.is_there THEN next.first ELSE starts_on END,
        'last', CASE WHEN next.is_there THEN next.last ELSE ends_on END,
        'cancelled', {{cancelled}}
    ) END
    FROM catalogue_edition
    LEFT JOIN LATERAL (
        SELECT TRUE AS is_there, starts_on AS first, ends_on AS last FROM villages_occurrence
        WHERE kind = 'event' AND source_id = catalogue_edition.source_id
          AND language = catalogue_edition.language AND (ends_on >= %s OR starts_on IS NULL)
        ORDER BY starts_on LIMIT 1
    ) AS next ON TRUE
    WHERE {CURRENT}
      AND (kind, source_id) IN (SELECT * FROM unnest(%s::varchar[], %s::bigint[]))
      AND (language = %s OR NOT EXISTS (
        SELECT FROM catalogue_edition AS own
        WHERE own.superseded_at IS NULL AND own.withdrawn_at IS NULL AND own.language = %s
          AND own.kind = catalogue_edition.kind AND own.source_id = catalogue_edition.source_id
      ))
    ORDER BY language
"""  # noqa: S608 - made of our own words only
