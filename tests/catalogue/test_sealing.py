"""What is sealed opens with every key the site has, and with no other."""

import pytest
from cryptography.fernet import Fernet

from catalogue.sealing import Unreadable, seal, unseal

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_seal_hides_the_text_and_gives_it_back():
    sealed = seal("Anna, ž 😀")

    assert "Anna" not in sealed
    assert sealed != seal("Anna, ž 😀")
    assert unseal(sealed) == "Anna, ž 😀"


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    settings.ENQUIRY_KEYS = [OLD]
    before = seal("before")
    settings.ENQUIRY_KEYS = [NEW, OLD]
    after = seal("after")

    assert (unseal(before), unseal(after)) == ("before", "after")

    settings.ENQUIRY_KEYS = [NEW]
    assert unseal(after) == "after"
    with pytest.raises(Unreadable):
        unseal(before)


def test_without_keys_of_its_own_the_site_seals_with_one_of_its_secret(settings):
    settings.ENQUIRY_KEYS = []
    sealed = seal("text")

    settings.ENQUIRY_KEYS = [NEW]  # the operator takes care of keys from now on
    assert unseal(sealed) == "text"

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret of at least forty letters, for this test"
    assert unseal(sealed) == "text"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(sealed)


@pytest.mark.parametrize("nonsense", ["", "gAAAA", "ž"])
def test_what_is_no_seal_is_unreadable(nonsense):
    with pytest.raises(Unreadable):
        unseal(nonsense)


def test_a_seal_that_is_cut_off_is_unreadable():
    with pytest.raises(Unreadable):
        unseal(seal("x")[:-2])
