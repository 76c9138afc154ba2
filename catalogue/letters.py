"""What visitors write to us from a page: the form, what proves that it is ours, and taking it in.

Visitors have no account and get no cookie. A form is known by its ticket instead: signed, bound to
the page it stands on, good for one letter, no sooner than people type and not for ever.
"""

import re
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.core import signing
from django.core.exceptions import DisallowedHost, ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalogue import limits
from catalogue.models import Edition, Letter, Partner
from catalogue.shared_words import SharedWords

SOONEST = 3  # seconds
LATEST = 12 * 3600
MOST_LETTERS = 5000
MOST_LINKS = 3
# The trap for programs that fill in every field. Browsers and password managers know no such name.
TRAP = "subject"

_signer = signing.Signer(salt="catalogue.letters")


class Refused(Exception):
    """A letter that is not taken as it is; `sentence` tells the visitor why and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class TicketRefused(Refused):
    """The form may be sent again with a new ticket."""


class TooFast(Refused):
    """The form may be sent again as it is."""


@dataclass(frozen=True)
class Ticket:
    """Proof that a form came from our page: which page, which copy of it, and since when."""

    page: str  # what the form is for, the same in every language: “ask:village:7”
    nonce: uuid.UUID
    made_at: float  # seconds since 1970

    @classmethod
    def new(cls, page: str) -> "Ticket":
        return cls(page, uuid.uuid4(), time.time())

    @property
    def signed(self) -> str:
        return _signer.sign_object([self.page, self.nonce.hex, int(self.made_at * 1000)])

    @classmethod
    def read(cls, signed: str, page: str) -> "Ticket":
        """The ticket of a form that was sent; raises TicketRefused or TooFast."""
        try:
            told, nonce, milliseconds = _signer.unsign_object(signed)
            ticket = cls(told, uuid.UUID(nonce), milliseconds / 1000)
        except (signing.BadSignature, ValueError, TypeError):
            ticket = None
        if ticket is None or ticket.page != page:
            raise TicketRefused(
                _("The form did not arrive whole. Nothing is lost: please send it again.")
            )
        age = time.time() - ticket.made_at
        if age > LATEST:
            raise TicketRefused(
                _(
                    "The form was open for more than 12 hours. Nothing is lost: look at what you "
                    "wrote and send it again."
                )
            )
        if age < SOONEST:
            raise TooFast(
                _(
                    "The form came back faster than people write. Nothing is lost: wait a moment "
                    "and send it again."
                )
            )
        return ticket


def is_from_our_site(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this; older ones say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == request.get_host().lower()
    except (DisallowedHost, ValueError):
        return False


# --- Fields ---------------------------------------------------------------------------------------

# Control characters, and those that turn the direction of everything after them.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# A name is read from its first letter only, and nothing of it twice: whatever somebody sends, and
# however long it is, takes a time that grows with its length and no faster.
_LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w-])(?<![\w-]\.)[\w-]++(?:\.[\w-]++)*?\.[a-z]{2,}+/\S*",
    re.IGNORECASE,
)
# What programs for mail make a link of by themselves: “shop.example”.
_DOT_IN_A_NAME = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")
_TOO_LONG = _(
    "Too long: there are %(show_value)s letters and spaces, and room for %(limit_value)s."
)


def links_in(text: str) -> list[str]:
    """Addresses of web pages in `text`."""
    return _LINK.findall(text)


def without_links(text: str, instead: str) -> str:
    """`text` in which nothing can be followed; bare names of sites get a blank after each dot."""
    return _DOT_IN_A_NAME.sub(". ", _LINK.sub(lambda _match: instead, text))


class LineField(forms.CharField):
    """One line of plain text: nothing in it breaks a line or hides."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"max_length": _TOO_LONG, **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        text = _UNSEEN.sub(" ", str(value)) if value not in self.empty_values else ""
        return super().to_python(" ".join(text.split())) or ""


