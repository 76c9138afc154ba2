"""A list of villages that stands in other people's pages: what it shows, and how they take it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalogue.languages import sort_key
from catalogue.shared_words import SharedWords
from villages.asked import Asked
from villages.lists import Found, FoundCard, found

MOST = 24
USUAL = 6
LIMITS = (3, 6, 12, 24)
LOOKS = ("light", "dark")  # else as the reader's device likes it
# Pixels of a frame that shows so many villages without scrolling on a phone's width.
HEIGHT_OF_ONE, HEIGHT_OF_THE_REST, TALLEST = 130, 110, 900


@dataclass(frozen=True)
class Embedded:
    """What stands in an address of the list: a question about villages, how many, how it looks."""

    asked: Asked
    limit: int = USUAL
    look: str = ""

    @classmethod
    def from_query(cls, query: QueryDict, language: str, today: date) -> Self:
        """Never raises: what makes no sense is left out."""
        asked = replace(Asked.from_query(query, language, today), page=1)
        digits = query.get("limit", "")
        limit = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else USUAL
        look = query.get("look", "")
        return cls(asked, min(max(limit, 1), MOST), look if look in LOOKS else "")

    def address(self, path: str) -> str:
        """`path` with this list, short and in one order."""
        pairs = list(self.asked.pairs())
        pairs += [("limit", str(self.limit))] if self.limit != USUAL else []
        pairs += [("look", self.look)] if self.look else []
        return f"{path}?{urlencode(pairs, safe=',')}" if pairs else path


@dataclass(frozen=True)
class EmbeddedList:
    found: Found
    cards: list[FoundCard]
    title: str  # such as “Theme villages: Preiļi municipality”

    @property
    def asked(self) -> Asked:
        """The question, without what nobody knows."""
        return self.found.asked

    @property
    def total(self) -> int:
        return self.found.total

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


def embedded_list(embedded: Embedded, language: str, words: SharedWords) -> EmbeddedList:
    """The villages of the list, in two queries."""
    villages = found(language, embedded.asked, words)
    asked = villages.asked
    names = [
        *(words.name("municipality", key) for key in asked.municipality),
        *(words.partners[key]["region"] for key in asked.region),
        *(words.name("theme", key) for key in asked.theme),
    ]
    title = _("Theme villages")
    if names:
        title = f"{title}: {', '.join(names)}"
    return EmbeddedList(villages, villages.cards(1)[: embedded.limit], title)


def height_of(embedded: Embedded, total: int) -> int:
    """How high a frame should be, in pixels."""
    shown = min(embedded.limit, max(total, 1))
    return min(HEIGHT_OF_THE_REST + HEIGHT_OF_ONE * shown, TALLEST)


def frame_snippet(address: str, title: str, height: int) -> str:
    """HTML that shows the list in a frame."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"'
        ' style="border: 0"></iframe>',
        address,
        title,
        height,
    )


def link_snippet(address: str, title: str, language: str) -> str:
    """HTML that leads to the list, where frames are not wanted."""
    return format_html('<a href="{}" hreflang="{}">{}</a>', address, language, title)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """A question of the form; `any` is what no choice is called."""

    name: str
    label: str
    any: str
    options: list[Option]


def fields_of(embedded: Embedded, villages: EmbeddedList) -> list[Field]:
    """The form that composes a list, without choices that would bring nothing."""
    narrowed, words = villages.found, villages.found.words

    def choices(name: str, names: dict[str, str]) -> list[Option]:
        chosen = getattr(villages.asked, name)
        counted = {key: narrowed.count(name, f"{name}:{key}") for key in names}
        options = [
            Option(key, f"{label} ({counted[key]})", key in chosen)
            for key, label in names.items()
            if counted[key] or key in chosen
        ]
        return sorted(options, key=lambda option: sort_key(option.label, narrowed.language))

    def named(rows: dict[str, Any], key: str = "name") -> dict[str, str]:
        return {name: row[key] or name for name, row in rows.items()}

    return [
        Field(
            "municipality",
            _("Municipality"),
            _("All"),
            choices("municipality", named(words.municipalities)),
        ),
        Field("region", _("Region"), _("All"), choices("region", named(words.partners, "region"))),
        Field("theme", _("Theme"), _("All"), choices("theme", named(words.themes))),
        Field(
            "limit",
            _("How many villages at most"),
            "",
            [
                Option(str(number), str(number), number == embedded.limit)
                for number in sorted({*LIMITS, embedded.limit})
            ],
        ),
        Field(
            "look",
            _("Colours"),
            _("As the reader’s device likes it"),
            [
                Option("light", _("Light"), embedded.look == "light"),
                Option("dark", _("Dark"), embedded.look == "dark"),
            ],
        ),
    ]
