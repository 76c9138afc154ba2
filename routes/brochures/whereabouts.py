"""Where a place is, as paper says it: coordinates to type, or how roughly it is known."""

from dataclasses import dataclass
from typing import Any

from catalogue.places import degrees_minutes


@dataclass(frozen=True)
class Whereabouts:
    """Where a place is: coordinates as drivers type them, or how roughly it is known."""

    label: str
    decimal: str
    degrees_minutes: str
    within_km: str

    @property
    def is_exact(self) -> bool:
        return not self.within_km


def whereabouts(point: dict[str, Any]) -> Whereabouts:
    """The place for print; coordinates only where they lead to the place (WGS84 degrees)."""
    label = point.get("label") or ""
    if point.get("precision") in ("approximate", "area"):
        within = max(1, round((point.get("radius_m") or 0) / 1000))
        return Whereabouts(label, "", "", str(within))
    # A metre is 0.00001°; the centre of a village is not known to metres.
    digits = 5 if point.get("precision") == "exact" else 4
    north, east = point["latitude"], point["longitude"]
    minutes = degrees_minutes(north, east, digits)
    return Whereabouts(label, f"{north:.{digits}f}, {east:.{digits}f}", minutes, "")
