"""The door to one published item, whatever its kind."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from catalogue.models import Edition
from catalogue.models.edition import address_of
from catalogue.pages import Page, home_crumb, page_language, show
from catalogue.reading import Found, Moved, OnlyElsewhere, find

# Draws the page of an edition; `is_preview` marks it as one that nobody can visit yet.
Drawing = Callable[[HttpRequest, Found, bool], HttpResponse]


def show_item(request: HttpRequest, kind: str, slug: str, draw: Drawing) -> HttpResponse:
    """The item's page; 301 from an old address; the honest card if it has other languages; 404."""
    found = find(kind, page_language(), slug)
    match found:
        case Found():
            return draw(request, found, False)
        case Moved():
            return HttpResponsePermanentRedirect(found.address)
        case OnlyElsewhere():
            return _honest_card(request, kind, found)
        case _:
            raise Http404


def led_below(request: HttpRequest, response: HttpResponse, ending: str) -> HttpResponse:
    """An old address of something below an item leads to that thing, not only to the item.

    What was sent to the old address is sent again to the new one.
    """
    if not isinstance(response, HttpResponsePermanentRedirect):
        return response
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(
        response.url + ending + (f"?{query}" if query else ""),
        preserve_request=request.method == "POST",
    )


def preview(request: HttpRequest, draft: Edition, draw: Drawing) -> HttpResponse:
    """The page that publishing would make now, for the eyes of staff."""
    address = address_of(draft.kind, draft.language, draft.slug)
    return draw(request, Found(draft, {draft.language: address}, {}), True)


def _honest_card(request: HttpRequest, kind: str, elsewhere: OnlyElsewhere) -> HttpResponse:
    """“Not yet in Lithuanian, read it in Latvian”: a page of this language without the item."""
    language = page_language()
    page = Page(
        title=_("Not yet in English"),
        description=_("This page has not been translated yet. Read it in another language."),
        addresses={language: address_of(kind, language, elsewhere.slug)},
        other_addresses={
            edition.language: edition.get_absolute_url() for edition in elsewhere.editions
        },
        crumbs=[home_crumb(language)],
        may_be_indexed=False,
    )
    return show(request, "elsewhere.html", page, {"editions": elsewhere.editions})
