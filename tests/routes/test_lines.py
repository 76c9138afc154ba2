"""Lines out of files: every kind that programs write, and a sentence for everything else."""

import json
import math
import time
import zipfile

import gpxpy.gpx
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from shapely import LineString

from catalogue.places import distance_km, length_km
from routes.lines import MOST_BYTES, line_of_file, line_of_text, simplified
from tests.routes.line_files import (
    geojson_of,
    gpx_of,
    kml_of,
    kml_track_of,
    kmz_of,
)

LINE = [(26.7, 56.0), (27.0, 56.05), (27.3, 55.9)]
KEPT = {"type": "LineString", "coordinates": [[26.7, 56.0], [27.0, 56.05], [27.3, 55.9]]}


def wavy(count: int) -> list[tuple[float, float]]:
    """A way of `count` points with bends of hundreds of metres, as a device notes it."""
    return [
        (
            round(26 + step * 1.2 / count + math.cos(step * 200 / count) * 0.01, 6),
            round(55.5 + step * 0.9 / count + math.sin(step * 140 / count) * 0.01, 6),
        )
        for step in range(count)
    ]


# --- What is read ---------------------------------------------------------------------------------


FILES = {
    "GPX track": gpx_of(LINE, waypoints=LINE[:1]),
    "GPX route": gpx_of(routes=[LINE]),
    "GPX in UTF-16": gpx_of(LINE).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "KML": kml_of(LINE),
    "KML track": kml_track_of(LINE),
    "KMZ": kmz_of(kml_of(LINE)),
    "KMZ with another name": kmz_of(kml_of(LINE), "Tour.KML"),
    "GeoJSON collection": geojson_of(LINE),
    "GeoJSON with a byte order mark": b"\xef\xbb\xbf" + geojson_of(LINE),
    "GeoJSON line": b"\n  " + json.dumps(KEPT).encode(),
    "GeoJSON feature": json.dumps({"type": "Feature", "geometry": KEPT}).encode(),
}


@pytest.mark.parametrize("kind", FILES)
def test_the_line_is_read_whatever_the_kind_of_file_and_heights_are_dropped(kind):
    read = line_of_file(FILES[kind])

    assert read.line == KEPT
    assert (read.point_count, read.part_count, read.tolerance_m) == (3, 1, 0)


def test_gpx_written_by_another_program_is_read():
    gpx = gpxpy.gpx.GPX()
    segment = gpxpy.gpx.GPXTrackSegment()
    segment.points = [gpxpy.gpx.GPXTrackPoint(y, x, elevation=100) for x, y in LINE]
    gpx.tracks.append(gpxpy.gpx.GPXTrack(name="Ceļš"))
    gpx.tracks[0].segments.append(segment)

    assert line_of_file(gpx.to_xml().encode()).line == KEPT


@pytest.mark.parametrize("write", [gpx_of, kml_of])
def test_several_parts_are_joined_in_their_order(write):
    read = line_of_file(write(LINE[:2], [(27.1, 56.0), LINE[2]]))

    assert read.line["coordinates"] == [[26.7, 56.0], [27.0, 56.05], [27.1, 56.0], [27.3, 55.9]]
    assert read.part_count == 2
    assert round(read.widest_gap_km, 1) == round(distance_km((27.0, 56.05), (27.1, 56.0)), 1)


def test_several_lines_of_geojson_are_joined_too():
    value = {"type": "MultiLineString", "coordinates": [LINE[:2], LINE[1:]]}

    read = line_of_file(json.dumps(value).encode())

    assert (read.line, read.part_count, read.widest_gap_km) == (KEPT, 2, 0)


def test_of_tracks_and_routes_the_tracks_are_taken():
    read = line_of_file(gpx_of(LINE, routes=[[(26.0, 56.0), (26.1, 56.0)]]))

    assert (read.line, read.has_routes_too) == (KEPT, True)


def test_many_points_become_few_and_none_is_ten_metres_off():
    points = wavy(20_000)

    read = line_of_file(gpx_of(points))

    kept = read.line["coordinates"]
    assert read.point_count == 20_000
    assert read.tolerance_m == 10
    assert 100 < len(kept) < 3_000
    # On a plane of metres of our own: a degree of latitude, and one of longitude at 56°.
    across = 111_320 * math.cos(math.radians(56))
    before = LineString([(x * across, y * 111_320) for x, y in points])
    after = LineString([(x * across, y * 111_320) for x, y in kept])
    assert before.hausdorff_distance(after) < 11
    assert length_km(kept) == pytest.approx(length_km(points), rel=0.01)
    assert kept[0] == pytest.approx(points[0], abs=1e-5)
    assert kept[-1] == pytest.approx(points[-1], abs=1e-5)


