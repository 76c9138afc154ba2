"""The style page for staff: every token and component of the public site, out of the real parts."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.pages import Page, home_crumb, in_every_language, page_language, show, words_of
from config.style_samples import real_village, samples
from config.style_tokens import tokens


@require_safe
@staff_member_required(login_url="admin:login")
def style_page(request: HttpRequest) -> HttpResponse:
    language = page_language()
    page = Page(
        title=_("Style page"),
        description=_("What the public pages are made of, and when to use it."),
        addresses=in_every_language("style-page"),
        crumbs=[home_crumb(language)],
        may_be_indexed=False,
    )
    context = {
        "tokens": tokens(),
        "sample": samples(words_of(request, language)),
        "real": real_village(language),
    }
    response = show(request, "style_page.html", page, context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
