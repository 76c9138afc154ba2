"""Alphabetical order and words without diacritics."""

import pytest

from catalogue.languages import plain, sort_key


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("lv", ["Ābele", "Cēsis", "Čigāni", "Dagda", "Kalupe", "Ķekava", "Līksna", "Ļaudona"]),
        ("lv", ["Salnava", "Skaista", "Šķeltova", "Turki", "Zilupe", "Žīguri"]),
        ("lt", ["Cijonai", "Čiobiškis", "Dūkštas", "Ignalina", "Yla", "Imbradas", "Linkmenys"]),
        ("lt", ["Salakas", "Stelmužė", "Šlyninka", "Zarasai", "Žiemgala"]),
    ],
)
def test_names_stand_in_the_order_of_their_alphabet(language, in_order):
    shuffled = in_order[::2] + in_order[1::2]

    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == in_order


def test_plain_words_have_no_diacritics():
    assert plain("Šlyninka – Žąsų ėriukas, ĢĶĻŅ") == "slyninka – zasu eriukas, gkln"
