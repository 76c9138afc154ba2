"""How routes are found: by their names, texts and the places on the way."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models.edition import Kind
from catalogue.search import entries
from catalogue.search.entries import Entry, Label, whole


def of_route(document: dict[str, Any]) -> Iterator[Entry]:
    places = document["card"]["places"]
    days = tuple(day["title"] for day in document["days"] if day["title"])
    yield whole(document, place=" – ".join(places), names=tuple(places), also=days)


entries.register(Kind.ROUTE, {"route": Label(_("Route"), _("Routes"))}, of_route)
