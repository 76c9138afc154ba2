"""Addresses below an item, for reports that its page is out of date."""

from django.urls import URLPattern, path

from catalogue.views import reports


def reports_on(kind: str) -> list[URLPattern]:
    """To be included below the list of this kind of item."""
    return [
        path("<slug:slug>/report/", reports.report, {"kind": kind}, name=f"{kind}-report"),
        path(
            "<slug:slug>/report/sent/<uuid:nonce>/",
            reports.report_sent,
            {"kind": kind},
            name=f"{kind}-report-sent",
        ),
    ]
