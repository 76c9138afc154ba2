"""Constraints that several rooms need, with messages an editor understands."""

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_PLAIN = _("An address is made of small letters without diacritics, digits and hyphens.")

plain_slug = RegexValidator(_SLUG, _PLAIN)


def slugs_are_plain(model: str) -> models.CheckConstraint:
    """Addresses in every language are small ASCII letters, digits and single hyphens."""
    condition = models.Q()
    for language in LANGUAGES:
        condition &= models.Q(**{f"slug_{language}__isnull": True}) | models.Q(
            **{f"slug_{language}__regex": _SLUG}
        )
    return models.CheckConstraint(
        name=f"{model}_slugs_plain",
        condition=condition,
        violation_error_message=_PLAIN,
    )


def in_order(
    model: str, first: str, last: str, name: str, message: "StrOrPromise"
) -> models.CheckConstraint:
    """`first` is not greater than `last`, where both are given."""
    return models.CheckConstraint(
        name=f"{model}_{name}_in_order",
        condition=models.Q(**{f"{first}__isnull": True})
        | models.Q(**{f"{last}__isnull": True})
        | models.Q(**{f"{last}__gte": models.F(first)}),
        violation_error_message=message,
    )
