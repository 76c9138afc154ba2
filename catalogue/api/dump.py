"""The dump: everything in a language as JSON-LD, written while it is read."""

import json
from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore

from django.db.models import Case, JSONField, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.api.collections import Collection, Telling, collections
from catalogue.api.finding import Item
from catalogue.api.problems import Busy
from catalogue.api.records import TEXTS, linked
from catalogue.languages import LANGUAGES
from catalogue.models import Edition

MOST_AT_ONCE = 2  # in each process: a dump holds a database connection while it is sent
RETRY_AFTER = 30  # seconds
BATCH = 200

_room = BoundedSemaphore(MOST_AT_ONCE)


class Dump:
    """The pieces of the document, in their order; one query, whatever there is.

    Raises Busy while too many are being sent. `close()` is called by the server in any
    case, also when nobody has read to the end.
    """

    def __init__(self, telling: Telling) -> None:
        if not _room.acquire(blocking=False):
            with override(telling.language):
                raise Busy(
                    _("Others are fetching everything just now. Ask again in a while."),
                    headers={"Retry-After": str(RETRY_AFTER)},
                )
        self._is_open = True
        self._telling = telling

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            _room.release()

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces()
        finally:
            self.close()

    def _pieces(self) -> Iterator[bytes]:
        yield b'{"@context":"https://schema.org","@graph":['
        yield _written(_catalogue(self._telling))
        yield b"," + _written(_dataset(self._telling))
        by_kind = {collection.kind: collection for collection in collections()}
        language = self._telling.language
        editions = (
            Edition.objects.current()
            .in_language(language)
            .filter(kind__in=list(by_kind))
            .defer("card", "tags")
            .annotate(beside=_beside(by_kind.values(), language))
            .order_by("kind", "sort_key", "pk")
        )
        for edition in editions.iterator(chunk_size=BATCH):
            with override(language):
                item = linked(
                    Item(edition, {}, {}, edition.beside), by_kind[edition.kind], self._telling
                )
            item["isPartOf"] = {"@id": dump_address(self._telling.site, language)}
            yield b",\n" + _written(item)
        yield b"]}\n"


def _beside(kinds: Iterable[Collection], language: str) -> Case:
    """What each kind wants to know beside an edition."""
    wanted = [
        When(kind=kind.kind, then=RawSQL(kind.beside[language], []))  # noqa: S611 - our own words
        for kind in kinds
        if language in kind.beside
    ]
    return Case(*wanted, default=None, output_field=JSONField())


def dump_address(site: str, language: str) -> str:
    return f"{site}/api/v1/dump.jsonld?language={language}"


def _written(thing: object) -> bytes:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()


def _catalogue(telling: Telling) -> dict[str, object]:
    with override(telling.language):
        return {
            "@type": "DataCatalog",
            "@id": f"{telling.site}/api/v1/",
            "name": _("Theme villages of Latgale and Aukštaitija"),
            "url": f"{telling.site}/{telling.language}/",
            "license": TEXTS["url"],
            "publisher": [
                {"@type": "Organization", "name": partner["name"], "url": partner["website"]}
                if partner["website"]
                else {"@type": "Organization", "name": partner["name"]}
                for partner in telling.words.partners.values()
            ],
            "dataset": [{"@id": dump_address(telling.site, code)} for code in LANGUAGES],
        }


def _dataset(telling: Telling) -> dict[str, object]:
    address = dump_address(telling.site, telling.language)
    with override(telling.language):
        return {
            "@type": "Dataset",
            "@id": address,
            "name": _("Theme villages of Latgale and Aukštaitija"),
            "description": _(
                "Villages in Latvia and Lithuania that live by one theme each: bread, herbs, "
                "crafts, music. Where they are, what they offer, and routes across the border."
            ),
            "inLanguage": telling.language,
            "license": TEXTS["url"],
            "isAccessibleForFree": True,
            "spatialCoverage": {
                "@type": "Place",
                "geo": {"@type": "GeoShape", "box": "54.6 23.9 57.6 28.3"},
            },
            "includedInDataCatalog": {"@id": f"{telling.site}/api/v1/"},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": "application/ld+json",
                    "contentUrl": address,
                },
                {
                    "@type": "DataDownload",
                    "encodingFormat": "application/geo+json",
                    "contentUrl": f"{telling.site}/api/v1/villages.geojson"
                    f"?language={telling.language}",
                },
            ],
        }
