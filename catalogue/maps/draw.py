"""A whole map: the base, the route or the village, the names, in the order in which they yield.

`python benchmarks/maps.py` prints milliseconds and bytes for each kind of map.
"""

import math
from collections.abc import Sequence
from typing import Literal

from django.utils.translation import override

from catalogue.maps import furniture
from catalogue.maps.base import DETAILED, base_map_for, level_for, visible
from catalogue.maps.canvas import Canvas
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
from catalogue.maps.labels import Board, StopLabel, place_stop_labels, stop_blocks
from catalogue.maps.legs import LegStyle, MapLeg, style_of
from catalogue.maps.lettering import text_width
from catalogue.maps.naming import draw_names
from catalogue.maps.palette import INK_LIGHT, LINEN
from catalogue.maps.projection import Projection
from catalogue.maps.sheet import Sheet, fold_strips
from catalogue.maps.stops import MapStop, spread

LANGUAGES = ("lv", "lt", "en")

# A map with one stop shows so many km on every side of it, on its shorter side.
SURROUNDINGS_KM = 20
# However near the stops are to each other, a map shows at least this many km.
LEAST_KM = 24
# Free on every side of the stops, as a part of the map's size; the second when the scale would
# otherwise grow smaller than it may.
ROOM, LEAST_ROOM = 0.13, 0.075
# A printed map is drawn at 1 : n between these, unless stops lie too far apart for the second.
PRINT_SCALES = (400_000.0, 2_000_000.0)
# From this width and height on (in drawing units) a map has a woven frame and a reader at a table.
LARGE = 1300
# A lake smaller than this on paper (in square drawing units, 0.01 mm²) is left out.
SMALLEST_LAKE = 34
# So much of a map may be markers; with more of them they grow smaller.
MARKERS_PART = 0.14
MANY, VERY_MANY = 24, 100


def render_map(
    *,
    stops: Sequence[MapStop],
    legs: Sequence[MapLeg] = (),
    language: str,
    title: str,
    description: str,
    width_mm: float = 100,
    height_mm: float = 75,
    fonts: Literal["embedded", "inherit"] = "inherit",
    id_prefix: str = "map",
    heading: str = "",
    subheading: str = "",
    ink_light: bool = False,
    avoid_x_mm: Sequence[float] = (),
    avoid_y_mm: Sequence[float] = (),
    for_print: bool = False,
) -> str:
    """An SVG map of the stops, as text.

    One stop makes a village's map: a plain marker and its surroundings. Several make a route's:
    numbered markers, and the `legs` between them, each in the manner of its kind. Without legs the
    markers stand alone, for an overview. Every marker shows its number whatever the crowd; names
    yield. The words on it are in `language` (`lv`, `lt` or `en`). `title` and `description` are for
    those who do not see it; `heading` and `subheading` are printed on it.

    With `fonts="inherit"` the SVG goes inline into a page or a brochure that has the site's faces,
    and holds nothing that the Content-Security-Policy forbids; `id_prefix` keeps its ids apart from
    other maps in the page. With `"embedded"` it is a file of its own.

    For paper: `ink_light` draws black and grey lines on white; within 2 mm of the folds at
    `avoid_x_mm` and `avoid_y_mm` (from the left and the top edge) stands neither a letter nor a
    marker; `for_print` sets type as for reading at hand, and keeps the map from being drawn larger
    than 1:400 000, and smaller than 1:2 000 000 unless the stops lie too far apart for it: then the
    map shows all of them with little room around, at whatever scale that takes.

    Good sizes: 100 × 75 for a village on the web, 110 × 140 for a route on a phone, 170 × 210 for a
    page of a brochure. The same arguments give the same bytes. Raises ValueError for a language or
    fonts not named here, and when there is neither a stop nor a leg.
    """
    if language not in LANGUAGES:
        raise ValueError(f"A map can speak {', '.join(LANGUAGES)}, not {language!r}.")
    if fonts not in ("embedded", "inherit"):
        raise ValueError(f"fonts is 'embedded' or 'inherit', not {fonts!r}.")
    legs = [leg for leg in legs if len(leg.points) > 1]
    if not stops and not legs:
        raise ValueError("A map needs a stop or a leg.")
    with override(language):
        sheet = _sheet(
            stops,
            legs,
            language,
            width_mm * 10,
            height_mm * 10,
            id_prefix,
            ink_light=ink_light,
            folds_x=[x * 10 for x in avoid_x_mm],
            folds_y=[y * 10 for y in avoid_y_mm],
            for_print=for_print,
        )
        _draw_base(sheet)
        way, styles = _draw_legs(sheet, legs)
        _draw_stops_and_furniture(sheet, stops, way, styles, heading, subheading)
        draw_names(sheet, stops)
        return sheet.canvas.svg(title, description, language, embed_fonts=fonts == "embedded")


