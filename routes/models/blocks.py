"""The blocks of a brochure that staff turn on and off and put in order."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable


class BrochureBlock(models.TextChoices):
    """What stands between the cover and the imprint, which every brochure has.

    A format shows of these what it has room for; the order is that of this class until staff
    choose another.
    """

    OVERVIEW = "overview", _("The route at a glance: its story and its days")
    MAP = "map", _("Map of the whole route")
    STOPS = "stops", _("The stops, day by day")
    PRACTICAL = "practical", _("Practical facts and important numbers")
    BORDER = "border", _("Across the border: what differs on the other side")
    SOURCES = "sources", _("Where we know it from")


# A brochure without its stops is none.
ALWAYS_THERE = BrochureBlock.STOPS


def every_block() -> list[str]:
    """All blocks in their usual order."""
    return list(BrochureBlock.values)


def blocks_make_sense(model: str, field: str = "brochure_blocks") -> models.CheckConstraint:
    """Known blocks, none of them twice, and the stops among them."""
    distinct: Combinable = Value(0)
    for key in BrochureBlock.values:
        distinct += Case(When(**{f"{field}__contains": [key]}, then=Value(1)), default=Value(0))
    return models.CheckConstraint(
        name=f"{model}_{field}_make_sense",
        condition=Q(
            **{
                f"{field}__contained_by": list(BrochureBlock.values),
                f"{field}__contains": [ALWAYS_THERE.value],
                f"{field}__len": distinct,
            }
        ),
        violation_error_message=_(
            "Each part of the brochure appears once, and the stops cannot be left out."
        ),
    )
