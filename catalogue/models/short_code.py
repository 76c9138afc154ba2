"""Permanent short codes, for print and QR: they survive renaming and withdrawing."""

import secrets
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from catalogue.models.publishable import Publishable

# No 0/O, 1/I/L, no vowels (no words by accident), no U/V beside each other.
ALPHABET = "23456789BCDFGHJKMNPQRSTWXZ"
LENGTH = 4


class ShortCodeManager(models.Manager["ShortCode"]):
    def for_item(self, item: "Publishable") -> "ShortCode":
        """The item's own code, made at the first asking and never changed."""
        found = self.filter(kind=item.kind, source_id=item.pk).first()
        while found is None:
            code = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
            try:
                with transaction.atomic():
                    found = self.create(code=code, kind=item.kind, source_id=item.pk)
            except IntegrityError:  # the code is taken, or someone else made one just now
                found = self.filter(kind=item.kind, source_id=item.pk).first()
        return found


class ShortCode(models.Model):
    code = models.CharField(_("code"), max_length=LENGTH, primary_key=True)
    kind = models.CharField(_("kind"), max_length=10)
    source_id = models.BigIntegerField(_("item"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = ShortCodeManager()

    class Meta:
        verbose_name = _("short code")
        verbose_name_plural = _("short codes")
        constraints = [
            models.UniqueConstraint(name="shortcode_one_per_item", fields=["kind", "source_id"]),
            models.CheckConstraint(
                name="shortcode_letters", condition=models.Q(code__regex=f"^[{ALPHABET}]{{4}}$")
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("short-code", args=[self.code])
