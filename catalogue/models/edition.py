"""Editions: what visitors read. One frozen document per item and language."""

import hashlib
import json
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.models.public_state import counts_as_change


class Kind(models.TextChoices):
    VILLAGE = "village", _("Village")
    ROUTE = "route", _("Route")
    EVENT = "event", _("Event")
    STORY = "story", _("Story")


_CURRENT_VILLAGE = models.Q(kind="village", superseded_at__isnull=True, withdrawn_at__isnull=True)


def digest_of(document: dict[str, Any]) -> str:
    """SHA-256 (hex) of the document, whatever the order of its keys."""
    canonical = json.dumps(
        document, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> Self:
        """Editions that stand today: neither superseded nor withdrawn."""
        return self.filter(superseded_at__isnull=True, withdrawn_at__isnull=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def of_item(self, kind: str, source_id: int) -> Self:
        return self.filter(kind=kind, source_id=source_id)

    def for_cards(self) -> Self:
        """Everything that a card reads, without the whole document."""
        return self.defer("document")


class Edition(models.Model):
    """A published state of an item in a language: never changed, only superseded or withdrawn."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    source_id = models.BigIntegerField(_("item"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("edition number"))
    document = models.JSONField(_("document"), encoder=DjangoJSONEncoder)
    card = models.GeneratedField(
        expression=KeyTransform("card", "document"),
        output_field=models.JSONField(),
        db_persist=True,
        verbose_name=_("card"),
    )
    digest = models.CharField(_("digest"), max_length=64)
    slug = models.SlugField(_("address"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    sort_key = models.TextField(db_collation="C")
    tags = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("tags"))
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    starts_on = models.DateField(_("first day"), null=True)
    ends_on = models.DateField(_("last day"), null=True)
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    superseded_at = models.DateTimeField(_("superseded at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                name="edition_one_current",
                fields=["kind", "source_id", "language"],
                condition=models.Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
                violation_error_message=_("There is a current edition in this language already."),
            ),
            models.UniqueConstraint(
                name="edition_numbered", fields=["kind", "source_id", "language", "number"]
            ),
            models.UniqueConstraint(
                name="edition_slug_once",
                fields=["kind", "language", "slug"],
                condition=models.Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
                violation_error_message=_("Another item has this address already."),
            ),
            models.CheckConstraint(
                name="edition_kind_known", condition=models.Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(
                name="edition_language_known", condition=models.Q(language__in=LANGUAGES)
            ),
            models.CheckConstraint(
                name="edition_slug_ascii",
                condition=models.Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
            ),
            models.CheckConstraint(
                name="edition_point_whole",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_ends_once",
                condition=models.Q(superseded_at__isnull=True)
                | models.Q(withdrawn_at__isnull=True),
            ),
        ]
        indexes = [
            # A page deep in a list is found in these two alone, without a look at the rows before.
            models.Index(
                name="edition_list",
                fields=["kind", "language", "sort_key", "id"],
                include=["source_id"],
                condition=models.Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(
                name="edition_newest",
                fields=["kind", "language", "published_at", "id"],
                include=["source_id"],
                condition=models.Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(
                name="edition_calendar",
                fields=["kind", "language", "ends_on"],
                condition=models.Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(name="edition_slug_history", fields=["kind", "slug", "language"]),
            GinIndex(
                name="edition_tags",
                fields=["tags"],
                condition=models.Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(name="edition_digest", fields=["digest"]),
            # Villages in a circle or a box are found in this one alone.
            models.Index(
                name="edition_latitude",
                fields=["language", "latitude"],
                include=["longitude", "source_id"],
                condition=_CURRENT_VILLAGE,
            ),
            # A degree of longitude is shorter than one of latitude: by cos 56° = 0.559 here.
            GistIndex(
                models.Func(
                    models.F("longitude") * models.Value(0.559),
                    "latitude",
                    function="point",
                    output_field=models.FloatField(),  # Django knows no points
                ),
                name="edition_nearest",
                condition=_CURRENT_VILLAGE,
            ),
        ]
        permissions = [("publish", _("Can publish and withdraw"))]
        triggers = [
            # The one rule that a constraint cannot say: a row changes once, and only to end.
            pgtrigger.Trigger(
                name="edition_frozen",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF OLD.superseded_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
                        RAISE EXCEPTION 'an edition that has ended is never changed';
                    END IF;
                    IF ROW(OLD.id, OLD.kind, OLD.source_id, OLD.language, OLD.number, OLD.document,
                           OLD.digest, OLD.slug, OLD.title, OLD.sort_key, OLD.tags, OLD.latitude,
                           OLD.longitude, OLD.starts_on, OLD.ends_on, OLD.published_at,
                           OLD.published_by_id)
                       IS DISTINCT FROM
                       ROW(NEW.id, NEW.kind, NEW.source_id, NEW.language, NEW.number, NEW.document,
                           NEW.digest, NEW.slug, NEW.title, NEW.sort_key, NEW.tags, NEW.latitude,
                           NEW.longitude, NEW.starts_on, NEW.ends_on, NEW.published_at,
                           NEW.published_by_id)
                    THEN
                        RAISE EXCEPTION 'an edition is never changed, only superseded or withdrawn';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="edition_kept", operation=pgtrigger.Delete),
            counts_as_change(),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.number})"

    def get_absolute_url(self) -> str:
        return address_of(self.kind, self.language, self.slug)

    @property
    def own_language(self) -> str:
        """The name of the edition's language, in that language."""
        return OWN_NAMES[self.language]

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None and self.withdrawn_at is None


def address_of(kind: str, language: str, slug: str) -> str:
    """The public address of an item of this kind, with the words of `language`."""
    return address_of_list(kind, language) + slug + "/"


_LIST_ADDRESSES: dict[tuple[str, str], str] = {}


def address_of_list(kind: str, language: str) -> str:
    """The address under which all items of this kind stand, with the words of `language`."""
    key = (kind, language)
    if key not in _LIST_ADDRESSES:  # reversing costs more than a card; the words never change
        with override(language):
            _LIST_ADDRESSES[key] = reverse(f"{kind}-list")
    return _LIST_ADDRESSES[key]
