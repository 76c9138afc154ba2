"""Places on the earth: WGS84 degrees, distances in kilometres along the ellipsoid."""

from functools import cache

from pyproj import Geod


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def length_km(points: list[tuple[float, float]]) -> float:
    """The length in km of a line through (longitude, latitude) points, geodesic between each."""
    if len(points) < 2:
        return 0.0
    longitudes, latitudes = zip(*points, strict=True)
    return _ellipsoid().line_length(longitudes, latitudes) / 1000


def distance_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """The geodesic distance in km between two (longitude, latitude) points."""
    return length_km([start, end])
