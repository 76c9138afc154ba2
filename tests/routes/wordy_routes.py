"""Routes whose every text has a random length, up to what the fields hold, as editions."""

import random
from typing import Any

from catalogue.languages import sort_key
from catalogue.models import Edition
from catalogue.models.edition import digest_of
from routes.legs import leg_between, totals_of

LETTERS = "aāąbcčdeēęėfgģhiīįyjkķlļmnņoprsšštuūųvzžAĀČĒŠŪŽ"
PRECISIONS = ("exact", "centre", "approximate", "area")


class Texts:
    """Words of random length; `fullness` (0 to 1) is how much of a field they may fill."""

    def __init__(self, seed: int, fullness: float, longest_word: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret
        self.fullness, self.longest_word = fullness, longest_word

    def of(self, most: int, least: int = 3) -> str:
        wanted = max(least, round(most * self.fullness * self.random.uniform(0.6, 1)))
        words, length = [], 0
        while length < wanted:
            count = min(self.random.randint(1, self.longest_word), wanted - length)
            words.append("".join(self.random.choice(LETTERS) for _letter in range(count)))
            length += count + 1
        return " ".join(words)

    def some(self, most: int) -> range:
        return range(self.random.randint(0, round(most * self.fullness)))


def wordy_route(
    stops: int, seed: int, fullness: float, longest_word: int, languages: tuple[str, ...]
) -> dict[str, Edition]:
    """A route of so many stops in these languages, saved with its villages."""
    made = {}
    for language in languages:
        texts = Texts(seed * 3 + len(made), fullness, longest_word)
        villages = [_village(number, language, texts) for number in range(1, stops + 1)]
        Edition.objects.bulk_create(villages)
        route = _route(villages, language, texts, seed)
        Edition.objects.bulk_create([route])
        made[language] = route
    return made


def _edition(kind: str, source_id: int, language: str, document: dict[str, Any]) -> Edition:
    return Edition(
        kind=kind,
        source_id=source_id,
        language=language,
        number=1,
        document=document,
        digest=digest_of(document),
        slug=f"{kind}-{source_id}",
        title=document["title"],
        sort_key=sort_key(document["title"], language),
    )


def _village(number: int, language: str, texts: Texts) -> Edition:
    exact = texts.random.choice(PRECISIONS)
    point = {
        "label": "",
        "latitude": 55.4 + texts.random.random(),
        "longitude": 25.6 + 2 * texts.random.random(),
        "precision": exact,
        "radius_m": 50 if exact == "exact" else 5000,
        "source": "Measured for a test",
    }
    document = {
        "title": texts.of(150),
        "place": texts.of(100),
        "locality": texts.of(120),
        "theme": "crafts",
        "pattern": f"wordy-{number}",
        "municipality": "preili",
        "country": "LV" if number % 2 else "LT",
        "summary": texts.of(320),
        "story": [texts.of(700) for _paragraph in texts.some(4)],
        "offers": [_offer(texts) for _offer_number in texts.some(6)],
        "products": [
            {"title": texts.of(250), "source": "", "secondary": False} for _ in texts.some(3)
        ],
        "sights": [{"text": texts.of(350), "source": ""} for _ in texts.some(3)],
        "places": [point],
        "point": point,
        "photos": [],
        "sources": [
            f"https://example.org/{texts.of(200).replace(' ', '/')}" for _ in texts.some(4)
        ],
        "partner": "latgale",
        "code": "2" + "BCDFGHJKMNPQRSTW"[number] + "22",
        "card": {},
    }
    document["card"] = {key: document[key] for key in ("place", "theme", "pattern", "summary")}
    return _edition("village", 9000 + number, language, document)


def _offer(texts: Texts) -> dict[str, Any]:
    return {
        "kind": "workshop",
        "title": texts.of(250),
        "description": texts.of(500),
        "price_note": texts.of(200),
        "secondary": False,
        "duration_min": 60,
        "duration_max": 120,
        "price": "8.00",
        "price_basis": "person",
        "price_as_of": "2012-05-01",
        "tiers": [],
        "group_min": 2,
        "group_max": 20,
        "season_from": 5,
        "season_to": 9,
        "excluded_months": [],
        "weekdays": [1, 2],
        "opens_at": "10:00",
        "closes_at": "18:00",
        "booking_needed": True,
        "booking_notice_days": 3,
        "age_min": 7,
        "languages": [],
        "venue": "host",
        "takes_home": texts.of(200),
        "accessibility": texts.of(300),
    }


def _route(villages: list[Edition], language: str, texts: Texts, seed: int) -> Edition:
    stops = [_stop(number, village, texts) for number, village in enumerate(villages, 1)]
    for before, stop in zip(stops, stops[1:], strict=False):
        start, end = before["point"], stop["point"]
        leg = leg_between(
            (start["longitude"], start["latitude"]),
            (end["longitude"], end["latitude"]),
            "car" if stop["number"] % 2 else "bicycle",
        )
        stop["leg"], stop["leg_km"] = leg.document(), leg.km
        stop["optional"] = stop["number"] % 5 == 0
    days = [
        {"number": number // 4 + 1, "title": texts.of(150), "stops": stops[number : number + 4]}
        for number in range(0, len(stops), 4)
    ]
    totals = totals_of(days)
    document = {
        "title": texts.of(150),
        "slug": "wordy",
        "summary": texts.of(320),
        "story": [texts.of(700) for _paragraph in texts.some(3)],
        "mode": "car",
        "day_count": len(days),
        "stop_count": len(stops),
        "countries": ["LV", "LT"],
        "crosses_border": True,
        "partner": None,
        "days": days,
        "sources": [],
        "code": "W222",
        "card": {},
        **totals,
        "line": None,
    }
    return _edition("route", 8000 + seed % 900, language, document)


def _stop(number: int, village: Edition, texts: Texts) -> dict[str, Any]:
    document = village.document
    return {
        "number": number,
        "village": village.source_id,
        **{
            key: document[key] for key in ("theme", "pattern", "title", "place", "country", "point")
        },
        "leg": None,
        "leg_km": None,
        "optional": False,
        "stay_minutes": 90,
        "note": texts.of(300),
    }