def test_two_hundred_thousand_points_are_read_while_an_editor_waits():
    rows = "".join(f'<trkpt lat="{y:.5f}" lon="{x:.5f}"/>' for x, y in wavy(200_000))
    file = f"<gpx><trk><trkseg>{rows}</trkseg></trk></gpx>".encode()
    assert len(file) < MOST_BYTES

    begun = time.process_time()
    read = line_of_file(file)

    assert time.process_time() - begun < 2
    assert read.point_count == 200_000
    assert len(read.line["coordinates"]) < 5_000


def test_an_endless_zigzag_is_refused_and_ends_no_process():
    """GEOS calls itself for each half of a line; 200,000 halves were too many."""
    zigzag = [[26 + step * 1e-5, 56 + step % 2 * (0.01 + step * 1e-7)] for step in range(100_000)]

    assert "winds too much" in refusal(json.dumps({"type": "LineString", "coordinates": zigzag}))


def test_what_was_read_stays_the_same_when_it_is_saved_again():
    line = line_of_file(gpx_of(wavy(20_000))).line

    assert line_of_text(line).line == line


def test_a_computed_line_loses_points_but_not_its_ends():
    points = wavy(3_000)

    kept = simplified(points)

    assert len(kept) < 2_000
    assert kept[0] == pytest.approx(points[0], abs=1e-5)
    assert simplified(LINE) == KEPT["coordinates"]


# --- What is refused ------------------------------------------------------------------------------


LAUGHS = """<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><gpx><trk><name>&c;</name></trk></gpx>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<gpx><trk><name>&a;</name></trk></gpx>"""
SWAPPED = [(y, x) for x, y in LINE]


def gpx(trackpoints: str) -> str:
    return f"<gpx><trk><trkseg>{trackpoints}</trkseg></trk></gpx>"


def refusal(file: str | bytes) -> str:
    with pytest.raises(ValidationError) as refused, override("en"):
        line_of_file(file if isinstance(file, bytes) else file.encode())
    (sentence,) = refused.value.messages
    return sentence


def before_its_beginning(archive: bytes) -> bytes:
    """The archive, whose list of contents is said to lie before the first byte of the file."""
    end = archive.rindex(b"PK\x05\x06")
    return archive[: end + 16] + (10**9).to_bytes(4, "little") + archive[end + 20 :]


