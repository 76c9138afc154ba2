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


def direction(start: tuple[float, float], end: tuple[float, float]) -> int:
    """Where `end` lies from `start`: 0 to 7, clockwise from north in eighths of the compass."""
    azimuth = _ellipsoid().inv(*start, *end)[0]
    return round(azimuth / 45) % 8


def degrees_minutes(latitude: float, longitude: float, digits: int) -> str:
    """Such as “N 56° 03.204′ E 26° 46.992′”, which navigation devices take in every language.

    `digits` are the decimals that the same coordinates have in degrees.
    """
    return f"{_angle(latitude, 'NS', digits)} {_angle(longitude, 'EW', digits)}"


def _angle(angle: float, letters: str, digits: int) -> str:
    places = digits - 2
    scale = 10**places
    whole, rest = divmod(round(abs(angle) * 60 * scale), 60 * scale)
    minutes = f"{rest / scale:0{3 + places}.{places}f}′"
    return f"{letters[angle < 0]} {whole}° {minutes}".replace(" ", "\N{NO-BREAK SPACE}")


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
