"""A light stemmer for Latvian: it takes endings off and undoes what they did to the stem.

The endings and most of the softened consonants are those of Kārlis Krēsliņš, “A Stemming Algorithm
for Latvian” (Loughborough University, 1996), in the light form that Apache Lucene's LatvianStemmer
has taken over. Two things are our own:

- Endings are taken off words typed without diacritics too, where several readings may be possible.
  So a word has not one stem but a few, and two words meet when they share one.
- t and d turn into š and ž before some endings (latvietis, latviešu; briedis, briežu), while other
  words have š and ž of their own (mežs, meža). What may have alternated gets one more stem, which
  ends in a sign for “š from t or s” and is made from both sides: latvie~š. Thus latviešu meets
  latvietis, and meža (of the forest) does not meet medus (honey).
"""

from catalogue.search.letters import folded

_VOWELS = frozenset("aāeēiīouūy")
_SHORTEST_STEM = 2

# Endings of nouns and adjectives, before some of which (True) the consonant softens.
_SOFTENING = ("iem", "us", "os", "u", "a", "i")
_PLAIN = (
    *("ajiem", "ajai", "ajam", "ajām", "ajos", "ajās", "ajā", "ais", "am", "ām", "ēm", "īm"),
    *("im", "um", "as", "ās", "es", "ēs", "is", "īs", "ij", "ai", "ei", "ie"),
    *("e", "o", "ā", "ē", "ī", "ū", "s", "š"),
)
# Definite endings, which nouns in -ājs, -āja seem to have when nobody wrote the long ā.
_DEFINITE = ("ajiem", "ajai", "ajam", "ajām", "ajos", "ajās", "ajā")
# After these a consonant is still hard which softens in other forms of the same word.
_HARD = frozenset({"is", "i", "im", "ī", "īs", "īm", "ij", "e", "es", "ē", "ēs", "ēm", "ei", "s"})
_VERBAL = (
    *("ējiet", "ājiet", "ojiet", "ējam", "ājam", "ojam", "ējat", "ājat", "ojat"),
    *("iet", "āt", "ēt", "īt", "ot"),
)
_SOFT_TO_HARD = str.maketrans("ņļķģč", "nlkgc")
_ALTERNATES = {"t": "š", "s": "š", "š": "š", "d": "ž", "z": "ž", "ž": "ž"}
_ALTERNATION = "~"


def stems(word: str, bare: bool) -> set[str]:
    """The stems of a word in small letters; `bare` when it was typed without diacritics."""
    found: set[str] = set()
    if bare:
        word = folded(word)
    endings = _BARE_ENDINGS if bare else _ENDINGS
    longest = next((e for e in endings if _is_whole(word, e)), "")
    chosen = {longest}
    if longest in (_BARE_DEFINITE if bare else ()):
        chosen.add(next((e for e in endings if e != longest and _is_whole(word, e, longest)), ""))
    for ending in chosen:
        found |= _undone(word[: len(word) - len(ending)], ending, bare)
    for ending in _BARE_VERBAL if bare else _VERBAL:
        if _is_whole(word, ending, least=3):
            found.add(word[: -len(ending)])
            break
    return found | {stem[:-2] for stem in found if _is_comparative(stem, bare)}


def _is_whole(word: str, ending: str, than: str = "", least: int = _SHORTEST_STEM) -> bool:
    """Whether a stem is left without the ending, which must be another one `than` that."""
    if than and len(ending) >= len(than):
        return False
    stem = word[: len(word) - len(ending)]
    return word.endswith(ending) and len(stem) >= least and not _VOWELS.isdisjoint(stem)


def _undone(stem: str, ending: str, bare: bool) -> set[str]:
    """The stem as it is before other endings."""
    softens = ending in _SOFTENING
    if softens and stem[-1:] == "j" and stem[-2:-1] in ("p", "b", "m", "v"):
        stem = stem[:-1]
    if len(stem) > 1 and stem[-2] in "šž" and stem[-1] in "ņļ":  # krāsns, krāšņu
        stem = stem[:-2] + {"š": "s", "ž": "z"}[stem[-2]] + stem[-1]
    if not bare:
        head = stem.rstrip("ņļķģč")
        stem = head + stem[len(head) :].translate(_SOFT_TO_HARD)
    found = {stem}
    last = stem[-1:]
    soft = last in "šž" or (bare and last in "sz")
    hard = last in ("td" if ending == "s" else "tdsz") and ending in (_BARE_HARD if bare else _HARD)
    if last and ((softens and soft) or hard):
        mark = _ALTERNATES[last]
        found.add(stem[:-1] + _ALTERNATION + (folded(mark) if bare else mark))
    return found


def _is_comparative(stem: str, bare: bool) -> bool:
    """Whether the stem is that of lielāks, beside liels."""
    return len(stem) >= 5 and stem.endswith(("āk", "ak") if bare else "āk")


def _longest_first(endings: set[str]) -> tuple[str, ...]:
    return tuple(sorted(endings, key=lambda ending: (-len(ending), ending)))


_ENDINGS = _longest_first({*_SOFTENING, *_PLAIN})
_BARE_ENDINGS = _longest_first({folded(ending) for ending in _ENDINGS})
_BARE_DEFINITE = frozenset(folded(ending) for ending in _DEFINITE)
_BARE_HARD = frozenset(folded(ending) for ending in _HARD)
_BARE_VERBAL = _longest_first({folded(ending) for ending in _VERBAL})
