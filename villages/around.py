"""Villages in a circle or in a box, and the places around which visitors look."""

import math
import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalogue import facets
from catalogue.current_editions import CURRENT
from catalogue.facets import Part, Row
from villages.asked import Asked, Box, Point
from villages.towns import towns


@dataclass(frozen=True)
class Place:
    """Where a visitor looks around: a town, a village, or a point without a name (""), WGS84.

    `language` is that of the name.
    """

    name: str
    language: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Around:
    """What the database found in the circle and in the box of a question."""

    place: Place | None = None
    source_ids: Sequence[int] = ()  # of the villages in the circle, in no order
    distances: Sequence[float] = ()  # of each of them, in km
    inside: int = 0  # those in the box, as a bit map

    @cached_property
    def km(self) -> dict[int, float]:
        return dict(zip(self.source_ids, self.distances, strict=True))

    @cached_property
    def near(self) -> int:
        """The villages in the circle, as a bit map."""
        return facets.bit_map(self.source_ids)

    def of(self, members: int) -> list[tuple[int, float]]:
        """Those of a bit map that are in the circle, each with its distance; in no order."""
        pairs = zip(self.source_ids, self.distances, strict=True)
        if members == self.near:
            return list(pairs)
        bits = facets.as_bytes(members & self.near)
        end = len(bits) * 8
        return [
            (number, km)
            for number, km in pairs
            if number < end and bits[number >> 3] >> (number & 7) & 1
        ]


def place_of(near: str, point: Point | None, language: str) -> Place | None:
    """The place that `near` names; None if it is a village's address, which the database knows."""
    if point:
        return Place("", language, *point)
    if town := towns().get(near):
        return Place(town.name_in(language), language, town.latitude, town.longitude)
    return None


def parts(language: str, asked: Asked) -> list[Part]:
    """What to ask the database with the maps, to know what lies in the circle and in the box."""
    wanted = []
    if asked.near:
        wanted.append(_circle(language, asked, place_of(asked.near, asked.point, language)))
    if asked.inside:
        wanted.append(_box(language, asked.inside))
    return wanted


def read(language: str, asked: Asked, rows: Iterable[Row]) -> Around:
    """What the rows that answer `parts()` say."""
    place = place_of(asked.near, asked.point, language)
    source_ids, distances, inside = array("q"), array("f"), 0
    for what, about, found in rows:
        if what == "place" and place is None:
            place = Place(about[3:], about[:2], *_TWO_DEGREES.unpack(found))
        elif what == "around" and found:
            # Of each village first the number, of eight bytes, then the distance, of four.
            end_of_numbers = len(found) // 12 * 8
            source_ids = _numbers("q", found[:end_of_numbers])
            distances = _numbers("f", found[end_of_numbers:])
        elif what == "inside" and found:
            inside = facets.bit_map(_numbers("q", found))
    return Around(place, source_ids, distances, inside)


def _numbers(kind: str, sent: bytes) -> array:
    """Numbers as PostgreSQL sends them, the greatest byte first."""
    found = array(kind, sent)
    if sys.byteorder == "little":
        found.byteswap()
    return found


_TWO_DEGREES = struct.Struct(">dd")

# Kilometres in a degree of latitude, for the radius of the earth that fits distances here: the
# ellipsoid bends between 6379 km (north to south) and 6393 km (west to east) at 56° north.
_KM_IN_A_DEGREE = math.radians(6386)

_A_POINT = "SELECT %s::float8 AS latitude, %s::float8 AS longitude, '' AS name"
_A_VILLAGE = f"""
    SELECT latitude, longitude, language || ' ' || title AS name
    FROM catalogue_edition
    WHERE {CURRENT} AND kind = 'village' AND latitude IS NOT NULL AND source_id = (
        SELECT source_id FROM catalogue_edition
        WHERE {CURRENT} AND kind = 'village' AND slug = %s
        ORDER BY language = %s DESC, language LIMIT 1
    )
    ORDER BY language = %s DESC, language LIMIT 1
"""  # noqa: S608 - made of our own words only
# The index `edition_latitude` holds all that is read of a village. Within 100 km the way is a
# straight line on a map whose degrees of longitude are those halfway (true within 0.2 %).
_CIRCLE = f"""
    WITH place AS ({{place}}),
    around AS (
        SELECT source_id, sqrt(north * north + east * east) AS km
        FROM place,
        LATERAL (
            SELECT %s::float8 AS high, %s::float8 / greatest(0.01, cos(radians(latitude))) AS wide
        ) AS half,
        catalogue_edition AS edition,
        LATERAL (
            SELECT {_KM_IN_A_DEGREE} * (edition.latitude - place.latitude) AS north,
                   {_KM_IN_A_DEGREE} * (edition.longitude - place.longitude)
                   * cos(radians((edition.latitude + place.latitude) / 2)) AS east
        ) AS way
        WHERE {CURRENT} AND kind = 'village' AND language = %s
          AND edition.latitude BETWEEN place.latitude - high AND place.latitude + high
          AND edition.longitude BETWEEN place.longitude - wide AND place.longitude + wide
    )
    SELECT 'place', name, float8send(latitude) || float8send(longitude) FROM place
    UNION ALL
    SELECT 'around', '',
        string_agg(int8send(source_id), ''::bytea) || string_agg(float4send(km::real), ''::bytea)
    FROM around WHERE km <= %s
"""  # noqa: S608 - made of our own words only
_BOX = f"""
    SELECT 'inside', '', string_agg(int8send(source_id), ''::bytea)
    FROM catalogue_edition
    WHERE {CURRENT} AND kind = 'village' AND language = %s
      AND longitude BETWEEN %s AND %s AND latitude BETWEEN %s AND %s
"""  # noqa: S608 - made of our own words only


def _circle(language: str, asked: Asked, place: Place | None) -> Part:
    """The villages in the circle and how far each is; and the place itself."""
    values: list[Any]
    if place is None:
        sql, values = _A_VILLAGE, [asked.near, language, language]
    else:
        sql, values = _A_POINT, [place.latitude, place.longitude]
    # A circle is widest north of its centre: by 2 % here, for the largest that can be asked for.
    degrees = asked.radius_km / _KM_IN_A_DEGREE
    return _CIRCLE.format(place=sql), [
        *values,
        degrees,
        degrees * 1.05,
        language,
        asked.radius_km,
    ]


def _box(language: str, box: Box) -> Part:
    west, south, east, north = box
    return _BOX, [language, west, east, south, north]
