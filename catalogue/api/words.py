"""The lists of words that belong to the ground floor."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.api.collections import WordList, register
from catalogue.api.schemas import COUNTRY, maybe, text, uri, whole
from catalogue.shared_words import SharedWords


def _regions(words: SharedWords) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": partner["region"],
            "country": partner["country"],
            "partner": partner["name"],
            "partner_website": partner["website"] or None,
        }
        for key, partner in words.partners.items()
    ]


register(
    WordList(
        name="regions",
        schema_name="Region",
        label=_("Regions"),
        told=_("The two regions, and the partner who publishes what is in each."),
        schema={
            "key": text(),
            "name": text(),
            "country": COUNTRY,
            "partner": text(),
            "partner_website": maybe(uri()),
            "villages": whole(minimum=0),
        },
        rows=_regions,
        tag="region",
    )
)
