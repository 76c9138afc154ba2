"""A visitor's or a partner's own brochure: villages and routes, a title and a cover of their own.

`parts=r3.v12.v7&title=Honey+and+bread&cover=v12&format=booklet`: the basket stands in its address
as a trip does (docs/decisions/0013-a-trip-is-its-address.md). Parts that the language of the page
lacks stay in the address, and are left out of the brochure with a line that says so.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils.translation import gettext as _

from catalogue.current_editions import CURRENT
from catalogue.languages import LANGUAGES, OWN_NAMES, sort_key
from catalogue.models.edition import Kind, address_of
from routes.brochures.content import Part, Selection
from routes.brochures.formats import DEFAULT, FORMATS, Format
from routes.trips.address import MOST_LETTERS, quoted
from routes.trips.choices import Choice

MOST_PARTS = 40
LONGEST_TITLE = 80

_KINDS = {"v": Kind.VILLAGE, "r": Kind.ROUTE}
_PART = re.compile(r"([vr])([1-9][0-9]{0,8})")
_ACTION = re.compile(r"(up|down|remove)\.([1-9][0-9]?)|clear")
# Line ends, what turns the direction of writing, halves of letters, what no font has.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def takes_baskets() -> list[Format]:
    """The formats in which a basket can be had."""
    return [format_ for format_ in FORMATS.values() if format_.takes_selections]


def word_of(part: Part) -> str:
    """The part as an address says it."""
    return f"{'v' if part.kind == Kind.VILLAGE else 'r'}{part.source_id}"


@dataclass(frozen=True)
class BasketAddress:
    """A basket as its address tells it; `cover` is the number of one of its villages, or 0."""

    parts: tuple[Part, ...] = ()
    title: str = ""
    cover: int = 0
    format: str = DEFAULT.key

    @property
    def chain(self) -> str:
        return ".".join(word_of(part) for part in self.parts)

    @property
    def query(self) -> str:
        words = {
            "parts": self.chain,
            "title": self.title,
            "cover": f"v{self.cover}" if self.cover else "",
            "format": self.format if self.format != DEFAULT.key else "",
        }
        return urlencode({name: value for name, value in words.items() if value})

    def at(self, path: str) -> str:
        return f"{path}?{self.query}" if self.query else path

    def moved(self, number: int, step: int) -> "BasketAddress":
        """The part number `number`, counted from 1, one place up (-1) or down (+1)."""
        parts, place = list(self.parts), number - 1
        if not (0 <= place < len(parts) and 0 <= place + step < len(parts)):
            return self
        parts.insert(place + step, parts.pop(place))
        return replace(self, parts=tuple(parts))

    def without(self, gone: Part | None) -> "BasketAddress":
        return replace(self, parts=tuple(part for part in self.parts if part != gone))

    def with_more(self, parts: list[Part]) -> "BasketAddress":
        return replace(self, parts=tuple(dict.fromkeys([*self.parts, *parts]))[:MOST_PARTS])


@dataclass
class BasketReading:
    """What an address said, what a form wants done, and what was not understood."""

    basket: BasketAddress
    misread: list[str] = field(default_factory=list)
    is_nonsense: bool = False
    number: int = 0  # of the part that was moved


def read_basket(query: Mapping[str, Any]) -> BasketReading:
    """The basket in a query, with what its form adds, moves or takes out; nothing raises."""
    misread: list[str] = []
    parts, not_parts = read_parts(query.get("parts", ""))
    more, not_more = read_parts(query.get("add", ""))
    if not_parts or not_more:
        misread.append(
            _("Not understood in the address, and left out: %(parts)s.")
            % {"parts": quoted(not_parts + not_more)}
        )
    if len({*parts, *more}) > MOST_PARTS:
        misread.append(
            _("A brochure has room for %(most)s parts; those that came after were left out.")
            % {"most": MOST_PARTS}
        )
    basket = BasketAddress(
        title=_title(query.get("title", ""), misread),
        format=_format(query.get("format", ""), misread),
    ).with_more(parts + more)
    basket = replace(basket, cover=_cover(query.get("cover", ""), basket, misread))
    reading = BasketReading(basket, misread, bool(not_parts) and not parts)
    return _done(reading, query.get("do", ""))


def read_parts(chain: str) -> tuple[list[Part], list[str]]:
    """Parts in a chain such as `r3.v12`, and what are none."""
    if len(chain) > MOST_LETTERS:
        return [], [chain]
    parts, not_parts = [], []
    for word in filter(None, chain.split(".")):
        if found := _PART.fullmatch(word):
            parts.append(Part(_KINDS[found[1]], int(found[2])))
        else:
            not_parts.append(word)
    return parts, not_parts


def _done(reading: BasketReading, action: str) -> BasketReading:
    found = _ACTION.fullmatch(action)
    if not found:
        if action:
            reading.misread.append(
                _("What to do with the brochure was not understood. Nothing was changed.")
            )
        return reading
    basket, number = reading.basket, int(found[2] or 0)
    match found[1]:
        case "up":
            reading.basket = basket.moved(number, -1)
        case "down":
            reading.basket = basket.moved(number, 1)
        case "remove":
            reading.basket = basket.without(next(iter(basket.parts[number - 1 : number]), None))
        case _:
            reading.basket = BasketAddress()
    if (
        reading.basket.cover
        and Part(Kind.VILLAGE, reading.basket.cover) not in reading.basket.parts
    ):
        reading.basket = replace(reading.basket, cover=0)
    step = {"up": -1, "down": 1}.get(found[1] or "", 0)
    reading.number = max(0, min(number + step, len(reading.basket.parts)))
    return reading


def _title(text: str, misread: list[str]) -> str:
    title = " ".join(unicodedata.normalize("NFC", text).split(" ")).strip()
    if any(unicodedata.category(letter) in _UNPRINTABLE for letter in title):
        misread.append(_("The title was left out: it has characters that cannot be printed."))
        return ""
    if len(title) > LONGEST_TITLE:
        misread.append(
            _("A title has at most %(most)s letters; the rest was left out.")
            % {"most": LONGEST_TITLE}
        )
        return title[:LONGEST_TITLE].rstrip()
    return title


def _cover(word: str, basket: BasketAddress, misread: list[str]) -> int:
    if not word:
        return 0
    found = _PART.fullmatch(word)
    if not found or Part(_KINDS[found[1]], int(found[2])) not in basket.parts or found[1] != "v":
        misread.append(
            _(
                "The village named for the cover is not among those chosen; the cover shows the"
                " patterns of the villages."
            )
        )
        return 0
    return int(found[2])


def _format(key: str, misread: list[str]) -> str:
    if not key:
        return DEFAULT.key
    if key not in {format_.key for format_ in takes_baskets()}:
        misread.append(_("Brochures of several parts are not made in this format."))
        return DEFAULT.key
    return key


# --- In a language ----------------------------------------------------------------------------


@dataclass(frozen=True)
class PartInBasket:
    """A part as the page lists it; `photo` is the digest of a village's first photo, or empty."""

    part: Part
    language: str
    slug: str
    title: str
    photo: str

    @property
    def word(self) -> str:
        return word_of(self.part)

    @property
    def is_route(self) -> bool:
        return self.part.kind == Kind.ROUTE

    @property
    def address(self) -> str:
        return address_of(self.part.kind, self.language, self.slug)

    @property
    def own_language(self) -> str:
        return OWN_NAMES[self.language]


