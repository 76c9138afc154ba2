"""What an item needs so that it can be published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models.translated import Translated

if TYPE_CHECKING:
    from catalogue.models.edition import Edition


@dataclass(frozen=True)
class Gap:
    """Something that a language still needs before it can be published."""

    label: str  # what is missing, in the reader's language
    address: str  # where in the admin it can be given


@dataclass(frozen=True)
class Need:
    """Something that a language must have before it can be published, and whether it has it."""

    label: str  # in the reader's language
    address: str  # where in the admin it can be given
    is_met: bool


class Publishable(Translated):
    """An item of the working copy that visitors read through editions.

    Subclasses say in `needs()` what a language needs, and in `document()` what an edition holds.
    The document's keys that every kind shares: title, slug, summary, tags, point, dates, card.
    """

    kind: ClassVar[str]

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True

    def needs(self, language: str) -> list[Need]:
        """Everything that `language` must have, whether it is there already or not."""
        raise NotImplementedError

    def gaps(self, language: str) -> list[Gap]:
        """What `language` still needs; an empty list opens the gate."""
        return [Gap(need.label, need.address) for need in self.needs(language) if not need.is_met]

    def needs_of_a_preview(self) -> list[Need]:
        """What must be there before a page can be drawn at all, in any language."""
        return []

    def document(self, language: str) -> dict[str, Any]:
        """Everything a page of this item says in `language`, ready to be frozen."""
        raise NotImplementedError

    def digest_today(self, edition: Edition) -> str:
        """The digest of what `edition` says, with what documents of its kind have gained since.

        It tells whether the item has changed; an older edition has not, when only its form is old.
        """
        return edition.digest

    def admin_address(self, anchor: str = "") -> str:
        name = f"admin:{self._meta.app_label}_{self._meta.model_name}_change"
        return reverse(name, args=[self.pk]) + (f"#id_{anchor}" if anchor else "")

    def needs_in_fields(self, language: str, *fields: str) -> list[Need]:
        """A need for each of the translated `fields`."""
        address = self.admin_address()
        return [
            Need(
                label=str(self._meta.get_field(field).verbose_name),  # type: ignore[union-attr]
                address=f"{address}#id_{field}_{language}",
                is_met=bool(self.in_language(field, language).strip()),
            )
            for field in fields
        ]