def _sheet(
    stops: Sequence[MapStop],
    legs: Sequence[MapLeg],
    language: str,
    width: float,
    height: float,
    id_prefix: str,
    *,
    ink_light: bool = False,
    folds_x: Sequence[float] = (),
    folds_y: Sequence[float] = (),
    for_print: bool = False,
) -> Sheet:
    large = min(width, height) >= LARGE
    # A small map is read on a phone, where its 100 mm are 60 mm wide: larger type.
    scale = 0.92 if large else 0.84 if for_print else 1.12
    margin = 24 if large else 8
    folds = fold_strips(width, height, folds_x, folds_y)
    type_size = _attribution_size(scale, large)
    lines, type_size, _ = furniture.attribution_lines(margin, width - margin, type_size, folds)
    strip = 30 * scale + (10 if large else 4) + (len(lines) - 1) * 1.12 * type_size
    window = (margin, margin, width - margin, height - margin - strip)
    canvas = Canvas(width, height, window, id_prefix, INK_LIGHT if ink_light else LINEN)
    projection = _projection(stops, legs, window, PRINT_SCALES if for_print else (0, math.inf))
    board = Board(window)
    for strip_box in folds:
        board.take(strip_box)
    return Sheet(
        canvas=canvas,
        projection=projection,
        board=board,
        base=base_map_for(level_for(projection.per_degree)),
        extent=projection.extent(),
        language=language,
        scale=scale,
        folds=folds,
    )


def _attribution_size(scale: float, large: bool) -> float:
    return (23 if large else 26) * scale


def _projection(
    stops: Sequence[MapStop],
    legs: Sequence[MapLeg],
    window: Box,
    scales: tuple[float, float],
) -> Projection:
    places = [(stop.longitude, stop.latitude) for stop in stops]
    places += [point for leg in legs for point in leg.points]
    largest, smallest = scales
    if len(stops) == 1 and not legs:
        least = 2 * max(SURROUNDINGS_KM, 1.3 * (stops[0].radius_m or 0) / 1000)
        room = 0.0
    else:
        least, room = LEAST_KM, ROOM

    def with_room(room: float) -> Projection:
        return Projection.around(places, window, room=room, least_km=least, largest_scale=largest)

    projection = with_room(room)
    if projection.scale > smallest and room:
        tightest = with_room(LEAST_ROOM)
        if tightest.scale > smallest:
            return tightest
        return Projection.around(
            places, window, room=LEAST_ROOM, least_km=least, largest_scale=smallest
        )
    return projection


# --- The base -------------------------------------------------------------------------------------


