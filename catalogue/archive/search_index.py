"""What the archive's own search knows: the words of each page, as a script that a browser reads.

A page opened from disk may fetch nothing, so the index is no JSON file but a script.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from catalogue.languages import plain
from catalogue.models import Edition
from catalogue.shared_words import SharedWords

_WORD = re.compile(r"[^\W_]{2,}")
# Of a document: what editors wrote for readers, not keys and addresses.
_TOLD = frozenset(
    "title place locality summary story text description takes_home accessibility label note"
    " price_note".split()
)
MOST_NOTE = 160  # characters


@dataclass
class SearchIndex:
    """The index of one language."""

    pages: list[list[str]] = field(default_factory=list)  # kind, title, note, file
    words: dict[str, tuple[set[int], set[int]]] = field(default_factory=dict)

    def add(self, edition: Edition, file: str, words: SharedWords) -> None:
        """Let the page of this edition be found, which is kept in `file`."""
        document = edition.document
        number = len(self.pages)
        place = document.get("place") or ""
        note = " · ".join(filter(None, (place, document.get("summary", ""))))
        self.pages.append([edition.kind, edition.title, _cut(note), file])
        named = [
            words.name(kind, document[kind])
            for kind in ("theme", "municipality")
            if document.get(kind)
        ]
        self._note(number, 0, [edition.title, place, *document.get("other_names", ())])
        self._note(number, 1, [*named, *_texts(document)])

    def _note(self, number: int, rank: int, texts: Iterable[str]) -> None:
        for text in texts:
            for word in _WORD.findall(plain(text)):
                self.words.setdefault(word, (set(), set()))[rank].add(number)

    def script(self) -> bytes:
        """The same index makes the same bytes."""
        words = {word: [sorted(found) for found in self.words[word]] for word in sorted(self.words)}
        told = {"pages": self.pages, "words": words}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return f"var villageIndex = {text};\n".encode()


def _texts(value: Any, is_told: bool = False) -> Iterator[str]:
    if isinstance(value, str):
        if is_told:
            yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, is_told)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "card":
                yield from _texts(part, key in _TOLD)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_NOTE else text[: MOST_NOTE - 1].rpartition(" ")[0] + "…"
