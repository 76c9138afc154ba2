"""Maps of editions: a village in its surroundings, a route with its numbered stops and its legs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue import photos
from catalogue.maps import MapLeg, MapStop, render_map, straight_legs
from catalogue.models import Edition
from catalogue.models.edition import Kind

# Part of a map's address: a new number when the renderer draws differently.
MAP_VERSION = "2"
VILLAGE_MM = (100, 75)
ROUTE_MM = (110, 140)


def stored_map(edition: Edition) -> str | None:
    """The name, in default storage, of the map that `draw()` drew; None without a place.

    It is filed under the edition's digest, so it is drawn once and never goes stale.
    """
    name = f"maps/{MAP_VERSION}/{edition.digest}.svg"
    if not default_storage.exists(name):
        svg = draw(edition)
        if svg is None:
            return None
        photos.put(default_storage, name, svg.encode())
    return name


def draw(edition: Edition) -> str | None:
    """The SVG map of an edition as a file of its own; None when it has no place on a map."""
    width, height = ROUTE_MM if edition.kind == Kind.ROUTE else VILLAGE_MM
    return _draw(edition, width_mm=width, height_mm=height, fonts="embedded")


def draw_for_print(
    edition: Edition,
    width_mm: float,
    height_mm: float,
    id_prefix: str = "map",
    *,
    ink_light: bool = False,
    avoid_x_mm: Sequence[float] = (),
    avoid_y_mm: Sequence[float] = (),
) -> str | None:
    """The map to stand in a printed page that has the site's faces; None without a place.

    `id_prefix` tells it from other maps in the same page. `ink_light` draws black and grey lines on
    white. Within 2 mm of the folds at `avoid_x_mm` and `avoid_y_mm`, counted from the map's own
    left and top edge, stands neither a letter nor a marker. The scale is between 1:400 000 and
    1:2 000 000; a route that is longer than this paper at 1:2 000 000 is still shown whole.
    """
    folds_x, folds_y = tuple(avoid_x_mm), tuple(avoid_y_mm)
    key = (
        edition.digest, edition.language, edition.kind, width_mm, height_mm, id_prefix, ink_light,
        folds_x, folds_y,
    )  # fmt: skip
    return _kept(
        key,
        lambda: _draw(
            edition,
            width_mm=width_mm,
            height_mm=height_mm,
            id_prefix=id_prefix,
            ink_light=ink_light,
            avoid_x_mm=folds_x,
            avoid_y_mm=folds_y,
            for_print=True,
        ),
    )


def draw_overview(
    marked: Sequence[tuple[str, Edition]],
    language: str,
    width_mm: float,
    height_mm: float,
    id_prefix: str = "overview",
    *,
    ink_light: bool = False,
    avoid_x_mm: Sequence[float] = (),
    avoid_y_mm: Sequence[float] = (),
) -> str | None:
    """A printed map of many villages and routes, each with its mark: a number, a letter, a page.

    A village stands at its place, a route at its first stop; there are no lines. What has no place
    is left out; None when nothing has one. `language` is that of the words on the map; the other
    arguments are as for `draw_for_print()`.
    """
    folds_x, folds_y = tuple(avoid_x_mm), tuple(avoid_y_mm)
    key = (
        tuple((mark, edition.digest, edition.language) for mark, edition in marked),
        language, width_mm, height_mm, id_prefix, ink_light, folds_x, folds_y,
    )  # fmt: skip
    stops = [
        replace(
            first,
            number=number,
            mark=mark,
            name=edition.title,
            detail="" if edition.kind == Kind.ROUTE else _place(edition.document, edition.title),
        )
        for number, (mark, edition) in enumerate(marked, 1)
        for first in _stops_of(edition.document)[:1]
    ]
    if not stops:
        return None

    def drawn() -> str:
        with override(language):
            names = "; ".join(f"{stop.label} {stop.name}" for stop in stops)
            return render_map(
                stops=stops,
                language=language,
                title=_("Overview map"),
                description=_("Where they lie: %(names)s.") % {"names": names},
                width_mm=width_mm,
                height_mm=height_mm,
                id_prefix=id_prefix,
                ink_light=ink_light,
                avoid_x_mm=folds_x,
                avoid_y_mm=folds_y,
                for_print=True,
            )

    return _kept(key, drawn)


# A brochure asks for its map at each request, to see whether it still says the same. Digests name
# the whole content, so what is kept here never goes stale.
MOST_KEPT = 60
_printed: dict[tuple[Any, ...], str | None] = {}
_one_at_a_time = Lock()


def _kept(key: tuple[Any, ...], draw: Callable[[], str | None]) -> str | None:
    if key in (kept := dict(_printed)):  # as it is now: other threads make room in it
        return kept[key]
    svg = draw()
    with _one_at_a_time:
        if len(_printed) >= MOST_KEPT:
            _printed.pop(next(iter(_printed)), None)
        _printed[key] = svg
    return svg


def _draw(edition: Edition, **paper: Any) -> str | None:
    """`paper` is what `render_map()` needs to know besides the content."""
    document = edition.document
    stops = _stops_of(document)
    if not stops:
        return None
    legs: list[MapLeg] = []
    with override(edition.language):
        if edition.kind == Kind.ROUTE:
            legs = _legs_of(document, stops)
            title = _("Map of the route: %(title)s") % {"title": edition.title}
            names = "; ".join(f"{stop.number} {stop.name}" for stop in stops)
            description = _("The stops in the order of travel: %(stops)s.") % {"stops": names}
            if any(leg.is_straight for leg in legs):
                description += " " + _("Where the way is not known, the line is straight.")
        else:
            title = _("Map: %(title)s") % {"title": edition.title}
            description = _("%(title)s and its surroundings.") % {"title": edition.title}
        return render_map(
            stops=stops,
            legs=legs,
            language=edition.language,
            title=title,
            description=description,
            **paper,
        )


def _legs_of(document: dict[str, Any], stops: Sequence[MapStop]) -> list[MapLeg]:
    """The legs of a route, each from the last stop before it that is not optional.

    Editions published before there were legs know at most one line for the whole route.
    """
    rows = [stop for day in document["days"] for stop in day["stops"]]
    if not any("leg" in row for row in rows):
        if line := document.get("line"):
            return [MapLeg(_points(line["coordinates"]))]
        return straight_legs(stops)
    legs: list[MapLeg] = []
    start = (stops[0].longitude, stops[0].latitude)
    for row, stop in zip(rows, stops, strict=True):
        here = (stop.longitude, stop.latitude)
        optional = row.get("optional", False)
        if leg := row.get("leg"):
            line = _points(leg.get("line") or ())
            straight = len(line) < 2
            legs.append(
                MapLeg(
                    (start, here) if straight else line,
                    is_straight=straight,
                    is_optional=optional,
                    by_boat=leg.get("mode") == "boat",
                )
            )
        if not optional:
            start = here
    return legs


def _points(coordinates: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    return [(point[0], point[1]) for point in coordinates]


def _stops_of(document: dict[str, Any]) -> list[MapStop]:
    """A route's stops in their order; the places of anything else, each as a stop."""
    if "days" in document:
        return [
            _stop(stop["number"], stop["title"], stop["place"], stop["point"])
            for day in document["days"]
            for stop in day["stops"]
        ]
    points = document.get("places") or ([document["point"]] if document.get("point") else [])
    place = document.get("place") or ""
    return [
        _stop(number, point.get("label") or document["title"], place, point)
        for number, point in enumerate(points, 1)
    ]


def _stop(number: int, name: str, place: str, point: dict[str, Any]) -> MapStop:
    detail = "" if place in name else place
    return MapStop(
        number, name, point["latitude"], point["longitude"], point.get("radius_m"), detail
    )


def _place(document: dict[str, Any], name: str) -> str:
    place = document.get("place") or ""
    return "" if place in name else place
