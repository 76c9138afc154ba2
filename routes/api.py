"""What the read API gives out of routes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.api.collections import Collection, Telling, register
from catalogue.api.finding import Item
from catalogue.api.parameters import keys
from catalogue.api.records import point
from catalogue.api.schemas import (
    COUNTRY,
    listed,
    maybe,
    named,
    number,
    one_of,
    text,
    thing,
    uri,
    whole,
    yes_or_no,
)
from catalogue.models import Edition
from catalogue.models.edition import Kind
from routes.downloads.told import owners_of_the_lines
from routes.models import Route
from routes.older_editions import completed

_MODE = one_of(Route.Mode.values)
_TOTALS: dict[str, Any] = {
    "length_km": number(_("As long as the lines are, or straight where none is known."), minimum=0),
    "travel_minutes": whole(minimum=0),
    "stay_minutes": whole(minimum=0),
}
_LEG = thing(
    {
        "mode": _MODE,
        "km": number(minimum=0),
        "minutes": whole(minimum=0),
        "straight": yes_or_no(_("No way is known: the length is that of a straight line.")),
    }
)
_STOP = thing(
    {
        "number": whole(minimum=1),
        "title": text(),
        "place": text(),
        "country": COUNTRY,
        "village": named("ItemLink"),
        "point": named("Point"),
        "side_trip": yes_or_no(_("For those who like; in no total.")),
        "stay_minutes": whole(minimum=0),
        "note": text(),
        "leg": maybe(named("Leg")),
    }
)
_DAY = thing(
    {
        "number": whole(minimum=1),
        "title": text(),
        **_TOTALS,
        "stops": listed(named("Stop")),
    }
)


def _route(item: Item, telling: Telling) -> dict[str, Any]:
    edition = item.edition
    document = completed(edition.document)
    page = telling.site + edition.get_absolute_url()
    return {
        "modes": [way["mode"] for way in document["ways"]],
        **{name: document[name] for name in _TOTALS},
        "countries": document["countries"],
        "crosses_border": document["crosses_border"],
        "composed_by_us": document["composed"],
        "story": document["story"],
        "days": [_day(day, item, telling) for day in document["days"]],
        "line_attribution": " ".join(owners_of_the_lines(edition)),
        "gpx": f"{page}route.gpx",
        "kml": f"{page}route.kml",
        "sources": document["sources"],
    }


def _day(day: dict[str, Any], item: Item, telling: Telling) -> dict[str, Any]:
    return {
        "number": day["number"],
        "title": day["title"],
        **{name: day[name] for name in _TOTALS},
        "stops": [_stop(stop, item, telling) for stop in day["stops"]],
    }


def _stop(stop: dict[str, Any], item: Item, telling: Telling) -> dict[str, Any]:
    return {
        "number": stop["number"],
        "title": stop["title"],
        "place": stop["place"],
        "country": stop["country"],
        "village": telling.link(Kind.VILLAGE, stop["village"], item),
        "point": point(stop["point"]),
        "side_trip": stop["optional"],
        "stay_minutes": stop["stay_minutes"],
        "note": stop["note"],
        "leg": stop["leg"] and {name: stop["leg"][name] for name in _LEG["properties"]},
    }


def _stops(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [stop for day in document["days"] for stop in day["stops"]]


def _geometry(edition: Edition) -> dict[str, Any] | None:
    """A line for each leg that is no side trip; the one stop of a route that has but one."""
    lines, here = [], None
    for stop in _stops(completed(edition.document)):
        there = [stop["point"]["longitude"], stop["point"]["latitude"]]
        if stop["optional"]:
            continue
        if stop["leg"] and here:
            lines.append(stop["leg"]["line"] or [here, there])
        here = there
    if lines:
        return {"type": "MultiLineString", "coordinates": lines}
    return {"type": "Point", "coordinates": here} if here else None


def _properties(item: Item, telling: Telling) -> dict[str, Any]:
    edition = item.edition
    document = completed(edition.document)
    legs = [stop["leg"] for stop in _stops(document) if stop["leg"] and not stop["optional"]]
    return {
        "modes": [way["mode"] for way in document["ways"]],
        **{name: document[name] for name in _TOTALS},
        "countries": document["countries"],
        "legs": [{name: leg[name] for name in _LEG["properties"]} for leg in legs],
        "line_attribution": " ".join(owners_of_the_lines(edition)),
    }


def _linked(item: Item, telling: Telling) -> dict[str, Any]:
    """schema.org/TouristTrip with its stops in order."""
    edition = item.edition
    stops = _stops(edition.document)
    return {
        "@type": "TouristTrip",
        "name": edition.title,
        "description": edition.document["summary"],
        "url": telling.site + edition.get_absolute_url(),
        "inLanguage": edition.language,
        "itinerary": {
            "@type": "ItemList",
            "numberOfItems": len(stops),
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": stop["number"],
                    "item": {"@type": "TouristAttraction", "name": stop["title"]},
                }
                for stop in stops
            ],
        },
    }


_LINES = text(_("Whose lines these are; say it wherever you show them."))

register(
    Collection(
        kind=Kind.ROUTE,
        name="routes",
        schema_name="Route",
        label=_("Routes"),
        told=_("Routes with their days and stops. A route lies where it begins."),
        filters=(
            keys("mode", _("Routes by one of these means of travel."), "car", Route.Mode.values),
            keys("country", _("Routes that lead through this country."), "LT", ("LV", "LT")),
        ),
        schemas={"Leg": _LEG, "Stop": _STOP, "Day": _DAY},
        schema={
            "modes": listed(_MODE),
            **_TOTALS,
            "countries": listed(COUNTRY),
            "crosses_border": yes_or_no(),
            "composed_by_us": yes_or_no(_("False: it is known to have been travelled.")),
            "story": listed(text(), _("One text for each paragraph.")),
            "days": listed(named("Day")),
            "line_attribution": _LINES,
            "gpx": uri(),
            "kml": uri(),
            "sources": listed(text()),
        },
        record=_route,
        linked=_linked,
        geometry=_geometry,
        properties=_properties,
        properties_schema={
            "modes": listed(_MODE),
            **_TOTALS,
            "countries": listed(COUNTRY),
            "legs": listed(named("Leg"), _("In the order of the lines.")),
            "line_attribution": _LINES,
        },
    )
)
