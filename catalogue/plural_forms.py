"""Words that depend on a number which only the browser knows: one for each class of numbers."""

from django.utils.translation import get_language, ngettext

# The classes of each language (CLDR, whole numbers), each with a number that belongs to it.
_CLASSES = {
    "lv": {"zero": 10, "one": 21, "other": 22},
    "lt": {"one": 21, "few": 22, "other": 10},
    "en": {"one": 1, "other": 2},
}


def plural_forms(singular: str, plural: str, **values: str) -> dict[str, str]:
    """What `ngettext` says for each class, by the name that `Intl.PluralRules` gives the class.

    The number itself stays `%n`. In the words, which the caller marks with `ngettext_lazy` or in a
    template, it is `%(count)s`.
    """
    classes = _CLASSES[(get_language() or "en")[:2]]
    return {
        name: ngettext(singular, plural, number) % {"count": "%n", **values}
        for name, number in classes.items()
    }
