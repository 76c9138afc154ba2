"""Villages in a circle or in a box, and the places around which visitors look.

Where all villages of a language are is read once for each public state: three numbers of each.
"""

import math
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from catalogue import facets
from catalogue.current_editions import CURRENT
from catalogue.facets import Part, Row
from catalogue.kept_state import KeptOfState
from villages.asked import Asked, Box, Point
from villages.towns import towns

# Kilometres in a degree of latitude, for the radius of the earth that fits distances here: the
# ellipsoid bends between 6379 km (north to south) and 6393 km (west to east) at 56° north.
KM_IN_A_DEGREE = math.radians(6386)


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
    """What lies in the circle and in the box of a question."""

    place: Place | None = None
    km: dict[int, float] = field(default_factory=dict)  # of each village in the circle, unsorted
    inside: int = 0  # the villages in the box, as a bit map

    @cached_property
    def near(self) -> int:
        """The villages in the circle, as a bit map."""
        return facets.bit_map(self.km)

    def of(self, members: int) -> list[tuple[int, float]]:
        """Those of a bit map that are in the circle, each with its distance; in no order."""
        if members == self.near:
            return list(self.km.items())
        bits = facets.as_bytes(members & self.near)
        end = len(bits) * 8
        return [
            (number, km)
            for number, km in self.km.items()
            if number < end and bits[number >> 3] >> (number & 7) & 1
        ]


class Points:
    """Where villages are, from south to north, in WGS84 degrees."""

    def __init__(self, sent: bytes) -> None:
        """As `_POINTS` asks for them: all numbers, all latitudes, all longitudes."""
        third = len(sent) // 3
        self._numbers = _read_numbers("i", sent[:third])
        self._latitudes = _read_numbers("f", sent[third : 2 * third])
        self._longitudes = _read_numbers("f", sent[2 * third :])

    def in_a_box(self, box: Box) -> list[tuple[int, float, float]]:
        """Number, latitude and longitude of the villages in a box."""
        west, south, east, north = box
        start, end = bisect_left(self._latitudes, south), bisect_right(self._latitudes, north)
        return [
            (number, latitude, longitude)
            for number, latitude, longitude in zip(
                self._numbers[start:end],
                self._latitudes[start:end],
                self._longitudes[start:end],
                strict=True,
            )
            if west <= longitude <= east
        ]

    def in_a_circle(self, centre: Point, radius_km: float) -> dict[int, float]:
        """The villages in a circle of at most 100 km, each with its distance in km.

        The way is a straight line on a map whose degrees of longitude are those halfway, which is
        true within 0.2 %.
        """
        latitude, longitude = centre
        high = radius_km / KM_IN_A_DEGREE
        # A circle is widest on the side of the pole.
        wide = high / max(0.01, math.cos(math.radians(min(90, abs(latitude) + high))))
        box = (longitude - wide, latitude - high, longitude + wide, latitude + high)
        # The cosine halfway is that of the centre, and less by so much for each degree north.
        cosine = math.cos(math.radians(latitude))
        less = math.sin(math.radians(latitude)) * math.radians(0.5)
        most = (radius_km / KM_IN_A_DEGREE) ** 2
        found = {}
        for number, point_latitude, point_longitude in self.in_a_box(box):
            north = point_latitude - latitude
            east = (point_longitude - longitude) * (cosine - less * north)
            square = north * north + east * east
            if square <= most:
                found[number] = KM_IN_A_DEGREE * math.sqrt(square)
        return found


def _read_numbers(kind: str, sent: bytes) -> array:
    """Numbers as PostgreSQL sends them, the greatest byte first."""
    found = array(kind, sent)
    if sys.byteorder == "little":
        found.byteswap()
    return found


_points = KeptOfState[Points]()  # 1.2 megabytes for a language of 100,000 villages


def place_of(asked: Asked, language: str) -> Place | None:
    """The place that `near` names; None if it is a village's address, which the database knows."""
    if asked.point:
        return Place("", language, *asked.point)
    if town := towns().get(asked.near):
        return Place(town.name_in(language), language, town.latitude, town.longitude)
    return None


def parts(language: str, asked: Asked, version: str) -> list[Part]:
    """What to ask the database with the maps, to know what lies in the circle and in the box."""
    wanted: list[Part] = []
    if asked.near and place_of(asked, language) is None:
        wanted.append((_A_VILLAGE, [asked.near, language, language]))
    if (asked.near or asked.inside) and _points.get(language, version) is None:
        wanted.append((_POINTS, [language]))
    return wanted


def read(language: str, asked: Asked, version: str, rows: Iterable[Row]) -> Around:
    """What lies around, with the rows that answer `parts()`."""
    place, points = place_of(asked, language), _points.get(language, version)
    for what, about, sent in rows:
        if what == "place":
            place = Place(about[3:], about[:2], *_TWO_DEGREES.unpack(sent))
        elif what == "points":
            points = Points(sent or b"")
            _points.put(language, version, points)
    if points is None:  # nothing was asked of places
        return Around()
    km = {}
    if place:
        km = points.in_a_circle((place.latitude, place.longitude), asked.radius_km)
    inside = 0
    if asked.inside:
        inside = facets.bit_map(number for number, *_point in points.in_a_box(asked.inside))
    return Around(place, km, inside)


def forget() -> None:
    """Read everything anew; for those who measure what that costs."""
    _points.clear()


# --- In the database ------------------------------------------------------------------------------

_TWO_DEGREES = struct.Struct(">dd")
_A_VILLAGE = f"""
    SELECT 'place', language || ' ' || title, float8send(latitude) || float8send(longitude)
    FROM catalogue_edition
    WHERE {CURRENT} AND kind = 'village' AND latitude IS NOT NULL AND source_id = (
        SELECT source_id FROM catalogue_edition
        WHERE {CURRENT} AND kind = 'village' AND slug = %s
        ORDER BY language = %s DESC, language LIMIT 1
    )
    ORDER BY language = %s DESC, language LIMIT 1
"""  # noqa: S608 - made of our own words only
# The index `edition_latitude` has all of it, in this order. Four bytes are half a metre.
_POINTS = f"""
    SELECT 'points', '',
        string_agg(int4send(source_id::int), ''::bytea)
        || string_agg(float4send(latitude::real), ''::bytea)
        || string_agg(float4send(longitude::real), ''::bytea)
    FROM (
        SELECT source_id, latitude, longitude FROM catalogue_edition
        WHERE {CURRENT} AND kind = 'village' AND language = %s AND latitude IS NOT NULL
        ORDER BY latitude
    ) AS village
"""  # noqa: S608 - made of our own words only
