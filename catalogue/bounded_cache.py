"""The cache of each process, limited in bytes: pages of brochures are as large as ten others."""

from collections import OrderedDict
from typing import Any

from django.core.cache.backends.locmem import LocMemCache


class BoundedCache(LocMemCache):
    """Forgets what nobody has asked for longest once it holds more than `MOST_BYTES`.

    Anybody can ask for the same page under a thousand addresses; a limit of entries alone lets that
    take what memory there is. What would fill an eighth by itself is not kept.
    """

    # Of LocMemCache, whose types are not told: what is kept, newest first, and until when.
    _cache: OrderedDict[str, bytes]
    _expire_info: dict[str, float | None]

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._most_bytes: int = params["OPTIONS"]["MOST_BYTES"]

    def _set(self, key: str, value: bytes, timeout: Any = None) -> None:
        if len(value) > self._most_bytes // 8:
            self._delete(key)  # type: ignore[attr-defined]
            return
        super()._set(key, value, timeout)  # type: ignore[misc]
        taken = sum(map(len, self._cache.values()))
        while taken > self._most_bytes:
            oldest, forgotten = self._cache.popitem()
            del self._expire_info[oldest]
            taken -= len(forgotten)
