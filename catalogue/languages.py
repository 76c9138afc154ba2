"""The three languages: how their letters sort, how their words look without diacritics."""

import unicodedata
from functools import lru_cache

LANGUAGES = ("lv", "lt", "en")

# What a reader of each language looks for when the page is in another one.
OWN_NAMES = {"lv": "Latviski", "lt": "Lietuviškai", "en": "In English"}

# Letters that stand after their base letter in the alphabet instead of beside it (CLDR).
_LETTERS_OF_THEIR_OWN = {"lv": "čģķļņŗšž", "lt": "čšž"}


@lru_cache(maxsize=2000)  # lists sort the same few hundred words at each request
def sort_key(text: str, language: str) -> str:
    """A key under which names stand in `language`'s alphabetical order, byte by byte.

    The order is CLDR's for Latvian and Lithuanian (č after c, y with i); it is made here because
    not every PostgreSQL is built with ICU.
    """
    own_letters = _LETTERS_OF_THEIR_OWN.get(language, "")
    primary: list[str] = []
    secondary: list[str] = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        base = unicodedata.normalize("NFD", letter)[0]
        if not (base.isalnum() or base.isspace()):
            if base in "-–":
                primary.append(" ")
        elif letter in own_letters:
            primary.append(base + "~")
            secondary.append("0")
        elif letter == "y" and language in _LETTERS_OF_THEIR_OWN:
            primary.append("i ")
            secondary.append("9")
        elif base.isalpha():
            primary.append(base + " ")
            secondary.append("0" if base == letter else f"{ord(letter):x}")
        else:
            primary.append(base)
            secondary.append("0")
    return "".join(primary) + "\x01" + "".join(secondary)


def plain(text: str) -> str:
    """Small letters without diacritics: what someone types on a keyboard that has none."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
