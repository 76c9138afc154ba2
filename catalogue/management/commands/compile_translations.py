"""Compile the translations without gettext's tools, which a small machine may lack."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile every .po file below the locale folders to its .mo file."

    def handle(self, *args: Any, **options: Any) -> None:
        sources = {
            source for folder in settings.LOCALE_PATHS for source in Path(folder).rglob("*.po")
        }
        for source in sorted(sources):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            try:
                catalogue = polib.pofile(str(source), check_for_duplicates=True)
            except (OSError, ValueError) as error:
                raise CommandError(f"{source} cannot be read: {error}") from error
            catalogue.save_as_mofile(str(target))
            self.stdout.write(f"Compiled {source.relative_to(settings.BASE_DIR)}")
