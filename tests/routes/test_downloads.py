"""Routes as files: valid for their readers, honest about places, in the page's language."""

import json
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path

import fastkml
import gpx
import gpxpy
import pytest
from gpx.validation import validate_text
from icalendar import Calendar
from lxml import etree

from catalogue.publishing import publish, withdraw
from routes.models import Stop
from tests.factories import RouteFactory, VillageFactory
from tests.routes.brochure_routes import edition_of

pytestmark = pytest.mark.django_db

# Nothing here may end a tag, an attribute or a line; \x0b may not stand in XML at all.
HOSTILE = "<b>&amp; \"Q\" 'q' ]]> \x0b;,\\ Žūžū"
LINE = [[26.0, 56.0], [26.1, 56.2], [26.5, 56.0]]
KML_SCHEMA = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"


@pytest.fixture
def route():
    """Day 1: two exact stops along a known line; day 3: an inexact stop, straight."""
    exact, other, inexact = VillageFactory.create_batch(3, theme_name_en=HOSTILE)
    for village, latitude, longitude, precision, radius in (
        (exact, 56.0, 26.0, "exact", 0),
        (other, 56.0, 26.5, "centre", 500),
        (inexact, 55.8, 26.5, "area", 4000),
    ):
        place = village.places.get()
        place.latitude, place.longitude = latitude, longitude
        place.precision, place.radius_m = precision, radius
        place.save()
    made = RouteFactory(title_en=HOSTILE, summary_en=HOSTILE)
    for position, (day, village) in enumerate(((1, exact), (1, other), (3, inexact))):
        stop = Stop.objects.create(
            route=made, day=day, village=village, position=position, stay_minutes=60
        )
        if village is other:
            stop.leg_line = {"type": "LineString", "coordinates": LINE}
            stop.leg_line_source = "drawn"
            stop.save()
    for language in ("en", "lt"):
        for item in (exact, other, inexact, made):
            publish(item, language, by=None)
    return made


def file_of(client, route, ending, language="en", query=""):
    address = edition_of(route, language).get_absolute_url()
    response = client.get(f"{address}route.{ending}{query}")
    assert response.status_code == 200
    return response


# --- GPX ------------------------------------------------------------------------------------------


def test_gpx_is_read_back_by_two_readers(client, route):
    content = file_of(client, route, "gpx").content

    read = gpxpy.parse(content.decode())
    assert [point.name.split(".")[0] for point in read.waypoints] == ["1", "2", "3"]
    assert read.name == HOSTILE.replace("\x0b", "")
    assert [(p.latitude, p.longitude) for p in read.waypoints][0] == (56.0, 26.0)
    assert gpx.from_string(content.decode()).wpt[2].name.startswith("3. ")


def test_gpx_leads_to_no_inexact_place(client, route):
    read = gpxpy.parse(file_of(client, route, "gpx").content.decode())

    assert [[point.name[:1] for point in way.points] for way in read.routes] == [["1", "2"]]
    inexact = read.waypoints[2]
    assert inexact.type == "inexact place"
    assert "known to within 4 km only" in inexact.description


def test_gpx_has_tracks_of_known_lines_and_calls_straight_ones_so(client, route):
    known, straight = gpxpy.parse(file_of(client, route, "gpx").content.decode()).tracks

    assert [[p.longitude, p.latitude] for p in known.segments[0].points] == LINE
    assert "straight lines" in straight.name
    assert [[p.longitude, p.latitude] for p in straight.segments[0].points] == [
        [26.5, 56.0],
        [26.5, 55.8],
    ]


def test_gpx_is_valid_by_the_rules_of_its_schema(client, route):
    """No package ships the XSD itself; `gpx` knows its values, and its order is told here."""
    content = file_of(client, route, "gpx").content

    assert validate_text(content).issues == []
    assert validate_text(content.replace(b'lat="56', b'lat="156')).issues != []
    root = etree.fromstring(content)
    assert root.get("version") == "1.1"
    seen = set()
    for element in root.iter():
        name = etree.QName(element)
        assert name.namespace == "http://www.topografix.com/GPX/1/1"
        children = [etree.QName(child).localname for child in element]
        expected = GPX_ORDER.get(name.localname, [])
        assert sorted(children, key=expected.index) == children
        seen.add(name.localname)
    assert set(GPX_ORDER) <= seen


# As far as it is used; the schema has sequences of these.
GPX_ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk"],
    "metadata": ["name", "desc", "link"],
    "wpt": ["name", "desc", "link", "type"],
    "rte": ["name", "rtept"],
    "rtept": ["name", "desc"],
    "trk": ["name", "desc", "trkseg"],
    "trkseg": ["trkpt"],
    "link": ["text"],
}


# --- KML ------------------------------------------------------------------------------------------


def test_kml_is_valid_by_the_schema_of_the_ogc(client, route):
    document = etree.parse(BytesIO(file_of(client, route, "kml", query="?from=2027-05-03").content))

    schema = etree.XMLSchema(etree.parse(str(KML_SCHEMA)))
    schema.assertValid(document)
    names = document.findall(".//{*}Placemark/{*}name")
    assert [name.text[:3] for name in names] == ["1. ", "2. ", "3. ", "1–2", "2–3"]


def test_kml_is_read_back(client, route):
    read = fastkml.KML.from_string(file_of(client, route, "kml").content)

    document = read.features[0]
    assert document.name == HOSTILE.replace("\x0b", "")
    assert [len(folder.features) for folder in document.features] == [2, 1, 2]
    assert document.features[0].features[0].geometry.coords == ((26.0, 56.0),)


# --- GeoJSON --------------------------------------------------------------------------------------


