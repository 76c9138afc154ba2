"""One header and one limit that Django does not set itself."""

from collections.abc import Callable

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
