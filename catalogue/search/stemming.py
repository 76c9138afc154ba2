"""Stems of words in the three languages: what the index holds, and what a question asks for.

A word has a few stems in two sorts: such as keep the diacritics they were written with, and such
as have none. So “sēņu” (of mushrooms) does not find “sens” (ancient), while “senu”, typed on a
keyboard without diacritics, finds both.
"""

import re
from functools import cache, lru_cache

import snowballstemmer  # type: ignore[import-untyped]

from catalogue.search import latvian
from catalogue.search.letters import folded

# Words that bind others together: they say nothing about what somebody looks for.
SILENT = {
    "lv": frozenset(
        "un ir ar no uz pa pie par pēc ap aiz pirms gar kā kas ko kur kad vai arī bet tas tā šis "
        "šī to tie tās lai jo ne pat tikai vēl pār starp līdz bez dēļ".split()
    ),
    "lt": frozenset(
        "ir su iš į ant prie per apie po už nuo iki kaip kas ką kur kad ar arba bet tai tas ta šis "
        "ši jo jos tik dar be pas pagal tarp dėl ne o".split()
    ),
    "en": frozenset(
        "a an and are as at be but by for from has have in into is it its of on or that the their "
        "there they this to was were what when where which who with".split()
    ),
}


@lru_cache(maxsize=10_000)  # a village's page has some three hundred words, many of them shared
def written_stems(word: str, language: str) -> frozenset[str]:
    """All stems of a word, in small letters, that stands in a text of this language."""
    exact = _stems(word, language, bare=False)
    found = exact | {folded(stem) for stem in exact}
    if language != "lv":  # Snowball may take other endings off a word without diacritics
        found |= _stems(folded(word), language, bare=True)
    return frozenset(found)


@lru_cache(maxsize=2000)
def asked_stems(word: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems to look for when somebody types `word`: as they typed it, and without diacritics.

    The first are empty when the word was typed without any.
    """
    exact: set[str] = set()
    if not word.isascii():
        exact = _stems(word, language, bare=False)
        if all(stem.isascii() for stem in exact):
            exact = set()
    bare = {folded(stem) for stem in exact} | _stems(folded(word), language, bare=True)
    return frozenset(exact), frozenset(bare)


def _stems(word: str, language: str, bare: bool) -> set[str]:
    if word[0].isdigit():
        return {word}
    match language:
        case "lv":
            return latvian.stems(word, bare)
        case "lt":
            return _lithuanian(word, bare)
        case _:
            return _english(word)


@cache
def _snowball(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(language)


# --- Lithuanian -----------------------------------------------------------------------------------

_SUPERLATIVE = re.compile(r"iausi\w{0,4}$")
_DATIVE = re.compile(r"iams?$")
# Definite endings of adjectives (senas, senasis; sena, senoji), which Snowball leaves alone.
_DEFINITE = (
    *("asis", "ojo", "ajam", "ąjį", "uoju", "ajame", "ieji", "ųjų", "iesiems", "uosius"),
    *("aisiais", "uosiuose", "oji", "osios", "ajai", "ąją", "ąja", "ojoje", "osioms"),
    *("osiomis", "osiose"),
)
_BARE_DEFINITE = tuple(folded(ending) for ending in _DEFINITE)


def _lithuanian(word: str, bare: bool) -> set[str]:
    """Snowball's stems, and what it leaves undone.

    It turns č and dž back into t and d, so that medžio (of a tree) would meet medus (honey): stems
    in t and d get a sign when the ending is a soft one. Without diacritics č and dž are to be
    guessed, and so is the long ė of a locative.
    """
    found = _with_softness(word, bare)
    if len(word) > 6:
        for shorter in (_SUPERLATIVE.sub("us", word), _DATIVE.sub("is", word)):
            if shorter != word:
                found |= _with_softness(shorter, bare)
    for ending in _BARE_DEFINITE if bare else _DEFINITE:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            found |= _with_softness(word[: -len(ending)] + "as", bare)
    if bare and word.endswith("eje"):
        found |= _with_softness(word[:-3] + "ėje", bare)
    return found


def _with_softness(word: str, bare: bool) -> set[str]:
    stem = _snowball("lithuanian").stemWord(word)
    ending = word[len(stem) :]
    if bare and stem.endswith("c"):
        return {stem, stem[:-1] + "t~"}
    if bare and stem.endswith("dz"):
        return {stem, stem[:-1] + "~"}
    if not stem.endswith(("t", "d")):
        return {stem}
    softened = word[len(stem) - 1 : len(stem) + 1]
    if softened[:1] == "č" or softened == "dž" or ending[:1] in ("i", "į", "y", "ė", "ę"):
        return {stem, stem + "~"} if ending.endswith("ti") else {stem + "~"}
    return {stem, stem + "~"} if ending[:1] in ("e", "") else {stem}


# --- English --------------------------------------------------------------------------------------

# The plurals that change inside, all of them but in compounds (Quirk et al., A Comprehensive
# Grammar of the English Language, 5.83-5.84).
_PLURALS = {
    "men": "man",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "lice": "louse",
    "mice": "mouse",
    "children": "child",
    "oxen": "ox",
}
_CHANGES_INSIDE = re.compile(r"(men|feet|teeth|geese|lice|mice|children|oxen)$")


def _english(word: str) -> set[str]:
    stem = _snowball("english").stemWord
    word = re.sub(r"[’']s?$", "", word) or word
    inside = _CHANGES_INSIDE.search(word)
    if inside and (inside.start() == 0 or inside[1] == "men"):
        word = word[: inside.start()] + _PLURALS[inside[1]]
    found = {stem(word)}
    if word.endswith("ves") and len(word) > 4:  # wolves, knives: beside valves and olives
        found |= {stem(word[:-3] + "f"), stem(word[:-3] + "fe")}
    elif re.search(r"[^e]ed$", word) and len(word) <= 5:  # dyed, eyed
        found.add(stem(word[:-1]))
    return found
