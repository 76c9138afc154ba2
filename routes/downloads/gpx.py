"""A route as GPX 1.1, for navigation devices and walking apps.

Written with the standard library: gpxpy, which reads such files elsewhere, writes the `&` of a
link's address as it is, and readers refuse the file.
"""

from datetime import date
from xml.etree import ElementTree as Tree

from django.utils.translation import gettext as _

from catalogue import map_links
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
    title_of,
)
from routes.itinerary import Itinerary, ItineraryStop
from routes.legs_in_words import way_sentence
from routes.navigation import is_inexact, sentence_about_inexact

NAMESPACE = "http://www.topografix.com/GPX/1/1"
CREATOR = "Village Heritage"

Point = list[float]


def gpx_of(
    edition: Edition, itinerary: Itinerary, site: str, first_day: date | None = None
) -> bytes:
    """Waypoints of all stops, a route through the exact ones for each day, and tracks.

    A device leads from point to point of a `rte`, so an inexact stop is not one of them; its
    `wpt` says how inexact it is. Legs whose line is known make one `trk`; straight legs make
    another, which is called so.
    """
    root = Tree.Element("gpx", {"xmlns": NAMESPACE, "version": "1.1", "creator": CREATOR})
    _metadata(root, edition, itinerary, site)
    for day in itinerary.days:
        for stop in day.stops:
            _waypoint(root, stop, site, day_title(day))
    for day in itinerary.days:
        _route(root, edition, day_title(day), day.stops)
    _tracks(root, edition, itinerary)
    Tree.indent(root)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)


def gpx_of_village(edition: Edition, site: str) -> bytes:
    """A waypoint for each place of a village's edition; an inexact one says how inexact it is."""
    root = Tree.Element("gpx", {"xmlns": NAMESPACE, "version": "1.1", "creator": CREATOR})
    document, address = edition.document, site + edition.get_absolute_url()
    metadata = Tree.SubElement(root, "metadata")
    _text(metadata, "name", edition.title)
    _text(metadata, "desc", document["summary"])
    _link(metadata, address, edition.title)
    for place in document["places"]:
        position = _position(place["longitude"], place["latitude"])
        waypoint = Tree.SubElement(root, "wpt", position)
        label = place.get("label")
        _text(waypoint, "name", f"{edition.title}: {label}" if label else edition.title)
        told = [document["place"], document["summary"]]
        inexact = map_links.is_inexact(place)
        if inexact:
            told.append(sentence_about_inexact(place))
        _text(waypoint, "desc", "\n".join(filter(None, told)))
        _link(waypoint, address, edition.title)
        _text(waypoint, "type", _("inexact place") if inexact else _("village"))
    Tree.indent(root)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)


def _metadata(root: Tree.Element, edition: Edition, itinerary: Itinerary, site: str) -> None:
    metadata = Tree.SubElement(root, "metadata")
    _text(metadata, "name", edition.title)
    told = [edition.document.get("summary", ""), way_sentence(itinerary)]
    told += owners_of_the_lines(edition)
    _text(metadata, "desc", "\n".join(filter(None, told)))
    _link(metadata, route_address(edition, site), edition.title)


def _waypoint(root: Tree.Element, stop: ItineraryStop, site: str, day: str) -> None:
    waypoint = _point(root, "wpt", stop)
    _text(waypoint, "name", name_of(stop))
    lines = [day, *lines_about(stop)]
    _text(waypoint, "desc", "\n".join(lines))
    _link(waypoint, address_of(stop, site), title_of(stop))
    _text(waypoint, "type", _("inexact place") if is_inexact(stop) else _("stop"))


def _route(root: Tree.Element, edition: Edition, day: str, stops: list[ItineraryStop]) -> None:
    """Detours are left out too: whoever follows a device has not decided for them."""
    exact = [stop for stop in stops if not is_inexact(stop) and not stop.is_optional]
    if not exact:
        return
    route = Tree.SubElement(root, "rte")
    _text(route, "name", f"{edition.title}. {day}")
    for stop in exact:
        point = _point(route, "rtept", stop)
        _text(point, "name", name_of(stop))
        _text(point, "desc", sentence_about_leg(stop))


def _tracks(root: Tree.Element, edition: Edition, itinerary: Itinerary) -> None:
    known: list[list[Point]] = []
    straight: list[list[Point]] = []
    for start, stop in itinerary.steps():
        if stop.leg is None:
            continue
        if stop.leg.line:
            known.append(stop.leg.line)
        else:
            straight.append([_coordinates(start), _coordinates(stop)])
    if known:
        _track(root, edition.title, "", known)
    if straight:
        name = _("%(title)s (straight lines)") % {"title": edition.title}
        _track(root, name, _("Straight lines between the stops, not roads."), straight)


def _track(root: Tree.Element, name: str, description: str, lines: list[list[Point]]) -> None:
    track = Tree.SubElement(root, "trk")
    _text(track, "name", name)
    _text(track, "desc", description)
    for line in lines:
        segment = Tree.SubElement(track, "trkseg")
        for longitude, latitude, *_height in line:
            Tree.SubElement(segment, "trkpt", _position(longitude, latitude))


def _coordinates(stop: ItineraryStop) -> Point:
    return [stop.stop["point"]["longitude"], stop.stop["point"]["latitude"]]


def _point(parent: Tree.Element, tag: str, stop: ItineraryStop) -> Tree.Element:
    return Tree.SubElement(parent, tag, _position(*_coordinates(stop)))


def _position(longitude: float, latitude: float) -> dict[str, str]:
    """Six decimals are 10 cm; more would claim what nobody measured."""
    return {"lat": f"{latitude:.6f}", "lon": f"{longitude:.6f}"}


def _text(parent: Tree.Element, tag: str, text: str) -> None:
    if text:
        Tree.SubElement(parent, tag).text = plain(text)


def _link(parent: Tree.Element, address: str, text: str) -> None:
    if address:
        _text(Tree.SubElement(parent, "link", {"href": plain(address)}), "text", text)
