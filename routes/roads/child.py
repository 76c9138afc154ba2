"""The road engine's own process: asked line by line for ways, and knows nothing of Django.

`python -m routes.roads.child FOLDER` reads one JSON list a line, `[mode, [[lon, lat], …], radius]`,
and answers each with one line: `{"line": [[lon, lat], …], "seconds": 1234.5}` or null when there is
no way. The engine is C++ over mapped files; should it take its process along, that costs one answer
here. It ends itself when nobody asks for a while, and with it goes the memory of the graphs.
"""

import importlib
import json
import select
import sys
from pathlib import Path
from typing import Any

IDLE_SECONDS = 60.0


def engine_of(graph: Path) -> Any:
    """The engine over one graph; the files are mapped, so that a big graph is there at once."""
    osrm = importlib.import_module("osrm")  # comes with the extra `roads`
    return osrm.OSRM(
        algorithm="CH", storage_config=str(graph), use_mmap=True, use_shared_memory=False
    )


def answer(engine: Any, points: list[tuple[float, float]], radius_m: float) -> dict | None:
    osrm = importlib.import_module("osrm")
    asked = osrm.RouteParameters(
        coordinates=[(longitude, latitude) for longitude, latitude in points],
        radiuses=[radius_m] * len(points),
        geometries="geojson",
        overview="full",
        generate_hints=False,
    )
    try:
        found = engine.Route(asked)["routes"][0]
    except RuntimeError:  # NoRoute, NoSegment: there is no such way
        return None
    line = [[float(place[0]), float(place[1])] for place in found["geometry"]["coordinates"]]
    return {"line": line, "seconds": float(found["duration"])}


def main() -> None:
    folder = Path(sys.argv[1]).resolve()  # the graphs of now, also when newer ones are put there
    engines: dict[str, Any] = {}
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        question = sys.stdin.readline()
        if not question:
            return
        mode, points, radius_m = json.loads(question)
        if mode not in engines:
            engines[mode] = engine_of(folder / mode / "roads.osrm")
        print(json.dumps(answer(engines[mode], points, radius_m)), flush=True)


if __name__ == "__main__":
    main()
