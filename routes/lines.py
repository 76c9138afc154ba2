"""Reading the line of a route out of files and texts: GPX, KML, KMZ and GeoJSON.

Whatever is wrong with them is answered with a ValidationError in a sentence for editors. gpxpy
reads GPX well, but takes 3.6 s for 200,000 points; an editor waits for this answer. So GPX and KML
are read as they stream in, by the standard library's parser behind defusedxml.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import isfinite
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.places import distance_km

MOST_BYTES = 10 * 1024 * 1024
MOST_POINTS_READ = 500_000
MOST_POINTS_KEPT = 5_000
MOST_AS_GIVEN = 200  # points of a file that is not made simpler: they were set by hand
DEEPEST = 60  # elements inside one another; GPX and KML of programs have about ten

# How far in metres a point may be moved by leaving out others: the first that suffices.
TOLERANCES_M = (10, 20, 40, 80)
# GEOS calls itself for each half of a line, and a long zigzag ends the process (seen at 200,000
# points). Pieces of this length are made simpler first.
PIECE = 500

# Latvia and Lithuania, with a margin for ways along the frontier.
WEST, SOUTH, EAST, NORTH = 20.5, 53.5, 28.7, 58.5

DIGITS = 5  # of degrees: about a metre

# What is said in more than one place.
TOO_LARGE = gettext_lazy("The file is larger than 10 MB.")
NO_SUCH_KIND = gettext_lazy("This is not a GPX, KML, KMZ or GeoJSON file.")
NESTED = gettext_lazy("The file is nested more deeply than the line of a route can be.")
DAMAGED = gettext_lazy("The file is damaged: line %(line)s cannot be read.")
TOO_MANY_POINTS = gettext_lazy("The line has more than 500,000 points.")


@dataclass(frozen=True)
class ReadLine:
    """A line that was read, and what had to be done to it."""

    line: dict[str, Any]  # GeoJSON LineString, WGS84, without heights
    point_count: int  # before it was made simpler
    tolerance_m: int  # none of its points was moved by more
    part_count: int  # tracks or pieces, joined in their order
    widest_gap_km: float  # between two parts, closed by a straight line
    has_routes_too: bool  # a GPX file with tracks and routes, of which the tracks are taken


_Part = list[tuple[float, float]]


def line_of_file(data: bytes) -> ReadLine:
    """The line in a file of any of the four kinds, whatever its name. Raises ValidationError."""
    if len(data) > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    if data.startswith(b"PK\x03\x04"):
        data = _kml_of_kmz(data)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start in (b"{", b"["):
        return _line_of_geojson(_json(data), MOST_AS_GIVEN)
    if start == b"<" or data.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        parts, has_routes_too = _parts_of_xml(data)
        return _joined(parts, has_routes_too=has_routes_too)
    if not start:
        raise ValidationError(_("The file is empty."))
    raise ValidationError(NO_SUCH_KIND)


def line_of_text(value: Any) -> ReadLine:
    """The line in GeoJSON that an editor typed, pasted or drew, parsed already.

    Saved again it is still the same: nothing is left out that can be kept. Raises ValidationError.
    """
    return _line_of_geojson(value, MOST_POINTS_KEPT)


def simplified(points: list[tuple[float, float]]) -> list[list[float]]:
    """A line that is known to be sound, without the points it can do without."""
    rounded = _rounded(points)
    return _simpler(rounded)[0] if len(rounded) > MOST_AS_GIVEN else rounded


def _line_of_geojson(value: Any, most_as_given: int) -> ReadLine:
    try:
        return _joined([_points(part) for part in _geojson_parts(value)], most_as_given)
    except RecursionError:
        raise ValidationError(NESTED) from None


# --- XML: GPX and KML -----------------------------------------------------------------------------


class _Target:
    """Gathers points while the parser reads; nothing else of the file is kept."""

    def __init__(self) -> None:
        self.depth = 0
        self.root = ""
        self.tracks: list[_Part] = []
        self.routes: list[_Part] = []
        self.lines: list[_Part] = []
        self.ways: list[_Part] = []  # the ones that points are read into now
        self.text: list[str] | None = None
        self.in_line = False
        self.point_count = 0
        self.single_points = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValidationError(NESTED)
        name = tag.rpartition("}")[2]
        if not self.root:
            self.root = name
            if name not in ("gpx", "kml"):
                raise ValidationError(NO_SUCH_KIND)
        if name in ("trkpt", "rtept"):
            self._add(attributes.get("lon"), attributes.get("lat"))
        elif name in ("trkseg", "rte"):
            self.ways = self.tracks if name == "trkseg" else self.routes
            self.ways.append([])
        elif name in ("LineString", "Track"):
            self.in_line = True
            self.ways = self.lines
            self.ways.append([])
        elif name in ("coordinates", "coord") and self.in_line:
            self.text = []
        elif name in ("wpt", "Point"):
            self.single_points += 1

    def end(self, tag: str) -> None:
        self.depth -= 1
        name = tag.rpartition("}")[2]
        if name in ("LineString", "Track"):
            self.in_line = False
        elif name in ("coordinates", "coord") and self.text is not None:
            text, self.text = "".join(self.text), None
            # In a line: “26.1,56.2,120 26.2,56.3”; in a track, one “26.1 56.2 120” after another.
            rows = [text.split()] if name == "coord" else map(_fields, text.split())
            for longitude, latitude, *_height in rows:
                self._add(longitude, latitude)

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def close(self) -> "_Target":
        return self

    def _add(self, longitude: str | None, latitude: str | None) -> None:
        self.point_count += 1
        if self.point_count > MOST_POINTS_READ:
            raise ValidationError(TOO_MANY_POINTS)
        if not self.ways:  # a point outside of any track: not what the format allows
            self.ways.append([])
        try:
            self.ways[-1].append((float(longitude or ""), float(latitude or "")))
        except ValueError:
            raise ValidationError(_bad_point(self.point_count)) from None


def _fields(triple: str) -> list[str]:
    fields = triple.split(",")
    return fields if len(fields) > 1 else [triple, ""]


def _parts_of_xml(data: bytes) -> tuple[list[_Part], bool]:
    parser = DefusedXMLParser(target=_Target(), forbid_dtd=True)
    try:
        parser.feed(data)
        found = parser.close()
    except ValidationError:
        raise
    except DefusedXmlException:
        raise ValidationError(
            _(
                "The file declares a document type or entities of its own, which no line needs. "
                "Export it anew."
            )
        ) from None
    except ParseError as error:
        raise ValidationError(DAMAGED, params={"line": error.position[0]}) from None
    except (LookupError, UnicodeError, ValueError):  # an encoding that nobody knows, or half of it
        raise ValidationError(DAMAGED, params={"line": 1}) from None
    tracks, routes = ([part for part in ways if part] for ways in (found.tracks, found.routes))
    lines = [part for part in found.lines if part]
    parts = tracks or routes or lines
    if not parts and found.single_points:
        raise ValidationError(_("There are only single points in it, and no line."))
    return parts, bool(tracks and routes)


def _kml_of_kmz(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [info for info in archive.infolist() if info.filename.lower().endswith(".kml")]
            if not names:
                raise ValidationError(NO_SUCH_KIND)
            with archive.open(names[0]) as file:
                kml = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
        raise ValidationError(DAMAGED, params={"line": 1}) from None
    if len(kml) > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    return kml


# --- GeoJSON --------------------------------------------------------------------------------------


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValidationError(_("The text of the file is not in UTF-8.")) from None
    except RecursionError:
        raise ValidationError(NESTED) from None
    except json.JSONDecodeError as error:
        raise ValidationError(DAMAGED, params={"line": error.lineno}) from None
    except ValueError:  # a number of thousands of digits
        raise ValidationError(DAMAGED, params={"line": 1}) from None


def _geojson_parts(value: Any) -> Iterator[Any]:
    """The coordinates of each line in it, in their order."""
    if not isinstance(value, dict):
        return
    for member in ("features", "geometries"):
        children = value.get(member)
        if isinstance(children, list):
            for child in children:
                yield from _geojson_parts(child)
    if "geometry" in value:
        yield from _geojson_parts(value["geometry"])
    coordinates = value.get("coordinates")
    if value.get("type") == "LineString":
        yield coordinates
    elif value.get("type") == "MultiLineString" and isinstance(coordinates, list):
        yield from coordinates


def _points(coordinates: Any) -> _Part:
    if not isinstance(coordinates, list):
        raise ValidationError(_bad_point(1))
    if len(coordinates) > MOST_POINTS_READ:
        raise ValidationError(TOO_MANY_POINTS)
    points: _Part = []
    for number, point in enumerate(coordinates, 1):
        try:
            sound = len(point) >= 2 and all(
                type(part) in (int, float) and isfinite(part) for part in point
            )
        except (OverflowError, TypeError):
            sound = False
        if not sound:
            raise ValidationError(_bad_point(number))
        points.append((float(point[0]), float(point[1])))
    return points


# --- One line out of all --------------------------------------------------------------------------


def _bad_point(number: int) -> str:
    return _("Point %(number)s has no longitude and latitude.") % {"number": number}


def _joined(
    parts: list[_Part], most_as_given: int = MOST_AS_GIVEN, has_routes_too: bool = False
) -> ReadLine:
    parts = [part for part in parts if part]
    points = [point for part in parts for point in part]
    if not points:
        raise ValidationError(_("There is no line in it: no track, no route, no LineString."))
    if len(points) > MOST_POINTS_READ:
        raise ValidationError(TOO_MANY_POINTS)
    _check_place(points)
    kept, tolerance = _rounded(points), 0
    if len(kept) < 2:
        raise ValidationError(_("The line has only one point; it needs two at different places."))
    if len(kept) > most_as_given:
        kept, tolerance = _simpler(kept)
    gaps = [distance_km(a[-1], b[0]) for a, b in zip(parts, parts[1:], strict=False)]
    return ReadLine(
        line={"type": "LineString", "coordinates": kept},
        point_count=len(points),
        tolerance_m=tolerance,
        part_count=len(parts),
        widest_gap_km=max(gaps, default=0.0),
        has_routes_too=has_routes_too,
    )


def _check_place(points: _Part) -> None:
    """Refuse what is not on the earth, the wrong way round, or somewhere else altogether."""
    for number, (x, y) in enumerate(points, 1):
        if not (isfinite(x) and isfinite(y)):
            raise ValidationError(_bad_point(number))
    if any(_is_here(x, y) for x, y in points) and all(_is_on_earth(x, y) for x, y in points):
        return
    if all(_is_here(y, x) for x, y in points):
        raise ValidationError(
            _(
                "Longitude and latitude are in the wrong order: the other way round, the line "
                "would lie in Latvia or Lithuania. Longitude (about 21 to 28) comes first."
            )
        )
    if not all(_is_on_earth(x, y) for x, y in points):
        raise ValidationError(
            _(
                "These are not degrees: longitude goes to 180, latitude to 90. Export the line in "
                "WGS84 (EPSG:4326)."
            )
        )
    raise ValidationError(_("The line lies outside Latvia and Lithuania."))


def _is_here(longitude: float, latitude: float) -> bool:
    return WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH


def _is_on_earth(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def _simpler(points: list[list[float]]) -> tuple[list[list[float]], int]:
    """The points that tell the same line, and within how many metres of where it was."""
    # Heavy, and asked for here alone: no visitor's page needs them.
    import numpy
    import shapely  # type: ignore[import-untyped]
    from pyproj import Transformer

    degrees = numpy.array(points)
    middle_x, middle_y = (degrees.min(axis=0) + degrees.max(axis=0)) / 2
    # Equidistant from the middle: a metre is a metre within 0.1 % over both countries.
    plane = f"+proj=aeqd +lon_0={middle_x:.4f} +lat_0={middle_y:.4f} +datum=WGS84 +units=m"
    to_plane = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    metres = numpy.column_stack(to_plane.transform(degrees[:, 0], degrees[:, 1]))
    for tolerance in TOLERANCES_M:
        kept = metres
        # Twice, since the first round keeps both ends of every piece; each moves by half at most.
        for share in (tolerance / 2, tolerance / 2):
            pieces = [
                kept[start : start + PIECE + 1] for start in range(0, max(len(kept) - 1, 1), PIECE)
            ]
            thin = [
                shapely.get_coordinates(
                    shapely.simplify(shapely.linestrings(piece), share, preserve_topology=False)
                )
                for piece in pieces
            ]
            # A piece begins where the one before ends.
            kept = numpy.concatenate([thin[0], *(piece[1:] for piece in thin[1:])])
        if len(kept) <= MOST_POINTS_KEPT:
            x, y = to_plane.transform(kept[:, 0], kept[:, 1], direction="INVERSE")
            return _rounded(list(zip(x.tolist(), y.tolist(), strict=True))), tolerance
        if len(kept) > 10 * MOST_POINTS_KEPT:  # no way of a route: why ask again
            break
    raise ValidationError(
        _(
            "The line winds too much to be the way of a route: even simplified it has more than "
            "5,000 points. Import it in parts, leg by leg."
        )
    )


def _rounded(points: _Part) -> list[list[float]]:
    """Shortened to metres, no point twice in a row."""
    kept: list[list[float]] = []
    for x, y in points:
        point = [round(x, DIGITS), round(y, DIGITS)]
        if not kept or kept[-1] != point:
            kept.append(point)
    return kept
