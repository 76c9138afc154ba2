"""The admin under its own name, in three languages."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DeadlockDetected

from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.views.errors import conflict
from catalogue.waiting import waiting_for

logger = logging.getLogger(__name__)


class CatalogueAdminSite(admin.AdminSite):
    site_title = _("Theme villages: admin")
    site_header = _("Theme villages of Latgale and Aukštaitija")
    index_title = _("Workplace")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "language_switches": switches(request)}

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The start also tells what waits for whoever has signed in."""
        waiting = waiting_for(request.user)  # type: ignore[arg-type]  # nobody else comes here
        return super().index(request, {"waiting": waiting, **(extra_context or {})})

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page of the admin answers nonsense with 400, and two at once with 409.

        Forms look before they save; what changes in between is seen by the database alone, whose
        transaction has undone everything by then.
        """

        @wraps(view)
        def sensible(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refuse_nonsense(request)
            try:
                return view(request, *args, **kwargs)
            except (IntegrityError, ObjectDoesNotExist, OperationalError) as error:
                if request.method != "POST" or not is_conflict(error):
                    raise
                logger.warning("Two at once at %s", request.path, exc_info=True)
                return conflict(request)

        return super().admin_view(sensible, cacheable)


def is_conflict(error: Exception) -> bool:
    """Whether someone else may be the cause; a database that is away is no such thing."""
    return not isinstance(error, OperationalError) or isinstance(error.__cause__, DeadlockDetected)


def refuse_nonsense(request: HttpRequest) -> None:
    """Raise SuspiciousOperation for what Django's own lists would hand on to PostgreSQL unread."""
    for name, values in request.GET.lists():
        if any("\x00" in value for value in values):
            raise SuspiciousOperation("an address with a NUL byte")
        if name.endswith("__year") and not all(map(_is_year, values)):
            raise SuspiciousOperation("a year that no calendar has")
    rows = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not all(row.isascii() and row.isdecimal() for row in rows):
        raise SuspiciousOperation("a chosen row that has no number")


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) > 0


def switches(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language: every address of the admin begins with the language."""
    here, rest = request.get_full_path()[1:3], request.get_full_path()[3:]
    return [
        {
            "code": code,
            "own_name": OWN_NAMES[code],
            "address": f"/{code}{rest}",
            "is_here": code == here,
        }
        for code in LANGUAGES
    ]
