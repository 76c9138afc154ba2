"""What the read API gives out of stories. What staff write of their work stays with them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.api.collections import Collection, Telling, register
from catalogue.api.finding import Item
from catalogue.api.records import photo
from catalogue.api.schemas import COUNTRY, day, listed, maybe, named, text
from catalogue.models.edition import Kind
from consultations import linked_data
from consultations.stories import ToldOf
from villages.api import REGION


def _story(item: Item, telling: Telling) -> dict[str, Any]:
    document = item.edition.document
    return {
        "country": document["country"],
        "region": telling.region(document["partner"]),
        "day": document.get("starts_on"),
        "story": document["story"],
        "villages": [telling.link(Kind.VILLAGE, number, item) for number in document["villages"]],
        "routes": [telling.link(Kind.ROUTE, number, item) for number in document["routes"]],
        "photos": [photo(row, telling.site) for row in document["photos"]],
        "sources": document["sources"],
    }


def _linked(item: Item, telling: Telling) -> dict[str, Any]:
    institution = telling.words.partners.get(item.edition.document["partner"])
    return linked_data.article(item.edition, ToldOf([], []), telling.site, institution, "")


register(
    Collection(
        kind=Kind.STORY,
        name="stories",
        schema_name="Story",
        label=_("Stories"),
        told=_("What villages and partners tell of what they did together."),
        filters=(REGION,),
        schema={
            "country": COUNTRY,
            "region": named("Named"),
            "day": maybe(day()),
            "story": listed(text(), _("One text for each paragraph.")),
            "villages": listed(named("ItemLink")),
            "routes": listed(named("ItemLink")),
            "photos": listed(named("Photo")),
            "sources": listed(text()),
        },
        record=_story,
        linked=_linked,
    )
)
