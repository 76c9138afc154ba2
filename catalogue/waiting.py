"""What waits for a member of staff, told on the admin's start; rooms register what they know."""

from collections.abc import Callable
from dataclasses import dataclass

from catalogue.models import User


@dataclass(frozen=True)
class Waiting:
    """A sentence in the reader's language, and where in the admin it is dealt with."""

    sentence: str
    address: str


Source = Callable[[User], list[Waiting]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a room tell what waits; `source(user)` tells only what this user may deal with."""
    if source not in _sources:
        _sources.append(source)


def waiting_for(user: User) -> list[Waiting]:
    return [one for source in _sources for one in source(user)]
