"""The index of facets: for each tag a bit map of the items that carry it (decision 0018).

What an item is found by is read out of its document by the room that knows its kind. So editions
of years ago are found by what the code of today asks of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from catalogue.models import Edition, Facet

Tags = Callable[[dict[str, Any]], set[str]]

# kind -> the tags of a document; kinds that nobody registered have no facets.
_tags_of: dict[str, Tags] = {}

LEAST_BYTES = 32  # maps grow in powers of two from here, so that few additions make them grow
_ROWS = 200  # of up to 12 KB each, when 100,000 villages are filled in


def register(kind: str, tags_of: Tags) -> None:
    """Let items of `kind` be found by the tags that `tags_of(document)` gives."""
    _tags_of[kind] = tags_of


class FacetIndex:
    """See `catalogue.indexes`."""

    name = "facets"
    version = 2
    tables: tuple[str, ...] = (Facet._meta.db_table,)

    def put(self, kind: str, source_id: int, language: str, edition: Edition | None) -> None:
        if kind not in _tags_of:
            return
        tags = sorted(_all_tags(edition)) if edition is not None else []
        words: dict[str, Any] = {"kind": kind, "language": language, "tags": tags, "bit": source_id}
        with connection.cursor() as cursor:
            if tags:
                cursor.execute(_ADD_NEW_TAGS, words)
            cursor.execute(_SET_AND_CLEAR, {**words, "bytes": _size(source_id)})

    def fill(self, editions: Iterable[Edition]) -> None:
        maps: dict[tuple[str, str, str], bytearray] = defaultdict(bytearray)
        for edition in editions:
            if edition.kind not in _tags_of:
                continue
            byte, mask = edition.source_id >> 3, 1 << (edition.source_id & 7)
            for tag in _all_tags(edition):
                members = maps[edition.kind, edition.language, tag]
                if len(members) <= byte:
                    members.extend(bytes(_size(edition.source_id) - len(members)))
                members[byte] |= mask
        Facet.objects.all().delete()
        Facet.objects.bulk_create(
            (
                Facet(kind=kind, language=language, tag=tag, members=bytes(members))
                for (kind, language, tag), members in sorted(maps.items())
            ),
            batch_size=_ROWS,
        )


def _all_tags(edition: Edition) -> set[str]:
    return {"", *_tags_of[edition.kind](edition.document)}


def _size(source_id: int) -> int:
    """Bytes of a map that has room for this item."""
    return max(LEAST_BYTES, 1 << (source_id >> 3).bit_length())


_ADD_NEW_TAGS = """
    INSERT INTO catalogue_facet (kind, language, tag, members)
    SELECT %(kind)s, %(language)s, tag, ''::bytea FROM unnest(%(tags)s::varchar[]) AS new (tag)
    ON CONFLICT DO NOTHING
"""
# Only rows that say something else now. A map too short to hold the bit says no.
_SET_AND_CLEAR = """
    UPDATE catalogue_facet
    SET members = set_bit(
        members || decode(repeat('00', greatest(0, %(bytes)s - length(members))), 'hex'),
        %(bit)s,
        (tag = ANY(%(tags)s::varchar[]))::int
    )
    WHERE kind = %(kind)s AND language = %(language)s
      AND (tag = ANY(%(tags)s::varchar[])) <> CASE
          WHEN %(bit)s < length(members) * 8 THEN get_bit(members, %(bit)s) = 1 ELSE FALSE
      END
"""
