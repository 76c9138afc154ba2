"""Short codes from print and QR: they always answer."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from catalogue.models import Edition, ShortCode
from catalogue.pages import Page, home_crumb, show
from catalogue.reading import nearest_villages


def short_code(request: HttpRequest, code: str) -> HttpResponse:
    """To the item in the visitor's language, or what became of it and what is near."""
    known = ShortCode.objects.filter(code=code.upper()).first()
    if known is None:
        raise Http404
    wanted = get_language_from_request(request)[:2]
    editions = Edition.objects.of_item(known.kind, known.source_id)
    current = {edition.language: edition for edition in editions.current().for_cards()}
    for language in (wanted, "en", "lv", "lt"):
        if language in current:
            response: HttpResponse = HttpResponseRedirect(current[language].get_absolute_url())
            break
    else:
        response = _gone(request, known, editions, wanted)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _gone(request: HttpRequest, known: ShortCode, editions, language: str) -> HttpResponse:
    """The page of an item that nobody can read any more; 404 if nobody ever could."""
    last = editions.order_by("-published_at", "-pk")
    edition = last.in_language(language).first() or last.first()
    if edition is None:
        raise Http404
    with translation.override(language):
        nearest = (
            list(nearest_villages(language, edition.latitude, edition.longitude, count=3))
            if edition.latitude is not None
            else []
        )
        page = Page(
            title=_("No longer in the catalogue"),
            description=_("What became of the page behind this code, and what is near it."),
            addresses={language: request.path},
            crumbs=[home_crumb(language)],
            may_be_indexed=False,
            language=language,
        )
        page.other_addresses = {}
        return show(
            request, "short_code_gone.html", page, {"gone": edition, "nearest": nearest}, status=200
        )
