"""Whose things are whose: every partner sees its own and what both share."""

from typing import Self

from django.db import models

from catalogue.models.user import User


def belongs_to(user: User, partner: str = "partner") -> models.Q:
    """The condition under which `user` may see a row whose partner stands at the path `partner`.

    Where the partner may be empty, empty means: of both partners. Nothing belongs to someone who
    belongs to no partner.
    """
    if user.serves_both_partners:
        return models.Q()
    if user.partner_id is None:
        return models.Q(pk__in=[])
    return models.Q(**{partner: user.partner_id}) | models.Q(**{f"{partner}__isnull": True})


class PartnerScopedQuerySet(models.QuerySet):
    """For models with a `partner`; where it may be empty, empty means: of both partners."""

    def visible_to(self, user: User) -> Self:
        """What `user` may see in the admin."""
        return self.filter(belongs_to(user))
