"""One header that Django does not set itself."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What no page of ours asks of a visitor's device.
NEVER_ASKED = ("camera", "geolocation", "microphone", "payment", "usb")
POLICY = ", ".join(f"{feature}=()" for feature in NEVER_ASKED)


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response

    return middleware
