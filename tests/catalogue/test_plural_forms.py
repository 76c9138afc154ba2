"""Words for a number that only the browser knows say what the server would have said."""

import pytest
from django.utils.translation import ngettext, override

from catalogue.plural_forms import plural_forms


def latvian(number: int) -> str:
    if number % 10 == 0 or 11 <= number % 100 <= 19:
        return "zero"
    return "one" if number % 10 == 1 else "other"


def lithuanian(number: int) -> str:
    if 11 <= number % 100 <= 19 or number % 10 == 0:
        return "other"
    return "one" if number % 10 == 1 else "few"


# What `Intl.PluralRules` answers for whole numbers: CLDR's rules.
RULES = {"lv": latvian, "lt": lithuanian, "en": lambda number: "one" if number == 1 else "other"}


@pytest.mark.parametrize("language", RULES)
def test_every_number_is_said_as_the_server_says_it(language):
    def say(number: int) -> str:
        return ngettext("%(count)s village", "%(count)s villages", number)

    with override(language):
        forms = plural_forms(say)
        for number in range(1, 250):
            said = forms[RULES[language](number)].replace("%n", str(number))
            assert said == say(number) % {"count": number}
        assert len(set(forms.values())) == {"lv": 2, "lt": 3, "en": 2}[language]
