"""The doors for letters of visitors: a form, and a page that says what happens next.

No cookie is set and none is asked for, so Django's own protection of forms is not used here; see
`catalogue/letters.py` and docs/decisions/0022.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.letters import (
    TRAP,
    Letterbox,
    LetterForm,
    Ticket,
    TicketRefused,
    TooFast,
    is_from_our_site,
    take,
)
from catalogue.limits import HOUR, MINUTE, TooMany
from catalogue.models.edition import Kind
from catalogue.pages import Crumb, Page, home_crumb, list_crumb, show, words_of
from catalogue.reading import Found
from catalogue.shared_words import SharedWords
from catalogue.views.errors import strangers_form
from catalogue.views.items import led_below, show_item

# What else is to be done in the transaction that keeps a letter, such as asking the background.
AndThen = Callable[[Any], Any]


def takes_letters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views that end in `write()`: a form of our own site, whose values no log may have."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @sensitive_post_parameters()
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_from_our_site(request):
            return strangers_form(request)
        return view(request, *args, **kwargs)

    return answer


def write(
    request: HttpRequest, kind: str, slug: str, box: Letterbox, and_then: AndThen
) -> HttpResponse:
    """The form on GET; on POST the letter is taken in, or the form comes back and says why not."""
    response = show_item(request, kind, slug, partial(_form_or_refusal, box, and_then))
    return led_below(request, response, f"{box.name}/")


@require_safe
def sent(request: HttpRequest, kind: str, slug: str, nonce: UUID, box: Letterbox) -> HttpResponse:
    """What happens next with a letter; without the letter, back to the form."""
    response = show_item(request, kind, slug, partial(_thanks, box, nonce))
    return led_below(request, response, f"{box.name}/sent/{nonce}/")


def _form_or_refusal(
    box: Letterbox, and_then: AndThen, request: HttpRequest, found: Found, is_preview: bool
) -> HttpResponse:
    edition = found.edition
    if not box.is_open(edition):
        raise Http404
    if request.method != "POST":
        ticket = Ticket.new(box.page(edition))
        return _form_page(request, box, found, box.form(edition), ticket.signed)
    form, signed = box.form(edition, request.POST), request.POST.get("ticket", "")
    status, headers = 400, {}
    try:
        ticket = Ticket.read(signed, box.page(edition))
        if form.is_valid():
            letter = box.letter(edition, form)
            letter.nonce = ticket.nonce
            letter = take(letter, box.uses(request, edition, form), and_then)
            address = f"{edition.get_absolute_url()}{box.name}/sent/{letter.nonce}/"
            return HttpResponseRedirect(address)
    except TooFast as refusal:
        form.add_error(None, str(refusal.sentence))
    except TicketRefused as refusal:
        form.add_error(None, str(refusal.sentence))
        signed = Ticket.new(box.page(edition)).signed
    except TooMany as refusal:
        form.add_error(None, _come_back(refusal.seconds))
        headers["Retry-After"], status = str(refusal.seconds), 429
    response = _form_page(request, box, found, form, signed, status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _thanks(
    box: Letterbox, nonce: UUID, request: HttpRequest, found: Found, is_preview: bool
) -> HttpResponse:
    edition = found.edition
    letter = box.model._default_manager.filter(
        nonce=nonce, edition__kind=edition.kind, edition__source_id=edition.source_id
    ).first()
    if letter is None:
        return HttpResponseRedirect(f"{edition.get_absolute_url()}{box.name}/")
    page = _page(found, box.sent_title(edition), f"{box.name}/sent/{nonce}/")
    context = {
        "letter": letter,
        "item": edition,
        **box.context(edition, _words(request, edition.language)),
    }
    return _for_one_reader(show(request, box.sent_template, page, context))


def _form_page(
    request: HttpRequest,
    box: Letterbox,
    found: Found,
    form: LetterForm,
    signed: str,
    status: int = 200,
) -> HttpResponse:
    edition = found.edition
    page = _page(found, box.title(edition), f"{box.name}/")
    context = {
        "form": form,
        "ticket": signed,
        "trap": TRAP,
        "item": edition,
        **box.context(edition, _words(request, edition.language)),
    }
    return _for_one_reader(show(request, box.template, page, context, status=status))


def _words(request: HttpRequest, language: str) -> SharedWords:
    """The shared words, fetched once: what draws the page finds them at the request."""
    words = request.words = words_of(request, language)  # type: ignore[attr-defined]
    return words


def _for_one_reader(response: HttpResponse) -> HttpResponse:
    """Nobody else gets this page, and its reader finds it again with “back”.

    `no-store` would make of “back” the browser’s own page that asks to send everything again.
    """
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _page(found: Found, title: str, ending: str) -> Page:
    """The page around a letter, below the page that it is about."""
    edition = found.edition
    language = edition.language
    lists = {
        Kind.VILLAGE: _("Villages"),
        Kind.ROUTE: _("Routes"),
        Kind.EVENT: _("Events"),
        Kind.STORY: _("Stories"),
    }
    crumbs = [home_crumb(language)]
    if edition.kind in lists:
        crumbs.append(list_crumb(edition.kind, lists[Kind(edition.kind)], language))
    return Page(
        title=title,
        description=edition.title,
        addresses={code: address + ending for code, address in found.addresses.items()},
        other_addresses=found.other_addresses,
        section=f"{edition.kind}s",
        crumbs=[*crumbs, Crumb(edition.title, edition.get_absolute_url())],
        may_be_indexed=False,
        language=language,
    )


def _come_back(seconds: int) -> str:
    minutes, hours = -(-seconds // MINUTE), -(-seconds // HOUR)
    if minutes <= 90:
        return ngettext(
            "More letters came than we can pass on at once. Nothing is lost: keep this page open "
            "and send the form again in %(count)s minute.",
            "More letters came than we can pass on at once. Nothing is lost: keep this page open "
            "and send the form again in %(count)s minutes.",
            minutes,
        ) % {"count": minutes}
    return ngettext(
        "More letters came than we can pass on at once. Keep your text, and send the form again "
        "in %(count)s hour.",
        "More letters came than we can pass on at once. Keep your text, and send the form again "
        "in %(count)s hours.",
        hours,
    ) % {"count": hours}
