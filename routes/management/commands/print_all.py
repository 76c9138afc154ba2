"""Print routes and village cards in all formats, purposes and languages; check each file."""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from catalogue.languages import LANGUAGES
from routes.brochures.formats import FORMATS, Purpose
from routes.printing.print_run import (
    best_routes,
    orders_for,
    print_all,
    routes_called,
    write_index,
)

HOW_MANY = 6
# Codes on paper lead there when the operator has not said where the site is.
NOWHERE = "http://localhost"


class Command(BaseCommand):
    help = (
        "Print six routes (or those named) and their villages' cards in all formats, for screens, "
        "offices and print shops, in three languages; check each file, and end with 1 when "
        "something is wrong with one of them. What is stored already is not made anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--routes", nargs="+", metavar="ADDRESS", help="last parts of routes' addresses, or all"
        )
        parser.add_argument("--formats", nargs="+", choices=[*FORMATS], default=[*FORMATS])
        parser.add_argument(
            "--languages", nargs="+", choices=LANGUAGES, default=[*LANGUAGES], metavar="CODE"
        )
        parser.add_argument(
            "--for",
            nargs="+",
            choices=Purpose.values,
            default=Purpose.values,
            dest="purposes",
            metavar="PURPOSE",
        )
        parser.add_argument(
            "--into",
            type=Path,
            default=Path(settings.BASE_DIR) / "var" / "print",
            metavar="FOLDER",
            help="where the files and their index go (default: var/print)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # What a style sheet says to screens alone is no news here; failures are told below.
        logging.getLogger("routes.brochures.making").setLevel(logging.ERROR)
        with override("en"):
            self._print(options)

    def _print(self, options: dict[str, Any]) -> None:
        orders = orders_for(
            self._routes(options["routes"]),
            options["formats"],
            options["purposes"],
            [code for code in LANGUAGES if code in options["languages"]],
        )
        if not orders:
            raise CommandError("There is nothing to print.")
        lines = []
        self.stdout.write(f"{'pages':>5} {'KB':>7} {'s':>6}  file")
        for line in print_all(orders, settings.SITE_ADDRESS or NOWHERE, options["into"]):
            lines.append(line)
            size = -(-line.size // 1024)
            self.stdout.write(f"{line.pages:5} {size:7} {line.seconds:6.1f}  {line.name}")
            for finding in line.findings:
                self.stdout.write(f"{'':22}- {finding}")
            self.stdout.flush()  # whoever waits sees that it goes on
        index = write_index(options["into"], lines)
        found = sum(len(line.findings) for line in lines)
        summary = f"{sum(bool(line.size) for line in lines)} files, {found} findings: {index}"
        if found:
            raise CommandError(summary)
        self.stdout.write(summary)

    def _routes(self, names: list[str] | None) -> list[int]:
        if names is None:
            return best_routes(HOW_MANY)
        if names == ["all"]:
            return best_routes(1_000_000)
        try:
            return routes_called(names)
        except LookupError as error:
            raise CommandError(f"No published route has the address “{error}”.") from None