def _draw_base(sheet: Sheet) -> None:
    canvas, projection, base = sheet.canvas, sheet.projection, sheet.base
    palette = canvas.palette
    beyond = grown(sheet.window, 20)

    for code, rings in base.locator.items():
        data = "".join(
            line_path(part, closed=True)
            for ring in rings
            for part in _beyond_details(projection.all_plane(ring.points), sheet)
        )
        if data:
            canvas.add("land", f'<path d="{data}" fill="{palette.land[code]}"/>')
    for code, rings in base.countries.items():
        clipped = [
            clip_ring(projection.all_plane(ring.points), beyond)
            for ring in visible(rings, sheet.extent)
        ]
        data = "".join(line_path(ring, closed=True) for ring in clipped if len(ring) > 2)
        if data:
            canvas.add("land", f'<path d="{data}" fill="{palette.land[code]}"/>')

    for lines, band in ((base.outer_frontiers, 20), (base.frontier, 26)):
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
                f'<path d="{data}" stroke="{palette.frontier_band}" stroke-width="{band}"/>'
                f'<path d="{data}" stroke="{palette.clay}" stroke-width="3.2" '
                f'stroke-dasharray="17 6 3.2 6"/>',
            )

    rivers = []
    for shape in visible(base.rivers, sheet.extent):
        for run in clip_line(projection.all_plane(shape.points), beyond):
            rivers.append(soft_line_path(run))
            sheet.board.avoid(spaced(run, 40), 0.5)
    width = min(7.0, max(3.5, projection.per_km * 0.35)) * palette.line_width
    canvas.add(
        "water",
        f'<path d="{"".join(rivers)}" fill="none" stroke="{palette.river}" '
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
        f'<path d="{"".join(lakes)}" fill="{palette.lake}" stroke="{palette.shore}" '
        f'stroke-width="{number(1.3 * palette.line_width)}"/>',
    )


def _beyond_details(ring: Sequence[Point], sheet: Sheet) -> list[list[Point]]:
    """What of a coarse outline lies where the fine ones end, on a map that reaches so far."""
    left, top, right, bottom = grown(sheet.window, 20)
    west, south, _, north = DETAILED
    x, high = sheet.projection.plane((west, north))
    _, low = sheet.projection.plane((west, south))
    margins = [(left, top, x + 1, bottom), (x, top, right, high + 1), (x, low - 1, right, bottom)]
    parts = [clip_ring(ring, box) for box in margins if box[0] < box[2] and box[1] < box[3]]
    return [part for part in parts if len(part) > 2]


# --- The route ------------------------------------------------------------------------------------


def _draw_legs(sheet: Sheet, legs: Sequence[MapLeg]) -> tuple[list[list[Point]], list[LegStyle]]:
    """Draw the ways; return their points on the sheet, and the styles that need a word."""
    canvas, projection = sheet.canvas, sheet.projection
    beyond = grown(sheet.window, 20)
    runs: list[list[Point]] = []
    by_style: dict[LegStyle, list[str]] = {}
    # The main way lies over side trips.
    for leg in sorted(legs, key=lambda leg: (not leg.is_optional, leg.is_straight, leg.by_boat)):
        style = style_of(leg, canvas.palette)
        points = [projection.point(place) for place in leg.points]
        if len(points) > 2:
            points = simplified(spaced(points, 1), 0.6)
        for run in clip_line(points, beyond):
            by_style.setdefault(style, []).append(line_path(run))
        sheet.board.avoid(spaced(points, 50), 3 if leg.is_straight or leg.is_optional else 5)
        runs.append(points)
    for style, paths in by_style.items():
        canvas.add(
            "line",
            f'<path d="{"".join(paths)}" stroke="#ffffff" stroke-width="{style.casing:.3g}"/>',
        )
    for style, paths in by_style.items():
        canvas.add("line", f'<path d="{"".join(paths)}" {style.attributes()}/>')
    kinds = sorted({leg.kind: leg for leg in legs}.items(), key=lambda row: row[0])
    styles = [style_of(leg, canvas.palette) for _, leg in kinds]
    return runs, [style for style in styles if style.legend]


