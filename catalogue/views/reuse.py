"""Pages for those who show the catalogue's data on pages of their own."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue.api import explained
from catalogue.api.problems import KINDS
from catalogue.api.table import document
from catalogue.kept_pages import kept
from catalogue.pages import (
    Page,
    home_crumb,
    in_every_language,
    page_language,
    show,
    site_address,
)


@kept
def api_page(request: HttpRequest) -> HttpResponse:
    """The read API, told to people out of the document that programs read."""
    language = page_language()
    told = document(language, site_address(request))
    page = Page(
        title=_("Data for reuse"),
        description=_(
            "Villages, routes and events as JSON, GeoJSON and JSON-LD, free to use under CC BY 4.0."
        ),
        addresses=in_every_language("api"),
        section="about",
        crumbs=[home_crumb(language)],
    )
    context = {
        "embed_address": in_every_language("embed-compose")[language],
        "root": told["servers"][0]["url"],
        "questions": explained.questions(told),
        "records": explained.records(told),
        "problems": [(kind.name, kind.status, kind("").title()) for kind in KINDS],
    }
    return show(request, "catalogue/api.html", page, context)
