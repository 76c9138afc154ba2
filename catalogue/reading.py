"""Finding what a visitor asked for among the editions: here, moved, or in another language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from catalogue.current_editions import CARD_COLUMNS, CURRENT, editions_of, editions_where
from catalogue.models import Edition
from catalogue.models.edition import address_of

KM_PER_DEGREE = 111.2  # of latitude, in which the index `edition_nearest` measures


@dataclass(frozen=True)
class Found:
    """The edition asked for, and the addresses of the same item in every language it has."""

    edition: Edition
    addresses: dict[str, str]
    titles: dict[str, str]

    @property
    def other_addresses(self) -> dict[str, str]:
        """Where the language switch leads when the item is not there: its honest card."""
        return {
            code: address_of(self.edition.kind, code, self.edition.slug)
            for code in ("lv", "lt", "en")
            if code not in self.addresses
        }


@dataclass(frozen=True)
class Moved:
    """The item has another address now."""

    address: str


@dataclass(frozen=True)
class OnlyElsewhere:
    """The item exists, but not in this language."""

    editions: list[Edition]  # current ones in other languages, without documents
    slug: str


def find(kind: str, language: str, slug: str) -> Found | Moved | OnlyElsewhere | None:
    """What stands at this address; one query when the page is there, two more when it is not."""
    # Current editions of the item in all languages; only the one asked for brings its document.
    rows = editions_where(
        f"kind = %s AND source_id = (SELECT source_id FROM catalogue_edition WHERE {CURRENT}"
        " AND kind = %s AND language = %s AND slug = %s)",
        [language, kind, kind, language, slug],
        order="language",
        document="CASE WHEN language = %s THEN document END",
    )
    edition = next((row for row in rows if row.language == language), None)
    if edition is not None:
        return Found(
            edition,
            {row.language: row.get_absolute_url() for row in rows},
            {row.language: row.title for row in rows},
        )
    return _find_elsewhere(kind, language, slug)


def _find_elsewhere(kind: str, language: str, slug: str) -> Moved | OnlyElsewhere | None:
    """An old address of this language, or an address that belongs to another language."""
    known = (
        Edition.objects.filter(kind=kind, slug=slug)
        .annotate(is_own=Q(language=language))
        .order_by("-is_own", "-published_at")
        .values_list("source_id", flat=True)
        .first()
    )
    if known is None:
        return None
    current = list(Edition.objects.of_item(kind, known).current().for_cards().order_by("language"))
    here = next((edition for edition in current if edition.language == language), None)
    if here is not None:
        return Moved(here.get_absolute_url())
    return OnlyElsewhere(current, slug) if current else None


def nearest_villages(
    language: str, latitude: float, longitude: float, count: int, except_id: int | None = None
) -> list[Edition]:
    """Cards of the villages nearest to a point (WGS84 degrees), nearest first."""
    # As the index `edition_nearest` is built: see there for the number.
    return editions_where(
        "kind = 'village' AND language = %s AND latitude IS NOT NULL"
        " AND source_id IS DISTINCT FROM %s",
        [language, except_id, longitude, latitude, count],
        order="point(longitude * 0.559, latitude) <-> point(%s * 0.559, %s), id LIMIT %s",
    )


def nearest_on_both_sides(
    language: str,
    latitude: float,
    longitude: float,
    country: str,
    counts: tuple[int, int],
    within_km: float,
    except_id: int,
) -> list[Edition]:
    """Cards of the villages nearest to a point in its country, and across the border; one query.

    `counts` are how many of each at most. Those of `country` come first, each side nearest first;
    those across the border lie within about `within_km`.
    """
    place = "point(longitude * 0.559, latitude)"
    here = "point(%s * 0.559, %s)"
    side = (
        f"(SELECT {CARD_COLUMNS} FROM catalogue_edition WHERE {CURRENT}"  # noqa: S608 - our own words only
        " AND kind = 'village' AND language = %s AND latitude IS NOT NULL"
        f" AND source_id <> %s AND %s {{}} ORDER BY {place} <-> {here}, id LIMIT %s)"
    )
    own = side.format("= ANY(tags)")
    # The circle keeps the index from walking through all of the own country in vain.
    across = side.format(f"<> ALL(tags) AND {place} <@ circle({here}, %s)")
    of_country = f"country:{country}"
    return editions_of(
        f"{own} UNION ALL {across}",
        [
            *(language, except_id, of_country, longitude, latitude, counts[0]),
            *(language, except_id, of_country, longitude, latitude, within_km / KM_PER_DEGREE),
            *(longitude, latitude, counts[1]),
        ],
    )


def nearest_to_each(
    language: str, points: Sequence[tuple[float, float]], count: int, except_ids: list[int]
) -> list[list[Edition]]:
    """Cards of the villages nearest to each (longitude, latitude) point, nearest first; one query.

    Of their documents only the `offers` come along, to see when they are there.
    """
    if not points:
        return []
    longitudes, latitudes = zip(*points, strict=True)
    found = editions_of(
        f"SELECT {CARD_COLUMNS},"  # noqa: S608 - made of our own words only
        " jsonb_build_object('offers', document->'offers', 'near', wanted.place)"
        " FROM unnest(%s::float[], %s::float[]) WITH ORDINALITY AS wanted(east, north, place)"
        " CROSS JOIN LATERAL ("
        f"   SELECT * FROM catalogue_edition WHERE {CURRENT}"
        "    AND kind = 'village' AND language = %s AND latitude IS NOT NULL"
        "    AND source_id <> ALL(%s)"
        "    ORDER BY point(longitude * 0.559, latitude) <-> point(east * 0.559, north), id"
        "    LIMIT %s"
        " ) AS near"
        " ORDER BY wanted.place,"
        " point(longitude * 0.559, latitude) <-> point(east * 0.559, north), id",
        [list(longitudes), list(latitudes), language, except_ids, count],
        has_document=True,
    )
    near: list[list[Edition]] = [[] for _point in points]
    for edition in found:
        near[edition.document["near"] - 1].append(edition)
    return near
