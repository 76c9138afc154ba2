"""How villages and events are found: by their names, texts, offers and products."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from catalogue.models.edition import Kind
from catalogue.search import entries
from catalogue.search.entries import Entry, Label, whole
from villages.calendar import days_of
from villages.models import Event
from villages.practical_facts import kind_label


def of_village(document: dict[str, Any]) -> Iterator[Entry]:
    """The village, and each of its offers and products, which lead to their place on its page."""
    title, place = document["title"], document["place"]
    offers, products = document["offers"], document["products"]
    told = {"municipality", "region"}
    where = tuple(tag for tag in document["tags"] if tag.partition(":")[0] in told)
    yield whole(
        document,
        place=_joined(" · ", place, document["locality"]),
        names=(place, *document.get("other_names", ())),
        also=tuple(
            [offer["title"] for offer in offers]
            + [product["title"] for product in products]
            + [sight["text"] for sight in document["sights"]]
        ),
        tags=(f"theme:{document['theme']}", *where),
    )
    around = _joined(" · ", title, place)
    around_too = tuple(document.get("other_names", ()))
    for number, offer in enumerate(offers, 1):
        yield Entry(
            what="offer",
            title=offer["title"],
            text=_joined("\n", offer["description"], offer["takes_home"]),
            also=(*around_too, _called(offer["kind"], document["language"])),
            part=f"offer-{number}",
            sign=offer["kind"],
            place=around,
            tags_around=where,
        )
    for number, product in enumerate(products, 1):
        yield Entry(
            what="product",
            title=product["title"],
            also=around_too,
            part=f"product-{number}",
            place=around,
            tags_around=where,
        )


@cache
def _called(kind: str, language: str) -> str:
    """What this kind of offer is called: people look for tastings and workshops."""
    with override(language):
        return kind_label(kind)


def of_event(document: dict[str, Any]) -> Iterator[Entry]:
    with override(document["language"]):
        days, kind = days_of(document), Event.EventKind(document["event_kind"]).label
    yield whole(
        document,
        place=_joined(" · ", days, document["place"]),
        names=(document["place"],),
        also=(str(kind),),
        tags_around=tuple(tag for tag in document["tags"] if tag.startswith("region:")),
    )


def _joined(sign: str, *texts: str) -> str:
    """Those of the texts that say something, each once."""
    return sign.join(text for text in dict.fromkeys(texts) if text)


entries.register(
    Kind.VILLAGE,
    {
        "village": Label(_("Village"), _("Villages")),
        "offer": Label(_("Offer"), _("Offers")),
        "product": Label(_("Product"), _("Products")),
    },
    of_village,
)
entries.register(Kind.EVENT, {"event": Label(_("Event"), _("Events"))}, of_event)
