"""Enquiries of visitors: for who answers them in the partner's office, and nobody else."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue import waiting
from catalogue.admin import LetterAdmin
from catalogue.admin.letters import UNREADABLE
from catalogue.models import User
from catalogue.pages import site_address
from catalogue.waiting import Waiting
from villages.models import Enquiry
from villages.practical_facts import kind_label
from villages.tasks import pass_on_enquiry


@admin.register(Enquiry)
class EnquiryAdmin(LetterAdmin):
    list_display = ("village", "sent_at", "answer_language", "state", "passed_on", "settled_by")
    list_filter = ("state", "answer_language")
    list_select_related = ("edition", "partner", "settled_by")
    search_fields = ("edition__title__unaccent", "notes__unaccent")
    date_hierarchy = "sent_at"
    actions = ["send_again"]
    said_fields = (
        "visitor",
        "visitors_email",
        "phone",
        "offer",
        "dates",
        "guests",
        "message",
        "answer_language",
        "passed_on",
        "copied",
    )
    fieldsets = [
        (
            gettext_lazy("What the visitor asks"),
            {
                "fields": [
                    "about",
                    ("visitor", "visitors_email", "phone"),
                    ("offer", "dates", "guests"),
                    "message",
                    "answer_language",
                ]
            },
        ),
        (gettext_lazy("Where the letter is"), {"fields": ["sent_at", "passed_on", "copied"]}),
        (
            gettext_lazy("What became of it"),
            {"fields": ["state", "notes", ("settled_at", "settled_by"), "partner"]},
        ),
    ]

    @admin.display(description=gettext_lazy("village"), ordering="edition__title")
    def village(self, enquiry: Enquiry) -> str:
        return enquiry.edition.title

    @admin.display(description=gettext_lazy("Name"))
    def visitor(self, enquiry: Enquiry) -> Any:
        return self.told(enquiry, "name")

    @admin.display(description=gettext_lazy("E-mail"))
    def visitors_email(self, enquiry: Enquiry) -> Any:
        email = self.told(enquiry, "email")
        if email == UNREADABLE:
            return email
        return format_html('<a href="mailto:{}">{}</a>', email, email)

    @admin.display(description=gettext_lazy("Telephone"))
    def phone(self, enquiry: Enquiry) -> Any:
        return self.told(enquiry, "phone")

    @admin.display(description=gettext_lazy("What interests the visitor"))
    def offer(self, enquiry: Enquiry) -> Any:
        said = enquiry.said
        if said and said.get("offer"):
            return f"{kind_label(said['offer_kind'])}: {said['offer']}"
        return self.told(enquiry, "offer")

    @admin.display(description=gettext_lazy("Wished time"))
    def dates(self, enquiry: Enquiry) -> Any:
        return self.told(enquiry, "dates")

    @admin.display(description=gettext_lazy("Number of people"))
    def guests(self, enquiry: Enquiry) -> Any:
        return self.told(enquiry, "guests")

    @admin.display(description=gettext_lazy("letter"))
    def message(self, enquiry: Enquiry) -> Any:
        return self.told(enquiry, "message")

    @admin.display(description=gettext_lazy("letter passed on"))
    def passed_on(self, enquiry: Enquiry) -> str:
        """To whom and when; or why not yet."""
        if enquiry.passed_on_at:
            return f"{enquiry.get_passed_on_to_display()}, {_moment(enquiry.passed_on_at)}"
        return _not_yet(enquiry.get_trouble_display())

    @admin.display(description=gettext_lazy("copy for the visitor"))
    def copied(self, enquiry: Enquiry) -> str:
        if enquiry.copied_at:
            return _moment(enquiry.copied_at)
        return _not_yet(enquiry.get_copy_trouble_display())

    @admin.action(
        permissions=["change"], description=gettext_lazy("Send again what has not been sent")
    )
    def send_again(self, request: HttpRequest, enquiries: models.QuerySet) -> None:
        number = 0
        for enquiry in enquiries:
            if not (enquiry.passed_on_at and enquiry.copied_at):
                pass_on_enquiry.enqueue(enquiry.pk, site_address(request))
                number += 1
        sentence = ngettext(
            "%(count)s letter is sent in the next minutes.",
            "%(count)s letters are sent in the next minutes.",
            number,
        )
        self.message_user(request, sentence % {"count": number}, messages.SUCCESS)


def _moment(when: Any) -> str:
    return date_format(localtime(when), "DATETIME_FORMAT")


def _not_yet(trouble: str) -> str:
    return _("not yet: %(reason)s") % {"reason": trouble} if trouble else _("not yet")


def _open_enquiries(user: User) -> list[Waiting]:
    if not user.has_perm("villages.change_enquiry"):
        return []
    number = Enquiry.objects.visible_to(user).open().count()
    if not number:
        return []
    sentence = ngettext(
        "%(count)s enquiry of a visitor", "%(count)s enquiries of visitors", number
    ) % {"count": number}
    return [Waiting(sentence, reverse("admin:villages_enquiry_changelist") + "?state__exact=open")]


waiting.register(_open_enquiries)
