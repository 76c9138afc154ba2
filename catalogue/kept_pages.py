"""Public pages kept ready-made, filed under the state of everything visitors can see.

The state is a number that the database counts up with every change (`PublicState`), so nothing
here is ever cleared or goes stale. A page that is kept costs one query.

Addresses in which visitors may choose freely have no end, and any address may be followed by a
question that nobody reads. Answers to questions are kept in a smaller cache of their own, so that
whoever asks a thousand of them pushes out no page that everybody asks for; and an answer that says
`no-store` is not kept at all.

Signed-in staff read pages drawn for them alone, which may tell more (`staff_notes`): those are
never kept, neither here nor on the way.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.pages import page_language, site_address
from catalogue.shared_words import shared_words

A_DAY = 24 * 3600
# What is larger, such as a saved copy with photos, is drawn anew: twenty of them would push out
# every page that people read.
MOST_BYTES = 500_000
# What a kept response says again beside its body.
HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Cache-Control",
    "Content-Language",
    "Content-Security-Policy",
    "ETag",
    "X-Robots-Tag",
)

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Answer from what is kept when nothing visitors can see has changed since.

    For views whose answer depends on the address, the day and the public state alone. The words
    it had to fetch anyway are handed to the view as `request.words`. A view sets
    `request.is_of_a_visitor` to False where the whole question is one to which pages lead.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff:
            return _for_staff(view(_told_to(request), *args, **kwargs))
        words = request.words = shared_words(page_language())  # type: ignore[attr-defined]
        if not (settings.KEEP_PAGES and words.version):
            return view(request, *args, **kwargs)
        key = _key(request, words.version)
        of_visitors, is_asked = caches["visitors"], bool(request.META.get("QUERY_STRING"))
        if found := cache.get(key) or (is_asked and of_visitors.get(key)):
            body, headers = found
            return HttpResponse(body, headers=headers)
        response = view(request, *args, **kwargs)
        if _may_be_kept(response):
            response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
            headers = {name: response[name] for name in HEADERS if name in response}
            is_of_a_visitor = is_asked and getattr(request, "is_of_a_visitor", True)
            (of_visitors if is_of_a_visitor else cache).set(key, (response.content, headers), A_DAY)
        return response

    return answer


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and len(response.content) <= MOST_BYTES
        and "no-store" not in response.get("Cache-Control", "")
    )


def _told_to(request: HttpRequest) -> HttpRequest:
    request.staff = request.user  # type: ignore[attr-defined]  # `pages.show()` tells them more
    return request


def _for_staff(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _key(request: HttpRequest, version: str) -> str:
    parts = (version, str(timezone.localdate()), site_address(request), request.get_full_path())
    return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
