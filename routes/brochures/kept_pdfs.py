"""PDFs that are answered without drawing their page again, as long as nothing has changed.

Like `catalogue.kept_pages`, and filed under the same state of everything visitors can see: a PDF
that was given once costs one query and the reading of its file.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.pages import page_language, site_address
from catalogue.shared_words import shared_words
from routes.brochures.making import StoredPdf

A_DAY = 24 * 3600
HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Content-Language",
    "Cache-Control",
    "ETag",
    "X-Robots-Tag",
)

View = Callable[..., HttpResponse]


def kept_pdf(view: View) -> View:
    """Answer from the file when this address has been answered since anything changed.

    For views that answer with `pdf_response`, and whose answer depends on the address, the day
    and the public state alone.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        words = request.words = shared_words(page_language())  # type: ignore[attr-defined]
        if not (settings.KEEP_PAGES and words.version):
            return view(request, *args, **kwargs)
        key = _key(request, words.version)
        if found := cache.get(key):
            stored, headers = found
            try:
                return HttpResponse(stored.read(), headers=headers)
            except FileNotFoundError:
                pass  # its shelf was full
        response = view(request, *args, **kwargs)
        stored = getattr(response, "stored_pdf", None)
        if response.status_code == 200 and stored is not None:
            headers = {name: response[name] for name in HEADERS if name in response}
            cache.set(key, (stored, headers), A_DAY)
        return response

    return answer


def pdf_response(stored: StoredPdf, name: str, language: str) -> HttpResponse:
    """The file as visitors get it, to be called `name`.pdf."""
    response = HttpResponse(
        stored.read(),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "Content-Language": language,
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
            "ETag": f'"{stored.digest}"',
            "X-Robots-Tag": "noindex",
        },
    )
    response.stored_pdf = stored  # type: ignore[attr-defined]
    return response


def _key(request: HttpRequest, version: str) -> str:
    parts = (version, str(timezone.localdate()), site_address(request), request.get_full_path())
    return "pdf:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
