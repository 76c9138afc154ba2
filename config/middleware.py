"""Headers, limits and restraints that Django does not have itself, or not so."""

from collections.abc import Callable

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware

# What our pages do not ask of a visitor's device.
NOT_ASKED = ("camera", "geolocation", "microphone", "payment", "usb")
MOST_FIELDS = 1000
POLICY = ", ".join(f"{feature}=()" for feature in NOT_ASKED)
# Pages with a button “near me”; they ask when it is pressed, and keep nothing.
ASKS_WHERE_YOU_ARE = ("village-list", "village-map")
POLICY_WITH_PLACE = POLICY.replace("geolocation=()", "geolocation=(self)")


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        match = request.resolver_match
        asks = match is not None and match.url_name in ASKS_WHERE_YOU_ARE
        response.headers["Permissions-Policy"] = POLICY_WITH_PLACE if asks else POLICY
        return response

    return middleware


def short_queries(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse addresses with more fields than any page of ours reads, with 400.

    Forms of the admin send more, and Django has one limit for both.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.META.get("QUERY_STRING", "").count("&") >= MOST_FIELDS:
            raise TooManyFieldsSent(f"an address with more than {MOST_FIELDS} fields")
        return get_response(request)

    return middleware


class GZipWords(GZipMiddleware):
    """Packs what is made of words; pictures and recordings are packed already, and have parts."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code == 206 or not (kind.startswith("text/") or kind in _WORDS):
            return response
        return super().process_response(request, response)


_WORDS = (
    "application/atom+xml",
    "application/geo+json",
    "application/gpx+xml",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/problem+json",
    "application/vnd.google-earth.kml+xml",
    "application/xml",
    "image/svg+xml",
)


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but for answers that are the same whatever languages a browser prefers.

    Views say so by `response.is_the_same_for_all = True`; caches then keep one copy, not one for
    each browser.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if getattr(response, "is_the_same_for_all", False):
            return response
        return super().process_response(request, response)
