"""A route as OGC KML 2.2, for Google Earth and other globes."""

from datetime import date
from xml.etree import ElementTree as Tree

from django.utils.translation import gettext as _

from catalogue.models import Edition
from routes.downloads.told import (
    address_of,
    day_title,
    lines_about,
    name_of,
    owners_of_the_lines,
    plain,
    route_address,
    sentence_about_leg,
)
from routes.itinerary import Itinerary, ItineraryDay, ItineraryStop
from routes.legs_in_words import way_sentence
from routes.navigation import is_inexact

NAMESPACE = "http://www.opengis.net/kml/2.2"
ATOM = "http://www.w3.org/2005/Atom"

# aabbggrr, as KML wants it: the madder of the site's maps, and paler where a way is not known.
LINE, STRAIGHT = "ff2d2a96", "992d2a96"
EXACT, INEXACT = "ff2d2a96", "992d2a96"


def kml_of(
    edition: Edition, itinerary: Itinerary, site: str, first_day: date | None = None
) -> bytes:
    """A folder for each day with its stops, and one with the way between them.

    An inexact stop has a paler mark and says how inexact it is; a straight leg is called so.
    """
    root = Tree.Element("kml", {"xmlns": NAMESPACE, "xmlns:atom": ATOM})
    document = Tree.SubElement(root, "Document")
    _text(document, "name", edition.title)
    if address := route_address(edition, site):
        Tree.SubElement(document, "atom:link", {"href": plain(address)})
    told = [edition.document.get("summary", ""), way_sentence(itinerary)]
    told += owners_of_the_lines(edition)
    _text(document, "description", "\n".join(filter(None, told)))
    for name, colour in (("way", LINE), ("straight", STRAIGHT)):
        line = Tree.SubElement(Tree.SubElement(document, "Style", {"id": name}), "LineStyle")
        _text(line, "color", colour)
        _text(line, "width", "4" if name == "way" else "2")
    for name, colour in (("stop", EXACT), ("inexact", INEXACT)):
        icon = Tree.SubElement(Tree.SubElement(document, "Style", {"id": name}), "IconStyle")
        _text(icon, "color", colour)
    for day in itinerary.days:
        _day(document, day, site)
    _way(document, itinerary)
    Tree.indent(root)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)


def _day(document: Tree.Element, day: ItineraryDay, site: str) -> None:
    folder = Tree.SubElement(document, "Folder")
    _text(folder, "name", day_title(day))
    for stop in day.stops:
        placemark = Tree.SubElement(folder, "Placemark")
        _text(placemark, "name", name_of(stop))
        if address := address_of(stop, site):
            Tree.SubElement(placemark, "atom:link", {"href": plain(address)})
        _text(placemark, "description", "\n".join([*lines_about(stop), address]).strip())
        if stop.day:
            _text(Tree.SubElement(placemark, "TimeStamp"), "when", stop.day.isoformat())
        _text(placemark, "styleUrl", "#inexact" if is_inexact(stop) else "#stop")
        point = Tree.SubElement(placemark, "Point")
        _text(point, "coordinates", _coordinates(_place(stop)))


def _way(document: Tree.Element, itinerary: Itinerary) -> None:
    legs = [(start, stop) for start, stop in itinerary.steps() if stop.leg]
    if not legs:
        return
    folder = Tree.SubElement(document, "Folder")
    _text(folder, "name", _("The way"))
    for start, stop in legs:
        assert stop.leg is not None
        placemark = Tree.SubElement(folder, "Placemark")
        _text(placemark, "name", f"{start.stop['number']}–{stop.stop['number']}")
        _text(placemark, "description", sentence_about_leg(stop))
        _text(placemark, "styleUrl", "#straight" if stop.leg.is_straight else "#way")
        line = Tree.SubElement(placemark, "LineString")
        _text(line, "tessellate", "1")
        points = stop.leg.line or [_place(start), _place(stop)]
        _text(line, "coordinates", " ".join(map(_coordinates, points)))


def _place(stop: ItineraryStop) -> list[float]:
    return [stop.stop["point"]["longitude"], stop.stop["point"]["latitude"]]


def _coordinates(point: list[float]) -> str:
    return f"{point[0]:.6f},{point[1]:.6f}"


def _text(parent: Tree.Element, tag: str, text: str) -> None:
    if text:
        Tree.SubElement(parent, tag).text = plain(text)