class NameField(LineField):
    """A name, which no address of a page is part of."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if links_in(value):
            raise ValidationError(_("A name has no address of a web page in it."))


class PhoneField(LineField):
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_validators = [
        RegexValidator(
            r"^\+?[0-9][0-9 ()/.-]{4,28}$",
            _("Write the number in digits, with its country, such as +371 and the number."),
        )
    ]


class TextField(forms.CharField):
    """A text of several lines, as it was written; with a few addresses of web pages at most."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MOST_LETTERS)
        messages = {"max_length": _TOO_LONG, **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=messages, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: browsers would cut what is pasted, and say nothing."""
        return {}

    def to_python(self, value: Any) -> str:
        text = str(value) if value not in self.empty_values else ""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(_NO_TEXT.sub("", text)) or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(links_in(value)) > MOST_LINKS:
            raise ValidationError(
                ngettext_lazy(
                    "Leave at most %(count)s address of a web page in the text.",
                    "Leave at most %(count)s addresses of web pages in the text.",
                    "count",
                ),
                params={"count": MOST_LINKS},
            )


class LetterForm(forms.Form):
    """What every form of a visitor has: a ticket, and a trap for programs."""

    use_required_attribute = False  # browsers would speak their own language, one field at a time

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Where each mistake is (an id, empty for the whole form), and what it is; in order."""
        found = [("", str(error)) for error in self.non_field_errors()]
        return found + [
            (field.id_for_label or f"{field.auto_id}_0", str(error))
            for field in self
            for error in field.errors
        ]

    def clean(self) -> dict[str, Any]:
        if self.data.get(TRAP, "").strip():
            raise ValidationError(
                _(
                    "A field that only programs see was filled in. It is empty again: please send "
                    "the form once more."
                )
            )
        return self.cleaned_data


# --- Letterboxes ----------------------------------------------------------------------------------


class Letterbox:
    """A kind of letter about a page: its form, its words, and how many of it are taken."""

    name: str  # the end of its address, and what its tickets are for
    model: type[Letter]
    template: str
    sent_template: str
    # At most so many: from one network, about one page, and in all.
    per_network: tuple[limits.Limit, ...]
    per_page: tuple[limits.Limit, ...]
    in_all: tuple[limits.Limit, ...]

    def is_open(self, edition: Edition) -> bool:
        """Whether there is anybody to write to about this page."""
        return True

    def title(self, edition: Edition) -> str:
        raise NotImplementedError

    def sent_title(self, edition: Edition) -> str:
        raise NotImplementedError

    def form(self, edition: Edition, data: Any = None) -> LetterForm:
        raise NotImplementedError

    def letter(self, edition: Edition, form: LetterForm) -> Letter:
        """What a valid form says, sealed and not saved."""
        raise NotImplementedError

    def context(self, edition: Edition, words: SharedWords) -> dict[str, Any]:
        """What the templates of both pages want beside the form and the edition."""
        return {}

    def page(self, edition: Edition) -> str:
        """What a ticket is bound to: the item, whatever its address and language."""
        return f"{self.name}:{edition.kind}:{edition.source_id}"

    def uses(self, request: HttpRequest, edition: Edition, form: LetterForm) -> list[limits.Use]:
        network, page = limits.network_of(request), self.page(edition)
        return [
            *(limits.Use(limit, network) for limit in self.per_network),
            *(limits.Use(limit, page) for limit in self.per_page),
            *(limits.Use(limit, "") for limit in self.in_all),
        ]


def partner_of(edition: Edition) -> Partner | None:
    """The partner who keeps the item of `edition`; None where both do."""
    key = edition.document["partner"]
    return Partner.objects.get(key=key) if key else None


# --- Taking a letter in ---------------------------------------------------------------------------


def take(
    letter: Letter, uses: Iterable[limits.Use], and_then: Callable[[Any], Any] = lambda _: None
) -> Letter:
    """Keep `letter`; the same form sent twice, or twice at once, makes one letter.

    `and_then` runs in the same transaction: what it asks of the background is lost with the letter
    or not at all. Raises TooMany, and TicketRefused for another letter on a used form.
    """
    model = type(letter)
    if known := model._default_manager.filter(nonce=letter.nonce).first():
        return _the_same(known, letter)
    try:
        with transaction.atomic():
            limits.count(uses)
            letter.save(force_insert=True)
            and_then(letter)
    except (IntegrityError, limits.TooMany):
        known = model._default_manager.filter(nonce=letter.nonce).first()
        if known is None:
            raise
        return _the_same(known, letter)
    return letter


def _the_same(known: Letter, letter: Letter) -> Letter:
    if not known.tells_the_same_as(letter):
        raise TicketRefused(
            _(
                "You have sent this form already, with another text. If this is a further letter, "
                "send it again."
            )
        )
    return known


def erase_what_is_due() -> int:
    """Erase letters whose term is over, and counts that are; how many letters were erased."""
    limits.forget_what_is_over()
    return sum(model.objects.erase_due() for model in letter_models())


def letter_models() -> list[Any]:
    """The tables of letters in all rooms."""
    return [model for model in apps.get_models() if issubclass(model, Letter)]
