"""What pages of the catalogue tell signed-in staff beside what every visitor reads.

Rooms above register what they know. Visitors' pages are made without asking any of this.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from catalogue.models import Edition, User


@dataclass(frozen=True)
class StaffNote:
    """A sentence in the reader's language, where to read more, and its particulars."""

    sentence: str
    address: str
    details: list[str] = field(default_factory=list)


Source = Callable[[User, Edition], list[StaffNote]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a room tell what it knows; `source(user, edition)` tells what this user may know."""
    if source not in _sources:
        _sources.append(source)


def staff_notes(user: User, edition: Edition) -> list[StaffNote]:
    return [note for source in _sources for note in source(user, edition)]
