"""Writing to us as a visitor does: open the form, fill it in, send it."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client


def ticket_on(page: HttpResponse) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def send(client: Client, address: str, values: dict[str, Any], **more: Any) -> HttpResponse:
    """Open the form at `address` and send it with these values; `more` is of the request."""
    return client.post(address, {**values, "ticket": ticket_on(client.get(address))}, **more)
