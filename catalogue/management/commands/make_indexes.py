"""Make what visitors find editions by anew, out of the editions themselves."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue import indexes


class Command(BaseCommand):
    help = (
        "Make the indexes of search and filters anew, out of the current editions. `migrate` does "
        "so by itself after an update; this is for a database that was filled in another way."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="which indexes; without names all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {index.name: index for index in indexes.registered()}
        names = options["names"] or list(known)
        if unknown := [name for name in names if name not in known]:
            raise CommandError(
                f"No such index: {', '.join(unknown)}. There are: {', '.join(known)}."
            )
        for name in names:
            started = time.monotonic()
            indexes.make_anew([known[name]])
            self.stdout.write(f"{name} ({time.monotonic() - started:.1f} s)")
