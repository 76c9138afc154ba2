"""Indexes: what is made of editions so that visitors can find them.

An edition is frozen, so what a later version of this software finds it by cannot be written into
it. It goes into tables of an index instead: derived, kept in step by the transaction that
publishes or withdraws, and made anew out of the editions at any time. Whenever the version of an
index differs from the one its rows were made by, the next `migrate` makes it anew.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from catalogue.models import Edition, IndexState, PublicState

BATCH = 500


class Index(Protocol):
    """Something derived from current editions.

    `version` goes up by one with each change of what the rows say; `tables` are the database's
    names of what it fills.
    """

    name: str
    version: int
    tables: tuple[str, ...]

    def put(self, kind: str, source_id: int, language: str, edition: Edition | None) -> None:
        """Make the index say of this item in this language what `edition` says; None: nothing.

        Runs inside the transaction that publishes or withdraws, and may be repeated.
        """

    def fill(self, editions: Iterable[Edition]) -> None:
        """Make the index say what all these current editions say, and nothing else."""


_indexes: dict[str, Index] = {}


def register(index: Index) -> None:
    """Let an index take part; rooms do so when their application is ready."""
    _indexes[index.name] = index


def registered() -> list[Index]:
    return list(_indexes.values())


def note(kind: str, source_id: int, language: str, edition: Edition | None) -> None:
    """Tell every index what now stands for an item in a language; None when nothing does."""
    for index in _indexes.values():
        index.put(kind, source_id, language, edition)


@transaction.atomic
def make_anew(indexes: Iterable[Index]) -> None:
    """Fill these indexes out of all current editions; visitors see the old rows until the end."""
    for index in indexes:
        # Whoever publishes meanwhile waits here, so no edition falls between.
        PublicState.objects.select_for_update().get()
        index.fill(_current_editions())
        IndexState.objects.update_or_create(
            name=index.name, defaults={"version": index.version, "made_at": timezone.now()}
        )
        PublicState.objects.update(version=F("version") + 1)


def outdated() -> list[Index]:
    """Indexes whose rows were made by another version of the code, or never."""
    made_by = dict(IndexState.objects.values_list("name", "version"))
    return [index for index in _indexes.values() if made_by.get(index.name) != index.version]


def make_anew_what_is_outdated(**_signal: Any) -> None:
    """After `migrate`: bring indexes up to the version of the code, once all tables are there."""
    wanted = {table for index in _indexes.values() for table in index.tables}
    if (wanted | {IndexState._meta.db_table}) <= set(connection.introspection.table_names()):
        make_anew(outdated())


def _current_editions() -> Iterator[Edition]:
    return Edition.objects.current().order_by("pk").iterator(chunk_size=BATCH)
