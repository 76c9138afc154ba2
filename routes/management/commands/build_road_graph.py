"""Build the graphs of the road engine from an extract of OpenStreetMap."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from routes.roads.graphs import CannotBuild, build


class Command(BaseCommand):
    help = (
        "Build the road graphs for cars, bicycles and walkers from an extract of OpenStreetMap "
        "(.osm.pbf), into the folder ROAD_GRAPH_FOLDER. For both countries join their extracts "
        "into one first: osmium merge latvia.osm.pbf lithuania.osm.pbf -o both.osm.pbf"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("extract", metavar="EXTRACT.osm.pbf")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.ROAD_GRAPH_FOLDER
        if not folder:
            raise CommandError("Say with ROAD_GRAPH_FOLDER in which folder the graphs shall lie.")
        try:
            build(Path(options["extract"]), Path(folder), self.stdout.write)
        except CannotBuild as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(self.style.SUCCESS("The road graphs are in use."))
