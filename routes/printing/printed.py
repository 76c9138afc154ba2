"""What is on paper, and what became of it since: print editions beside the editions of today."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from catalogue.models import Edition, User
from catalogue.models.edition import Kind
from catalogue.staff_notes import StaffNote
from routes.models import PrintEdition, PrintedText
from routes.printing.changes import Change, changes_between, in_order, in_words, since_print

# Older paper is mostly gone; whoever wants to know finds it in the admin.
MOST_TOLD = 3


@dataclass(frozen=True)
class ChangedItem:
    """An item on the paper that is not any more as it was printed."""

    printed: Edition
    current: Edition | None
    changes: list[Change]

    @property
    def title(self) -> str:
        return self.printed.title

    @property
    def in_words(self) -> str:
        return in_words(self.changes)


def changed_items(prints: Iterable[PrintEdition], language: str) -> dict[int, list[ChangedItem]]:
    """By the key of each print edition what changed on its paper; two queries for any number.

    Texts are compared in the reader's language where they were printed in it, else in the first
    language of the paper. Only what has ended is compared: an edition that stands is what it was.
    """
    wanted = {one.pk: _language_of(one, language) for one in prints}
    ended = Q(edition__superseded_at__isnull=False) | Q(edition__withdrawn_at__isnull=False)
    texts = [
        text
        for text in PrintedText.objects.filter(ended, print_edition__in=wanted)
        .select_related("edition")
        .defer("edition__card")
        .order_by("pk")
        if text.edition.language == wanted[text.print_edition_id]
    ]
    current = _current_editions_of([text.edition for text in texts])
    found: dict[int, list[ChangedItem]] = {key: [] for key in wanted}
    for text in texts:
        printed = text.edition
        now = current.get((printed.kind, printed.source_id, printed.language))
        changes = changes_between(printed.kind, printed.document, now.document if now else None)
        if changes:
            found[text.print_edition_id].append(ChangedItem(printed, now, changes))
    return found


def all_changes(items: Iterable[ChangedItem]) -> list[Change]:
    """Every kind of change among `items`, each once."""
    return in_order(change for item in items for change in item.changes)


def notes_on_print(user: User, edition: Edition) -> list[StaffNote]:
    """For the page of a route or village: what changed since it was printed.

    `user` is told of the own partner's paper and of the shared. A route's paper tells of its
    villages too, a village's page only of itself.
    """
    if edition.kind not in (Kind.ROUTE, Kind.VILLAGE):
        return []
    if not user.has_perm("routes.view_printedition"):
        return []
    prints = list(
        PrintEdition.objects.visible_to(user)
        .of_item(edition.kind, edition.source_id)
        .newest_first()[:MOST_TOLD]
    )
    if not prints:
        return []
    notes = []
    changed = changed_items(prints, edition.language)
    for one in prints:
        items = changed[one.pk]
        if edition.kind == Kind.VILLAGE:
            items = [item for item in items if _is_same(item.printed, edition)]
        if items:
            notes.append(
                StaffNote(
                    since_print(one.printed_on, all_changes(items)),
                    one.admin_address(),
                    [
                        f"{item.title}: {item.in_words}"
                        for item in items
                        if not _is_same(item.printed, edition)
                    ],
                )
            )
    return notes


def _is_same(one: Edition, other: Edition) -> bool:
    return (one.kind, one.source_id) == (other.kind, other.source_id)


def _language_of(one: PrintEdition, language: str) -> str:
    return language if language in one.languages else one.languages[0]


def _current_editions_of(editions: list[Edition]) -> dict[tuple[str, int, str], Edition]:
    """The editions that stand today of the same items in the same languages."""
    if not editions:
        return {}
    wanted = Q(pk__in=[])
    for kind in {edition.kind for edition in editions}:
        ids = {edition.source_id for edition in editions if edition.kind == kind}
        wanted |= Q(kind=kind, source_id__in=ids)
    languages = {edition.language for edition in editions}
    found = Edition.objects.current().filter(wanted, language__in=languages)
    return {
        (edition.kind, edition.source_id, edition.language): edition
        for edition in found.defer("card")
    }