@dataclass(frozen=True)
class Basket:
    """A basket in one language: what is there, and what is not in this language or nowhere."""

    address: BasketAddress
    language: str
    parts: list[tuple[PartInBasket, list[PartInBasket]]]  # with where to read it, if not here
    unknown: list[Part]
    village_choices: list[Choice]
    route_choices: list[Choice]

    @property
    def format(self) -> Format:
        return FORMATS[self.address.format]

    @property
    def here(self) -> list[PartInBasket]:
        """What can be printed in this language."""
        return [part for part, others in self.parts if not others]

    @property
    def covers(self) -> list[PartInBasket]:
        """Villages with a photo for the cover."""
        return [part for part in self.here if part.photo]

    @property
    def selection(self) -> Selection:
        cover = {part.part.source_id: part.photo for part in self.covers}
        return Selection(
            self.address.parts,  # those of other languages are named as missing
            self.address.title,
            cover.get(self.address.cover, ""),
        )


def basket_of(address: BasketAddress, language: str) -> Basket:
    """The basket of an address in `language`, in one query whatever the number of its parts."""
    villages = [part.source_id for part in address.parts if part.kind == Kind.VILLAGE]
    routes = [part.source_id for part in address.parts if part.kind == Kind.ROUTE]
    found: dict[Part, dict[str, PartInBasket]] = {}
    choices: list[PartInBasket] = []
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [language, villages, routes])
        for kind, source_id, its_language, slug, title, photo in cursor.fetchall():
            part = Part(kind, source_id)
            known = PartInBasket(part, its_language, slug, title, photo or "")
            if part in address.parts:
                found.setdefault(part, {})[its_language] = known
            elif its_language == language:
                choices.append(known)
    unknown = [part for part in address.parts if part not in found]
    choices.sort(key=lambda known: sort_key(known.title, language))
    return Basket(
        address=replace(address, parts=tuple(p for p in address.parts if p not in unknown)),
        language=language,
        parts=[
            _here_or_elsewhere(found[part], language) for part in address.parts if part in found
        ],
        unknown=unknown,
        village_choices=[_choice(known) for known in choices if not known.is_route],
        route_choices=[_choice(known) for known in choices if known.is_route],
    )


def _here_or_elsewhere(
    by_language: dict[str, PartInBasket], language: str
) -> tuple[PartInBasket, list[PartInBasket]]:
    if language in by_language:
        return by_language[language], []
    others = [by_language[code] for code in LANGUAGES if code in by_language]
    return others[0], others


def _choice(known: PartInBasket) -> Choice:
    return Choice(known.word, known.title)


_QUERY = f"""
    SELECT kind, source_id, language, slug, title, card->'photo'->>'digest'
    FROM catalogue_edition
    WHERE {CURRENT} AND kind IN ('village', 'route')
      AND (language = %s OR (kind = 'village' AND source_id = ANY(%s))
           OR (kind = 'route' AND source_id = ANY(%s)))
"""  # noqa: S608 - made of our own words only
