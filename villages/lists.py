"""The list of villages as visitors read it, out of editions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.current_editions import editions_where
from catalogue.facets import Chosen, Filter, build_filter, counts
from catalogue.models import Edition
from catalogue.shared_words import SharedWords
from villages.models.offer import OfferKind

PER_PAGE = 24
FILTERS = ("theme", "region", "municipality", "offer")


@dataclass(frozen=True)
class VillageList:
    chosen: Chosen
    filters: list[Filter]
    total: int
    cards: list[Edition]
    number: int
    page_count: int
    previous_address: str
    next_address: str


def village_list(
    language: str, chosen: Chosen, number: int, path: str, words: SharedWords
) -> VillageList | None:
    """A page of villages under the chosen filters, in two queries; None beyond the last page."""
    counted = counts("village", language, chosen)
    total = counted.get("", 0)
    page_count = max(1, -(-total // PER_PAGE))
    if not 1 <= number <= page_count:
        return None
    groups = chosen.tags()
    cards = editions_where(
        "kind = 'village' AND language = %s" + " AND tags && %s::varchar[]" * len(groups),
        [language, *groups, PER_PAGE, (number - 1) * PER_PAGE],
        order="sort_key, id LIMIT %s OFFSET %s",
    )
    return VillageList(
        chosen=chosen,
        filters=_filters(counted, chosen, path, language, words),
        total=total,
        cards=cards,
        number=number,
        page_count=page_count,
        previous_address=chosen.address(path, page=page_word(number - 1)) if number > 1 else "",
        next_address=chosen.address(path, page=page_word(number + 1))
        if number < page_count
        else "",
    )


def page_word(number: int) -> str:
    """The first page needs no number in its address."""
    return str(number) if number > 1 else ""


def _filters(
    counted: dict[str, int], chosen: Chosen, path: str, language: str, words: SharedWords
) -> list[Filter]:
    offers = {kind.value: str(kind.label) for kind in OfferKind} | {"product": _("Products to buy")}
    groups = {
        "theme": (_("Theme"), {key: word["name"] for key, word in words.themes.items()}),
        "region": (_("Region"), {key: word["region"] for key, word in words.partners.items()}),
        "municipality": (
            _("Municipality"),
            {key: word["name"] for key, word in words.municipalities.items()},
        ),
        "offer": (_("What is offered"), offers),
    }
    return [
        build_filter(name, label, labels, counted, chosen, path, language)
        for name, (label, labels) in groups.items()
    ]
