"""Write the whole site as a folder of files, to read from a USB stick without a network."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.archive.asking import NoAnswer
from catalogue.archive.pages import Unclosed
from catalogue.archive.writing import CannotBeWritten, Wishes, export
from catalogue.languages import LANGUAGES


class Command(BaseCommand):
    help = (
        "Write every public page, picture and document into a folder that needs neither server nor "
        "network: for a USB stick. The folder must be missing, empty, or an earlier archive, which "
        "is replaced once the new one is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--languages", nargs="+", choices=LANGUAGES, default=[*LANGUAGES], metavar="CODE"
        )
        parser.add_argument("--without-photos", action="store_true")
        parser.add_argument(
            "--brochures", action="store_true", help="with the brochures as PDF; takes long"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SITE_ADDRESS:
            self.stderr.write(
                "SITE_ADDRESS is not set: the permanent addresses in the copy lead nowhere."
            )
        wishes = Wishes(
            tuple(code for code in LANGUAGES if code in options["languages"]),
            with_photos=not options["without_photos"],
            with_brochures=options["brochures"],
        )
        folder = options["folder"].absolute()
        try:
            written = export(folder, wishes, self._say)
        except (CannotBeWritten, NoAnswer, Unclosed, OSError) as problem:
            raise CommandError(f"No archive was written: {problem}") from problem
        self.stdout.write(
            f"{written.pages} pages, {written.files} files, {written.size / 1e6:.1f} MB: {folder}"
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()  # whoever waits sees that it goes on
