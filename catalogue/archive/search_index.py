"""What the archive's own search knows: the stems of each page's words, as a script for browsers.

A page opened from disk may fetch nothing, so the index is no JSON file but a script. The stems are
those of the site's search. They are made here, once: the browser needs no stemmer to see that a
word that was typed begins with one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.models import Edition
from catalogue.search.entries import Entry, entries_of, labels
from catalogue.search.letters import folded, words_of
from catalogue.search.stemming import SILENT, written_stems
from catalogue.shared_words import SharedWords

MOST_NOTE = 160  # characters
SHORTEST = 2  # letters of a stem


@dataclass
class SearchIndex:
    """The index of one language, which is the active one while things are added."""

    words: SharedWords
    found: list[list[str]] = field(default_factory=list)  # what it is, title, note, file
    stems: dict[str, tuple[set[int], set[int]]] = field(default_factory=dict)

    def add(self, edition: Edition, file: str) -> None:
        """Let what stands in this edition be found, whose page is kept in `file`."""
        called = labels()
        for entry in entries_of(edition):
            number = len(self.found)
            note = " · ".join(filter(None, (entry.place, entry.text.partition("\n")[0])))
            place = f"{file}#{entry.part}" if entry.part else file
            self.found.append([str(called[entry.what].one), entry.title, _cut(note), place])
            self._note(number, 0, (entry.title, *entry.names))
            self._note(number, 1, (entry.place, entry.text, *entry.also, *self._named(entry)))

    def _named(self, entry: Entry) -> Iterable[str]:
        """The names of the theme, the municipality and the region."""
        for tag in (*entry.tags, *entry.tags_around):
            kind, _colon, key = tag.partition(":")
            if kind == "region":
                yield self.words.partners.get(key, {}).get("region", "")
            else:
                yield self.words.name(kind, key)

    def _note(self, number: int, rank: int, texts: Iterable[str]) -> None:
        language = self.words.language
        for text in texts:
            for word in words_of(text):
                if word in SILENT[language]:
                    continue
                for stem in written_stems(word, language):
                    # A consonant that alternates is the one that other forms are written with.
                    key = folded(stem).replace("~", "")
                    if len(key) >= SHORTEST:
                        self.stems.setdefault(key, (set(), set()))[rank].add(number)

    def script(self) -> bytes:
        """The same index makes the same bytes."""
        stems = {stem: [sorted(found) for found in self.stems[stem]] for stem in sorted(self.stems)}
        told = {"found": self.found, "stems": stems}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return f"var villageIndex = {text};\n".encode()


def _cut(text: str) -> str:
    return text if len(text) <= MOST_NOTE else text[: MOST_NOTE - 1].rpartition(" ")[0] + "…"
