"""From WGS84 degrees to drawing units, and distances on the globe."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.maps.geometry import Box, Point

# A point on the globe: longitude, latitude, as in GeoJSON.
type LonLat = tuple[float, float]

EARTH_RADIUS_KM = 6371.009
KM_PER_DEGREE = math.radians(1) * EARTH_RADIUS_KM
UNITS_IN_A_KM = 10_000_000  # a drawing unit is 0.1 mm


def mercator(latitude: float) -> float:
    """Mercator's northing, in degrees of the equator: angles on the map are true."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def latitude_of(northing: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(northing))))


def distance_km(a: LonLat, b: LonLat) -> float:
    """Great-circle distance; on a map of this size as good as the ellipsoid's (0.3 %)."""
    latitude_a, latitude_b = math.radians(a[1]), math.radians(b[1])
    chord = (
        math.sin((latitude_b - latitude_a) / 2) ** 2
        + math.cos(latitude_a) * math.cos(latitude_b) * math.sin(math.radians(b[0] - a[0]) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


@dataclass(frozen=True)
class Projection:
    """Mercator's projection, moved and scaled so that `window` shows what was asked for.

    `per_degree` is in drawing units per degree of longitude.
    """

    longitude: float
    northing: float
    per_degree: float
    window: Box

    @classmethod
    def around(
        cls,
        points: Sequence[LonLat],
        window: Box,
        *,
        room: float,
        least_km: float,
        largest_scale: float = 0,
    ) -> "Projection":
        """Show all `points` in the window, with `room` (a part of the size) free on every side.

        The shorter side of the window shows at least `least_km`, and the map is not drawn larger
        than 1 : `largest_scale`.
        """
        longitudes = [longitude for longitude, _ in points]
        latitudes = [latitude for _, latitude in points]
        northings = [mercator(min(latitudes)), mercator(max(latitudes))]
        longitude = (min(longitudes) + max(longitudes)) / 2
        northing = sum(northings) / 2
        width, height = window[2] - window[0], window[3] - window[1]
        usable = 1 - 2 * room
        km_per_degree = KM_PER_DEGREE * math.cos(math.radians(latitude_of(northing)))
        per_degree = min(width, height) / least_km * km_per_degree
        if largest_scale:
            per_degree = min(per_degree, UNITS_IN_A_KM / largest_scale * km_per_degree)
        if spread := max(longitudes) - min(longitudes):
            per_degree = min(per_degree, width * usable / spread)
        if spread := max(northings) - min(northings):
            per_degree = min(per_degree, height * usable / spread)
        return cls(longitude, northing, per_degree, window)

    @property
    def centre(self) -> Point:
        left, top, right, bottom = self.window
        return ((left + right) / 2, (top + bottom) / 2)

    @property
    def per_km(self) -> float:
        """Drawing units per km in the middle of the map."""
        shrink = math.cos(math.radians(latitude_of(self.northing)))
        return self.per_degree / (KM_PER_DEGREE * shrink)

    @property
    def scale(self) -> float:
        """The n of 1 : n on paper."""
        return UNITS_IN_A_KM / self.per_km

    def point(self, place: LonLat) -> Point:
        return self.plane((place[0], mercator(place[1])))

    def plane(self, place: Point) -> Point:
        """The same for a place whose latitude is a Mercator northing already."""
        x, y = self.centre
        return (
            x + (place[0] - self.longitude) * self.per_degree,
            y - (place[1] - self.northing) * self.per_degree,
        )

    def all_plane(self, places: Sequence[Point]) -> list[Point]:
        """`plane()` for many: this is where a map's time goes."""
        x, y = self.centre
        scale = self.per_degree
        x -= self.longitude * scale
        y += self.northing * scale
        return [(x + longitude * scale, y - northing * scale) for longitude, northing in places]

    def place(self, point: Point) -> LonLat:
        """The way back: which longitude and latitude a point of the drawing shows."""
        x, y = self.centre
        return (
            self.longitude + (point[0] - x) / self.per_degree,
            latitude_of(self.northing - (point[1] - y) / self.per_degree),
        )

    def extent(self) -> Box:
        """The window as west, south, east, north; the latitudes as northings."""
        left, top, right, bottom = self.window
        x, y = self.centre
        return (
            self.longitude + (left - x) / self.per_degree,
            self.northing - (bottom - y) / self.per_degree,
            self.longitude + (right - x) / self.per_degree,
            self.northing - (top - y) / self.per_degree,
        )
