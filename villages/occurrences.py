"""The index of the calendar: each time that published events take place, and what finds them."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched

from django.db import connection

from catalogue.current_editions import CURRENT, editions_where
from catalogue.models import Edition
from catalogue.models.edition import Kind
from villages.models import Occurrence
from villages.models.repeats import spans_of

MOST_MONTHS = 24  # that one time of an event is found under


class Occurrences:
    """Events by their days, regions, kinds and months, and by the themes of their villages."""

    name = "occurrences"
    version = 1
    tables: tuple[str, ...] = ("villages_occurrence",)

    def put(self, kind: str, source_id: int, language: str, edition: Edition | None) -> None:
        if kind == Kind.EVENT:
            Occurrence.objects.filter(language=language, source_id=source_id).delete()
            if edition:
                _write([edition])
        elif kind == Kind.VILLAGE:  # whose theme its events are found by
            events = _events_with_village(source_id, language)
            _rows_of([event.source_id for event in events], language).delete()
            _write(events)

    def fill(self, editions: Iterable[Edition]) -> None:
        Occurrence.objects.all().delete()
        events = (edition for edition in editions if edition.kind == Kind.EVENT)
        for batch in batched(events, 500):
            _write(batch)


def _rows_of(source_ids: list[int], language: str):
    return Occurrence.objects.filter(language=language, source_id__in=source_ids)


def _events_with_village(village_id: int, language: str) -> list[Edition]:
    return editions_where(
        "kind = 'event' AND language = %s AND tags && %s::varchar[]",
        [language, [f"village:{village_id}"]],
        document="document",
    )


def _write(editions: Iterable[Edition]) -> None:
    editions = list(editions)
    themes = _themes(
        {(edition.language, number) for edition in editions for number in _villages(edition)}
    )
    Occurrence.objects.bulk_create(
        row for edition in editions for row in _occurrences(edition, themes)
    )


def _villages(edition: Edition) -> list[int]:
    return edition.document["villages"]


def _themes(villages: set[tuple[str, int]]) -> dict[tuple[str, int], list[str]]:
    """Tags of the themes of villages, as their current editions say."""
    if not villages:
        return {}
    languages, numbers = zip(*villages, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, source_id, tags FROM catalogue_edition"  # noqa: S608 - our own words
            " JOIN unnest(%s::varchar[], %s::bigint[]) AS named(in_language, item)"
            " ON language = in_language AND source_id = item"
            f" WHERE {CURRENT} AND kind = 'village'",
            [list(languages), list(numbers)],
        )
        return {
            (language, number): [tag for tag in tags if tag.startswith("theme:")]
            for language, number, tags in cursor.fetchall()
        }


def _occurrences(
    edition: Edition, themes: dict[tuple[str, int], list[str]]
) -> Iterator[Occurrence]:
    document = edition.document
    tags = {
        f"region:{document['partner']}",
        f"kind:{document['event_kind']}",
        *(
            tag
            for number in _villages(edition)
            for tag in themes.get((edition.language, number), ())
        ),
    }
    found = {"language": edition.language, "source_id": edition.source_id}
    for first, last in spans_of(document):
        yield Occurrence(
            **found,
            starts_on=first,
            ends_on=last,
            starts_at=document.get("starts_at"),
            tags=sorted(tags | {f"month:{month}" for month in months_between(first, last)}),
        )
    if document["date_precision"] == "yearly" and document["recurrence"]:
        yield Occurrence(**found, tags=sorted(tags))


def months_between(first: date, last: date) -> list[str]:
    """The months that these days touch, such as 2027-06; no more than MOST_MONTHS."""
    start = first.year * 12 + first.month - 1
    end = min(last.year * 12 + last.month - 1, start + MOST_MONTHS - 1)
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(start, end + 1)]
