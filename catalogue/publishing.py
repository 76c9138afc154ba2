"""From the working copy to editions: the gate, publishing and withdrawing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue import indexes
from catalogue.languages import sort_key
from catalogue.models import Edition, Gap, Publishable, ShortCode, User
from catalogue.models.edition import digest_of


class NotReady(Exception):
    """A language that cannot be published yet; `gaps` names what it needs."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__("; ".join(gap.label for gap in gaps))


@dataclass(frozen=True)
class Publication:
    """What publishing came to: the current edition, and whether it is a new one."""

    edition: Edition
    is_new: bool


def document_of(item: Publishable, language: str, code: str = "") -> dict[str, Any]:
    """The document an edition would hold now, with what every kind has in common.

    Whoever knows the item's short `code` saves a query.
    """
    with override(language):
        document = item.document(language)
    return {
        "kind": item.kind,
        "language": language,
        "code": code or ShortCode.objects.for_item(item).code,
        **document,
    }


def draft_edition(item: Publishable, language: str) -> Edition:
    """The edition that publishing would write now, not saved: what a preview shows."""
    return _edition_from(item, language, document_of(item, language), number=0)


def gate(item: Publishable, language: str) -> list[Gap]:
    """What stands between `item` and its publication in `language`, each with its admin link."""
    gaps = item.gaps(language)
    slug = item.in_language("slug", language)
    if slug and _current(item.kind).filter(language=language, slug=slug).exclude(source_id=item.pk):
        gaps.append(
            Gap(
                label=_("An address of its own: “%(slug)s” belongs to another item")
                % {"slug": slug},
                address=item.admin_address(f"slug_{language}"),
            )
        )
    return gaps


@transaction.atomic
def publish(item: Publishable, language: str, by: User | None) -> Publication:
    """Show the working copy's state to visitors in `language`.

    Writes a new edition and supersedes the one before; content that did not change makes no new
    edition. Raises NotReady, having changed nothing, when the gate is shut.
    """
    item = _locked(item)
    if gaps := gate(item, language):
        raise NotReady(gaps)
    document = document_of(item, language)
    earlier = Edition.objects.of_item(item.kind, item.pk).in_language(language)
    current = earlier.current().first()
    if current is not None and item.digest_today(current) == digest_of(document):
        return Publication(current, is_new=False)
    earlier.current().update(superseded_at=timezone.now())
    last_number = earlier.aggregate(last=models.Max("number"))["last"] or 0
    edition = _edition_from(item, language, document, number=last_number + 1)
    edition.published_by = by
    edition.save(force_insert=True)
    indexes.note(item.kind, item.pk, language, edition)
    return Publication(edition, is_new=True)


@transaction.atomic
def withdraw(item: Publishable, language: str, by: User | None) -> bool:
    """Take `item` off the public pages in `language`; say whether there was anything to take."""
    item = _locked(item)
    current = Edition.objects.of_item(item.kind, item.pk).in_language(language).current()
    was_there = bool(current.update(withdrawn_at=timezone.now(), withdrawn_by=by))
    indexes.note(item.kind, item.pk, language, None)
    return was_there


def _current(kind: str):
    return Edition.objects.of_kind(kind).current()


def _locked(item: Publishable) -> Publishable:
    """The item as it stands in the database, held until the transaction ends."""
    return type(item)._base_manager.select_for_update().get(pk=item.pk)


def _edition_from(
    item: Publishable, language: str, document: dict[str, Any], number: int
) -> Edition:
    point = document.get("point") or {}
    return Edition(
        kind=item.kind,
        source_id=item.pk,
        language=language,
        number=number,
        document=document,
        digest=digest_of(document),
        slug=document["slug"],
        title=document["title"],
        sort_key=sort_key(document["title"], language),
        tags=document["tags"],
        latitude=point.get("latitude"),
        longitude=point.get("longitude"),
        starts_on=_day(document.get("starts_on")),
        ends_on=_day(document.get("ends_on")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
