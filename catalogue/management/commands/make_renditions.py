"""Make the sizes of photos that the background task has not made."""

from argparse import ArgumentParser
from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from catalogue.tasks import make_renditions, photo_models


class Command(BaseCommand):
    help = (
        "Make the missing sizes of photos that are not ready. With --all, look after every kept "
        "photo, also of editions whose photo was erased: after files were moved or lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every kept photo, ready or not")

    def handle(self, *args: Any, **options: Any) -> None:
        digests = _kept() if options["all"] else _waiting()
        failed = 0
        for digest in sorted(digests):
            try:
                made = make_renditions.call(digest)
            except Exception as problem:  # logged by the task; the next photo may do better
                failed += 1
                self.stderr.write(f"{digest}: {problem}")
            else:
                self.stdout.write(f"{digest}: {made} made")
        if failed:
            raise CommandError(f"{failed} of {len(digests)} photos could not be made ready.")


def _waiting() -> set[str]:
    return {
        digest
        for model in photo_models()
        for digest in model._base_manager.filter(renditions_ready=False)
        .exclude(digest="")
        .values_list("digest", flat=True)
    }


def _kept() -> set[str]:
    try:
        _folders, names = storages["private"].listdir("photos")
    except FileNotFoundError:
        return set()
    return {name.removesuffix(".jpg") for name in names if len(name) == 68}