def test_geojson_tells_stops_and_legs(client, route):
    read = json.loads(file_of(client, route, "geojson").content)

    stops = [f for f in read["features"] if f["properties"]["kind"] == "stop"]
    legs = [f for f in read["features"] if f["properties"]["kind"] == "leg"]
    assert [s["geometry"]["coordinates"] for s in stops] == [
        [26.0, 56.0],
        [26.5, 56.0],
        [26.5, 55.8],
    ]
    assert [leg["geometry"]["coordinates"] for leg in legs] == [LINE, [[26.5, 56.0], [26.5, 55.8]]]
    assert [leg["properties"]["straight"] for leg in legs] == [False, True]
    assert [s["properties"].get("radius_m") for s in stops] == [None, None, 4000]


# --- Calendar -------------------------------------------------------------------------------------


def test_a_calendar_has_an_entry_for_each_day(client, route):
    read = Calendar.from_ical(file_of(client, route, "ics", query="?from=2027-05-03").content)

    entries = read.walk("VEVENT")
    assert [entry.decoded("dtstart") for entry in entries] == [date(2027, 5, 3), date(2027, 5, 5)]
    assert [entry.decoded("dtend") for entry in entries] == [date(2027, 5, 4), date(2027, 5, 6)]
    assert str(entries[0]["summary"]).startswith(HOSTILE.replace("\x0b", ""))
    assert "1. " in entries[0]["description"]
    assert "3. " not in entries[0]["description"]


def test_the_same_days_have_the_same_entries_in_every_language(client, route):
    def uids(language, day):
        content = file_of(client, route, "ics", language, f"?from={day}").content
        return [str(entry["uid"]) for entry in Calendar.from_ical(content).walk("VEVENT")]

    assert uids("en", "2027-05-03") == uids("lt", "2027-05-03")
    assert len(set(uids("en", "2027-05-03"))) == 2
    assert set(uids("en", "2027-05-03")).isdisjoint(uids("en", "2027-06-03"))


def test_a_calendar_without_a_day_says_at_the_field_what_is_missing(client, route):
    address = edition_of(route, "lt").get_absolute_url()
    response = client.get(f"{address}route.ics")

    html = response.content.decode()
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
    assert "Pasirinkite pirmąją dieną" in html.split('id="when-note">')[1].split("</p>")[0]


# --- All of them ----------------------------------------------------------------------------------

ENDINGS = {
    "gpx": "application/gpx+xml",
    "kml": "application/vnd.google-earth.kml+xml",
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
}


def test_a_file_says_what_it_is(client, route):
    for ending in ENDINGS:
        response = file_of(client, route, ending, query="?from=2027-05-03")

        slug = edition_of(route, "en").slug
        assert response["Content-Type"] == ENDINGS[ending]
        assert response["Content-Disposition"] == (
            f'attachment; filename="{slug}-2027-05-03.{ending}"'
        )
        assert response["Content-Language"] == "en"
        assert response["X-Robots-Tag"] == "noindex"


def test_a_file_is_in_the_pages_language(client, route):
    for ending in ENDINGS:
        text = file_of(client, route, ending, "lt", "?from=2027-05-03").content.decode()
        unfolded = text.replace("\r\n ", "")

        assert "Amatininkų kaimas" in unfolded
        assert "Craft village" not in unfolded
        assert "Žūžū" not in unfolded


@pytest.mark.parametrize("ending", ["gpx", "ics"])
def test_a_kept_file_is_the_same_file(client, settings, route, ending, django_assert_num_queries):
    first = file_of(client, route, ending, query="?from=2027-05-03")
    settings.KEEP_PAGES = True
    file_of(client, route, ending, query="?from=2027-05-03")
    address = f"{edition_of(route, 'en').get_absolute_url()}route.{ending}?from=2027-05-03"
    with django_assert_num_queries(1):
        kept = client.get(address)

    assert kept.content == first.content
    for header in ("Content-Type", "Content-Disposition", "Content-Language", "X-Robots-Tag"):
        assert kept[header] == first[header]
    again = client.get(address, headers={"if-none-match": kept["ETag"]})
    assert again.status_code == 304


def test_a_day_refused_gives_no_file(client, route):
    for ending in ENDINGS:
        address = edition_of(route, "en").get_absolute_url()
        response = client.get(f"{address}route.{ending}?from=soon")

        assert response.status_code == 400
        assert "This is not a date" in response.content.decode()


def test_there_are_no_other_files(client, route):
    address = edition_of(route, "en").get_absolute_url()

    for ending in ("doc", "gpx.exe", "GPX", "..", "gpx%00"):
        assert client.get(f"{address}route.{ending}").status_code == 404, ending


def test_a_route_that_is_not_there_has_no_file(client, route):
    here = edition_of(route, "en").get_absolute_url()
    lithuanian = edition_of(route, "lt").get_absolute_url()
    latvian = lithuanian.replace("/lt/marsrutai/", "/lv/marsruti/")
    withdraw(route, "en", by=None)

    for path, ending in product((here, latvian, "/en/routes/no-such-route/"), ENDINGS):
        response = client.get(f"{path}route.{ending}?from=2027-05-03")
        assert response.status_code == 404, path
        assert response["Content-Type"].startswith("text/html")


def test_an_old_address_leads_to_the_file(client, route):
    old = edition_of(route, "en").get_absolute_url()
    route.slug_en = "renamed"
    route.save()
    publish(route, "en", by=None)

    response = client.get(f"{old}route.ics?from=2027-05-03")

    assert response.status_code == 301
    assert response.url == "/en/routes/renamed/route.ics?from=2027-05-03"


def test_files_are_only_read(client, route):
    assert client.post(f"{edition_of(route, 'en').get_absolute_url()}route.gpx").status_code == 405
