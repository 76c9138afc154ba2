"""Doors of the ground floor."""

from catalogue.views.errors import csrf_failure

__all__ = ["csrf_failure"]
