"""Asking the hosts of a village: the form, who gets the letter, and passing it on."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.letters import (
    Letterbox,
    LetterForm,
    LineField,
    NameField,
    PhoneField,
    TextField,
    partner_of,
)
from catalogue.limits import DAY, HOUR, Limit, Use
from catalogue.models import Edition
from catalogue.shared_words import SharedWords
from villages import enquiry_mail
from villages.contacts import contacts_of
from villages.enquiry_mail import IN_A_LANGUAGE, Receivers
from villages.models import Enquiry

logger = logging.getLogger(__name__)

MOST_GUESTS = 500
# What the staff of a partner reads best.
LANGUAGE_OF = {"LV": "lv", "LT": "lt"}
# One mailbox gets no more copies, whoever asks for them: nobody floods a stranger through us.
COPIES = (Limit("ask: copies", 3, HOUR), Limit("ask: copies, day", 6, DAY))


class EnquiryForm(LetterForm):
    name = NameField(
        label=gettext_lazy("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The answer comes here, and a copy of your letter."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Write your e-mail address, or nobody can answer you."),
            "invalid": gettext_lazy("Write the whole address, such as name@example.com."),
        },
    )
    phone = PhoneField(
        label=gettext_lazy("Your telephone number"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("With the number of your country, if the hosts may call you."),
    )
    offer = forms.ChoiceField(label=gettext_lazy("What interests you"), required=False)
    dates = LineField(
        label=gettext_lazy("When you would like to come"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("A day, several, or roughly: “a weekend in May”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    guests = forms.IntegerField(
        label=gettext_lazy("How many people"),
        required=False,
        min_value=1,
        max_value=MOST_GUESTS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            gettext_lazy("Write a number from 1 to 500."),
        ),
    )
    message = TextField(
        label=gettext_lazy("Your letter"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write what you would like to know.")},
    )
    answer_language = forms.ChoiceField(
        label=gettext_lazy("In which language would you like the answer?"),
        choices=list(IN_A_LANGUAGE.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language.")},
    )

    def __init__(self, edition: Edition, data: Any = None) -> None:
        super().__init__(data, initial={"answer_language": edition.language})
        titles = [offer["title"] for offer in edition.document["offers"]]
        field = self.fields["offer"]
        assert isinstance(field, forms.ChoiceField)
        # By its title: in the next edition the third offer may be another one.
        field.choices = [
            ("", _("Nothing in particular, or several things")),
            *((title, title) for title in titles),
        ]
        field.error_messages["invalid_choice"] = _(
            "This offer is not on the page any more. Choose another one."
        )
        if not settings.MAILERS:
            self.fields["email"].help_text = _("The answer comes here.")
        if not titles:
            del self.fields["offer"]


class EnquiriesBox(Letterbox):
    name = "ask"
    model = Enquiry
    template = "villages/ask.html"
    sent_template = "villages/ask_sent.html"
    per_network = (Limit("ask: network", 5, HOUR), Limit("ask: network, day", 15, DAY))
    per_page = (Limit("ask: village", 40, DAY),)
    in_all = (Limit("ask: all", 200, HOUR),)

    def is_open(self, edition: Edition) -> bool:
        return edition.document["status"] != "historical"

    def title(self, edition: Edition) -> str:
        return _("Ask the hosts")

    def sent_title(self, edition: Edition) -> str:
        return _("Your letter has arrived")

    def form(self, edition: Edition, data: Any = None) -> EnquiryForm:
        return EnquiryForm(edition, data)

    def letter(self, edition: Edition, form: LetterForm) -> Enquiry:
        said = dict(form.cleaned_data)
        kinds = {offer["title"]: offer["kind"] for offer in edition.document["offers"]}
        offer = said.get("offer", "")
        enquiry = Enquiry(
            edition=edition,
            partner=partner_of(edition),
            answer_language=said.pop("answer_language"),
        )
        return enquiry.write({**said, "offer": offer, "offer_kind": kinds.get(offer, "")})

    def uses(self, request: HttpRequest, edition: Edition, form: LetterForm) -> list[Use]:
        mailbox = form.cleaned_data["email"].casefold()
        copies = [Use(limit, mailbox) for limit in COPIES]
        return [*super().uses(request, edition, form), *copies]

    def context(self, edition: Edition, words: SharedWords) -> dict[str, Any]:
        partner = words.partners[edition.document["partner"]]
        contacts = contacts_of([edition.source_id], edition.language).get(edition.source_id, [])
        return {
            "partner": partner["name"],
            "term_days": settings.ENQUIRY_DAYS,
            "has_mail": bool(settings.MAILERS),
            "reaches_hosts": any(contact.email for contact in contacts),
            "reaches_partner": bool(partner["email"]),
        }


ENQUIRIES = EnquiriesBox()


# --- Passing on -----------------------------------------------------------------------------------


def receivers_of(enquiry: Enquiry) -> Receivers | None:
    """Who gets the letter today: hosts who consent to be reached, else the partner; or nobody."""
    edition, partner = enquiry.edition, enquiry.partner
    assert partner is not None  # the database says so
    language = LANGUAGE_OF[partner.country]
    contacts = contacts_of([edition.source_id], language).get(edition.source_id, [])
    if hosts := [contact.email for contact in contacts if contact.email]:
        return Receivers(Enquiry.Receiver.HOSTS, hosts, language)
    if partner.email:
        return Receivers(Enquiry.Receiver.PARTNER, [partner.email], language)
    return None


@dataclass(frozen=True)
class _Sending:
    trouble: str
    is_worth_another_try: bool = False


@transaction.atomic
def pass_on(pk: int, site: str) -> bool:
    """Send what has not been sent of an enquiry; True when it is worth another try later.

    The row is held meanwhile, so that two workers do not both send it. `site` is the address that
    links in the mails begin with.
    """
    enquiry = (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("edition", "partner")
        .filter(pk=pk)
        .first()
    )
    if enquiry is None:  # erased meanwhile
        return False
    letter, copy = _Sending(""), _Sending("")
    if enquiry.passed_on_at is None:
        receivers = receivers_of(enquiry)
        letter = _send(
            enquiry,
            lambda said: enquiry_mail.letter(enquiry, said, receivers, site) if receivers else None,
        )
        if not letter.trouble and receivers:
            enquiry.passed_on_at, enquiry.passed_on_to = timezone.now(), receivers.receiver
        enquiry.trouble = letter.trouble
    if enquiry.copied_at is None:
        copy = _send(enquiry, lambda said: enquiry_mail.copy(enquiry, said, site))
        if not copy.trouble:
            enquiry.copied_at = timezone.now()
        enquiry.copy_trouble = copy.trouble
    enquiry.save(
        update_fields=["passed_on_at", "passed_on_to", "trouble", "copied_at", "copy_trouble"]
    )
    return letter.is_worth_another_try or copy.is_worth_another_try


def _send(enquiry: Enquiry, make: Callable[[dict[str, Any]], EmailMessage | None]) -> _Sending:
    """Send one mail; nothing of it, and no address, goes into a log."""
    said = enquiry.said
    if said is None:
        return _Sending(Enquiry.Trouble.UNREADABLE)
    if not settings.MAILERS:
        return _Sending(Enquiry.Trouble.NO_SERVER)
    mail = make(said)
    if mail is None:
        return _Sending(Enquiry.Trouble.NO_ADDRESS)
    try:
        mail.send()
    except SMTPRecipientsRefused as refusal:
        codes = {code for code, _words in refusal.recipients.values()}
        for_good = all(code >= 500 for code in codes)
        logger.error("Mail of enquiry %s refused: %s", enquiry.pk, sorted(codes))
        return _Sending(Enquiry.Trouble.REFUSED, is_worth_another_try=not for_good)
    except (SMTPException, OSError, ValueError) as error:
        code = getattr(error, "smtp_code", "")
        logger.error("Mail of enquiry %s not sent: %s %s", enquiry.pk, type(error).__name__, code)
        return _Sending(Enquiry.Trouble.FAILED, is_worth_another_try=True)
    return _Sending("")
