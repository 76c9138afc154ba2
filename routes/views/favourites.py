"""The visitor's favourites: one page, in whose address they stand."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.languages import LANGUAGES
from catalogue.pages import Page, home_crumb, list_addresses, page_language, show
from routes.favourites import favourites_of, read_favourites

# The page is the visitor's own, as a trip is: no cache that others share keeps it.
CACHING = "private, max-age=60"


@require_safe
def favourites(request: HttpRequest) -> HttpResponse:
    """The things that the address names; what is not there any more is said. Nothing raises."""
    language = page_language()
    address, said = read_favourites(request.GET)
    path = list_addresses(language)["favourites"]
    page = Page(
        title=_("Favourites"),
        description=_("Villages, routes, events and stories that you keep in your browser."),
        addresses={code: address.at(list_addresses(code)["favourites"]) for code in LANGUAGES},
        section="favourites",
        crumbs=[home_crumb(language)],
        may_be_indexed=False,
    )
    found = favourites_of(address, path, language, timezone.localdate())
    context = {"favourites": found, "said": said}
    response = show(request, "routes/favourites.html", page, context)
    response.headers["Cache-Control"] = CACHING
    return response
