"""Texts that only this site can read: sealed before they reach the database.

What visitors write to us is no business of whoever finds a backup. Seals are Fernet's (AES and an
HMAC, of the package `cryptography`). The first key seals, every key opens, so a key is changed by
putting a new one before it, and dropping the old one once what it sealed has been erased.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that this site no longer has, or changed since."""


def seal(text: str) -> str:
    return _seals().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed; raises Unreadable."""
    try:
        return _seals().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _seals() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return _made_of(tuple(settings.ENQUIRY_KEYS), secrets)


@lru_cache(maxsize=4)
def _made_of(keys: tuple[str, ...], secrets: tuple[str, ...]) -> MultiFernet:
    """The operator's keys first; those derived from the site's secret seal where there are none."""
    return MultiFernet([*map(Fernet, keys), *(Fernet(_derived(secret)) for secret in secrets)])


def _derived(secret: str) -> bytes:
    """A key for this purpose alone (HKDF, RFC 5869): it tells nothing about the secret."""
    function = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"letters of visitors, 1")
    return base64.urlsafe_b64encode(function.derive(secret.encode()))
