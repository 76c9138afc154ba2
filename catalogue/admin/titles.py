"""Titles in which a model's name stands by itself, as no language but English glues it in."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class PlainTitles:
    """“Villages” instead of “Select village to change”, a village's name for “Change village”."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)  # type: ignore[attr-defined]
        context = {"title": title, **(extra_context or {})}
        return super().changelist_view(request, context)  # type: ignore[misc]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        kind = capfirst(self.opts.verbose_name)  # type: ignore[attr-defined]
        if obj is None:
            context["title"] = _("%(kind)s: a new entry") % {"kind": kind}
        else:
            context |= {"title": str(obj), "subtitle": kind}
        return super().render_change_form(  # type: ignore[misc]
            request, context, add, change, form_url, obj
        )

    def get_inline_formsets(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[Any]:
        formsets = super().get_inline_formsets(request, *args, **kwargs)  # type: ignore[misc]
        for formset in formsets:
            formset.inline_formset_data = _with_plain_words(formset)
        return formsets


def _with_plain_words(formset: Any) -> str:
    """What the script that adds rows is told, with “Add: place” for its link."""
    data = json.loads(formset.inline_formset_data())
    data["options"]["addText"] = _("Add: %(kind)s") % {"kind": formset.opts.verbose_name}
    return json.dumps(data)
