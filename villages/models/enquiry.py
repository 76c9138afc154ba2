"""What a visitor asked the hosts of a village, and how far the letter has come."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from catalogue.models import Letter
from catalogue.models.letter import LetterQuerySet, end_of_term


class EnquiryQuerySet(LetterQuerySet):
    def erase_due(self) -> int:
        """An enquiry is erased when its term after arriving is over, answered or not."""
        return self.filter(sent_at__lt=end_of_term()).delete()[0]


class Enquiry(Letter):
    """A letter to the hosts, or else to their partner; the visitor's own copy is a mail, too."""

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("open")
        ANSWERED = "answered", gettext_lazy("answered")
        CLOSED = "closed", gettext_lazy("closed without an answer")

    class Receiver(models.TextChoices):
        HOSTS = "hosts", gettext_lazy("the hosts")
        PARTNER = "partner", gettext_lazy("the partner")

    class Trouble(models.TextChoices):
        """Why a mail has not left."""

        NO_ADDRESS = "no-address", gettext_lazy("no e-mail address of hosts or partner is known")
        NO_SERVER = "no-server", gettext_lazy("this site has no mail server")
        UNREADABLE = "unreadable", gettext_lazy("the letter cannot be read any more")
        REFUSED = "refused", gettext_lazy("the mail server refused the address")
        FAILED = "failed", gettext_lazy("the mail server did not take it")

    answer_language = models.CharField(
        gettext_lazy("answer in"), max_length=2, choices=settings.LANGUAGES
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=State, default=State.OPEN
    )
    notes = models.TextField(
        gettext_lazy("notes"), blank=True, help_text=gettext_lazy("Visitors never see them.")
    )
    passed_on_at = models.DateTimeField(gettext_lazy("passed on at"), null=True, editable=False)
    passed_on_to = models.CharField(
        gettext_lazy("passed on to"), max_length=10, choices=Receiver, blank=True, editable=False
    )
    trouble = models.CharField(max_length=10, choices=Trouble, blank=True, editable=False)
    copied_at = models.DateTimeField(gettext_lazy("copy sent at"), null=True, editable=False)
    copy_trouble = models.CharField(max_length=10, choices=Trouble, blank=True, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("enquiry")
        verbose_name_plural = gettext_lazy("enquiries")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="enquiry_language_known",
                condition=models.Q(answer_language__in=["lv", "lt", "en"]),
                violation_error_message=gettext_lazy("There is no such language in the catalogue."),
            ),
            models.CheckConstraint(
                name="enquiry_settled_or_open",
                condition=models.Q(state="open", settled_at__isnull=True)
                | models.Q(state__in=["answered", "closed"], settled_at__isnull=False),
                violation_error_message=gettext_lazy("There is no such state."),
            ),
            models.CheckConstraint(
                name="enquiry_has_a_partner", condition=models.Q(partner__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        """Nothing of its writer: the admin's log keeps this for ever."""
        day = date_format(timezone.localdate(self.sent_at), "DATE_FORMAT")
        return f"{self.edition.title}, {day}"

    def tells_the_same_as(self, other: Any) -> bool:
        return self.answer_language == other.answer_language and super().tells_the_same_as(other)

    def admin_address(self) -> str:
        return reverse("admin:villages_enquiry_change", args=[self.pk])
