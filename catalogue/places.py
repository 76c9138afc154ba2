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


def lengths_km(points: list[tuple[float, float]]) -> list[list[float]]:
    """The geodesic distance in km between each two (longitude, latitude) points, as a table."""
    count = len(points)
    if not count:
        return []
    starts = [point for point in points for _end in points]
    ends = points * count
    metres = _ellipsoid().inv(
        [longitude for longitude, _latitude in starts],
        [latitude for _longitude, latitude in starts],
        [longitude for longitude, _latitude in ends],
        [latitude for _longitude, latitude in ends],
    )[2]
    return [
        [float(length) / 1000 for length in metres[row * count : (row + 1) * count]]
        for row in range(count)
    ]
