"""Problems: what is wrong with a request, as RFC 9457 says it, in the reader's language."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.api.parameters import Refusal
from catalogue.languages import LANGUAGES
from catalogue.pages import in_every_language, page_language, site_address

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Something that is told instead of an answer. `name` is its place on the page for people."""

    status = 500
    name = "broken"

    def title(self) -> str:
        return _("Something broke here")

    def __init__(
        self,
        detail: str,
        languages: dict[str, str] | None = None,
        refusals: Sequence[Refusal] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.languages = languages or {}
        self.refusals = refusals
        self.headers = headers or {}


class BadRequest(Problem):
    status, name = 400, "bad-request"

    def title(self) -> str:
        return _("This question cannot be understood")


class NotHere(Problem):
    status, name = 404, "not-here"

    def title(self) -> str:
        return _("This is not here")


class NotAllowed(Problem):
    status, name = 405, "read-only"

    def title(self) -> str:
        return _("This is for reading only")


class Gone(Problem):
    status, name = 410, "gone"

    def title(self) -> str:
        return _("This is not in the catalogue any more")


class Busy(Problem):
    status, name = 503, "busy"

    def title(self) -> str:
        return _("Too many ask for this just now")


KINDS = (BadRequest, NotHere, NotAllowed, Gone, Busy, Problem)


def told(problem: Problem, request: HttpRequest, language: str) -> HttpResponse:
    """The problem as its reader gets it."""
    with override(language):
        body: dict[str, Any] = {
            "type": f"{site_address(request)}{in_every_language('api')[language]}#{problem.name}",
            "title": problem.title(),
            "status": problem.status,
            "detail": problem.detail,
        }
        if problem.refusals:
            body["parameters"] = [
                {"name": refusal.name, "detail": refusal.detail} for refusal in problem.refusals
            ]
        if problem.languages:
            body["languages"] = problem.languages
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Cache-Control": "no-store", **problem.headers},
    )
    return open_to_all(response)


def told_by_status(status: int, detail: str, request: HttpRequest) -> HttpResponse:
    """A problem that was met outside the API's own door."""
    kind = next((kind for kind in KINDS if kind.status == status), Problem)
    return told(kind(detail), request, language_of(request))


def open_to_all[Response: HttpResponseBase](response: Response) -> Response:
    """Let programs of any site read the response: nothing in it depends on who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = (
        "ETag, Last-Modified, Link, Content-Language, Retry-After"
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def language_of(request: HttpRequest) -> str:
    """The language asked for, as far as it can be told, for a problem with the question."""
    wanted = request.GET.get("language", "")
    return wanted if wanted in LANGUAGES else page_language()
