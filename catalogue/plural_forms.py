"""Words that depend on a number which only the browser knows: one for each class of numbers."""

from collections.abc import Callable

from django.utils.translation import get_language

# The classes of each language's whole numbers (CLDR), each with a number that belongs to it.
_CLASSES = {
    "lv": {"zero": 10, "one": 21, "other": 22},
    "lt": {"one": 21, "few": 22, "other": 10},
    "en": {"one": 1, "other": 2},
}


def plural_forms(say: Callable[[int], str]) -> dict[str, str]:
    """What `say(number)` says for each class, by the name that `Intl.PluralRules` gives it.

    `say` is an `ngettext` of the active language, whose %(count)s is left as `%n`.
    """
    classes = _CLASSES[(get_language() or "en")[:2]]
    return {name: say(number) % {"count": "%n"} for name, number in classes.items()}
