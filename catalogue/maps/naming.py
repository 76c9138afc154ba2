"""Names of the base map: towns, lakes, rivers, countries, the most telling first.

Each takes room from the next, and none from the stops, whose names stand already.
"""

from collections.abc import Sequence

from catalogue.maps.base import BaseMap
from catalogue.maps.countries import name_countries
from catalogue.maps.geometry import Point, around, number
from catalogue.maps.labels import Block, Line, place_beside, place_over
from catalogue.maps.names import LAKES, RIVERS, TOWNS, town_name
from catalogue.maps.palette import Palette
from catalogue.maps.projection import LonLat, distance_km, mercator
from catalogue.maps.sheet import Sheet
from catalogue.maps.stops import MapStop


def draw_names(sheet: Sheet, stops: Sequence[MapStop]) -> None:
    _name_towns(sheet, stops, at_least=9000)
    _name_lakes(sheet, at_least_km2=12)
    name_countries(
        sheet.canvas, sheet.board, sheet.projection, sheet.base, sheet.language, sheet.scale
    )
    _name_towns(sheet, stops, at_least=0, below=9000)
    _name_lakes(sheet, at_least_km2=0, below_km2=12)
    _name_rivers(sheet)


def _town_style(population: int, palette: Palette) -> tuple[float, float, str]:
    """Size of the name, radius of the dot, colour."""
    if population > 20_000:
        return 35, 7, palette.ink
    if population > 5_000:
        return 32, 6, palette.ink
    if population > 1_500:
        return 29, 5, palette.ink
    return 28, 4.4, palette.soft_ink


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
        size, radius, colour = _town_style(town.population, canvas.palette)
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
            f'fill="#fff" stroke="{canvas.palette.ink}" stroke-width="2.2"/>',
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
        block = Block((Line(lake, "water", size, sheet.canvas.palette.water_ink),))
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
        block = Block((Line(name, "water", size, sheet.canvas.palette.water_ink),))
        side = block.width / 2 + 14
        shifts = [(side, 0), (-side, 0), (side, -size), (-side, size), (0, -size), (0, size)]
        for place in places:
            spot = place_over(sheet.board, sheet.projection.point(place), block, shifts, 1.1)
            if spot:
                sheet.canvas.label("names", spot)
                break
