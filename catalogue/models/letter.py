"""What a visitor wrote about a page: sealed, for the page’s partner, and not for ever."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.edition import Edition
from catalogue.models.partner import Partner
from catalogue.scoping import PartnerScopedQuerySet
from catalogue.sealing import Unreadable, seal, unseal


class LetterQuerySet(PartnerScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state="open")

    def erase_due(self) -> int:
        """Erase what has been kept for its term; how many."""
        raise NotImplementedError


def end_of_term() -> datetime:
    """What was sent, or settled, before this moment has been kept long enough."""
    return timezone.now() - timedelta(days=settings.ENQUIRY_DAYS)


class Letter(models.Model):
    """Of the edition that the visitor read. Everything the visitor wrote is sealed."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    # The form's own number: a form that is sent twice makes one letter.
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.TextField(editable=False)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, default="open")
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("settled by"),
    )

    class Meta:
        abstract = True

    def write(self, said: dict[str, Any]) -> Self:
        """Seal what the visitor wrote."""
        self.sealed = seal(json.dumps(said, ensure_ascii=False, sort_keys=True))
        return self

    @property
    def said(self) -> dict[str, Any] | None:
        """What the visitor wrote; None where it cannot be read any more."""
        try:
            return json.loads(unseal(self.sealed))
        except Unreadable:
            return None

    def tells_the_same_as(self, other: Self) -> bool:
        """Whether a form that was sent again says what it said before."""
        return self.said == other.said

    def settle(self, state: str, by: Any) -> None:
        """Note that staff has dealt with it, or that it is open again."""
        self.state = state
        is_open = state == "open"
        self.settled_at, self.settled_by = (None, None) if is_open else (timezone.now(), by)
