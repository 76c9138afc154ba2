"""Milliseconds and bytes of each kind of static map: `python benchmarks/maps.py`.

Needs neither database nor settings. Budget: 150 ms warm, 60 KB for a village, 120 KB for a route.
"""

import gzip
import sys
import time
from pathlib import Path

import django
from django.conf import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from catalogue.maps import MapStop, base_geojson, render_map

STOPS = [
    MapStop(1, "Linkmenys", 55.318, 25.959, detail="Eko kaimas"),
    MapStop(2, "Palūšė", 55.3294, 26.1008),
    MapStop(3, "Dūkštas", 55.52, 26.322),
    MapStop(4, "Vajasiškis", 55.6, 25.95, 3000, "Senolių kaimas"),
    MapStop(5, "Antalieptė", 55.6611, 25.8669, detail="Lieptų kaimas"),
    MapStop(6, "Dusetos", 55.74635, 25.84562),
    MapStop(7, "Šlyninka", 55.7333, 26.25, 8000, "Šlyninkos vandens malūnas"),
    MapStop(8, "Kalupe", 56.0975, 26.5436),
    MapStop(9, "Višķi", 56.0534, 26.7832, detail="Višķu amatnieku ciems"),
    MapStop(10, "Kotleri", 56.2123, 26.8597, 10000, "Kotleru vīna ciems"),
    MapStop(11, "Preiļi", 56.29444, 26.72459, detail="Mazais zaļais lielveikals"),
    MapStop(12, "Kaži", 56.299, 26.4833, 6000, "Nākotnes ozolu ciems"),
]
KINDS = {
    "village, web": (STOPS[8:9], 100, 75, "inherit"),
    "village, own file": (STOPS[8:9], 100, 75, "embedded"),
    "route of 6, phone": (STOPS[4:10], 110, 140, "inherit"),
    "route of 12, phone": (STOPS, 110, 140, "inherit"),
    "route of 12, brochure": (STOPS, 170, 210, "inherit"),
    "route of 12, own file": (STOPS, 170, 210, "embedded"),
}
TIMES = 10


def main() -> None:
    settings.configure(USE_I18N=True)
    django.setup()
    print(f"{'':24} {'first':>7} {'warm':>7} {'bytes':>9} {'gzip':>8}")
    for kind, (stops, width, height, fonts) in KINDS.items():
        times = []
        for _ in range(TIMES + 1):
            start = time.perf_counter()
            svg = render_map(
                stops=stops,
                language="lv",
                title=kind,
                description=kind,
                width_mm=width,
                height_mm=height,
                straight=True,
                fonts=fonts,
            ).encode()
            times.append((time.perf_counter() - start) * 1000)
        warm = sorted(times[1:])[TIMES // 2]
        packed = len(gzip.compress(svg))
        print(f"{kind:24} {times[0]:4.0f} ms {warm:4.0f} ms {len(svg):9,} {packed:8,}")
    start = time.perf_counter()
    features = len(base_geojson("lv")["features"])
    print(f"base_geojson: {features} features, {(time.perf_counter() - start) * 1000:.0f} ms first")


if __name__ == "__main__":
    main()
