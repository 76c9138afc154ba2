"""Posting a form of the admin as a browser would: everything it shows, but for what one changes."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client


def form_data(answer: HttpResponse) -> dict[str, Any]:
    """What the form on this page would send if nobody touched it."""
    data: dict[str, Any] = {}
    context = answer.context
    if context["has_change_permission"] or context["add"]:
        _fill(data, context["adminform"].form)
        for inline in context["inline_admin_formsets"]:
            _fill(data, inline.formset.management_form)
            for form in inline.formset.forms:
                _fill(data, form)
    return data


def post_form(client: Client, address: str, changes: dict[str, Any]) -> HttpResponse:
    """Open the page, change some of its fields, and save; forged fields are sent as they are."""
    return client.post(address, {**form_data(client.get(address)), **changes})


def _fill(data: dict[str, Any], form: BaseForm) -> None:
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            if value:
                data[bound.html_name] = "on"
        elif isinstance(value, list | tuple):
            data[bound.html_name] = [getattr(part, "pk", part) for part in value]
        elif value is not None and not hasattr(value, "file"):
            data[bound.html_name] = value
