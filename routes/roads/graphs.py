"""Graphs of roads for the road engine, built by its own programs from an extract of OpenStreetMap.

A new set is built beside the one in use and put in its place at the end, so that a failure changes
nothing and nobody meets half a graph.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

MODES = ("car", "bicycle", "foot")
# Three graphs and what is needed on the way, as a multiple of an extract in .osm.pbf.
ROOM = 20
KINDS = (".osm.pbf", ".osm.bz2", ".osm")


class CannotBuild(Exception):
    """Why there are no graphs, in a sentence for the operator."""


def build(extract: Path, folder: Path, tell: Callable[[str], None]) -> None:
    """Build the graphs of all modes from `extract` and put them in use; old ones go.

    Raises CannotBuild, and leaves what is in use alone, when the engine is not installed, the
    extract is missing, broken or without roads, or there is no room on the disk.
    """
    programs = _programs()
    if not extract.name.endswith(KINDS):
        raise CannotBuild(f"{extract} is no extract: give a file that ends in .osm.pbf.")
    if not extract.is_file():
        raise CannotBuild(f"There is no file {extract}.")
    workshop: Path | None = None
    try:
        size = extract.stat().st_size
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if free < ROOM * size:
            raise CannotBuild(
                f"The disk of {folder} has {free // 2**20} MB free; the graphs of this extract may "
                f"need {ROOM * size // 2**20} MB."
            )
        workshop = Path(mkdtemp(prefix="building-", dir=folder))
        for mode in MODES:
            tell(f"Roads by {mode} …")
            (workshop / mode).mkdir()
            graph = workshop / mode / "roads.osrm"
            profile = programs.parent / "share" / "profiles" / f"{mode}.lua"
            _run([programs / "osrm-extract", "-p", profile, "-o", graph, extract], extract)
            _run([programs / "osrm-contract", graph], extract)
        (workshop / "about.json").write_text(
            json.dumps({"extract": extract.name, "built": f"{datetime.now():%Y-%m-%d %H:%M}"})
        )
        workshop.chmod(0o755)
        _put_in_use(workshop, folder)
    except OSError as problem:
        raise CannotBuild(
            f"{problem.filename or folder}: {problem.strerror or problem}"
        ) from problem
    finally:
        if workshop and workshop.name.startswith("building-"):
            shutil.rmtree(workshop, ignore_errors=True)


def _programs() -> Path:
    found = find_spec("osrm")
    if found is None or not found.submodule_search_locations:
        raise CannotBuild("The road engine is not installed. Bring it with: uv sync --extra roads")
    return Path(found.submodule_search_locations[0]) / "bin"


def _run(words: list[Path | str], extract: Path) -> None:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, errors="replace"
    )
    if done.returncode == 0:
        return
    said = f"{done.stdout}\n{done.stderr}".strip().splitlines()
    last = next((line for line in reversed(said) if "[error]" in line or "what():" in line), "")
    reason = last.split("[error]")[-1].split("what():")[-1].strip() or f"code {done.returncode}"
    if "No space left" in "\n".join(said):
        raise CannotBuild("The disk is full.")
    if done.returncode == -9:
        raise CannotBuild("The engine was stopped; the machine may have too little memory for it.")
    raise CannotBuild(f"The engine cannot use {extract}: {reason}")


def _put_in_use(workshop: Path, folder: Path) -> None:
    """Let `current` name the new set, in one step, and take away the sets before it."""
    made = folder / f"graphs-{datetime.now():%Y%m%d-%H%M%S-%f}"
    workshop.rename(made)
    link = folder / "current.new"
    with suppress(FileNotFoundError):
        link.unlink()
    link.symlink_to(made.name)
    link.replace(folder / "current")
    for old in folder.glob("graphs-*"):
        if old != made:
            shutil.rmtree(old, ignore_errors=True)
