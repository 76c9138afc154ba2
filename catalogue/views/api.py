"""The door of the read API."""

import hashlib
import json
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from catalogue.api import openapi, problems
from catalogue.api.operation import ROOT, Answer, Asked
from catalogue.api.parameters import read_query
from catalogue.api.problems import BadRequest, NotAllowed, NotHere, Problem, open_to_all
from catalogue.api.table import operation_at
from catalogue.pages import site_address
from catalogue.shared_words import shared_words

METHODS = "GET, HEAD, OPTIONS"
FRESH = "public, max-age=60, stale-while-revalidate=600"
A_DAY = 24 * 3600
HEADERS = ("Content-Type", "Content-Language", "Cache-Control", "ETag", "Last-Modified", "Link")
# Two changes within a second look alike in Last-Modified.
SETTLED = timedelta(seconds=2)


@csrf_exempt  # nothing is written here; who tries is told so
def api(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """What an address below `ROOT` asks for, or a problem in the language asked for."""
    language = problems.language_of(request)
    if request.method == "OPTIONS":
        return _preflight()
    try:
        with override(language):
            if request.method not in ("GET", "HEAD"):
                raise NotAllowed(
                    _("Here one can only read, with GET or HEAD."), headers={"Allow": METHODS}
                )
            return _answered(request, _understood(request, f"/{path}"))
    except Problem as problem:
        return problems.told(problem, request, language)


def _preflight() -> HttpResponse:
    """Whether programs of other sites may ask, as their browsers want to know (CORS)."""
    return open_to_all(
        HttpResponse(
            status=204,
            headers={
                "Allow": METHODS,
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
                "Access-Control-Max-Age": str(A_DAY),
            },
        )
    )


def _understood(request: HttpRequest, path: str) -> Asked:
    found = operation_at(path)
    if found is None:
        raise NotHere(
            _("There is no such address. %(openapi)s tells which there are.")
            % {"openapi": f"{ROOT}/openapi.json"}
        )
    operation, code = found
    read = read_query(request.GET, operation.parameters)
    if read.refusals:
        detail = " ".join(refusal.detail for refusal in read.refusals)
        raise BadRequest(detail, refusals=read.refusals)
    language = read.values.get("language") or "en"
    return Asked(
        operation=operation,
        site=site_address(request),
        language=language,
        values=read.values,
        words=shared_words(language),
        code=code,
    )


def _answered(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """The answer, kept under the state of everything that visitors can see, as pages are.

    And where pages are: of questions with more than a language there is no end.
    """
    key, shelf = _key(asked), caches["visitors"] if asked.chooses else cache
    may_be_kept = settings.KEEP_PAGES and asked.words.version
    if asked.operation.is_streamed:  # nothing is written for whom it would say nothing new
        etag = _etag(key.rpartition(":")[2])
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is None:
            return _to_all(_written(_run(asked), asked, etag))
        unchanged.headers["ETag"] = etag
        unchanged.headers["Cache-Control"] = FRESH
        return _to_all(unchanged)
    if may_be_kept and (kept := shelf.get(key)):
        body, headers = kept
        return _if_changed(request, HttpResponse(body, headers=headers))
    response = _written(_run(asked), asked)
    if may_be_kept and isinstance(response, HttpResponse):
        headers = {name: response[name] for name in HEADERS if name in response}
        shelf.set(key, (response.content, headers), A_DAY)
    return _if_changed(request, response)


def _run(asked: Asked) -> Answer:
    with override(asked.language):
        return asked.operation.run(asked)


def _written(answer: Answer, asked: Asked, etag: str = "") -> HttpResponseBase:
    response: HttpResponseBase
    if answer.stream is not None:
        response = StreamingHttpResponse(answer.stream)
    else:
        body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()
        response = HttpResponse(body)
        etag = _etag(hashlib.sha256(body).hexdigest())
    response.headers["Content-Type"] = asked.operation.media_type
    response.headers["Content-Language"] = asked.language
    response.headers["Cache-Control"] = FRESH
    response.headers["ETag"] = etag
    if answer.changed_at and timezone.now() - answer.changed_at > SETTLED:
        response.headers["Last-Modified"] = http_date(answer.changed_at.timestamp())
    links = [*answer.links, ("service-desc", f"{asked.site}{ROOT}/openapi.json")]
    response.headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links)
    return response


def _etag(digest: str) -> str:
    return f'"{digest[:24]}"'


def _key(asked: Asked) -> str:
    """Names everything that an answer depends on."""
    today = str(timezone.localdate())  # which is the next time of an event
    parts = (openapi.VERSION, asked.words.version, asked.words.digest, today, asked.address())
    return "api:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _if_changed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The response, or 304 to whom has it already."""
    last_modified = response.headers.get("Last-Modified")
    answer = get_conditional_response(
        request,
        etag=response.headers["ETag"],
        last_modified=parse_http_date_safe(last_modified) if last_modified else None,
        response=cast(HttpResponse, response),
    )
    return _to_all(answer or response)


def _to_all(response: HttpResponseBase) -> HttpResponseBase:
    response.is_the_same_for_all = True  # type: ignore[attr-defined]  # see config/middleware.py
    return open_to_all(response)
