"""Whose things are whose: every partner sees its own and what both share."""

from typing import Self

from django.db import models

from catalogue.models import User


class PartnerScopedQuerySet(models.QuerySet):
    """For models with a `partner`; where it may be empty, empty means: of both partners."""

    def visible_to(self, user: User) -> Self:
        """What `user` may see in the admin; nothing for someone who belongs to no partner."""
        if user.serves_both_partners:
            return self
        if user.partner_id is None:
            return self.none()
        return self.filter(models.Q(partner=user.partner_id) | models.Q(partner__isnull=True))
