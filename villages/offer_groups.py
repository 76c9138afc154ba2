"""What a village offers, grouped by what a guest wants: to do, to learn, to taste, to stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from villages.models.offer import OfferKind
from villages.pages import OfferCard, offer_cards


@dataclass(frozen=True)
class OfferGroup:
    """Offers under one heading; `key` names the group in addresses on the page."""

    key: str
    label: str
    cards: list[OfferCard]


_GROUPS: tuple[tuple[str, Promise | str, frozenset[str]], ...] = (
    (
        "do",
        _("See and do"),
        frozenset(
            (
                OfferKind.TOUR,
                OfferKind.VISIT,
                OfferKind.OUTDOORS,
                OfferKind.MUSIC,
                OfferKind.BATH,
            )
        ),
    ),
    ("learn", _("Take part and learn"), frozenset((OfferKind.WORKSHOP, OfferKind.PROGRAMME))),
    ("taste", _("Taste and eat"), frozenset((OfferKind.TASTING, OfferKind.MEAL))),
    ("stay", _("Stay the night"), frozenset((OfferKind.LODGING,))),
)


def offer_groups(document: dict[str, Any]) -> list[OfferGroup]:
    """The groups that this village has something for, each with its offers in their order."""
    return list(_groups(offer_cards(document)))


def _groups(cards: list[OfferCard]) -> Iterator[OfferGroup]:
    for key, label, kinds in _GROUPS:
        if inside := [card for card in cards if card.offer["kind"] in kinds]:
            yield OfferGroup(key, str(label), inside)
