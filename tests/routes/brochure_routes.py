"""A route like those of the demo, for tests of its brochure."""

from catalogue.models import Edition
from catalogue.publishing import publish
from routes.models import Route, Stop
from tests.factories import (
    OfferFactory,
    ProductFactory,
    RouteFactory,
    SightFactory,
    VillageFactory,
)

LANGUAGES = ("lv", "lt", "en")
TITLES = {
    "lv": "Vīns, ozoli un „vecmāmiņas“",
    "lt": "Vynas, ąžuolai ir „senolės“",
    "en": "Wine, oaks and “grandmothers”",
}
NAMES = ("Stelmužė", "Šlyninka", "Višķu ciems", "Kaži", "Žīguri", "Antalieptė")
ALPHABETS = {"lv": "āčēģīķļņōŗšūž", "lt": "ąčęėįšųūž", "en": "“bread”"}
SENTENCE = {
    "lv": "Ciemā pie ezera cep maizi, pin grozus un dzied senas dziesmas par ceļu uz tirgu. ",
    "lt": "Kaime prie ežero kepama duona, pinami krepšiai ir dainuojamos senos dainos apie kelią. ",
    "en": "In the village by the lake people bake bread, weave baskets and sing old songs. ",
}
PRECISIONS = ("exact", "centre", "approximate", "area", "centre", "exact")


def village(number: int, **fields):
    """The stop number `number`, with about as much to tell as the villages of the demo have."""
    name = NAMES[number % len(NAMES)]
    precision = PRECISIONS[number % len(PRECISIONS)]
    story = {
        f"story_{code}": f"{ALPHABETS[code]} {5 * SENTENCE[code]}\n\n{6 * SENTENCE[code]}"
        for code in LANGUAGES
    }
    titles = {f"theme_name_{code}": f"{name} {number + 1}" for code in LANGUAGES}
    sources = [f"https://www.sources.example/{number}/{page}/" for page in ("one", "two")]
    made = VillageFactory(
        **{"sources": sources, "lithuanian": number % 2 == 1, **story, **titles, **fields}
    )
    place = made.places.get()
    place.precision, place.radius_m = precision, 100 if precision == "exact" else 4000
    place.save()
    OfferFactory(village=made, price="8.00", price_basis="person", duration_min=90, group_max=20)
    ProductFactory(village=made)
    SightFactory(village=made)
    return made


def route_of(count: int, **fields) -> Route:
    """A route of `count` stops, two a day, published with its villages in three languages."""
    villages = [village(number) for number in range(count)]
    titles = {f"title_{code}": title for code, title in TITLES.items()}
    story = {f"story_{code}": 4 * SENTENCE[code] for code in LANGUAGES}
    made = RouteFactory(**{**titles, **story, **fields})
    for number, stop in enumerate(villages):
        Stop.objects.create(
            route=made, day=number // 2 + 1, village=stop, position=number, stay_minutes=90
        )
    for item in (*villages, made):
        for code in LANGUAGES:
            publish(item, code, by=None)
    return Route.objects.get(pk=made.pk)


def edition_of(item, language: str) -> Edition:
    return Edition.objects.current().get(kind=item.kind, source_id=item.pk, language=language)


def brochure_address(item, language: str, ending: str = "brochure/?format=a4") -> str:
    return edition_of(item, language).get_absolute_url() + ending
