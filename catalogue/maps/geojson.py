"""The base map as GeoJSON, for an interactive map that has no tile server behind it."""

from functools import lru_cache
from typing import Any

from catalogue.maps.base import read_data
from catalogue.maps.names import LAKES, country_name, town_name

# Under a zoomable map 3 decimals (about 100 m) are what a shore needs to look like one.
DIGITS = 3
SMALLEST_LAKE_KM2 = 0.4


@lru_cache(maxsize=4)
def base_geojson(language: str) -> dict[str, Any]:
    """Lakes, rivers, frontiers, countries and towns as one FeatureCollection, WGS84.

    Each feature's `kind` is `country`, `lake`, `river`, `frontier`, `outer-frontier` or `town`;
    countries and towns (with `population`) and the larger lakes have a `name` in `language`, which
    is `lv`, `lt` or `en`. Do not change the answer: it is shared. About 85 KB gzipped.
    """
    osm = read_data("osm-odbl.json")
    gshhg = read_data("gshhg-lgpl.json")
    features = [
        _feature(
            "country", "MultiPolygon", [[_short(r)] for r in rings], name=country_name(c, language)
        )
        for c, rings in osm["countries"].items()
    ]
    for row in (*gshhg["lakes"], *osm["lakes"]):
        if row["km2"] >= SMALLEST_LAKE_KM2:
            name = _lake_name(row["ring"], row["km2"], language)
            extra = {"name": name} if name else {}
            features.append(_feature("lake", "Polygon", [_short(row["ring"])], **extra))
    for kind, lines in (
        ("river", gshhg["rivers"]),
        ("frontier", osm["frontier"]),
        ("outer-frontier", osm["outer_frontiers"]),
    ):
        features += [_feature(kind, "LineString", _short(line)) for line in lines]
    for town, country, population, longitude, latitude in read_data("geonames-cc-by.json")["towns"]:
        name = town_name(town, country, language)
        if name:
            features.append(
                _feature("town", "Point", [longitude, latitude], name=name, population=population)
            )
    return {"type": "FeatureCollection", "features": features}


def _feature(kind: str, shape: str, coordinates: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kind": kind, **more},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def _short(rows: list[list[float]]) -> list[list[float]]:
    """Fewer digits, and no point twice in a row; a ring stays closed."""
    points: list[list[float]] = []
    for longitude, latitude in rows:
        point = [round(longitude, DIGITS), round(latitude, DIGITS)]
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < 4 and rows[0] == rows[-1]:
        return rows
    return points


def _lake_name(ring: list[list[float]], km2: float, language: str) -> str | None:
    if km2 < 3:
        return None
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    for names, (longitude, latitude) in LAKES:
        if west <= longitude <= east and south <= latitude <= north:
            return names.in_language(language)
    return None
