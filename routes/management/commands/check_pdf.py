"""Check finished PDFs: boxes, fonts, inks, tags, language, resolution, pages and panels."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from routes.press.checking import LEAST_DPI, flaws_of
from routes.printing.flaws import sentence_of


class Command(BaseCommand):
    help = "Check PDFs of brochures; ends with 1 when something is wrong with one of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dpi",
            type=int,
            default=LEAST_DPI,
            help=f"least resolution of photos for a print shop (default: {LEAST_DPI})",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default="en",
            help="of the sentences (default: en)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        with override(options["language"]):
            for file in options["files"]:
                flaws = flaws_of(file, options["dpi"])
                found += len(flaws)
                for flaw in flaws:
                    self.stdout.write(f"{file}: {sentence_of(flaw)}")
            files = len(options["files"])
            checked = ngettext("%(count)s file checked.", "%(count)s files checked.", files) % {
                "count": files
            }
            if found:
                wrong = ngettext("%(count)s flaw found.", "%(count)s flaws found.", found)
                raise CommandError(f"{checked} {wrong % {'count': found}}")
            self.stdout.write(checked + " " + _("Nothing is wrong."))
