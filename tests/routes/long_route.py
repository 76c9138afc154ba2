"""The longest route anybody has asked for: 13 stages, 137 places, 190 offers, across the border.

Its editions are written at once, since publishing 137 villages by hand would take minutes. Every
text is another, so that packing finds no more alike than in real ones.
"""

import random
from copy import deepcopy
from datetime import date
from typing import Any

from catalogue.languages import sort_key
from catalogue.models import Edition
from catalogue.models.edition import digest_of
from catalogue.publishing import publish
from routes.legs import leg_between, totals_of, whole_line
from tests.factories import OfferFactory, RouteFactory, VillageFactory

STAGES, PLACES, OFFERS = 13, 137, 190
LANGUAGES = ("lv", "lt", "en")
FIRST_NUMBER = 5_000_000  # of villages that are nowhere else

# Syllables make words that look like Latvian or Lithuanian, with as many letters to choose from.
SYLLABLES = (
    "vi šķu sta lē ze me ļi au dum bra kar sto dzī ķir mai zes pa nā grā žu tė kal vis dau ga va "
    "rai ži ūk an tal iep tė sie nis mė gin būr tas ša ko lit žū vis pie ni ča ē ve cums lat ga le"
).split()


class Words:
    """Text by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def word(self) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(1, 4)))

    def title(self) -> str:
        return " ".join(self.word() for _ in range(3)).capitalize()

    def sentences(self, characters: int) -> str:
        text = ""
        while len(text) < characters:
            length = self._chance.randint(6, 14)
            text += " ".join(self.word() for _ in range(length)).capitalize() + ". "
        return text.strip()

    def point(self) -> tuple[float, float]:
        return (
            round(self._chance.uniform(25.2, 27.9), 5),
            round(self._chance.uniform(55.1, 56.9), 5),
        )

    def offer(self, like: dict[str, Any]) -> dict[str, Any]:
        """With nearly all facts that an offer can have."""
        chance = self._chance
        return {
            **like,
            "kind": chance.choice(["workshop", "tasting", "tour", "meal", "lodging"]),
            "title": self.title(),
            "duration_min": chance.choice([30, 45, 60, 90]),
            "duration_max": chance.choice([None, 120, 180]),
            "group_min": chance.randint(2, 9),
            "group_max": chance.randint(10, 60),
            "price": f"{chance.randint(2, 40)}.{chance.choice(['00', '50'])}",
            "price_basis": "person",
            "price_as_of": f"2026-{chance.randint(1, 9):02}-0{chance.randint(1, 9)}",
            "season_from": chance.randint(3, 6),
            "season_to": chance.randint(8, 11),
            "excluded_months": [],
            "weekdays": sorted(chance.sample(range(1, 8), 5)),
            "opens_at": f"{chance.randint(8, 11):02}:00",
            "closes_at": f"{chance.randint(15, 20)}:00",
            "booking_needed": True,
            "booking_notice_days": chance.randint(1, 7),
            "languages": chance.sample(["lv", "lt", "en", "ru"], 2),
        }


def long_route(stages: int = STAGES, places: int = PLACES, offers: int = OFFERS) -> Edition:
    """The route's current edition in Latvian; its villages are current in all languages."""
    models = [VillageFactory(), VillageFactory(lithuanian=True)]
    for model in models:
        OfferFactory(village=model)
    likes = [{code: publish(m, code, by=None).edition for code in LANGUAGES} for m in models]
    route = publish(RouteFactory(stops=models), "lv", by=None).edition
    points = [Words(number).point() for number in range(places)]
    villages: list[Edition] = []
    for number in range(places):
        share = offers // places + (number < offers % places)
        like = likes[number >= places // 2]  # half of the way is on each side
        for code in LANGUAGES:
            villages.append(_village(like[code], number, points[number], share))
    Edition.objects.bulk_create(villages)
    here = [village for village in villages if village.language == "lv"]
    return _route(route, here, points, stages)


def _village(like: Edition, number: int, point: tuple[float, float], offers: int) -> Edition:
    words = Words(number * 10 + LANGUAGES.index(like.language))
    document = deepcopy(like.document)
    title, slug = words.title(), f"long-{like.language}-{number}"
    place = {**document["point"], "longitude": point[0], "latitude": point[1]}
    document |= {
        "title": title,
        "slug": slug,
        "place": words.word().capitalize(),
        "summary": words.sentences(160),
        "story": [words.sentences(400), words.sentences(300)],
        "point": place,
        "places": [place],
        "pattern": slug,
        "offers": [words.offer(document["offers"][0]) for _ in range(offers)],
    }
    document["card"] |= {key: document[key] for key in ("place", "summary", "pattern")}
    return _edition(like, FIRST_NUMBER + number, document)


def _route(
    like: Edition, villages: list[Edition], points: list[tuple[float, float]], stages: int
) -> Edition:
    words = Words(-1)
    document = deepcopy(like.document)
    model = document["days"][0]["stops"][0]
    days: list[dict[str, Any]] = [
        {"number": number, "title": words.title(), "stops": []} for number in range(1, stages + 1)
    ]
    for index, village in enumerate(villages):
        leg = leg_between(points[index - 1], points[index], "car") if index else None
        stop = {
            **model,
            "number": index + 1,
            "village": village.source_id,
            "title": village.title,
            "place": village.document["place"],
            "country": village.document["country"],
            "pattern": village.slug,
            "point": village.document["point"],
            "optional": False,
            "leg": leg and leg.document(),
            "leg_km": leg and leg.km,
            "stay_minutes": 60,
            "note": words.sentences(60),
        }
        days[index * stages // len(villages)]["stops"].append(stop)
    document |= {
        **totals_of(days),
        "title": "Garais maršruts",
        "slug": "garais-marsruts",
        "days": days,
        "day_count": stages,
        "stop_count": len(villages),
        "line": whole_line(days),
        "countries": ["LT", "LV"],
        "crosses_border": True,
        "story": [words.sentences(500), words.sentences(500)],
    }
    document["card"] |= {key: document[key] for key in document["card"] if key in document}
    edition = _edition(like, 9_000_000, document)
    edition.save(force_insert=True)
    return edition


def _edition(like: Edition, number: int, document: dict[str, Any]) -> Edition:
    return Edition(
        kind=like.kind,
        source_id=number,
        language=like.language,
        number=1,
        document=document,
        digest=digest_of(document),
        slug=document["slug"],
        title=document["title"],
        sort_key=sort_key(document["title"], like.language),
        tags=document["tags"],
        latitude=document["point"]["latitude"],
        longitude=document["point"]["longitude"],
    )


A_MONDAY = date(2027, 5, 3)
