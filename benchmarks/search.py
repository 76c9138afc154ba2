"""Time search on the database the settings point at, and count what the inflected words find.

    DATABASE_URL=… .venv/bin/python benchmarks/search.py            # as printed by seed.py
    DATABASE_URL=… .venv/bin/python benchmarks/search.py --plans    # with plans of slow queries
    .venv/bin/python benchmarks/search.py --pairs                   # recall of the list in tests/

Medians of eleven, each with its queries and all of Python's part: `looked up` is the question
alone, `page` the whole answer, packed by nobody.
"""

import argparse
import csv
import statistics
import time
from collections.abc import Callable
from urllib.parse import urlencode

from site_under_test import PROJECT, open_site

SLOW = 20  # milliseconds from which a query's plan is shown
QUESTIONS = {
    "a word of every village": "ciems",
    "two such words": "parauga ciema",
    "a number that one has": "777",
    "two such words and that number": "parauga ciems 777",
    "a theme": "putni",
    "a municipality": "Preiļu novadā",
    "a word of another language": "kaimas",
    "a slip": "paruaga",
    "a beginning": "para",
    "nothing": "žuburis",
}


def median_ms(question: Callable[[], object]) -> float:
    times = []
    for _ in range(11):
        started = time.perf_counter()
        question()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def time_questions(site, plans: bool) -> None:
    from django.core.management import call_command
    from django.db import connection

    from catalogue.models import Edition, SearchEntry, SearchWord
    from catalogue.search.asking import Question, understand
    from catalogue.search.finding import find
    from catalogue.search.names import named_tags
    from catalogue.shared_words import every_language

    if SearchEntry.objects.count() < Edition.objects.current().count():
        call_command("make_indexes", "search")  # prints how long it took
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE catalogue_searchentry, catalogue_searchword")
    print(f"{SearchEntry.objects.count():,} entries, {SearchWord.objects.count():,} words\n")

    def look_up(typed: str, typing: bool = False):
        named = named_tags(tuple(every_language().values()))
        asked = understand(Question.of(typed), named, typing)
        return None if asked.is_hopeless else find(asked, "lv")

    print(f"{'':34} {'found':>7} {'looked up':>12} {'page':>9} {'suggested':>11}")
    for name, typed in QUESTIONS.items():
        statements: list[tuple[str, object]] = []

        def remember(execute, sql, parameters, many, context, statements=statements):
            statements.append((sql, parameters))
            return execute(sql, parameters, many, context)

        with connection.execute_wrapper(remember):
            found = look_up(typed)
        query = urlencode({"q": typed})
        alone = median_ms(lambda typed=typed: look_up(typed))
        page = median_ms(lambda query=query: site.get(f"/lv/meklet/?{query}"))
        suggested = median_ms(lambda query=query: site.get(f"/lv/meklet/suggest/?{query}"))
        count = f"{found.total}{'+' if found.is_more else ''}" if found else "0"
        print(f"{name:34} {count:>7} {alone:9.1f} ms {page:6.1f} ms {suggested:8.1f} ms")
        if plans and alone > SLOW:
            for sql, parameters in statements:
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", parameters)
                    print("\n".join(f"      {line}" for (line,) in cursor.fetchall()))


def count_pairs() -> None:
    """By stems alone; the tests ask the whole search."""
    from catalogue.search.stemming import asked_stems, written_stems

    rows = list(csv.DictReader((PROJECT / "tests/catalogue/inflected_pairs.csv").open()))
    for language in ("lv", "lt", "en"):
        pairs = [row for row in rows if row["language"] == language]
        missed = [
            f"{row['typed']} → {row['indexed']}"
            for row in pairs
            if not frozenset().union(*asked_stems(row["typed"].lower(), language))
            & written_stems(row["indexed"].lower(), language)
        ]
        print(f"{language}: {len(pairs) - len(missed)} of {len(pairs)}  {'; '.join(missed)}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", action="store_true", help="show the plans of slow queries")
    parser.add_argument("--pairs", action="store_true", help="count inflected words, and end")
    words = parser.parse_args()
    site = open_site(keep_pages=False)
    if words.pairs:
        count_pairs()
    else:
        time_questions(site, words.plans)


if __name__ == "__main__":
    main()
