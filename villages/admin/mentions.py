"""Naming villages in events, routes and activities, which cross the border."""

from typing import Any

from django.db import models
from django.http import HttpRequest


def mentionable(page: Any, relation: Any, request: HttpRequest, also: models.Q) -> models.QuerySet:
    """The villages that may be chosen on `page` in `relation`, in the order of their list.

    `also` are those named already, which saving a form must not lose.
    """
    villages = page.get_field_queryset(None, relation, request)
    return villages.mentionable_by(request.user, also)
