"""The kinds of files a route can be taken along as."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import Edition
from routes.downloads.calendar import calendar_of
from routes.downloads.geojson import geojson_of
from routes.downloads.gpx import gpx_of
from routes.downloads.kml import kml_of
from routes.itinerary import Itinerary

Maker = Callable[[Edition, Itinerary, str, date | None], bytes]


@dataclass(frozen=True)
class Download:
    """A kind of file: its ending, what it is good for, and how it is made."""

    ending: str
    label: str
    purpose: str | Promise
    content_type: str
    make: Maker
    needs_a_day: bool = False


DOWNLOADS = {
    download.ending: download
    for download in (
        Download("gpx", "GPX", _("for navigation and walking apps"), "application/gpx+xml", gpx_of),
        Download(
            "kml", "KML", _("for Google Earth"), "application/vnd.google-earth.kml+xml", kml_of
        ),
        Download(
            "geojson", "GeoJSON", _("for maps of your own"), "application/geo+json", geojson_of
        ),
        Download(
            "ics",
            "ICS",
            _("the days, for your calendar"),
            "text/calendar; charset=utf-8",
            calendar_of,
            needs_a_day=True,
        ),
    )
}
