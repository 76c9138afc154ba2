"""Other names of the same thing: towns and waters in three languages, themes and municipalities."""

from collections.abc import Mapping
from functools import cache, lru_cache

from catalogue.languages import LANGUAGES
from catalogue.maps.names import COUNTRIES, LAKES, RIVERS, TOWNS, Names
from catalogue.search.letters import folded, words_of
from catalogue.search.stemming import SILENT, asked_stems, written_stems
from catalogue.shared_words import SharedWords

# A word that more names of a kind have than this says nothing: “municipality”, “district”.
MOST_OF_A_KIND = 5

Stems = Mapping[str, frozenset[str]]  # by language


def other_names(word: str) -> dict[str, frozenset[str]]:
    """Stems, by the language of the text, of the names by which other languages know this place.

    Empty when the word names no place that maps show.
    """
    found: dict[str, frozenset[str]] = {}
    for language in LANGUAGES:
        for stem in asked_stems(word, language)[1]:
            for names in _places().get((language, stem), ()):
                for other in LANGUAGES:
                    stems = found.get(other, frozenset())
                    found[other] = stems.union(
                        *(written_stems(name.lower(), other) for name in names)
                    )
    return found


@cache
def _places() -> dict[tuple[str, str], list[Names]]:
    """Names of one word each, by language and stem without diacritics."""
    found: dict[tuple[str, str], list[Names]] = {}
    waters = [names for names, _where in (*LAKES, *RIVERS)]
    for names in (*TOWNS.values(), *waters, *COUNTRIES.values()):
        if len({name.count(" ") for name in names}) != 1 or " " in names.lv:
            continue
        for language in LANGUAGES:
            for stem in written_stems(names.in_language(language).lower(), language):
                if names not in found.setdefault((language, folded(stem)), []):
                    found[language, folded(stem)].append(names)
    return found


class NamedTags:
    """Tags by the words that name them: “Amati”, “Preiļu novads”, in any of the languages."""

    def __init__(self, words: tuple[SharedWords, ...]) -> None:
        self._by_stem: dict[tuple[str, str], set[str]] = {}
        for shared in words:
            for kind, key, name in _named(shared):
                for word in set(words_of(name)) - SILENT[shared.language]:
                    for stem in written_stems(word, shared.language):
                        tags = self._by_stem.setdefault((shared.language, stem), set())
                        tags.add(f"{kind}:{key}")

    def named_by(self, word: str) -> tuple[frozenset[str], bool]:
        """The tags that have this word in their names; and whether it is one that many have."""
        found: set[str] = set()
        for language in LANGUAGES:
            exact, bare = asked_stems(word, language)
            for stems in (exact, bare):
                tags = set().union(*(self._by_stem.get((language, stem), ()) for stem in stems))
                found |= tags
                if tags:
                    break
        kinds = [tag.partition(":")[0] for tag in found]
        many = {kind for kind in kinds if kinds.count(kind) > MOST_OF_A_KIND}
        kept = frozenset(tag for tag in found if tag.partition(":")[0] not in many)
        return kept, bool(many)


def _named(shared: SharedWords) -> list[tuple[str, str, str]]:
    """Kind, key and name of what lists can be narrowed to."""
    named = [("theme", key, word["name"]) for key, word in shared.themes.items()]
    named += [("municipality", key, word["name"]) for key, word in shared.municipalities.items()]
    named += [("region", key, word["region"]) for key, word in shared.partners.items()]
    return [(kind, key, name) for kind, key, name in named if name]


@lru_cache(maxsize=2)  # as long as nobody renames anything, these are the same objects
def named_tags(words: tuple[SharedWords, ...]) -> NamedTags:
    return NamedTags(words)