REFUSED = [
    (b"", "is empty"),
    (b" \n\t ", "is empty"),
    (b"\xef\xbb\xbf", "is empty"),
    (b"\xff\xd8\xff\xe0 JFIF", "not a GPX, KML, KMZ or GeoJSON"),
    (b"%PDF-1.7", "not a GPX, KML, KMZ or GeoJSON"),
    ("lat;lon\n56;26\n", "not a GPX, KML, KMZ or GeoJSON"),
    ("<svg xmlns='http://www.w3.org/2000/svg'/>", "not a GPX, KML, KMZ or GeoJSON"),
    ("<TrainingCenterDatabase/>", "not a GPX, KML, KMZ or GeoJSON"),
    (kmz_of(b"<kml/>", "readme.txt"), "not a GPX, KML, KMZ or GeoJSON"),
    (b"PK\x03\x04 and no archive", "damaged"),
    (kmz_of(kml_of(LINE))[:-30], "damaged"),
    (kmz_of(kml_of(LINE), method=zipfile.ZIP_BZIP2), "not a GPX, KML, KMZ or GeoJSON"),
    (kmz_of(kml_of(LINE), method=zipfile.ZIP_LZMA), "not a GPX, KML, KMZ or GeoJSON"),
    (kmz_of(kml_of(LINE), "ceļš.kml").replace("ļ".encode(), b"\xff\xff"), "damaged"),
    (before_its_beginning(kmz_of(kml_of(LINE))), "damaged"),
    ("<gpx " + " ".join(f'a{n}="1"' for n in range(600_000)) + "/>", "line 1 cannot be read"),
    (LAUGHS, "entities"),
    (OUTSIDE, "entities"),
    (kmz_of(LAUGHS.encode()), "entities"),
    ("<gpx>" + "<a>" * 100_000, "nested"),
    ("[" * 200_000, "nested"),
    ('{"type":"Feature","geometry":' * 5_000 + "null" + "}" * 5_000, "nested"),
    ("<gpx><trk>", "line 1 cannot be read"),
    ("<gpx>\n\n<trk></gpx>", "line 3 cannot be read"),
    (b"<gpx><name>\xe2\x28\xa1</name></gpx>", "line 1 cannot be read"),
    ('<?xml version="1.0" encoding="klingon"?><gpx/>', "cannot be read"),
    ('{"type":\n "LineString",', "line 2 cannot be read"),
    (b'{"type": "\xff"}', "UTF-8"),
    ('{"type": "LineString", "coordinates": [[%s, 56], [26, 56]]}' % ("9" * 5000), "read"),
    ("<gpx/>", "no line in it"),
    ("{}", "no line in it"),
    ("[]", "no line in it"),
    ('{"type": "Polygon", "coordinates": [[[26, 56], [27, 56], [26, 56]]]}', "no line in it"),
    (gpx(""), "no line in it"),
    (gpx_of(waypoints=LINE), "only single points"),
    (kml_of(), "only single points"),
    (gpx_of(LINE[:1]), "only one point"),
    (gpx_of([LINE[0], LINE[0]]), "only one point"),
    (gpx_of([LINE[0], (26.700001, 56.000001)]), "only one point"),
    (gpx('<trkpt lat="56" lon="26"/><trkpt lat="NaN" lon="26"/>'), "Point 2 has no"),
    (gpx('<trkpt lat="inf" lon="26"/><trkpt lat="56" lon="26"/>'), "Point 1 has no"),
    (gpx('<trkpt lat="56"/>'), "Point 1 has no"),
    (gpx('<trkpt lat="56° 3′" lon="26"/>'), "Point 1 has no"),
    ('{"type": "LineString", "coordinates": [[26, 56], [27, NaN]]}', "Point 2 has no"),
    ('{"type": "LineString", "coordinates": [[26, 56], ["27", "56"]]}', "Point 2 has no"),
    ('{"type": "LineString", "coordinates": [[26, 56], [27]]}', "Point 2 has no"),
    ('{"type": "LineString", "coordinates": [[26, 56], null]}', "Point 2 has no"),
    ('{"type": "LineString", "coordinates": {"ab": 1}}', "Point 1 has no"),
    ('{"type": "LineString"}', "Point 1 has no"),
    (kml_of([]).replace(b"\n\n", b"26.1 56.2"), "Point 1 has no"),
    (gpx_of(SWAPPED), "wrong order"),
    (geojson_of(SWAPPED), "wrong order"),
    (kml_of(SWAPPED), "wrong order"),
    (geojson_of([(655_000, 6_210_000), (656_000, 6_211_000)]), "not degrees"),
    (gpx_of([(2.35, 48.85), (2.4, 48.9)]), "outside Latvia and Lithuania"),
    (b"<gpx>" + b" " * MOST_BYTES + b"</gpx>", "larger than 10 MB"),
    (kmz_of(b"<kml>" + b" " * MOST_BYTES + b"</kml>"), "larger than 10 MB"),
]


@pytest.mark.parametrize(
    ("file", "words"),
    REFUSED,
    ids=[f"{number} {words}" for number, (_file, words) in enumerate(REFUSED)],
)
def test_what_is_no_line_is_answered_with_a_sentence_that_says_why(file, words):
    assert words in refusal(file)


@pytest.mark.parametrize(
    ("language", "words"), [("lv", "samainīti vietām"), ("lt", "sukeistos vietomis")]
)
def test_the_sentence_is_in_the_editors_language(language, words):
    with override(language), pytest.raises(ValidationError) as refused:
        line_of_file(gpx_of(SWAPPED))

    assert words in refused.value.messages[0]


def test_a_line_that_leaves_the_two_countries_for_a_while_is_taken():
    read = line_of_file(gpx_of([(26.7, 55.9), (30.2, 55.2), (26.8, 55.9)]))

    assert len(read.line["coordinates"]) == 3
