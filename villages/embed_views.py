"""The list of villages for other people's pages, and the page on which they compose it."""

from collections.abc import Collection, Mapping
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from catalogue.kept_pages import kept
from catalogue.languages import LANGUAGES
from catalogue.models.edition import Kind, address_of_list
from catalogue.pages import (
    Crumb,
    Page,
    home_crumb,
    in_every_language,
    page_language,
    show,
    site_address,
    words_of,
)
from villages import embedding
from villages.asked import Asked
from villages.embedding import Embedded

POLICY = cast(Mapping[str, Collection[str]], settings.SECURE_CSP)
# The one page that may stand in frames of other sites. There is nothing in it to be clicked into:
# no form, no script, no cookie, links that leave the frame.
IN_ANY_FRAME: dict[str, Collection[str]] = {
    **POLICY,
    "script-src": [CSP.NONE],
    "connect-src": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}
SHOWS_A_FRAME: dict[str, Collection[str]] = {**POLICY, "frame-src": [CSP.SELF]}


@csp_override(IN_ANY_FRAME)
@xframe_options_exempt
@kept
def embedded(request: HttpRequest) -> HttpResponse:
    """The list by itself, for a frame."""
    language = page_language()
    wanted = Embedded.from_query(request.GET, language, timezone.localdate())
    words = words_of(request, language)
    villages = embedding.embedded_list(wanted, language, words)
    asked = villages.asked
    page = Page(
        title=villages.title,
        description="",
        # What stands here stands in the list, too.
        addresses={code: asked.address(address_of_list(Kind.VILLAGE, code)) for code in LANGUAGES},
        may_be_indexed=False,
    )
    context = {"villages": villages, "look": wanted.look}
    response = show(request, "villages/embed.html", page, context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@csp_override(SHOWS_A_FRAME)
@kept
def compose(request: HttpRequest) -> HttpResponse:
    """The page on which a webmaster chooses what the list shows, and takes its HTML."""
    language = page_language()
    wanted = Embedded.from_query(request.GET, language, timezone.localdate())
    words = words_of(request, language)
    villages = embedding.embedded_list(wanted, language, words)
    wanted = Embedded(villages.asked, wanted.limit, wanted.look)
    frames = in_every_language("embed")
    frame = wanted.address(frames[language])
    whole_list = villages.asked.address(address_of_list(Kind.VILLAGE, language))
    height = embedding.height_of(wanted, villages.total)
    site = site_address(request)
    page = Page(
        title=_("A list for your website"),
        description=_(
            "Theme villages of your municipality on your own pages: always up to date, in three "
            "languages, without scripts and cookies."
        ),
        addresses={
            code: wanted.address(path) for code, path in in_every_language("embed-compose").items()
        },
        section="about",
        crumbs=[
            home_crumb(language),
            Crumb(_("Data for reuse"), in_every_language("api")[language]),
        ],
        may_be_indexed=wanted == Embedded(Asked()),
    )
    context = {
        "reuse_address": in_every_language("api")[language],
        "fields": embedding.fields_of(wanted, villages),
        "villages": villages,
        "frame": frame,
        "height": height,
        "frame_snippet": embedding.frame_snippet(site + frame, villages.title, height),
        "link_snippet": embedding.link_snippet(site + whole_list, villages.title, language),
    }
    return show(request, "villages/embed_compose.html", page, context)
