"""What an item needs so that it can be published."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Gap:
    """Something that a language still needs before it can be published."""

    label: str  # what is missing, in the reader's language
    address: str  # where in the admin it can be given


class Publishable(models.Model):
    """An item of the working copy that visitors read through editions.

    Subclasses say in `gaps()` what a language needs, and in `document()` what an edition holds.
    The document's keys that every kind shares: title, slug, summary, tags, point, dates, card.
    """

    kind: ClassVar[str]

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True

    def gaps(self, language: str) -> list[Gap]:
        """What `language` still needs; an empty list opens the gate."""
        raise NotImplementedError

    def document(self, language: str) -> dict[str, Any]:
        """Everything a page of this item says in `language`, ready to be frozen."""
        raise NotImplementedError

    def in_language(self, field: str, language: str) -> str:
        """The text of a translated field in `language`, empty when it has none."""
        return getattr(self, f"{field}_{language}") or ""

    def admin_address(self, anchor: str = "") -> str:
        name = f"admin:{self._meta.app_label}_{self._meta.model_name}_change"
        return reverse(name, args=[self.pk]) + (f"#id_{anchor}" if anchor else "")

    def gaps_in_fields(self, language: str, *fields: str) -> list[Gap]:
        """A gap for each of the translated `fields` that has no text in `language`."""
        return [
            Gap(
                label=str(self._meta.get_field(field).verbose_name),
                address=self.admin_address(f"{field}_{language}"),
            )
            for field in fields
            if not self.in_language(field, language).strip()
        ]