def _draw_stops_and_furniture(
    sheet: Sheet,
    stops: Sequence[MapStop],
    way: Sequence[Sequence[Point]],
    styles: Sequence[LegStyle],
    heading: str,
    subheading: str,
) -> None:
    canvas, projection, palette = sheet.canvas, sheet.projection, sheet.canvas.palette
    single = len(stops) == 1 and not stops[0].mark
    radius = _marker_radius(sheet, len(stops), single=single)
    homes = [projection.point((stop.longitude, stop.latitude)) for stop in stops]
    pins = [around(home, radius) for home in homes]
    taken = _draw_furniture(sheet, stops, pins, way, styles, heading, subheading)
    for box in taken:
        sheet.board.take(grown(box, 4))
    obstacles = [*(grown(box, 4) for box in taken), *sheet.folds]
    places = spread(homes, 2 * radius + 6, sheet.window, obstacles)

    for stop, home in zip(stops, homes, strict=True):
        if stop.approximate:
            _draw_area(sheet, stop, home)
    leaders = []
    for home, place in zip(homes, places, strict=True):
        if math.dist(home, place) > radius / 3:
            leaders += _draw_leader(canvas, place, home)

    labels = []
    size = _name_size(sheet, len(stops), single=single)
    wide = min(430.0, 0.42 * (sheet.window[2] - sheet.window[0]))
    for stop, place in zip(stops, places, strict=True):
        _draw_pin(sheet, stop, place, radius, single=single)
        blocks = stop_blocks(stop.name, stop.detail, size, wide, palette.ink, palette.soft_ink)
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
                f'stroke="{palette.route}" stroke-width="2"/>',
            )
        canvas.label("names", label.spot)


def _marker_radius(sheet: Sheet, count: int, *, single: bool) -> float:
    """Of one of `count` markers: as designed, smaller in a crowd, never too small to be read."""
    if single:
        return 24 * sheet.scale
    left, top, right, bottom = sheet.window
    crowd = 0.92 if count >= VERY_MANY else 1.0
    most = math.sqrt(MARKERS_PART * (right - left) * (bottom - top) / (math.pi * max(1, count)))
    return max(14.0, min(27 * sheet.scale * crowd, most))


def _name_size(sheet: Sheet, count: int, *, single: bool) -> float:
    size = (38 if single else 36) * sheet.scale
    crowd = min(1.0, max(0.0, (count - MANY) / (VERY_MANY - MANY)))
    return max(23.0, size * (1 - 0.25 * crowd))


def _draw_furniture(
    sheet: Sheet,
    stops: Sequence[MapStop],
    pins: Sequence[Box],
    way: Sequence[Sequence[Point]],
    styles: Sequence[LegStyle],
    heading: str,
    subheading: str,
) -> list[Box]:
    """Draw frame, heading, arrow, scale bar and locator; return the boxes they take.

    Arrow and scale bar must be somewhere: where markers stand in every place, these step aside.
    """
    canvas, projection, scale = sheet.canvas, sheet.projection, sheet.scale
    large = min(canvas.width, canvas.height) >= LARGE
    furniture.draw_frame(canvas, projection, ticks=large)
    furniture.draw_attribution(
        canvas, canvas.height - 9, _attribution_size(scale, large), sheet.folds
    )
    taken: list[Box] = []
    if heading:
        taken.append(furniture.draw_heading(canvas, heading, subheading, scale, sheet.folds))

    def place(size: Point, order: Sequence[str], margin: float, *others: Box) -> Box | None:
        boxes = furniture.places(sheet.window, size, margin, order)
        return furniture.free_place(boxes, [*taken, *sheet.folds], [*pins, *others])

    def place_anyway(size: Point, order: Sequence[str]) -> Box:
        boxes = furniture.places(sheet.window, size, 12, order)
        blocked = [*taken, *sheet.folds]
        return (
            furniture.free_place(boxes, blocked, pins)
            or furniture.free_place(boxes, blocked, [])
            or boxes[0]
        )

    box = place_anyway(
        furniture.north_arrow_size(scale), ("top right", "top left", "bottom left", "bottom right")
    )
    furniture.draw_north_arrow(canvas, box, scale)
    taken.append(box)

    legend = furniture.Legend(
        styles=tuple(styles), has_areas=any(stop.approximate for stop in stops)
    )
    size = furniture.scale_bar_size(canvas, projection, scale, legend)
    box = place_anyway(size, ("bottom right", "bottom left", "top left", "top right"))
    furniture.draw_scale_bar(canvas, box, projection, scale, legend)
    taken.append(box)

    lines = [
        around(point, 8)
        for points in way
        for run in clip_line(points, sheet.window)
        for point in spaced(run, 20)
    ]
    areas = [
        around(
            projection.point((stop.longitude, stop.latitude)),
            0.8 * (stop.radius_m or 0) / 1000 * projection.per_km,
        )
        for stop in stops
    ]
    wide = min(furniture.WIDEST_LOCATOR, 0.19 * (sheet.window[2] - sheet.window[0]))
    size = furniture.locator_size(wide)
    order = ("bottom left", "top left", "bottom right", "top right")
    spot = place(size, order, 14, *lines, *areas) or place(size, order, 14, *lines)
    spot = spot or place(size, order, 14)
    if spot:
        furniture.draw_locator(canvas, spot, projection, sheet.language, scale)
        taken.append(spot)
    return taken


