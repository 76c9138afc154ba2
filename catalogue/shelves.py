"""Where files that can be made again are kept, and how much room they may take there."""

from contextlib import suppress
from dataclasses import dataclass

from django.core.files.storage import Storage


@dataclass(frozen=True)
class Shelf:
    """A folder of a storage; one that is limited gives up its oldest files."""

    folder: str
    most_bytes: int | None = None


def make_room(storage: Storage, shelf: Shelf, newest: str) -> None:
    """Take away the oldest files until the shelf keeps to its limit; never the one named.

    What lies beside it under the same name with another ending stays, too.
    """
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
        if not path.startswith(newest.rpartition(".")[0]):
            with suppress(FileNotFoundError):
                storage.delete(path)
            taken -= size
