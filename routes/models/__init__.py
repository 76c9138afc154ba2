"""The working copy of routes with their days and stops, and what was printed of them."""

from routes.models.print_edition import PrintedFile, PrintEdition, PrintedText
from routes.models.route import (
    Day,
    LineSource,
    Route,
    RouteQuerySet,
    Stop,
    StopQuerySet,
    is_line,
)

__all__ = [
    "Day",
    "LineSource",
    "PrintEdition",
    "PrintedFile",
    "PrintedText",
    "Route",
    "RouteQuerySet",
    "Stop",
    "StopQuerySet",
    "is_line",
]
