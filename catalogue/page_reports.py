"""Reports that a page is out of date: their form, and what staff is told of them."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.letters import Letterbox, LetterForm, TextField, partner_of
from catalogue.limits import DAY, HOUR, Limit
from catalogue.models import Edition, PageReport, User
from catalogue.shared_words import SharedWords
from catalogue.staff_notes import StaffNote


class ReportForm(LetterForm):
    matter = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=PageReport.Matter,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong.")},
    )
    text = TextField(
        label=gettext_lazy("What should the page say?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("And how you know it, so that it can be checked."),
        error_messages={"required": gettext_lazy("Write what should be put right.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        help_text=gettext_lazy("Only if we may ask you about it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": gettext_lazy("Write the whole address, such as name@example.com.")
        },
    )


class ReportsBox(Letterbox):
    name = "report"
    model = PageReport
    template = "catalogue/report.html"
    sent_template = "catalogue/report_sent.html"
    per_network = (Limit("report: network", 10, HOUR), Limit("report: network, day", 30, DAY))
    per_page = (Limit("report: page", 20, DAY),)
    in_all = (Limit("report: all", 200, HOUR),)

    def title(self, edition: Edition) -> str:
        return _("This page is out of date")

    def sent_title(self, edition: Edition) -> str:
        return _("Thank you for telling us")

    def form(self, edition: Edition, data: Any = None) -> ReportForm:
        return ReportForm(data)

    def letter(self, edition: Edition, form: LetterForm) -> PageReport:
        said = form.cleaned_data
        report = PageReport(edition=edition, partner=partner_of(edition), matter=said["matter"])
        return report.write({"text": said["text"]}).write_email(said["email"])

    def context(self, edition: Edition, words: SharedWords) -> dict[str, Any]:
        return {"term_days": settings.ENQUIRY_DAYS}


REPORTS = ReportsBox()


def notes_on_reports(user: User, edition: Edition) -> list[StaffNote]:
    """How many open reports there are on an item, to staff who may deal with them."""
    if not user.has_perm("catalogue.view_pagereport"):
        return []
    reports = PageReport.objects.visible_to(user).open().of_item(edition.kind, edition.source_id)
    matters = [report.get_matter_display() for report in reports.order_by("sent_at", "pk")]
    if not matters:
        return []
    sentence = ngettext(
        "%(count)s visitor says that this page is out of date",
        "%(count)s visitors say that this page is out of date",
        len(matters),
    ) % {"count": len(matters)}
    address = reverse("admin:catalogue_pagereport_changelist")
    query = f"?state__exact=open&edition__kind={edition.kind}"
    return [
        StaffNote(sentence, f"{address}{query}&edition__source_id={edition.source_id}", matters)
    ]
