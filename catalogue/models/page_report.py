"""“This page is out of date”: what a visitor noticed, and what became of it."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from catalogue.models.letter import Letter, LetterQuerySet, end_of_term
from catalogue.sealing import Unreadable, seal, unseal


class PageReportQuerySet(LetterQuerySet):
    def of_item(self, kind: str, source_id: int) -> Self:
        """Reports on this item's pages, in whatever edition and language."""
        return self.filter(edition__kind=kind, edition__source_id=source_id)

    def erase_due(self) -> int:
        """A report is erased when its term after being settled is over; an e-mail address is
        erased when its term after arriving is over, even while the report is open."""
        self.filter(sent_at__lt=end_of_term()).exclude(sealed_email="").update(sealed_email="")
        return self.filter(settled_at__lt=end_of_term()).delete()[0]


class PageReport(Letter):
    """A task for the partner who keeps the page; for both where both keep it."""

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("open")
        DONE = "done", gettext_lazy("done")
        REJECTED = "rejected", gettext_lazy("rejected")

    class Matter(models.TextChoices):
        CLOSED = "closed", gettext_lazy("It is closed, or no longer there")
        PRICE = "price", gettext_lazy("A price")
        TIMES = "times", gettext_lazy("Opening times or dates")
        CONTACT = "contact", gettext_lazy("How to reach the hosts")
        PLACE = "place", gettext_lazy("The place, the map or the way there")
        TEXT = "text", gettext_lazy("The text or its language")
        OTHER = "other", gettext_lazy("Something else")

    matter = models.CharField(gettext_lazy("what is wrong"), max_length=10, choices=Matter)
    sealed_email = models.TextField(blank=True, editable=False)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=State, default=State.OPEN
    )
    notes = models.TextField(
        gettext_lazy("notes"), blank=True, help_text=gettext_lazy("Visitors never see them.")
    )

    objects = PageReportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("report on a page")
        verbose_name_plural = gettext_lazy("reports on pages")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="pagereport_matter_known",
                condition=models.Q(
                    matter__in=["closed", "price", "times", "contact", "place", "text", "other"]
                ),
                violation_error_message=gettext_lazy("There is no such choice."),
            ),
            models.CheckConstraint(
                name="pagereport_settled_or_open",
                condition=models.Q(state="open", settled_at__isnull=True)
                | models.Q(state__in=["done", "rejected"], settled_at__isnull=False),
                violation_error_message=gettext_lazy("There is no such state."),
            ),
        ]
        indexes = [
            models.Index(
                name="pagereport_open", fields=["edition"], condition=models.Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition.title}: {self.get_matter_display()}"

    def write_email(self, email: str) -> Self:
        self.sealed_email = seal(email) if email else ""
        return self

    @property
    def email(self) -> str | None:
        """The visitor's address, empty if none was given; None where it cannot be read."""
        try:
            return unseal(self.sealed_email) if self.sealed_email else ""
        except Unreadable:
            return None

    def tells_the_same_as(self, other: Self) -> bool:
        return (self.matter, self.email) == (other.matter, other.email) and (
            super().tells_the_same_as(other)
        )

    def admin_address(self) -> str:
        return reverse("admin:catalogue_pagereport_change", args=[self.pk])
