"""Where finished PDFs are kept, and how much room they may take there."""

from contextlib import suppress
from dataclasses import dataclass

from django.core.files.storage import Storage


@dataclass(frozen=True)
class Shelf:
    """A folder of the private storage; one that is limited gives up its oldest files."""

    folder: str
    most_bytes: int | None = None


# As many as there are published routes, villages and formats: nobody from outside adds to them.
PUBLISHED = Shelf("brochures")
# Anybody can ask for any trip and any basket. Some 400 of them.
VISITORS = Shelf("visitors-brochures", most_bytes=200 * 1024 * 1024)


def make_room(storage: Storage, shelf: Shelf, newest: str) -> None:
    """Take away the oldest files until the shelf keeps to its limit; never the one named."""
    if shelf.most_bytes is None:
        return
    files = []
    for name in storage.listdir(shelf.folder)[1]:
        path = f"{shelf.folder}/{name}"
        with suppress(FileNotFoundError):  # another process makes room, too
            files.append((storage.get_modified_time(path), storage.size(path), path))
    taken = sum(size for _made, size, _path in files)
    for _made, size, path in sorted(files):
        if taken <= shelf.most_bytes:
            return
        if not path.startswith(newest.removesuffix(".pdf")):
            with suppress(FileNotFoundError):
                storage.delete(path)
            taken -= size
