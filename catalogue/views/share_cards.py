"""Share cards, for messengers and social networks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalogue import share_cards
from catalogue.models import Edition
from catalogue.shared_words import shared_words
from catalogue.views.files import FOREVER


@require_safe
def share_card(request: HttpRequest, digest: str) -> HttpResponse:
    """The card of an edition that is or was public; 503 while too many others are being drawn.

    Under the address that pages name it never changes; under another it is what it is today.
    """
    edition = Edition.objects.filter(digest=digest).order_by("pk").first()
    if edition is None:
        raise Http404
    try:
        card = share_cards.card_of(edition, shared_words(edition.language))
    except share_cards.Busy:
        return HttpResponse(
            status=503,
            content_type="text/plain",
            headers={"Retry-After": str(share_cards.RETRY_AFTER), "Cache-Control": "no-store"},
        )
    is_named_whole = request.GET.get("v") == card.mark
    response = HttpResponse(
        card.png,
        content_type="image/png",
        headers={"Cache-Control": FOREVER if is_named_whole else "public, max-age=3600"},
    )
    response.is_the_same_for_all = True  # type: ignore[attr-defined]  # see config/middleware.py
    return response
