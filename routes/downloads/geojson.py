"""A route as GeoJSON (RFC 7946): for the zoomable map, and for people with maps of their own."""

import json
from datetime import date
from typing import Any

from catalogue.models import Edition
from routes.downloads.told import address_of, owners_of_the_lines, route_address
from routes.itinerary import Itinerary, ItineraryDay, ItineraryStop
from routes.legs_in_words import leg_sentence
from routes.navigation import inexact_sentence, is_inexact


def geojson_of(
    edition: Edition, itinerary: Itinerary, site: str, first_day: date | None = None
) -> bytes:
    """A FeatureCollection: a `kind` “stop” Point for each stop, a “leg” LineString between.

    A leg that is `straight` is no known way. An inexact stop says within how many metres
    (`radius_m`) it lies.
    """
    features = _legs(itinerary)
    for day in itinerary.days:
        features += [_stop(day, stop, site) for stop in day.stops]
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": edition.title,
        "language": edition.language,
        "url": route_address(edition, site),
        "length_km": itinerary.length_km,
        "travel_minutes": itinerary.travel_minutes,
        "stay_minutes": itinerary.stay_minutes,
    }
    if owners := owners_of_the_lines(edition):
        collection["attribution"] = " ".join(owners)
    if first_day:
        collection["first_day"] = first_day.isoformat()
    collection["features"] = features
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _stop(day: ItineraryDay, stop: ItineraryStop, site: str) -> dict[str, Any]:
    point = stop.stop["point"]
    properties = {
        "kind": "stop",
        "number": stop.stop["number"],
        "day": day.number,
        "title": stop.stop["title"],
        "place": stop.stop["place"],
        "country": stop.stop["country"],
        "optional": stop.is_optional,
        "stay_minutes": stop.stop["stay_minutes"],
        "precision": point.get("precision"),
    }
    if stop.day:
        properties["date"] = stop.day.isoformat()
    if is_inexact(stop):
        properties["radius_m"] = point.get("radius_m")
        properties["inexact"] = inexact_sentence(stop)
    if address := address_of(stop, site):
        properties["url"] = address
    return _feature("Point", _point(stop), properties)


def _legs(itinerary: Itinerary) -> list[dict[str, Any]]:
    """The lines first, so that maps draw the stops over them."""
    return [
        _feature(
            "LineString",
            stop.leg.line or [_point(start), _point(stop)],
            {
                "kind": "leg",
                "from": start.stop["number"],
                "to": stop.stop["number"],
                "mode": stop.leg.mode,
                "km": stop.leg.km,
                "minutes": stop.leg.minutes,
                "straight": stop.leg.is_straight,
                "optional": stop.is_optional,
                "text": leg_sentence(stop.leg),
            },
        )
        for start, stop in itinerary.steps()
        if stop.leg
    ]


def _point(stop: ItineraryStop) -> list[float]:
    return [stop.stop["point"]["longitude"], stop.stop["point"]["latitude"]]


def _feature(shape: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": properties,
    }
