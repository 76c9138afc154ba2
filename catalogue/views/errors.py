"""Honest answers when something is not there, not allowed, or broken."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader
from django.utils import translation
from django.utils.translation import (
    get_language_from_path,
    get_language_from_request,
    gettext_noop,
)

from catalogue.api import problems
from catalogue.api.operation import ROOT
from catalogue.languages import LANGUAGES
from catalogue.pages import Page, home_crumb, show


def _language(request: HttpRequest) -> str:
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    return language[:2] if language[:2] in LANGUAGES else "en"


def is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"{ROOT}/")


def _error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    language = _language(request)
    if is_for_programs(request):
        with translation.override(problems.language_of(request)):
            return problems.told_by_status(status, translation.gettext(text), request)
    with translation.override(language):
        page = Page(
            title=translation.gettext(title),
            description=translation.gettext(text),
            addresses={code: f"/{code}/" for code in LANGUAGES},
            crumbs=[home_crumb(language)],
            may_be_indexed=False,
            language=language,
        )
        return show(request, "error.html", page, {"status": status}, status=status)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    title = gettext_noop("This page is not here")
    text = gettext_noop("The address may be mistyped, or the page has moved.")
    return _error(request, 404, title, text)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    title = gettext_noop("This door is closed to you")
    text = gettext_noop("The page belongs to the other partner, or your role does not open it.")
    return _error(request, 403, title, text)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    title = gettext_noop("This address makes no sense to us")
    text = gettext_noop("Something in the request could not be read.")
    return _error(request, 400, title, text)


def conflict(request: HttpRequest) -> HttpResponse:
    """Two changed the same thing at once, and the database took one of them."""
    title = gettext_noop("Someone else was faster")
    text = gettext_noop(
        "The same thing was changed or deleted at the same moment. "
        "Go back, look at it anew and try again."
    )
    return _error(request, 409, title, text)


def strangers_form(request: HttpRequest) -> HttpResponse:
    """Another site sent a form of ours, or made a visitor's browser do so."""
    title = gettext_noop("This form was not sent from our page")
    text = gettext_noop(
        "Open the page here and send the form from it. What arrived was not read and not kept."
    )
    return _error(request, 403, title, text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    title = gettext_noop("The form has expired")
    text = gettext_noop("Go back, load the page again and send the form. Nothing was changed.")
    return _error(request, 403, title, text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: said without the database, which may be what broke."""
    language = _language(request)
    if is_for_programs(request):
        with translation.override(problems.language_of(request)):
            return problems.told_by_status(500, translation.gettext("Try again later."), request)
    with translation.override(language):
        html = loader.get_template("500.html").render({"language": language})
    return HttpResponseServerError(html, headers={"Content-Language": language})
