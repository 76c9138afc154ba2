"""Routes and their printed matter at the workplace of staff."""

from routes.admin import route  # noqa: F401 - it registers its pages
