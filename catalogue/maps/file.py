"""The base map as a file that browsers keep: its bytes, and a version that its address carries."""

import gzip
import hashlib
import json
from functools import lru_cache
from pathlib import Path

from catalogue.maps.base import DATA
from catalogue.maps.geojson import base_geojson

# The data, and the code that chooses from it and names it.
_MADE_OF = (
    *sorted(DATA.glob("*.json")),
    *(Path(__file__).with_name(n) for n in ("geojson.py", "names.py")),
)


@lru_cache(maxsize=1)
def base_version() -> str:
    """Changes with everything the base map is made of, so that an address never goes stale."""
    digest = hashlib.sha256()
    for path in _MADE_OF:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=3)
def packed_base_map(language: str) -> bytes:
    """The GeoJSON of `base_geojson`, gzipped once in the life of a process."""
    text = json.dumps(base_geojson(language), ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)
