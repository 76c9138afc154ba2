"""“This page is out of date”, said by whoever noticed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from catalogue.page_reports import REPORTS
from catalogue.tasks import erase_letters_in_time
from catalogue.views.letters import sent, takes_letters, write


@takes_letters
def report(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return write(request, kind, slug, REPORTS, lambda _report: erase_letters_in_time())


def report_sent(request: HttpRequest, slug: str, kind: str, nonce: UUID) -> HttpResponse:
    return sent(request, kind, slug, nonce, REPORTS)
