"""Finding what a visitor asked for among the editions: here, moved, or in another language."""

from dataclasses import dataclass

from django.db.models import Case, F, JSONField, Q, Subquery, Value, When

from catalogue.models import Edition
from catalogue.models.edition import address_of


@dataclass(frozen=True)
class Found:
    """The edition asked for, and the addresses of the same item in every language it has."""

    edition: Edition
    addresses: dict[str, str]
    titles: dict[str, str]

    @property
    def other_addresses(self) -> dict[str, str]:
        """Where the language switch leads when the item is not there: its honest card."""
        return {
            code: address_of(self.edition.kind, code, self.edition.slug)
            for code in ("lv", "lt", "en")
            if code not in self.addresses
        }


@dataclass(frozen=True)
class Moved:
    """The item has another address now."""

    address: str


@dataclass(frozen=True)
class OnlyElsewhere:
    """The item exists, but not in this language."""

    editions: list[Edition]  # current ones in other languages, without documents
    slug: str


def find(kind: str, language: str, slug: str) -> Found | Moved | OnlyElsewhere | None:
    """What stands at this address; one query when the page is there, two more when it is not."""
    source = (
        Edition.objects.current()
        .filter(kind=kind, language=language, slug=slug)
        .values("source_id")[:1]
    )
    rows = _with_document_of(language, kind, Q(source_id=Subquery(source)))
    edition = next((row for row in rows if row.language == language), None)
    if edition is not None:
        edition.document = edition.own_document  # type: ignore[attr-defined]
        return Found(
            edition,
            {row.language: row.get_absolute_url() for row in rows},
            {row.language: row.title for row in rows},
        )
    return _find_elsewhere(kind, language, slug)


def _with_document_of(language: str, kind: str, condition: Q) -> list[Edition]:
    """Current editions of an item in all languages; only `language`'s brings its document."""
    return list(
        Edition.objects.current()
        .filter(condition, kind=kind)
        .annotate(
            own_document=Case(
                When(language=language, then=F("document")),
                default=Value(None, output_field=JSONField()),
                output_field=JSONField(),
            )
        )
        .defer("document", "search_vector", "card")
        .order_by("language")
    )


def _find_elsewhere(kind: str, language: str, slug: str) -> Moved | OnlyElsewhere | None:
    """An old address of this language, or an address that belongs to another language."""
    known = (
        Edition.objects.filter(kind=kind, slug=slug)
        .annotate(is_own=Q(language=language))
        .order_by("-is_own", "-published_at")
        .values_list("source_id", flat=True)
        .first()
    )
    if known is None:
        return None
    current = list(Edition.objects.of_item(kind, known).current().for_cards().order_by("language"))
    here = next((edition for edition in current if edition.language == language), None)
    if here is not None:
        return Moved(here.get_absolute_url())
    return OnlyElsewhere(current, slug) if current else None


def nearest_villages(
    language: str, latitude: float, longitude: float, count: int, except_id: int | None = None
):
    """Cards of the villages nearest to a point (WGS84 degrees), nearest first."""
    # A degree of longitude is shorter than one of latitude: by cos 56° = 0.559 in this region.
    north, east = F("latitude") - latitude, (F("longitude") - longitude) * 0.559
    villages = (
        Edition.objects.current()
        .of_kind("village")
        .in_language(language)
        .filter(latitude__isnull=False)
    )
    if except_id is not None:
        villages = villages.exclude(source_id=except_id)
    return villages.order_by(north * north + east * east, "pk").for_cards()[:count]
