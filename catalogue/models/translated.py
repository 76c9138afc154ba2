"""Texts in three languages, none of them the default."""

from django.db import models

from catalogue.languages import LANGUAGES


class Translated(models.Model):
    """A row with texts that modeltranslation keeps in a column for each language."""

    class Meta:
        abstract = True

    def in_language(self, field: str, language: str) -> str:
        """The text of a translated field in `language`, empty when it has none."""
        return getattr(self, f"{field}_{language}") or ""

    def in_any_language(self, field: str) -> str:
        """The text in the reader's language, else in another: for staff, who need some name."""
        texts = (getattr(self, field), *(self.in_language(field, code) for code in LANGUAGES))
        return next(filter(None, texts), f"#{self.pk}")

    def says(self, field: str) -> bool:
        """Whether any language has a text here."""
        return any(self.in_language(field, code) for code in LANGUAGES)
