"""Words and letters: where a word begins and ends, and what it looks like without diacritics."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
LONGEST_WORD = 40  # characters; what is longer is no word in any of the three languages


class _Folded(dict[int, int]):
    """Each letter's base letter, looked up once; what has none, or several, stays as it is."""

    def __missing__(self, code: int) -> int:
        base = [
            letter
            for letter in unicodedata.normalize("NFKD", chr(code).lower())
            if not unicodedata.combining(letter)
        ]
        folded = self[code] = ord(base[0]) if len(base) == 1 else code
        return folded


_folded = _Folded()


def folded(text: str) -> str:
    """`text` in small letters without diacritics, letter by letter: as long as before.

    `text` is in normal form C, as `tidy` leaves it.
    """
    return text.translate(_folded)


def tidy(text: str) -> str:
    """`text` in normal form C, with blanks instead of whatever is no letter, digit or sign."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, with their diacritics, in their order."""
    text = unicodedata.normalize("NFC", text).lower()
    return [word for word in WORD.findall(text) if len(word) <= LONGEST_WORD]
