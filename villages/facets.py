"""What villages are found by: the tags of a document, whatever year it was written in.

Beside the tags that stand in the document (theme, region, municipality, what is offered) these are
facts of its offers. A village passes a filter when one of its offers says so. Where no offer says
so and one is silent, nobody knows: the tag `unsaid:` tells which villages these are.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from villages.models.offer import OLDEST_CHILD
from villages.opening import months_and_weekdays

Document = dict[str, Any]
Offer = dict[str, Any]

# Amounts in EUR that a visitor can choose as the most to pay.
PRICES = ("free", "5", "10", "20", "50")
MOST_PERSONS = 100


def tags_of(document: Document) -> set[str]:
    """All that the village of this document is found by."""
    tags = {tag for tag in document.get("tags", ()) if not tag.startswith("village:")}
    offers = document.get("offers", ())
    for name, told in _TOLD.items():
        said = [told(offer) for offer in offers if name != "open" or _is_at_the_village(offer)]
        if None in said or not said:
            tags.add(f"unsaid:{name}")
        tags.update(tag for values in said if values for tag in values)
    return tags


def _is_at_the_village(offer: Offer) -> bool:
    """Hosts who come to their guests keep no village open."""
    return offer.get("venue") != "travelling"


def _open(offer: Offer) -> set[str] | None:
    days = months_and_weekdays(offer)
    if days is None:
        return None
    months, weekdays = days
    return {f"month:{month}" for month in months} | {
        day_tag(month, weekday) for month in months for weekday in weekdays
    }


def _group(offer: Offer) -> set[str] | None:
    least, most = offer.get("group_min"), offer.get("group_max")
    if least is None and most is None:
        return None
    sizes = range(max(1, least or 1), min(MOST_PERSONS, most or MOST_PERSONS) + 1)
    return {group_tag(size) for size in sizes}


def _price(offer: Offer) -> set[str] | None:
    amount = least_price(offer)
    if amount is None:
        return None
    return {
        f"price:{most}" for most in PRICES if amount <= (0 if most == "free" else Decimal(most))
    }


def least_price(offer: Offer) -> Decimal | None:
    """The least amount in EUR that the offer names, for a person or a group; None: it names none.

    An old price is a price: its date stands on the village's page.
    """
    if offer.get("price_basis") == "free":
        return Decimal(0)
    amounts = [tier["price"] for tier in offer.get("tiers", ())]
    if offer.get("price") is not None:
        amounts.append(offer["price"])
    return min(map(Decimal, amounts), default=None)


def _speaks(offer: Offer) -> set[str] | None:
    return {f"speaks:{code}" for code in offer.get("languages", ())} or None


def _booking(offer: Offer) -> set[str] | None:
    return _yes_or_no("booking:no", _opposite(offer.get("booking_needed")))


def _wheelchair(offer: Offer) -> set[str] | None:
    return _yes_or_no("wheelchair:yes", offer.get("wheelchair"))


def _children(offer: Offer) -> set[str] | None:
    """An offer from the age of 12 on or earlier is one for children; from 13 on it is not."""
    said = offer.get("for_children")
    if said is None and offer.get("age_min"):
        said = offer["age_min"] <= OLDEST_CHILD
    return _yes_or_no("children:yes", said)


def _yes_or_no(tag: str, said: bool | None) -> set[str] | None:
    return None if said is None else {tag} if said else set()


def _opposite(said: bool | None) -> bool | None:
    return None if said is None else not said


_TOLD: dict[str, Callable[[Offer], set[str] | None]] = {
    "open": _open,
    "group": _group,
    "price": _price,
    "speaks": _speaks,
    "booking": _booking,
    "wheelchair": _wheelchair,
    "children": _children,
}


def unsaid(name: str) -> str:
    """The tag of villages in which an offer is silent about `name`."""
    return f"unsaid:{name}"


# Of days and sizes a question names one: see `catalogue.facets` for the sign before them.
def day_tag(month: int, weekday: int) -> str:
    return f"@day:{month}-{weekday}"


def group_tag(size: int) -> str:
    return f"@group:{size}"


def tags(name: str, values: Iterable[str]) -> list[str]:
    return [f"{name}:{value}" for value in values]
