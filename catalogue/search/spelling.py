"""Words that were nearly typed: how far two spellings are apart, and which lie one step away."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_TRIED = 12


def one_step_away(word: str) -> list[str]:
    """Every word of plain letters that one slip turns into `word`, unless that is a long one.

    A slip is a letter too many, too few, wrong, or changed with the next one (Damerau, 1964).
    Pairs of letters, by which PostgreSQL compares, are too few in short words to see them.
    """
    if len(word) > LONGEST_TRIED:
        return []
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {start + end[1:] for start, end in cuts if end}
    found |= {start + end[1] + end[0] + end[2:] for start, end in cuts if len(end) > 1}
    found |= {start + letter + end[1:] for start, end in cuts if end for letter in _LETTERS}
    found |= {start + letter + end for start, end in cuts for letter in _LETTERS}
    return sorted(found - {word, ""})


def most_slips(word: str) -> int:
    """How many slips a word may have so that it can still be told which one was meant."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def slips(typed: str, meant: str, most: int) -> int:
    """The number of slips between two words, at least `most` + 1 when there are more.

    It is the restricted Damerau–Levenshtein distance.
    """
    if abs(len(typed) - len(meant)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(meant) + 1))
    for row, letter in enumerate(typed, 1):
        here = [row]
        for column, other in enumerate(meant, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and (letter, typed[row - 2]) == (meant[column - 2], other):
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return above[-1]
