"""Reading without a network: the service worker, and the page that it shows instead of others."""

import json
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalogue.kept_pages import kept
from catalogue.languages import LANGUAGES
from catalogue.pages import Page, home_crumb, in_every_language, page_language, show


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, another one with each deploy; where it is turned off, one that ends itself.

    Browsers ask for it at each visit.
    """
    if settings.SERVICE_WORKER:
        context = {"site": json.dumps(_site(), sort_keys=True), "worker": static("js/worker.js")}
        script = render_to_string("offline/sw.js", context)
    else:
        script = render_to_string("offline/sw_end.js")
    return HttpResponse(
        script,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def _site() -> dict[str, Any]:
    """What static/js/worker.js needs to know of this site."""
    never, copy_of = [], {}
    for code in LANGUAGES:
        with override(code):
            never.append(reverse("admin:index"))
            copy_of[code] = _(
                "A copy of {date}: there is no network at the moment, or a very slow one."
            )
    return {
        "version": getattr(staticfiles_storage, "manifest_hash", ""),
        "offlinePages": in_every_language("offline"),
        "copyOf": copy_of,
        "never": never,
    }


@kept
def offline(request: HttpRequest) -> HttpResponse:
    """What is said when a page cannot be had: those that can; a script lists them."""
    page = Page(
        title=_("No network"),
        description=_(
            "This page cannot be reached now. "
            "What you have read on this device before is still there."
        ),
        addresses=in_every_language("offline"),
        crumbs=[home_crumb(page_language())],
        may_be_indexed=False,
    )
    return show(request, "offline/offline.html", page, {})
