"""Fill a database of its own with N sample villages, and time what visitors ask of it.

    .venv/bin/python benchmarks/seed.py 10000

The samples go into a new database `samples_N` beside the one the settings point at, which is
dropped first if it is there. A few villages are made and published by the project's own code; the
rest are varied copies of their editions, so ten thousand take seconds. Afterwards

    DATABASE_URL=… (printed) .venv/bin/python benchmarks/pages.py

measures whole pages on the samples.
"""

import argparse
import copy
import itertools
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from site_under_test import PROJECT

MODELS = 24  # villages made by the project's own code; the others are copies of them
BATCH = 2000
MARK = "sample"  # every slug and title of a sample begins with it
SLOW = 20  # milliseconds from which a query's plan is shown

# Rough bounds of Latgale and Aukštaitija, WGS84 degrees.
SOUTH, NORTH, WEST, EAST = 55.0, 57.2, 24.8, 28.2


@contextmanager
def step(name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    print(f"{name:50} {time.perf_counter() - started:7.1f} s")


def own_database(count: int | str) -> str:
    """A fresh, migrated database for the samples; returns its DATABASE_URL."""
    import psycopg

    sys.path.insert(0, str(PROJECT))
    from config import embedded_postgres

    server = os.environ.get("DATABASE_URL") or embedded_postgres.start()
    name = f"samples_{count}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    address = urlsplit(server)._replace(path=f"/{name}").geturl()
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": address},
        check=True,
    )
    return address


def refuse_real_villages(into_this_database: bool) -> None:
    """Stop before samples are mixed with villages that somebody has written."""
    from villages.models import Village

    real = Village.objects.exclude(slug_en__startswith=MARK).count()
    if real and not into_this_database:
        sys.exit(
            f"This database holds {real} villages that are no samples; nothing was changed. "
            "Samples belong into a database of their own (leave out --here), or say "
            "--into-this-database if you mean it."
        )


