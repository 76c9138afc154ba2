"""Saved copies: a village or a route as one file of html, to read where there is no network."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from catalogue.kept_pages import kept
from catalogue.models.edition import Kind
from catalogue.pages import site_address, words_of
from catalogue.reading import Found
from catalogue.saved_copies import ENDING, POLICY, Album, copy_within_limit, file_response
from catalogue.views.items import led_below, show_item
from routes.saved import SavedCopy, SavedRoute, SavedVillage


@kept
def saved_village(request: HttpRequest, slug: str) -> HttpResponse:
    draw = partial(draw_copy, make=SavedVillage, template="offline/village.html")
    return _item_as_copy(request, Kind.VILLAGE, slug, draw)


@kept
def saved_route(request: HttpRequest, slug: str) -> HttpResponse:
    draw = partial(draw_copy, make=SavedRoute, template="offline/route.html")
    return _item_as_copy(request, Kind.ROUTE, slug, draw)


def _item_as_copy(
    request: HttpRequest, kind: str, slug: str, draw: Callable[..., HttpResponse]
) -> HttpResponse:
    response = show_item(request, kind, slug, draw)
    if response.status_code == 200 and "Content-Disposition" not in response:
        # The honest card: right for readers, but whoever asked for a file must see that it is none.
        response.status_code = 404
    return led_below(request, response, ENDING)


def draw_copy(
    request: HttpRequest,
    found: Found,
    is_preview: bool,
    make: Callable[..., SavedCopy],
    template: str,
) -> HttpResponse:
    """The copy of what stands today, as a file."""
    edition = found.edition
    words = words_of(request, edition.language)
    copy = make(edition, words, site_address(request))

    def drawn(album: Album) -> str:
        context = {
            "copy": copy,
            "edition": edition,
            "document": edition.document,
            "words": words,
            "language": edition.language,
            "album": album,
            "policy": POLICY,
            "today": timezone.localdate(),
        }
        return render_to_string(template, context)

    return file_response(copy_within_limit(copy.photos, drawn), edition)
