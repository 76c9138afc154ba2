"""Ways along real roads, computed from an extract of OpenStreetMap that the operator brought.

Optional: without the extra `roads`, without ROAD_GRAPH_FOLDER or before `manage.py
build_road_graph` nothing is computed, and legs stay straight. Only for what works behind the
scenes, a task or a command; a visitor's request may not wait for it.
"""

import json
import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from catalogue.places import length_km

logger = logging.getLogger(__name__)

# By which of the engine's profiles a traveller goes; a boat needs no road.
PROFILES = {"car": "car", "coach": "car", "bicycle": "bicycle", "foot": "foot"}
# A stop farther than this from every road of its mode has no way.
RADIUS_M = 1000.0
SECONDS = 30.0
CHILD = "routes.roads.child"
PROJECT = Path(__file__).resolve().parents[2]
# The name under which a leg or a document says that its line came from here.
LINE_SOURCE = "roads"


class InARequest(RuntimeError):
    """The engine was asked while a visitor waits for a page."""


@dataclass(frozen=True)
class RoadWay:
    """A way along roads: (longitude, latitude) points, its geodesic length, time without stays."""

    line: list[tuple[float, float]]
    km: float
    minutes: int


def attribution() -> str:
    """Who made the roads: the licence asks for it wherever a line of this engine is shown.

    Every static map says it already, in `catalogue.maps.furniture.attribution()`.
    """
    return gettext("Ways along roads: © OpenStreetMap contributors (ODbL)")


def graphs() -> Path | None:
    """The folder with the graphs in use, None when there are none or the engine is missing."""
    if not settings.ROAD_GRAPH_FOLDER or find_spec("osrm") is None:
        return None
    current = Path(settings.ROAD_GRAPH_FOLDER) / "current"
    return current if current.is_dir() else None


def is_set_up() -> bool:
    return graphs() is not None


def way(points: Sequence[tuple[float, float]], mode: str) -> RoadWay | None:
    """The way by road through all `points`, (longitude, latitude) in WGS84 degrees, in order.

    `mode` is a leg's: car, coach, bicycle, foot or boat. None when the engine is not set up, for a
    boat, when a point lies more than 1 km from any road that is good for the mode, when no road
    joins the points, and when the engine fails, which the log tells. Raises InARequest when
    called while a request is being answered, and ValueError for fewer than two points.
    """
    if len(points) < 2:
        raise ValueError("A way leads from one point to another.")
    folder = graphs()
    profile = PROFILES.get(mode)
    if folder is None or profile is None or not (folder / profile).is_dir():
        return None
    if getattr(_here, "answering", False):
        raise InARequest("Ask the road engine in a task: somebody waits for this page.")
    found = _engine.ask(folder, profile, points)
    if found is None:
        return None
    line = [(x, y) for (x, y), _same in groupby(found["line"])]  # it may say a place twice
    if len(line) < 2:
        return None
    return RoadWay(line, length_km(line), max(1, round(found["seconds"] / 60)))


# --- Who is waiting -------------------------------------------------------------------------------

_here = threading.local()


def while_somebody_waits(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: from the request to its answer this thread may not ask the engine."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        _here.answering = True
        try:
            return get_response(request)
        finally:
            _here.answering = False

    return middleware


# --- The child ------------------------------------------------------------------------------------


class _Engine:
    """The child of this process, started when asked for and again when it has gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._folder: Path | None = None

    def ask(self, folder: Path, profile: str, points: Sequence[tuple[float, float]]) -> dict | None:
        question = json.dumps([profile, [list(point) for point in points], RADIUS_M])
        with self._lock:
            for _ in range(2):  # one that was idle may be leaving just now
                child = self._running(folder.resolve())
                try:
                    reply = self._reply(child, question)
                except OSError:
                    reply = ""
                if reply:
                    return json.loads(reply)
                self._end()
            logger.error("The road engine gave no answer for %s by %s", points[:2], profile)
            return None

    def _running(self, folder: Path) -> subprocess.Popen[str]:
        if self._child is not None and (self._folder != folder or self._child.poll() is not None):
            self._end()
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", CHILD, str(folder)],
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._folder = folder
        return self._child

    @staticmethod
    def _reply(child: subprocess.Popen[str], question: str) -> str:
        assert child.stdin and child.stdout
        child.stdin.write(question + "\n")
        child.stdin.flush()
        if not select.select([child.stdout], [], [], SECONDS)[0]:
            return ""
        return child.stdout.readline()

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            with suppress(OSError):  # what was not sent stays unsaid
                if pipe:
                    pipe.close()
        self._child.wait()
        self._child = None

    def forget(self) -> None:
        """After a fork: the child is the parent's, and so is whoever holds the lock."""
        self._lock, self._child = threading.Lock(), None


_engine = _Engine()
os.register_at_fork(after_in_child=_engine.forget)
