"""Villages in a circle or in a box, and the places around which visitors look."""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    km: Mapping[int, float] = field(default_factory=dict)  # of each village, the nearest first
    inside: int = 0  # a bit map

    @property
    def near(self) -> int:
        """The villages in the circle, as a bit map."""
        return facets.bit_map(self.km)


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
    km: dict[int, float] = {}
    inside = 0
    for what, about, found in rows:
        if what == "place" and place is None:
            place = Place(about[3:], about[:2], *_TWO_DEGREES.unpack(found))
        elif what == "around":
            km = dict(_NUMBER_AND_KM.iter_unpack(found or b""))
        elif what == "inside":
            inside = facets.bit_map(number for (number,) in _NUMBER.iter_unpack(found or b""))
    return Around(place, km, inside)


# How PostgreSQL sends what is asked for below.
_NUMBER = struct.Struct(">q")
_NUMBER_AND_KM = struct.Struct(">qf")
_TWO_DEGREES = struct.Struct(">dd")

# The radius of the earth that fits distances here: the ellipsoid bends between 6379 km (north to
# south) and 6393 km (west to east) at 56° north, so a distance is true within 0.2 %.
_RADIUS_KM = 6386.0
_KM_IN_A_DEGREE = 111.4
# Points as the index `edition_nearest` has them: see there for the number 0.559.

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
# Haversine; the box around the circle is what the index finds.
_CIRCLE = f"""
    WITH place AS ({{place}}),
    around AS (
        SELECT source_id, 2 * {_RADIUS_KM} * asin(least(1, sqrt(
            sin(radians(edition.latitude - place.latitude) / 2) ^ 2
            + cos(radians(edition.latitude)) * cos(radians(place.latitude))
            * sin(radians(edition.longitude - place.longitude) / 2) ^ 2
        ))) AS km
        FROM place,
        LATERAL (
            SELECT %s::float8 AS high, %s::float8 / greatest(0.01, cos(radians(latitude))) AS wide
        ) AS half,
        catalogue_edition AS edition
        WHERE {CURRENT} AND kind = 'village' AND language = %s
          AND point(edition.longitude * 0.559, edition.latitude) <@ box(
              point((place.longitude - wide) * 0.559, place.latitude - high),
              point((place.longitude + wide) * 0.559, place.latitude + high)
          )
    )
    SELECT 'place', name, float8send(latitude) || float8send(longitude) FROM place
    UNION ALL
    SELECT 'around', '', string_agg(
        int8send(source_id) || float4send(km::real), ''::bytea ORDER BY km, source_id
    )
    FROM around WHERE km <= %s
"""  # noqa: S608 - made of our own words only
_BOX = f"""
    SELECT 'inside', '', string_agg(int8send(source_id), ''::bytea)
    FROM catalogue_edition
    WHERE {CURRENT} AND kind = 'village' AND language = %s AND point(longitude * 0.559, latitude)
          <@ box(point(%s::float8 * 0.559, %s), point(%s::float8 * 0.559, %s))
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
    return _BOX, [language, west, south, east, north]