def _draw_area(sheet: Sheet, stop: MapStop, centre: Point) -> None:
    """The circle within which an inexact place lies: its ground below the water, its edge above."""
    palette = sheet.canvas.palette
    radius = (stop.radius_m or 0) / 1000 * sheet.projection.per_km
    circle = f'<circle cx="{number(centre[0])}" cy="{number(centre[1])}" r="{number(radius)}" '
    sheet.canvas.add("areas", f'{circle}fill="{palette.area}"/>')
    sheet.canvas.add(
        "edges",
        f'{circle}fill="none" stroke="{palette.route}" stroke-width="2.2" stroke-dasharray="9 7"/>',
    )


def _draw_leader(canvas: Canvas, place: Point, home: Point) -> list[Box]:
    """From a marker that had to step aside to its true point; the boxes along it."""
    (ax, ay), (bx, by) = place, home
    colour = canvas.palette.route
    canvas.add(
        "leaders",
        f'<path d="M{number(ax)} {number(ay)}L{number(bx)} {number(by)}" '
        f'stroke="{colour}" stroke-width="3"/>'
        f'<circle cx="{number(bx)}" cy="{number(by)}" r="6" fill="{colour}" '
        f'stroke="#ffffff" stroke-width="2"/>',
    )
    steps = max(4, math.ceil(math.dist(place, home) / 14))
    return [
        around((ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps), 7)
        for step in range(1, steps + 1)
    ]


def _draw_pin(sheet: Sheet, stop: MapStop, place: Point, radius: float, *, single: bool) -> None:
    """A disc with the number; hollow for an inexact place; a lozenge for a village alone."""
    canvas, palette = sheet.canvas, sheet.canvas.palette
    x, y = number(place[0]), number(place[1])
    fill, ink = (palette.pin, palette.pin_ink)
    if stop.approximate:
        fill, ink = "#ffffff", palette.route
    rim = min(4.5, 0.17 * radius)
    canvas.add(
        "pins",
        f'<circle cx="{x}" cy="{y}" r="{number(radius)}" fill="#ffffff"/>'
        f'<circle cx="{x}" cy="{y}" r="{number(radius - rim)}" fill="{fill}" '
        f'stroke="{palette.route}" stroke-width="{number(0.66 * rim)}"/>',
    )
    if single:
        half = number(radius * 0.42)
        canvas.add(
            "pins",
            f'<path d="M{x} {y}m0-{half}l{half} {half}-{half} {half}-{half}-{half}z" '
            f'fill="{ink}"/>',
        )
        return
    size = radius * (1.15 if len(stop.label) < 2 else 1.0)
    room = 1.84 * (radius - rim)
    size = min(size, size * room / text_width(stop.label, "strong", size))
    canvas.text(
        "pins",
        place[0],
        place[1] + size * 0.34,
        stop.label,
        face="strong",
        size=size,
        colour=ink,
        anchor="middle",
    )
