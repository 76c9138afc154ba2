"""The index of search: entries with the stems of their words, and the words themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import batched
from typing import Any

from django.db import connection

from catalogue.models import Edition
from catalogue.search.entries import Entry, entries_of
from catalogue.search.letters import folded, tidy, words_of
from catalogue.search.stemming import SILENT, written_stems

BATCH = 500  # editions
_COLUMNS = (
    *("kind", "source_id", "language", "what", "part", "twin", "slug", "title", "title_key"),
    *("place", "names", "text", "also", "ends_on", "words"),
)
_WORD_COLUMNS = ("language", "written", "form", "stems", "uses")
_TEXTS = ("title", "place", "names", "text", "also")
Row = tuple[Any, ...]
Words = Counter[tuple[str, str]]  # (language, word) -> in how many entries it stands


def lexeme(language: str, stem: str) -> str:
    """How a stem of a language stands in the index, wherever in the entry its word stands."""
    return f"{language}:{stem}"


def head(mark: str) -> str:
    """How a lexeme or tag stands in the index when it is one of the title or of other names."""
    return f"={mark}"


def tag_lexeme(language: str, tag: str) -> str:
    return f"{language}:#{tag}"


class SearchIndex:
    name = "search"
    version = 1
    tables: tuple[str, ...] = ("catalogue_searchentry", "catalogue_searchword")

    def put(self, kind: str, source_id: int, language: str, edition: Edition | None) -> None:
        change: Words = Counter()
        rows = list(_rows_of(edition, change)) if edition else []
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM catalogue_searchentry"  # noqa: S608 - made of our own words only
                f" WHERE kind = %s AND source_id = %s AND language = %s"
                f" RETURNING {', '.join(_TEXTS)}",
                [kind, source_id, language],
            )
            for texts in cursor.fetchall():
                found = [set(words_of(text)) - SILENT[language] for text in texts]
                change.subtract(_countable(found, language))
            cursor.executemany(
                f"INSERT INTO catalogue_searchentry ({', '.join(_COLUMNS)})"  # noqa: S608
                f" VALUES ({', '.join(['%s'] * (len(_COLUMNS) - 1))}, %s::tsvector)",
                rows,
            )
            _count(cursor, change)

    def fill(self, editions: Iterable[Edition]) -> None:
        words: Words = Counter()
        with connection.cursor() as cursor:
            # Made aside, so that visitors find the old rows meanwhile; then in the old ones' place,
            # not behind them: a question that many entries answer reads the table from its start.
            cursor.execute(
                f"CREATE TEMPORARY TABLE found AS"  # noqa: S608 - made of our own words only
                f" SELECT {', '.join(_COLUMNS)} FROM catalogue_searchentry WITH NO DATA"
            )
            for batch in batched(editions, BATCH):  # read first: a COPY fills the connection
                rows = (row for edition in batch for row in _rows_of(edition, words))
                _copy(cursor, "found", _COLUMNS, rows)
            cursor.execute("TRUNCATE catalogue_searchentry, catalogue_searchword")
            cursor.execute(
                f"INSERT INTO catalogue_searchentry ({', '.join(_COLUMNS)})"  # noqa: S608
                " TABLE found"
            )
            cursor.execute("DROP TABLE found")
            _copy(cursor, "catalogue_searchword", _WORD_COLUMNS, _word_rows(words))
            cursor.execute("ANALYZE catalogue_searchentry")
            cursor.execute("ANALYZE catalogue_searchword")


def _rows_of(edition: Edition, words: Words) -> Iterator[Row]:
    """A row for each entry of an edition; its words are counted on the way."""
    for entry in entries_of(edition):
        texts = _texts_of(entry)
        found = [set(words_of(text)) - SILENT[edition.language] for text in texts]
        words.update(_countable(found, edition.language))
        yield (
            edition.kind,
            edition.source_id,
            edition.language,
            entry.what,
            entry.part,
            entry.twin,
            edition.slug,
            texts[0],
            title_key(texts[0]),
            *texts[1:],
            edition.ends_on,
            _vector(entry, found, edition.language),
        )


def _texts_of(entry: Entry) -> tuple[str, ...]:
    """What `_TEXTS` says of an entry."""
    texts = (entry.title, entry.place, "\n".join(entry.names), entry.text, "\n".join(entry.also))
    return tuple("\n".join(tidy(line) for line in text.split("\n")) for text in texts)


def title_key(text: str) -> str:
    return " ".join(folded(word) for word in words_of(text))


def _countable(words: list[set[str]], language: str) -> set[tuple[str, str]]:
    """The words by which people may look for an entry; numbers are looked for as they are."""
    return {(language, word) for word in set().union(*words) if not word[0].isdigit()}


def _vector(entry: Entry, words: list[set[str]], language: str) -> str:
    """The entry's lexemes in the manner in which PostgreSQL reads a tsvector.

    `words` are those of each of its `_TEXTS`.
    """
    title, place, names, text, also = words
    heading = _lexemes(title | names, language)
    heading |= {tag_lexeme(language, tag) for tag in entry.tags}
    found = heading | _lexemes(place | text | also, language)
    found |= {tag_lexeme(language, tag) for tag in entry.tags_around}
    return " ".join(map(quoted, (*found, *map(head, heading))))


def _lexemes(words: set[str], language: str) -> set[str]:
    return set().union(*(_lexemes_of(word, language) for word in words))


@lru_cache(maxsize=10_000)
def _lexemes_of(word: str, language: str) -> frozenset[str]:
    return frozenset(lexeme(language, stem) for stem in written_stems(word, language))


def quoted(mark: str) -> str:
    """A lexeme as it stands in the text of a tsvector or tsquery, whatever letters it has."""
    return "'" + mark.replace("\\", "\\\\").replace("'", "''") + "'"


# --- The words themselves -------------------------------------------------------------------------


def _word_rows(words: Words) -> Iterator[Row]:
    for (language, word), uses in words.items():
        yield language, word, folded(word), list(written_stems(word, language)), uses


def _count(cursor, change: Words) -> None:
    """Let each word stand in so many more entries, or fewer; one in none is forgotten."""
    changed = Counter({word: uses for word, uses in change.items() if uses})
    cursor.executemany(
        "INSERT INTO catalogue_searchword (language, written, form, stems, uses)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (language, written)"
        " DO UPDATE SET uses = catalogue_searchword.uses + excluded.uses",
        list(_word_rows(changed)),
    )
    gone = [word for word, uses in changed.items() if uses < 0]
    for language in {language for language, _word in gone}:
        cursor.execute(
            "DELETE FROM catalogue_searchword"
            " WHERE language = %s AND written = ANY(%s) AND uses <= 0",
            [language, [word for of_language, word in gone if of_language == language]],
        )


def _copy(cursor, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
