"""What a process keeps of the newest state of everything visitors can see (`PublicState`).

A state is a number that never comes back, so what is filed under it cannot go stale. Of each thing
only that of the newest state asked for is kept.
"""

from collections.abc import Hashable

from django.conf import settings


class KeptOfState[Thing]:
    """Things by name, each of one public state."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[str, Thing]] = {}

    def get(self, name: Hashable, version: str) -> Thing | None:
        """The thing as it was read at this state (`SharedWords.version`), if it was."""
        state, thing = self._kept.get(name, ("", None))
        return thing if version and state == version and settings.KEEP_PAGES else None

    def put(self, name: Hashable, version: str, thing: Thing) -> None:
        if version and settings.KEEP_PAGES:
            self._kept[name] = (version, thing)

    def clear(self) -> None:
        """Forget all; for those who measure what reading costs."""
        self._kept.clear()
