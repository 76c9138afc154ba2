"""A whole map: the base, the route or the village, the names, in the order in which they yield.

`python benchmarks/maps.py` prints milliseconds and bytes for each kind of map.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import override

from catalogue.maps import canvas as paint
from catalogue.maps import furniture
from catalogue.maps.base import BaseMap, base_map_for, level_for, visible
from catalogue.maps.canvas import Canvas
from catalogue.maps.countries import name_countries
from catalogue.maps.geometry import (
    Box,
    Point,
    around,
    bounds,
    clip_line,
    clip_ring,
    grown,
    line_path,
    number,
    simplified,
    soft_line_path,
    soft_ring_path,
    spaced,
)
from catalogue.maps.labels import (
    Block,
    Board,
    Line,
    StopLabel,
    place_beside,
    place_over,
    place_stop_labels,
    stop_blocks,
)
from catalogue.maps.names import LAKES, RIVERS, TOWNS, town_name
from catalogue.maps.projection import LonLat, Projection, distance_km, mercator
from catalogue.maps.stops import MapStop, spread

LANGUAGES = ("lv", "lt", "en")

# A map with one stop shows so many km on every side of it, on its shorter side.
SURROUNDINGS_KM = 20
# However near the stops are to each other, a map shows at least this many km.
LEAST_KM = 24
# A lake smaller than this on paper (in square drawing units, 0.01 mm²) is left out.
SMALLEST_LAKE = 34


@dataclass(frozen=True)
class Sheet:
    """Everything the steps of drawing share. `scale` is the size of type, 1 = as designed."""

    canvas: Canvas
    projection: Projection
    board: Board
    base: BaseMap
    extent: Box
    language: str
    scale: float

    @property
    def window(self) -> Box:
        return self.canvas.window


def render_map(
    *,
    stops: Sequence[MapStop],
    line: dict[str, Any] | None = None,
    language: str,
    title: str,
    description: str,
    width_mm: float = 100,
    height_mm: float = 75,
    straight: bool = False,
    fonts: Literal["embedded", "inherit"] = "inherit",
    id_prefix: str = "map",
    heading: str = "",
    subheading: str = "",
) -> str:
    """An SVG map of the stops, as text.

    One stop makes a village's map: a plain marker and its surroundings. Several make a route's:
    numbered markers, the `line` (a GeoJSON LineString) drawn through, or, with `straight`, dashed
    legs from stop to stop. The words on it are in `language` (`lv`, `lt` or `en`). `title` and
    `description` are for those who do not see it; `heading` and `subheading` are printed on it.

    With `fonts="inherit"` the SVG goes inline into a page or a brochure that has the site's faces,
    and holds nothing that the Content-Security-Policy forbids; `id_prefix` keeps its ids apart from
    other maps in the page. With `"embedded"` it is a file of its own.

    Good sizes: 100 × 75 for a village on the web, 110 × 140 for a route on a phone, 170 × 210 for a
    page of a brochure. The same arguments give the same bytes. Raises ValueError for a language or
    fonts not named here, and when there is neither a stop nor a line.
    """
    if language not in LANGUAGES:
        raise ValueError(f"A map can speak {', '.join(LANGUAGES)}, not {language!r}.")
    if fonts not in ("embedded", "inherit"):
        raise ValueError(f"fonts is 'embedded' or 'inherit', not {fonts!r}.")
    path: list[LonLat] = [(point[0], point[1]) for point in (line or {}).get("coordinates", ())]
    if not stops and len(path) < 2:
        raise ValueError("A map needs a stop or a line.")
    with override(language):
        sheet = _sheet(stops, path, language, width_mm * 10, height_mm * 10, id_prefix)
        _draw_base(sheet)
        drawn_line = _draw_line(sheet, stops, path, straight)
        _draw_stops_and_furniture(sheet, stops, drawn_line, heading, subheading)
        _draw_names(sheet, stops)
        return sheet.canvas.svg(title, description, language, embed_fonts=fonts == "embedded")


def _sheet(
    stops: Sequence[MapStop],
    path: Sequence[LonLat],
    language: str,
    width: float,
    height: float,
    id_prefix: str,
) -> Sheet:
    large = min(width, height) >= 1300
    # A small map is read on a phone, where its 100 mm are 60 mm wide: larger type.
    scale = 0.92 if large else 1.12
    margin = 24 if large else 8
    strip = 30 * scale + (10 if large else 4)
    window = (margin, margin, width - margin, height - margin - strip)
    canvas = Canvas(width, height, window, id_prefix)
    projection = _projection(stops, path, window)
    return Sheet(
        canvas=canvas,
        projection=projection,
        board=Board(window),
        base=base_map_for(level_for(projection.per_degree)),
        extent=projection.extent(),
        language=language,
        scale=scale,
    )


def _projection(stops: Sequence[MapStop], path: Sequence[LonLat], window: Box) -> Projection:
    places = [(stop.longitude, stop.latitude) for stop in stops] + list(path)
    if len(stops) == 1 and not path:
        least = 2 * max(SURROUNDINGS_KM, 1.3 * (stops[0].radius_m or 0) / 1000)
        return Projection.around(places, window, room=0, least_km=least)
    return Projection.around(places, window, room=0.13, least_km=LEAST_KM)


# --- The base -------------------------------------------------------------------------------------


def _draw_base(sheet: Sheet) -> None:
    canvas, projection, base = sheet.canvas, sheet.projection, sheet.base
    beyond = grown(sheet.window, 20)

    for code, rings in base.countries.items():
        clipped = [
            clip_ring(projection.all_plane(ring.points), beyond)
            for ring in visible(rings, sheet.extent)
        ]
        data = "".join(line_path(ring, closed=True) for ring in clipped if len(ring) > 2)
        if data:
            canvas.add("land", f'<path d="{data}" fill="{paint.LAND[code]}"/>')

    for lines, halo in ((base.outer_frontiers, 20), (base.frontier, 26)):
        runs = [
            run
            for shape in visible(lines, sheet.extent)
            for run in clip_line(projection.all_plane(shape.points), beyond)
        ]
        for run in runs:
            sheet.board.avoid(spaced(run, 30), 0.8)
        data = "".join(line_path(run) for run in runs)
        if data:
            canvas.add(
                "frontier",
                f'<path d="{data}" stroke-opacity=".13" stroke-width="{halo}"/>'
                f'<path d="{data}" stroke-width="3.2" stroke-dasharray="17 6 3.2 6"/>',
            )

    rivers = []
    for shape in visible(base.rivers, sheet.extent):
        for run in clip_line(projection.all_plane(shape.points), beyond):
            rivers.append(soft_line_path(run))
            sheet.board.avoid(spaced(run, 40), 0.5)
    width = min(7.0, max(3.5, projection.per_km * 0.35))
    canvas.add(
        "water",
        f'<path d="{"".join(rivers)}" fill="none" stroke="{paint.RIVER}" '
        f'stroke-width="{number(width)}"/>',
    )

    smallest = SMALLEST_LAKE / projection.per_km**2
    lakes = []
    for lake in base.lakes:
        if lake.km2 < smallest:
            break
        if not any(visible([lake.shore], sheet.extent)):
            continue
        ring = projection.all_plane(lake.shore.points)
        if lake.km2 > 20:  # others are too small to be worth cutting
            ring = clip_ring(ring, beyond)
        if len(ring) > 2:
            lakes.append(soft_ring_path(ring))
            if lake.km2 > 4 * smallest:
                left, top, right, bottom = bounds(ring)
                middle = (top + bottom) / 2
                sheet.board.avoid([(left, middle), (right, middle)], 0.4)
    canvas.add(
        "water",
        f'<path d="{"".join(lakes)}" fill="{paint.LAKE}" stroke="{paint.SHORE}" '
        f'stroke-width="1.3"/>',
    )


# --- The route ------------------------------------------------------------------------------------


def _draw_line(
    sheet: Sheet, stops: Sequence[MapStop], path: Sequence[LonLat], straight: bool
) -> list[Point]:
    """Draw the way; return its points on the sheet, none when there is no way to draw."""
    canvas, projection = sheet.canvas, sheet.projection
    if len(path) > 1:
        points = simplified([projection.point(place) for place in path], 0.6)
        data = "".join(line_path(run) for run in clip_line(points, grown(sheet.window, 20)))
        canvas.add(
            "line",
            f'<path d="{data}" stroke="#fff" stroke-opacity=".85" stroke-width="17"/>'
            f'<path d="{data}" stroke="{paint.MADDER}" stroke-width="9"/>',
        )
        sheet.board.avoid(spaced(points, 30), 5)
        return points
    if straight and len(stops) > 1:
        points = [projection.point((stop.longitude, stop.latitude)) for stop in stops]
        data = line_path(points)
        canvas.add(
            "line",
            f'<path d="{data}" stroke="#fff" stroke-opacity=".8" stroke-width="12"/>'
            f'<path d="{data}" stroke="{paint.MADDER}" stroke-width="5.5" '
            f'stroke-dasharray="16 13"/>',
        )
        sheet.board.avoid(points, 3)
        return points
    return []


def _draw_stops_and_furniture(
    sheet: Sheet,
    stops: Sequence[MapStop],
    line: Sequence[Point],
    heading: str,
    subheading: str,
) -> None:
    canvas, projection, scale = sheet.canvas, sheet.projection, sheet.scale
    single = len(stops) == 1
    radius = (24 if single else 27) * scale
    homes = [projection.point((stop.longitude, stop.latitude)) for stop in stops]
    places = spread(homes, 2 * radius + 6, sheet.window)

    pins = [around(place, radius) for place in places]
    taken = _draw_furniture(sheet, stops, pins, line, heading, subheading)
    for box in taken:
        sheet.board.take(grown(box, 4))

    for stop, home in zip(stops, homes, strict=True):
        if stop.approximate:
            _draw_area(sheet, stop, home)
    leaders = []
    for home, place in zip(homes, places, strict=True):
        if math.dist(home, place) > radius / 3:
            leaders += _draw_leader(canvas, place, home)

    labels = []
    for stop, place in zip(stops, places, strict=True):
        _draw_pin(sheet, stop, place, radius, single=single)
        size = (38 if single else 36) * scale
        wide = min(430.0, 0.42 * (sheet.window[2] - sheet.window[0]))
        blocks = stop_blocks(stop.name, stop.detail, size, wide, paint.INK, paint.SOFT_INK)
        labels.append(StopLabel(place, radius, blocks))
    place_stop_labels(sheet.board, labels, leaders)
    for label in labels:
        if label.spot is None:
            continue
        if label.spot.leader:
            (ax, ay), (bx, by) = label.point, label.spot.leader[1]
            canvas.add(
                "leaders",
                f'<path d="M{number(ax)} {number(ay)}L{number(bx)} {number(by)}" fill="none" '
                f'stroke="{paint.MADDER}" stroke-width="2"/>',
            )
        canvas.label("names", label.spot)


def _draw_furniture(
    sheet: Sheet,
    stops: Sequence[MapStop],
    pins: Sequence[Box],
    line: Sequence[Point],
    heading: str,
    subheading: str,
) -> list[Box]:
    """Draw frame, heading, arrow, scale bar and locator; return the boxes they take."""
    canvas, projection, scale = sheet.canvas, sheet.projection, sheet.scale
    large = scale < 1
    furniture.draw_frame(canvas, projection, ticks=large)
    furniture.draw_attribution(canvas, canvas.height - 9, (23 if large else 26) * scale)
    taken: list[Box] = []
    if heading:
        taken.append(furniture.draw_heading(canvas, heading, subheading, scale))

    way = [around(point, 8) for run in clip_line(line, sheet.window) for point in spaced(run, 20)]
    size = furniture.north_arrow_size(scale)
    boxes = furniture.corners(sheet.window, size, 12)
    order = ["top right", "top left", "bottom left", "bottom right"]
    box = furniture.free_corner(boxes, order, taken, pins) or boxes["top right"]
    furniture.draw_north_arrow(canvas, box, scale)
    taken.append(box)

    legend = any(stop.approximate for stop in stops)
    size = furniture.scale_bar_size(canvas, projection, scale, legend=legend)
    boxes = furniture.corners(sheet.window, size, 12)
    order = ["bottom right", "bottom left", "top left", "top right"]
    box = furniture.free_corner(boxes, order, taken, pins) or boxes["bottom right"]
    furniture.draw_scale_bar(canvas, box, projection, scale, legend=legend)
    taken.append(box)

    wide = 0.19 * (sheet.window[2] - sheet.window[0])
    boxes = furniture.corners(sheet.window, furniture.locator_size(wide), 14)
    order = ["bottom left", "top left", "bottom right", "top right"]
    areas = [
        around(
            projection.point((stop.longitude, stop.latitude)),
            0.8 * (stop.radius_m or 0) / 1000 * projection.per_km,
        )
        for stop in stops
    ]
    spot = furniture.free_corner(boxes, order, taken, [*pins, *way, *areas])
    spot = spot or furniture.free_corner(boxes, order, taken, [*pins, *way])
    spot = spot or furniture.free_corner(boxes, order, taken, pins)
    if spot:
        furniture.draw_locator(canvas, spot, projection, sheet.language, scale)
        taken.append(spot)
    return taken


def _draw_area(sheet: Sheet, stop: MapStop, centre: Point) -> None:
    """The circle within which an inexact place lies."""
    radius = (stop.radius_m or 0) / 1000 * sheet.projection.per_km
    sheet.canvas.add(
        "areas",
        f'<circle cx="{number(centre[0])}" cy="{number(centre[1])}" r="{number(radius)}" '
        f'fill="{paint.MADDER}" fill-opacity=".09" stroke="{paint.MADDER}" '
        f'stroke-opacity=".75" stroke-width="2.2" stroke-dasharray="9 7"/>',
    )


def _draw_leader(canvas: Canvas, place: Point, home: Point) -> list[Box]:
    """From a marker that had to step aside to its true point; the boxes along it."""
    (ax, ay), (bx, by) = place, home
    canvas.add(
        "leaders",
        f'<path d="M{number(ax)} {number(ay)}L{number(bx)} {number(by)}" '
        f'stroke="{paint.MADDER}" stroke-width="3"/>'
        f'<circle cx="{number(bx)}" cy="{number(by)}" r="6" fill="{paint.MADDER}" '
        f'stroke="#fff" stroke-width="2"/>',
    )
    steps = 4
    return [
        around((ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps), 7)
        for step in range(1, steps + 1)
    ]


def _draw_pin(sheet: Sheet, stop: MapStop, place: Point, radius: float, *, single: bool) -> None:
    """A madder disc with the number; hollow for an inexact place; a lozenge for a village alone."""
    canvas = sheet.canvas
    x, y = number(place[0]), number(place[1])
    fill, ink = ("#fff", paint.MADDER) if stop.approximate else (paint.MADDER, "#fff")
    canvas.add(
        "pins",
        f'<circle cx="{x}" cy="{y}" r="{number(radius)}" fill="#fff"/>'
        f'<circle cx="{x}" cy="{y}" r="{number(radius - 4.5)}" fill="{fill}" '
        f'stroke="{paint.MADDER}" stroke-width="3"/>',
    )
    if single:
        half = number(radius * 0.42)
        canvas.add(
            "pins",
            f'<path d="M{x} {y}m0-{half}l{half} {half}-{half} {half}-{half}-{half}z" '
            f'fill="{ink}"/>',
        )
        return
    size = radius * (1.15 if stop.number < 10 else 1.0)
    canvas.text(
        "pins",
        place[0],
        place[1] + size * 0.34,
        str(stop.number),
        face="strong",
        size=size,
        colour=ink,
        anchor="middle",
    )


# --- Names ----------------------------------------------------------------------------------------


def _draw_names(sheet: Sheet, stops: Sequence[MapStop]) -> None:
    """Names of the base map, the most telling first: each takes room from the next."""
    _name_towns(sheet, stops, at_least=9000)
    _name_lakes(sheet, at_least_km2=12)
    name_countries(
        sheet.canvas, sheet.board, sheet.projection, sheet.base, sheet.language, sheet.scale
    )
    _name_towns(sheet, stops, at_least=0, below=9000)
    _name_lakes(sheet, at_least_km2=0, below_km2=12)
    _name_rivers(sheet)


def _town_style(population: int) -> tuple[float, float, str]:
    """Size of the name, radius of the dot, colour."""
    if population > 20_000:
        return 35, 7, paint.INK
    if population > 5_000:
        return 32, 6, paint.INK
    if population > 1_500:
        return 29, 5, paint.INK
    return 28, 4.4, paint.SOFT_INK


def _name_towns(
    sheet: Sheet, stops: Sequence[MapStop], *, at_least: int, below: int = 10**9
) -> None:
    canvas, projection, board = sheet.canvas, sheet.projection, sheet.board
    west, south, east, north = sheet.extent
    # On a map of a whole region small towns would only be crowd.
    least = 0 if projection.per_km > 9 else 700 if projection.per_km > 6.5 else 1800
    places = [(stop.longitude, stop.latitude) for stop in stops]
    for town in sheet.base.towns:
        if not max(at_least, least) <= town.population < below:
            continue
        if not west < town.longitude < east:
            continue
        name = town_name(town.name, town.country, sheet.language)
        if name is None:
            continue
        at = (town.longitude, town.latitude)
        if any(
            distance_km(at, place) < 3 and _same_place(town.name, stop.name)
            for place, stop in zip(places, stops, strict=True)
        ):
            continue
        point = projection.point(at)
        size, radius, colour = _town_style(town.population)
        dot = around(point, radius + 3)
        if not board.free(dot):
            continue
        block = Block((Line(name, "text", size * sheet.scale, colour),))
        spot = place_beside(board, point, radius, block)
        if spot is None:
            continue
        board.take(dot)
        canvas.add(
            "dots",
            f'<circle cx="{number(point[0])}" cy="{number(point[1])}" r="{number(radius)}" '
            f'fill="#fff" stroke="{paint.INK}" stroke-width="2.2"/>',
        )
        canvas.label("names", spot)


def _same_place(town: str, stop: str) -> bool:
    """Whether a stop's name says the town's, in any of its languages."""
    names = TOWNS.get(town, (town,))
    return any(name.casefold() in stop.casefold() for name in names)


def _name_lakes(sheet: Sheet, *, at_least_km2: float, below_km2: float = 1e9) -> None:
    size = 28 * sheet.scale
    step = 0.9 * size
    shifts = [(dx, dy) for dy in (0, step, -step, 2 * step, -2 * step) for dx in (0, 40, -40)]
    smallest = 1300 / sheet.projection.per_km**2
    for lake, km2, at in _named_lakes(sheet):
        if not max(at_least_km2, smallest) <= km2 < below_km2:
            continue
        block = Block((Line(lake, "water", size, paint.WATER_INK),))
        spot = place_over(sheet.board, sheet.projection.point(at), block, shifts, 6)
        if spot:
            sheet.canvas.label("names", spot)


def _named_lakes(sheet: Sheet) -> list[tuple[str, float, LonLat]]:
    """Name in the page's language, km², a point in the lake; largest first."""
    west, south, east, north = sheet.extent
    found = []
    for names, at in LAKES:
        x, y = at[0], mercator(at[1])
        if west < x < east and south < y < north:
            found.append((names.in_language(sheet.language), _lake_km2(sheet.base, (x, y)), at))
    return sorted(found, key=lambda row: -row[1])


def _lake_km2(base: BaseMap, point: Point) -> float:
    """The size of the lake around this point, of the smallest when boxes overlap; 0 for none."""
    x, y = point
    boxes = ((lake.km2, lake.shore.box) for lake in base.lakes if lake.km2 >= 2)
    return min((km2 for km2, b in boxes if b[0] <= x <= b[2] and b[1] <= y <= b[3]), default=0.0)


def _name_rivers(sheet: Sheet) -> None:
    size = 28 * sheet.scale
    for names, places in RIVERS:
        name = names.in_language(sheet.language)
        block = Block((Line(name, "water", size, paint.WATER_INK),))
        side = block.width / 2 + 14
        shifts = [(side, 0), (-side, 0), (side, -size), (-side, size), (0, -size), (0, size)]
        for place in places:
            spot = place_over(sheet.board, sheet.projection.point(place), block, shifts, 1.1)
            if spot:
                sheet.canvas.label("names", spot)
                break
