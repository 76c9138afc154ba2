"""Print editions: what staff had printed, with the very files, for as long as the paper lasts."""

import uuid
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import Storage, storages
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.languages import LANGUAGES
from catalogue.models import Edition, Partner
from catalogue.scoping import PartnerScopedQuerySet

MOST_COPIES = 1_000_000


def private_storage() -> Storage:
    """Printed files have no address of their own; a view checks who asks."""
    return storages["private"]


class PrintEditionQuerySet(PartnerScopedQuerySet):
    def of_item(self, kind: str, source_id: int) -> Self:
        """Print editions on whose paper this item stands, in whatever edition and language."""
        printed = PrintedText.objects.filter(edition__kind=kind, edition__source_id=source_id)
        return self.filter(pk__in=printed.values("print_edition"))

    def newest_first(self) -> Self:
        return self.order_by("-printed_on", "-number")


class PrintEdition(models.Model):
    """One order of paper: a route or a selection, in a format, so and so many copies.

    Numbered through both partners, so that “print edition 12” means one thing to everybody. What
    was printed stays as it was; copies, print shop and notes may be put right later.
    """

    class Purpose(models.TextChoices):
        HOME = "home", gettext_lazy("for an office printer")
        SHOP = "shop", gettext_lazy("for a print shop")

    number = models.PositiveIntegerField(gettext_lazy("number"), unique=True, editable=False)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="print_editions",
        verbose_name=gettext_lazy("partner"),
    )
    title = models.CharField(gettext_lazy("title"), max_length=200)
    # Such as [{"kind": "route", "source_id": 7}], in the order of the paper.
    parts = models.JSONField(gettext_lazy("what was printed"))
    format = models.CharField(gettext_lazy("format"), max_length=20)
    purpose = models.CharField(gettext_lazy("purpose"), max_length=8, choices=Purpose)
    languages = ArrayField(
        models.CharField(max_length=2, choices=settings.LANGUAGES),
        verbose_name=gettext_lazy("languages"),
    )
    copies = models.PositiveIntegerField(
        gettext_lazy("copies in each language"), validators=[MinValueValidator(1)]
    )
    printed_on = models.DateField(
        gettext_lazy("printed on"),
        help_text=gettext_lazy("It tells the season: “the spring 2026 print”."),
    )
    print_shop = models.CharField(gettext_lazy("print shop"), max_length=200, blank=True)
    notes = models.TextField(
        gettext_lazy("notes"), blank=True, help_text=gettext_lazy("Visitors never see them.")
    )
    registered_at = models.DateTimeField(
        gettext_lazy("registered at"), default=timezone.now, editable=False
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=gettext_lazy("registered by"),
    )
    # A form that is sent twice registers once.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PrintEditionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("print edition")
        verbose_name_plural = gettext_lazy("print editions")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="printedition_purpose_known",
                condition=models.Q(purpose__in=["home", "shop"]),
                violation_error_message=gettext_lazy("There is no such purpose."),
            ),
            models.CheckConstraint(
                name="printedition_format_is_a_key",
                condition=models.Q(format__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                violation_error_message=gettext_lazy("There is no such format."),
            ),
            models.CheckConstraint(
                name="printedition_languages_known",
                condition=models.Q(
                    languages__contained_by=list(LANGUAGES), languages__len__range=(1, 3)
                ),
                violation_error_message=gettext_lazy(
                    "A print edition has one, two or three of the catalogue’s languages."
                ),
            ),
            models.CheckConstraint(
                name="printedition_copies_make_sense",
                condition=models.Q(copies__range=(1, MOST_COPIES)),
                violation_error_message=gettext_lazy("Between 1 and 1,000,000 copies are printed."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="print_edition_frozen",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF ROW(OLD.id, OLD.number, OLD.partner_id, OLD.title, OLD.parts, OLD.format,
                           OLD.purpose, OLD.languages, OLD.printed_on, OLD.registered_at,
                           OLD.registered_by_id, OLD.token)
                       IS DISTINCT FROM
                       ROW(NEW.id, NEW.number, NEW.partner_id, NEW.title, NEW.parts, NEW.format,
                           NEW.purpose, NEW.languages, NEW.printed_on, NEW.registered_at,
                           NEW.registered_by_id, NEW.token)
                    THEN
                        RAISE EXCEPTION 'what was printed is never changed';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="print_edition_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return _("Print edition %(number)s: %(title)s") % {
            "number": self.number,
            "title": self.title,
        }

    @property
    def season(self) -> str:
        """When it was printed, as staff speak of it: “spring 2026”."""
        words = {
            "winter": _("winter %(year)s"),
            "spring": _("spring %(year)s"),
            "summer": _("summer %(year)s"),
            "autumn": _("autumn %(year)s"),
        }
        return words[self.season_key] % {"year": self.printed_on.year}

    @property
    def season_key(self) -> str:
        return ("winter", "spring", "summer", "autumn")[self.printed_on.month % 12 // 3]

    def admin_address(self) -> str:
        return reverse("admin:routes_printedition_change", args=[self.pk])


def _never_changed(name: str) -> list[pgtrigger.Trigger]:
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


class PrintedFile(models.Model):
    """The very file that went to the printer, kept under its digest in private storage."""

    print_edition = models.ForeignKey(
        PrintEdition,
        models.PROTECT,
        related_name="files",
        verbose_name=gettext_lazy("print edition"),
    )
    # Empty for a sheet with all its languages side by side.
    language = models.CharField(
        gettext_lazy("language"), max_length=2, choices=settings.LANGUAGES, blank=True
    )
    file_name = models.CharField(gettext_lazy("file"), max_length=200)
    digest = models.CharField(gettext_lazy("digest"), max_length=64)
    size = models.PositiveIntegerField(gettext_lazy("size in bytes"))
    pages = models.PositiveSmallIntegerField(gettext_lazy("pages"))

    class Meta:
        verbose_name = gettext_lazy("printed file")
        verbose_name_plural = gettext_lazy("printed files")
        ordering = ["print_edition", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="printedfile_one_per_language", fields=["print_edition", "language"]
            ),
            models.CheckConstraint(
                name="printedfile_digest_is_one",
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$", size__gt=0, pages__gt=0),
            ),
        ]
        triggers = _never_changed("printed_file_kept")

    def __str__(self) -> str:
        return self.file_name

    @property
    def stored_name(self) -> str:
        return stored_name(self.digest)

    def admin_address(self) -> str:
        return reverse("admin:routes_printedition_file", args=[self.print_edition_id, self.pk])


def stored_name(digest: str) -> str:
    """Where a printed file lies in private storage."""
    return f"prints/{digest}.pdf"


class PrintedText(models.Model):
    """An edition that stands on the paper; what changed since is told by comparing with it."""

    print_edition = models.ForeignKey(
        PrintEdition,
        models.PROTECT,
        related_name="texts",
        verbose_name=gettext_lazy("print edition"),
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="printed", verbose_name=gettext_lazy("edition")
    )

    class Meta:
        verbose_name = gettext_lazy("printed text")
        verbose_name_plural = gettext_lazy("printed texts")
        ordering = ["print_edition", "pk"]
        constraints = [
            models.UniqueConstraint(name="printedtext_once", fields=["print_edition", "edition"]),
        ]
        triggers = _never_changed("printed_text_kept")

    def __str__(self) -> str:
        return str(self.edition)
