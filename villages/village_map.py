"""The map of villages: numbered marks on the drawn one, and what the zoomable one knows."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from threading import Lock
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue import photos
from catalogue.current_editions import CURRENT, editions_where
from catalogue.maps import MapStop, render_map
from catalogue.models import Edition
from catalogue.pages import in_every_language
from catalogue.views.files import MAP_VERSION
from villages.asked import Asked, Box
from villages.lists import ORDERS, Found
from villages.models.village import EAST, NORTH, SOUTH, WEST

# So many villages are numbered on one drawn map; of more, each page of the list has its own.
PER_PAGE = 100
# So many the zoomable map gets one by one, in less than 100 KB; more of them come in groups.
MOST_SINGLE = 2000
# Groups in a row and in a column of the area asked for.
GROUPS_ACROSS = 32
SIZE_MM = (125, 135)
PATIENCE = 5  # seconds that somebody may wait for a map to be drawn for others


class Busy(Exception):
    """Others wait for maps of their own; ask again in a moment."""


@cache
def map_paths() -> dict[str, str]:
    """Where the map of all villages is found, in each language."""
    return in_every_language("village-map")


# --- The drawn map and its list -------------------------------------------------------------------


@dataclass(frozen=True)
class NumberedVillage:
    """A village in the list beside the map; its number stands on the drawn map, too."""

    number: int
    edition: Edition


@dataclass(frozen=True)
class MapPage:
    """A page of the list beside the map: that of the last number when a later one was asked for."""

    found: Found
    number: int
    page_count: int
    villages: list[NumberedVillage]

    @property
    def asked(self) -> Asked:
        return replace(self.found.asked, page=self.number)

    @cached_property
    def stops(self) -> tuple[MapStop, ...]:
        """What is drawn: a numbered mark for each village that has a place."""
        return tuple(
            MapStop(
                number=village.number,
                name=village.edition.title,
                latitude=village.edition.latitude,
                longitude=village.edition.longitude,
                radius_m=village.edition.document.get("radius_m"),
                mark=str(village.number),
            )
            for village in self.villages
            if village.edition.latitude is not None and village.edition.longitude is not None
        )

    @cached_property
    def digest(self) -> str:
        """Of everything the drawn map says; "" when there is nothing to draw."""
        if not self.stops:
            return ""
        said = repr((MAP_VERSION, SIZE_MM, self.found.language, self.stops))
        return hashlib.sha256(said.encode()).hexdigest()


def map_page(found: Found) -> MapPage:
    """The villages of the page asked for, in one query."""
    page_count = max(1, -(-found.total // PER_PAGE))
    number = min(found.asked.page, page_count)
    start = (number - 1) * PER_PAGE
    villages = [
        NumberedVillage(place, edition)
        for place, edition in enumerate(_editions(found, start), start + 1)
    ]
    return MapPage(found, number, page_count, villages)


def _editions(found: Found, start: int) -> list[Edition]:
    language, asked = found.language, found.asked
    values: list[Any]
    if asked.order == "distance":
        wanted = found.source_ids[start : start + PER_PAGE]
        condition, values = "source_id = ANY(%s)", [language, wanted, wanted]
        order = "array_position(%s::bigint[], source_id)"
    else:
        narrowed = [found.source_ids] if asked.narrows else []
        condition = "source_id = ANY(%s)" if narrowed else "TRUE"
        values = [language, *narrowed, PER_PAGE, start]
        order = f"{ORDERS[asked.order][0]} LIMIT %s OFFSET %s"
    return editions_where(
        f"kind = 'village' AND language = %s AND {condition}",
        values,
        order=order,
        document="jsonb_build_object('radius_m', document->'point'->'radius_m')",
    )


def drawn(page: MapPage) -> str:
    """The SVG of a page's villages; raises Busy when too many maps are wanted at once.

    The maps of all villages are kept for good, under what they say; of other questions, which
    anybody can ask without end, each process remembers the last few.
    """
    language, stops = page.found.language, page.stops
    if page.found.asked.narrows:
        return _remembered(language, stops)
    name = f"maps/villages-{MAP_VERSION}/{page.digest}.svg"
    if not default_storage.exists(name):
        photos.put(default_storage, name, _draw(language, stops).encode())
    with default_storage.open(name) as file:
        return file.read().decode()


_one_at_a_time = Lock()


def _draw(language: str, stops: Sequence[MapStop]) -> str:
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        with override(language):
            width, height = SIZE_MM
            return render_map(
                stops=stops,
                language=language,
                title=_("Map of villages"),
                description=_("Where they lie: %(names)s.")
                % {"names": "; ".join(f"{stop.label} {stop.name}" for stop in stops)},
                width_mm=width,
                height_mm=height,
                fonts="embedded",
            )
    finally:
        _one_at_a_time.release()


_remembered = lru_cache(maxsize=32)(_draw)


# --- The zoomable map -----------------------------------------------------------------------------


def map_data(found: Found) -> dict[str, Any]:
    """What the zoomable map shows of the villages found, as short as it can be said; one query.

    `villages` are rows of number, longitude, latitude (WGS84), title, place, last part of the
    address, and radius in m where the place is not exact. Where there are more than MOST_SINGLE
    the answer is not `whole`: it has `groups` instead, rows of longitude, latitude, count, and the
    west, south, east and north of what they hold. `area` is the box that was asked for, or null.
    """
    area = found.asked.inside
    whole = found.total <= MOST_SINGLE
    return {
        "whole": whole,
        "area": area,
        "villages": _villages(found) if whole else [],
        "groups": [] if whole else _groups(found, area or (WEST, SOUTH, EAST, NORTH)),
    }


def _villages(found: Found) -> list[list[Any]]:
    rows = _rows(
        found,
        "source_id, round(longitude::numeric, 4)::float8, round(latitude::numeric, 4)::float8,"
        " title, card->>'place', slug, (document->'point'->>'radius_m')::int",
        "ORDER BY sort_key, id",
    )
    return [
        [number, east, north, title, "" if (place or "") in title else place, slug]
        + ([radius] if radius else [])
        for number, east, north, title, place, slug, radius in rows
    ]


def _groups(found: Found, area: Box) -> list[list[Any]]:
    west, south, east, north = area
    rows = _rows(
        found,
        "avg(longitude), avg(latitude), count(*),"
        " min(longitude), min(latitude), max(longitude), max(latitude)",
        "GROUP BY floor(longitude / %s), floor(latitude / %s)",
        [(east - west) / GROUPS_ACROSS, (north - south) / GROUPS_ACROSS],
    )
    return [
        [round(lon, 4), round(lat, 4), count, *(round(degrees, 4) for degrees in box)]
        for lon, lat, count, *box in rows
    ]


def _rows(
    found: Found, columns: str, ending: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    condition, wanted = "", []
    if found.asked.narrows:
        condition, wanted = "AND source_id = ANY(%s)", [found.source_ids]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM catalogue_edition WHERE {CURRENT} AND kind = 'village'"  # noqa: S608 - made of our own words only
            f" AND language = %s AND latitude IS NOT NULL {condition} {ending}",
            [found.language, *wanted, *values],
        )
        return cursor.fetchall()
