"""Routes and their printed matter at the workplace of staff."""

from routes.admin import printing, route  # noqa: F401 - they register their pages