def seed(count: int, languages: list[str], index_names: list[str]) -> None:
    from catalogue import indexes
    from catalogue.models import Partner
    from villages.demo import load_words

    with step("words, themes and municipalities"):
        if not Partner.objects.exists():
            sys.exit("The two partners are missing: was this database migrated?")
        load_words()
    with step(f"{min(count, MODELS)} villages by the project's own code"):
        models = [own_village(number) for number in range(min(count, MODELS))]
        editions = [publish_all(village, languages) for village in models]
    with step(f"{max(0, count - MODELS):,} copies in {len(languages)} languages"):
        copies(editions, count, languages)
    with step("a route of six of them"):
        own_route(models[:6], languages)
    for index in indexes.registered():
        if not index_names or index.name in index_names:
            with step(f"the index “{index.name}”"):
                indexes.make_anew([index])
    with step("VACUUM ANALYZE"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does within minutes


def own_village(number: int):
    """A sample village with a place and two offers, all of it made by the models."""
    from catalogue.models import Partner
    from villages.models import Municipality, Offer, Place, Theme, Village

    chance = random.Random(number)
    partner = chance.choice(list(Partner.objects.order_by("key")))
    theme = chance.choice(list(Theme.objects.order_by("key")))
    municipality = chance.choice(list(Municipality.objects.order_by("key")))
    words = {}
    for language, (name, text) in SAMPLE_WORDS.items():
        words |= {
            f"theme_name_{language}": f"{name} {number}",
            f"place_name_{language}": f"{name} {number}",
            f"locality_{language}": name,
            f"slug_{language}": f"{MARK}-{number}",
            f"summary_{language}": text,
            f"story_{language}": "\n\n".join([f"{text} {text} {text}"] * 3),
        }
    village = Village.objects.create(
        partner=partner, theme=theme, municipality=municipality, status="active", **words
    )
    latitude, longitude = a_point(chance)
    Place.objects.create(
        village=village,
        latitude=latitude,
        longitude=longitude,
        precision="centre",
        source="A sample, drawn by chance",
    )
    kinds = [choice for choice, _label in Offer._meta.get_field("kind").choices]
    for kind in chance.sample(kinds, 2):
        titles = {f"title_{code}": name for code, (name, _text) in SAMPLE_WORDS.items()}
        Offer.objects.create(village=village, kind=kind, **titles, **facts(chance))
    return village


def facts(chance: random.Random) -> dict[str, object]:
    """What a host might say of an offer: each fact is known of some, so that filters differ."""

    def perhaps(*values):
        return chance.choice((None, *values))

    season = perhaps((5, 9), (6, 8), (11, 3), (1, 12)) or (None, None)
    group = perhaps((1, 6), (4, 15), (10, 40)) or (None, None)
    price = perhaps("2.00", "5.00", "8.50", "15.00", "30.00")
    return {
        "season_from": season[0],
        "season_to": season[1],
        "weekdays": perhaps([6, 7], [1, 2, 3, 4, 5]) or [],
        "group_min": group[0],
        "group_max": group[1],
        "price": price,
        "price_basis": "person" if price else chance.choice(("", "", "free")),
        "languages": chance.choice(([], ["lv"], ["lt"], ["lv", "en"], ["lt", "en", "ru"])),
        "booking_needed": perhaps(True, False),
        "wheelchair": perhaps(True, False),
        "for_children": perhaps(True, False),
    }


SAMPLE_WORDS = {
    "lv": ("Parauga ciems", "Šis ir paraugs mērījumiem, nevis īsts ciems."),
    "lt": ("Pavyzdinis kaimas", "Tai pavyzdys matavimams, o ne tikras kaimas."),
    "en": ("Sample village", "This is a sample for measurements, not a real village."),
}


def publish_all(item, languages: list[str]) -> dict[str, object]:
    from catalogue.publishing import publish

    return {language: publish(item, language, by=None).edition for language in languages}


def own_route(villages, languages: list[str]) -> None:
    from routes.models import Route, Stop

    words = {}
    for language, (name, text) in SAMPLE_WORDS.items():
        words |= {
            f"title_{language}": name,
            f"slug_{language}": f"{MARK}-route",
            f"summary_{language}": text,
            f"story_{language}": text,
        }
    route = Route.objects.create(**words)
    for position, village in enumerate(villages):
        Stop.objects.create(route=route, village=village, position=position)
    publish_all(route, languages)


def a_point(chance: random.Random) -> tuple[float, float]:
    return round(chance.uniform(SOUTH, NORTH), 5), round(chance.uniform(WEST, EAST), 5)


def copies(models: list[dict[str, object]], count: int, languages: list[str]) -> None:
    """Editions with names, addresses, points and tags of their own, a batch at a time."""
    from catalogue.models import Edition, ShortCode
    from villages.models import Village

    last = Village.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    numbers = range(len(models), count)
    codes = free_codes(len(numbers))
    batch: list[Edition] = []
    made_codes: list[ShortCode] = []
    for number, code in zip(numbers, codes, strict=True):
        chance = random.Random(number)
        like = models[number % len(models)]
        others = [chance.choice(models) for _ in range(3)]
        point = a_point(chance)
        source_id = last + number
        made_codes.append(ShortCode(code=code, kind="village", source_id=source_id))
        for language in languages:
            relatives = [other[language] for other in others]
            batch.append(varied(like[language], relatives, number, source_id, code, point))
        if len(batch) >= BATCH or number == numbers[-1]:
            ShortCode.objects.bulk_create(made_codes)
            Edition.objects.bulk_create(batch)
            batch, made_codes = [], []


def free_codes(count: int) -> list[str]:
    from catalogue.models import ShortCode
    from catalogue.models.short_code import ALPHABET, LENGTH

    taken = set(ShortCode.objects.values_list("code", flat=True))
    letters = itertools.product(ALPHABET, repeat=LENGTH)
    free = ("".join(code) for code in letters)
    return list(itertools.islice((code for code in free if code not in taken), count))


def varied(like, relatives, number: int, source_id: int, code: str, point: tuple[float, float]):
    """A copy of the edition `like`, with a theme, a place and offers of three others."""
    from django.utils import timezone

    from catalogue.languages import sort_key
    from catalogue.models import Edition
    from catalogue.models.edition import digest_of

    themed, placed, offering = relatives
    tags = (
        [tag for tag in themed.tags if tag.startswith("theme:")]
        + [tag for tag in placed.tags if tag.startswith(("region:", "municipality:"))]
        + [tag for tag in offering.tags if tag.startswith("offer:")]
    )
    chance = random.Random(number)
    latitude, longitude = point
    title = f"{SAMPLE_WORDS[like.language][0]} {number}"
    slug = f"{MARK}-{number}"
    document = copy.deepcopy(like.document)
    document |= {
        "code": code,
        "title": title,
        "slug": slug,
        "tags": tags,
        "theme": themed.document["theme"],
        "municipality": placed.document["municipality"],
        "partner": placed.document["partner"],
        "pattern": slug,
        "point": {
            **document["point"],
            "latitude": latitude,
            "longitude": longitude,
            "precision": chance.choice(("exact", "centre", "approximate")),
        },
        "offers": [
            {**offer, **{name: value for name, value in facts(chance).items() if value is not None}}
            for offer in copy.deepcopy(offering.document["offers"])
        ],
    }
    document["card"] |= {name: document[name] for name in ("theme", "municipality", "pattern")}
    return Edition(
        kind=like.kind,
        source_id=source_id,
        language=like.language,
        number=1,
        document=document,
        digest=digest_of(document),
        slug=slug,
        title=title,
        sort_key=sort_key(title, like.language),
        tags=tags,
        latitude=latitude,
        longitude=longitude,
        published_at=timezone.now() - timedelta(minutes=chance.randint(1, 1_000_000)),
    )


# --- Timing ---------------------------------------------------------------------------------------


def questions(language: str) -> dict[str, Callable[[], object]]:
    """What pages ask the database, by the project's own functions."""
    from catalogue.facets import totals
    from catalogue.front_page import front_page
    from catalogue.models import Edition
    from catalogue.reading import find, nearest_villages
    from catalogue.shared_words import shared_words
    from villages.asked import Asked
    from villages.lists import PER_PAGE, found, list_page
    from villages.pages import surroundings

    words = shared_words(language)
    one = Edition.objects.current().filter(kind="village", language=language).latest("pk")
    theme = next(tag.partition(":")[2] for tag in one.tags if tag.startswith("theme:"))
    last_page = -(-totals("village", language, "")[""] // PER_PAGE)

    def village_list(**asked):
        return list_page(found(language, Asked(**asked), words))

    return {
        "shared words": lambda: shared_words(language),
        "counts of all tags": lambda: totals("village", language, ""),
        "village list, first page": village_list,
        "village list, last page": lambda: village_list(page=last_page),
        "village list, filtered": lambda: village_list(theme=(theme,), region=("latgale",)),
        "village list, near Daugavpils": lambda: village_list(near="daugavpils"),
        "a village by its address": lambda: find("village", language, one.slug),
        "nearest villages": lambda: nearest_villages(
            language, one.latitude, one.longitude, 3, one.source_id
        ),
        "routes, events, nearest, notices": lambda: surroundings(one),
        "front page": lambda: front_page(language, ""),
    }


def ask(language: str) -> None:
    """Print the median of eleven runs of each question, and the plans of slow queries."""
    from django.db import connection

    print(f"\n{'':40} {'median':>8}  queries")
    for name, question in questions(language).items():
        asked: list[tuple[str, object]] = []

        def remember(execute, sql, parameters, many, context, asked=asked):
            asked.append((sql, parameters))
            return execute(sql, parameters, many, context)

        with connection.execute_wrapper(remember):
            question()
        times = []
        for _ in range(11):
            started = time.perf_counter()
            question()
            times.append((time.perf_counter() - started) * 1000)
        median = statistics.median(times)
        print(f"{name:40} {median:5.1f} ms  {len(asked)}")
        if median > SLOW:
            for sql, parameters in asked:
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", parameters)
                    print("\n".join(f"      {line}" for (line,) in cursor.fetchall()))


def ask_pages(site, language: str) -> None:
    from catalogue.pages import list_addresses

    print(f"\n{'':40} {'median':>8}    bytes")
    village = list_addresses(language)["village"]
    for path in (f"/{language}/", village, f"{village}?theme=crafts", "/sitemap.xml"):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            answer = site.get(path)
            times.append((time.perf_counter() - started) * 1000)
        print(f"{path:40} {statistics.median(times):5.0f} ms  {len(answer.body):>9,}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("--languages", default="lv,lt,en")
    parser.add_argument("--indexes", help="make these only, such as: facets")
    parser.add_argument("--quiet", action="store_true", help="fill, and time nothing")
    parser.add_argument(
        "--here", action="store_true", help="use the database the settings point at"
    )
    parser.add_argument(
        "--into-this-database",
        action="store_true",
        help="use it even if it holds villages that are no samples",
    )
    words = parser.parse_args()
    languages = words.languages.split(",")
    if not 1 <= words.count <= 100_000 or not set(languages) <= set(SAMPLE_WORDS):
        parser.error("N is 1 to 100000; languages are of lv, lt, en")

    if not (words.here or words.into_this_database):
        with step("a database of its own"):
            os.environ["DATABASE_URL"] = own_database(words.count)
    from site_under_test import open_site

    site = open_site(keep_pages=False)
    refuse_real_villages(words.into_this_database)
    seed(words.count, languages, words.indexes.split(",") if words.indexes else [])
    if words.quiet:
        return
    ask(languages[0])
    ask_pages(site, languages[0])
    print(f"\nDATABASE_URL={os.environ.get('DATABASE_URL', '(that of the settings)')}")


if __name__ == "__main__":
    main()
