"""People whom guests may reach, read past the editions: only while they consent to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from catalogue.languages import LANGUAGES
from villages.models.offer import SpokenLanguage


@dataclass(frozen=True)
class Contact:
    """A host as visitors see them; `role` is empty where nobody said it in their language."""

    name: str
    role: str
    phone: str
    email: str
    languages: tuple[str, ...]

    @property
    def phone_address(self) -> str:
        """The number as a `tel:` address (RFC 3966), without the spaces that people read."""
        return "tel:" + self.phone.replace(" ", "")

    @property
    def languages_spoken(self) -> str:
        return ", ".join(str(SpokenLanguage(code).label) for code in self.languages)


def contacts_of(
    source_ids: list[int], language: str, day: date | None = None
) -> dict[int, list[Contact]]:
    """Who may be reached on `day`, or else today, by the number of their village; one query.

    A village without such people is no key of the answer.
    """
    day = day or timezone.localdate()
    found: dict[int, list[Contact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT village_id, "  # noqa: S608 - made of our own words only
            f"{COLUMNS[language]} FROM villages_hostcontact WHERE {CONSENTING} ORDER BY {ORDER}",
            [source_ids, day, day],
        )
        for source_id, *row in cursor.fetchall():
            found.setdefault(source_id, []).append(contact_from(row))
    return found


def contact_from(row: Iterable[Any]) -> Contact:
    """The contact in a row of `COLUMNS`."""
    name, role, phone, email, languages = row
    return Contact(name, role or "", phone, email, tuple(languages))


# Parts of a query, for pages that read more in the same one. `CONSENTING` wants the numbers of
# villages, and the day twice.
COLUMNS = {language: f"name, role_{language}, phone, email, languages" for language in LANGUAGES}
CONSENTING = "village_id = ANY(%s) AND consent_given_on <= %s AND consent_until >= %s"
ORDER = "position, id"
