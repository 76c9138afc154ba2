"""Shelves of files that can be made again: never fuller than they may be."""

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from catalogue import shelves


def test_a_full_shelf_gives_up_its_oldest_files():
    storage = storages["private"]
    shelf = shelves.Shelf("shelf", most_bytes=25)
    other = storage.save("elsewhere/kept.pdf", ContentFile(b"x" * 100))
    for name in ("first", "second", "third", "fourth"):
        storage.save(f"shelf/{name}.pdf", ContentFile(b"x" * 10))

    shelves.make_room(storage, shelf, newest="shelf/fourth.pdf")

    assert sorted(storage.listdir("shelf")[1]) == ["fourth.pdf", "third.pdf"]
    assert storage.exists(other)


def test_what_was_just_made_stays_even_when_it_is_too_large():
    storage = storages["private"]
    storage.save("shelf/old.pdf", ContentFile(b"x"))
    storage.save("shelf/new.pdf", ContentFile(b"x" * 100))

    shelves.make_room(storage, shelves.Shelf("shelf", most_bytes=10), newest="shelf/new.pdf")

    assert storage.listdir("shelf")[1] == ["new.pdf"]
