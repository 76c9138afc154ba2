"""The workplace of staff: what the pages of every room share, and the ground floor's own."""

from catalogue.admin import editions, reports, staff, words  # noqa: F401 - they register their pages
from catalogue.admin.letters import LetterAdmin
from catalogue.admin.publishing import PublishableAdmin
from catalogue.admin.scoped import (
    ScopedAdmin,
    ScopedStackedInline,
    in_a_line,
    in_three_languages,
    language_fieldsets,
    searchable,
)
from catalogue.admin.words import SharedAdmin

__all__ = [
    "LetterAdmin",
    "PublishableAdmin",
    "ScopedAdmin",
    "ScopedStackedInline",
    "SharedAdmin",
    "in_a_line",
    "in_three_languages",
    "language_fieldsets",
    "searchable",
]
