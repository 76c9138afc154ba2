"""The working copy: routes with their days and stops."""

from routes.models.route import (
    Day,
    LineSource,
    Route,
    RouteQuerySet,
    Stop,
    StopQuerySet,
    is_line,
)

__all__ = ["Day", "LineSource", "Route", "RouteQuerySet", "Stop", "StopQuerySet", "is_line"]
