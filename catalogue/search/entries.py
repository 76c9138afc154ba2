"""What an edition comes to in search: one entry for each thing that can be found in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch
from django.utils.functional import Promise

from catalogue.models import Edition
from catalogue.models.edition import Kind, address_of_list


@dataclass(frozen=True)
class Entry:
    """Something that can be found, in the words of one language.

    `what` is the sort of thing it is called in results; `part` its anchor on the item's page, ""
    for the page itself, and `sign` tells whether a part of another language is the same thing.
    Things are found by their title, `names` and `tags` first, then by all the rest, of which
    `place` and `text` are shown.
    """

    what: str
    title: str
    place: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tags_around: tuple[str, ...] = ()
    part: str = ""
    sign: str = ""

    @property
    def twin(self) -> str:
        return f"{self.part}:{self.sign}" if self.part else ""


@dataclass(frozen=True)
class Label:
    """What a sort of thing is called: one of it, and a group of it."""

    one: str | Promise
    many: str | Promise


Maker = Callable[[dict[str, Any]], Iterable[Entry]]
_makers: dict[str, Maker] = {}
_labels: dict[str, Mapping[str, Label]] = {}


def register(kind: str, labels: Mapping[str, Label], entries_of: Maker | None = None) -> None:
    """Let documents of `kind` be found.

    `labels` names each sort of thing that its entries may be. Rooms register when their application
    is ready. Without `entries_of` the document is one entry.
    """
    _makers[kind] = entries_of or (lambda document: [whole(document)])
    _labels[kind] = labels


def labels() -> dict[str, Label]:
    """What each sort of thing is called, sorts of one kind together."""
    return {what: label for kind in Kind.values for what, label in _labels.get(kind, {}).items()}


def entries_of(edition: Edition) -> list[Entry]:
    """Everything that can be found in an edition; nothing while its kind has no pages."""
    maker = _makers.get(edition.kind)
    try:
        address_of_list(edition.kind, edition.language)
    except NoReverseMatch:
        return []
    return list(maker(edition.document)) if maker else []


def whole(document: dict[str, Any], **more: Any) -> Entry:
    """The entry of an item itself, by the keys that documents of all kinds share."""
    story = document.get("story") or document.get("text") or []
    paragraphs = [story] if isinstance(story, str) else story
    values: dict[str, Any] = {
        "what": document["kind"],
        "title": document["title"],
        "text": "\n".join([document.get("summary") or "", *paragraphs]),
    }
    return Entry(**(values | more))
