"""Files with lines, as programs write them."""

import json
import zipfile
from collections.abc import Iterable
from io import BytesIO

Points = Iterable[tuple[float, float]]


def gpx_of(*tracks: Points, routes: Iterable[Points] = (), waypoints: Points = ()) -> bytes:
    """GPX 1.1; each of `tracks` is a track with one segment. Points are (longitude, latitude)."""

    def rows(name: str, points: Points) -> str:
        return "".join(f'<{name} lat="{y}" lon="{x}"><ele>120</ele></{name}>' for x, y in points)

    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gpx version="1.1" creator="A test" xmlns="http://www.topografix.com/GPX/1/1">'
        + rows("wpt", waypoints)
        + "".join(f"<rte>{rows('rtept', points)}</rte>" for points in routes)
        + "".join(f"<trk><trkseg>{rows('trkpt', points)}</trkseg></trk>" for points in tracks)
        + "</gpx>"
    ).encode()


def kml_of(*lines: Points) -> bytes:
    """KML 2.2 with a placemark for each line, and one for a single point."""
    rows = [" ".join(f"{x},{y},120" for x, y in points) for points in lines]
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        "<Placemark><Point><coordinates>26.5,56.1,0</coordinates></Point></Placemark>"
        + "".join(
            f"<Placemark><LineString><coordinates>\n{row}\n</coordinates></LineString></Placemark>"
            for row in rows
        )
        + "</Document></kml>"
    ).encode()


def kml_track_of(points: Points) -> bytes:
    """A track as Google Earth writes it."""
    rows = "".join(f"<gx:coord>{x} {y} 120</gx:coord>" for x, y in points)
    return (
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">'
        f"<Placemark><gx:Track>{rows}</gx:Track></Placemark></kml>"
    ).encode()


def kmz_of(kml: bytes, name: str = "doc.kml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("files/picture.png", b"\x89PNG")
        archive.writestr(name, kml)
    return file.getvalue()


def geojson_of(points: Points) -> bytes:
    """A feature collection with a point and a line, heights and all."""
    line = {"type": "LineString", "coordinates": [[x, y, 120.5] for x, y in points]}
    point = {"type": "Point", "coordinates": [26.5, 56.1]}
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in (point, line)]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
