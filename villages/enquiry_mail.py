"""The mails of an enquiry: the letter to the hosts, and the visitor's copy.

Each is text and plain HTML, in its reader's language; what the visitor wrote stays as it is.
"""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from catalogue.letters import without_links
from villages.models import Enquiry
from villages.practical_facts import kind_label

IN_A_LANGUAGE = {
    "lv": gettext_lazy("in Latvian"),
    "lt": gettext_lazy("in Lithuanian"),
    "en": gettext_lazy("in English"),
}


@dataclass(frozen=True)
class Receivers:
    """Who gets the letter, where, and in which language they are written to."""

    receiver: str  # of Enquiry.Receiver
    addresses: list[str]
    language: str


def letter(
    enquiry: Enquiry, said: dict[str, Any], receivers: Receivers, site: str
) -> EmailMultiAlternatives:
    """The letter, with the visitor's language named; an answer to it goes to the visitor."""
    with override(receivers.language):
        return _mail(
            "letter",
            enquiry,
            subject=_("Enquiry: %(village)s") % {"village": enquiry.edition.title},
            to=receivers.addresses,
            reply_to=[said["email"]],
            context={
                **_told(enquiry, said, site),
                "message": said["message"],
                "answer_in": str(IN_A_LANGUAGE[enquiry.answer_language]),
                "written_in": str(IN_A_LANGUAGE[enquiry.edition.language]),
                "is_for_partner": receivers.receiver == Enquiry.Receiver.PARTNER,
                "admin_address": site + enquiry.admin_address(),
            },
        )


def copy(enquiry: Enquiry, said: dict[str, Any], site: str) -> EmailMultiAlternatives:
    """The visitor's copy, in the language of the page; addresses of web pages are left out of it.

    Anybody may write a stranger's address into the form. What the stranger then gets must be of no
    use to who wrote it there.
    """
    with override(enquiry.edition.language):
        link = _("(address of a web page)")
        told = _told(enquiry, said, site)
        told["facts"] = [
            (label, value if value == said["email"] else without_links(str(value), link))
            for label, value in told["facts"]
        ]
        return _mail(
            "copy",
            enquiry,
            subject=_("Copy of your enquiry: %(village)s") % {"village": enquiry.edition.title},
            to=[said["email"]],
            reply_to=[],
            context={
                **told,
                "message": without_links(said["message"], link),
                "partner": str(enquiry.partner),
                "is_passed_on": enquiry.passed_on_at is not None,
                "is_with_hosts": enquiry.passed_on_to == Enquiry.Receiver.HOSTS,
            },
        )


def _told(enquiry: Enquiry, said: dict[str, Any], site: str) -> dict[str, Any]:
    """What both mails tell, in the language that is active."""
    offer = said["offer"]
    if offer:
        offer = f"{kind_label(said['offer_kind'])}: {offer}"
    facts = [
        (_("Name"), said["name"]),
        (_("E-mail"), said["email"]),
        (_("Telephone"), said["phone"]),
        (_("What interests the visitor"), offer),
        (_("Wished time"), said["dates"]),
        (_("Number of people"), said["guests"]),
    ]
    return {
        "village": enquiry.edition.title,
        "page_address": site + enquiry.edition.get_absolute_url(),
        "facts": [(label, value) for label, value in facts if value],
        "erased_on": timezone.localdate(enquiry.sent_at) + timedelta(days=settings.ENQUIRY_DAYS),
    }


def _mail(
    name: str,
    enquiry: Enquiry,
    subject: str,
    to: list[str],
    reply_to: list[str],
    context: dict[str, Any],
) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"villages/mail/{name}.txt", context),
        to=to,
        reply_to=reply_to,
        headers={
            # The same when it is sent again after a failure, so that nobody gets two.
            "Message-ID": f"<{name}-{enquiry.nonce}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(f"villages/mail/{name}.html", context), "text/html")
    return mail
