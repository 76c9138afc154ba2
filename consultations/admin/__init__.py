"""Activities, and stories told of them, at the workplace of staff."""

from consultations.admin import activity, story  # noqa: F401 - they register their pages
