"""Maps of editions: a village in its surroundings, a route with its numbered stops."""

from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.maps import MapStop, render_map
from catalogue.models import Edition
from catalogue.models.edition import Kind

VILLAGE_MM = (100, 75)
ROUTE_MM = (110, 140)


def draw(edition: Edition) -> str | None:
    """The SVG map of an edition as a file of its own; None when it has no place on a map."""
    width, height = ROUTE_MM if edition.kind == Kind.ROUTE else VILLAGE_MM
    return _draw(edition, width, height, "embedded")


def draw_for_print(
    edition: Edition, width_mm: float, height_mm: float, id_prefix: str = "map"
) -> str | None:
    """The map to stand in a printed page that has the site's faces; None without a place.

    `id_prefix` tells it from other maps in the same page.
    """
    key = (edition.digest, width_mm, height_mm, id_prefix)
    if key not in _printed:
        if len(_printed) >= MOST_KEPT:
            _printed.pop(next(iter(_printed)), None)
        _printed[key] = _draw(edition, width_mm, height_mm, "inherit", id_prefix)
    return _printed[key]


# A brochure asks for its map at each request, to see whether it still says the same. The digest
# names the whole content, so what is kept here never goes stale.
MOST_KEPT = 60
_printed: dict[tuple[str, float, float, str], str | None] = {}


def _draw(
    edition: Edition,
    width_mm: float,
    height_mm: float,
    fonts: Literal["embedded", "inherit"],
    id_prefix: str = "map",
) -> str | None:
    document = edition.document
    stops = _stops_of(document)
    if not stops:
        return None
    with override(edition.language):
        if edition.kind == Kind.ROUTE:
            title = _("Map of the route: %(title)s") % {"title": edition.title}
            names = "; ".join(f"{stop.number} {stop.name}" for stop in stops)
            description = _("The stops in the order of travel: %(stops)s.") % {"stops": names}
        else:
            title = _("Map: %(title)s") % {"title": edition.title}
            description = _("%(title)s and its surroundings.") % {"title": edition.title}
        return render_map(
            stops=stops,
            line=document.get("line"),
            straight=edition.kind == Kind.ROUTE and not document.get("line"),
            language=edition.language,
            title=title,
            description=description,
            width_mm=width_mm,
            height_mm=height_mm,
            fonts=fonts,
            id_prefix=id_prefix,
        )


def _stops_of(document: dict[str, Any]) -> list[MapStop]:
    """A route's stops in their order; the places of anything else, each as a stop."""
    if "days" in document:
        return [
            _stop(stop["number"], stop["title"], stop["place"], stop["point"])
            for day in document["days"]
            for stop in day["stops"]
        ]
    place = document.get("place") or ""
    points = document.get("places") or ([document["point"]] if document.get("point") else [])
    return [
        _stop(number, point.get("label") or document["title"], place, point)
        for number, point in enumerate(points, 1)
    ]


def _stop(number: int, name: str, place: str, point: dict[str, Any]) -> MapStop:
    detail = "" if place in name else place
    return MapStop(
        number, name, point["latitude"], point["longitude"], point.get("radius_m"), detail
    )
