"""Small, honest objects; a trait says what is unlike the rest."""

import factory
from factory.django import DjangoModelFactory

from catalogue.models import Partner, User
from consultations.models import Story
from routes.models import Route, Stop
from villages.models import (
    Event,
    HostContact,
    Municipality,
    Notice,
    Offer,
    Place,
    Product,
    Sight,
    Theme,
    Village,
)


def latgale() -> Partner:
    return Partner.objects.get(key="latgale")


def ignalina() -> Partner:
    return Partner.objects.get(key="ignalina")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        latgale = factory.Trait(partner=factory.LazyFunction(latgale))
        ignalina = factory.Trait(partner=factory.LazyFunction(ignalina))

    username = factory.Sequence(lambda n: f"staff-{n}")
    is_staff = True
    partner = factory.LazyFunction(latgale)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ("key",)

    key = "crafts"
    motif = "cross"
    name_lv = "Amati"
    name_lt = "Amatai"
    name_en = "Crafts"


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("key",)

    key = "preili"
    country = "LV"
    name_lv = "Preiļu novads"
    name_lt = "Preilių savivaldybė"
    name_en = "Preiļi municipality"


class VillageFactory(DjangoModelFactory):
    """A village that is ready to be published; `draft=True` lacks its Lithuanian texts."""

    class Meta:
        model = Village
        skip_postgeneration_save = True

    class Params:
        lithuanian = factory.Trait(
            partner=factory.LazyFunction(ignalina),
            municipality=factory.SubFactory(
                MunicipalityFactory,
                key="zarasai",
                country="LT",
                name_lv="Zarasu rajona pašvaldība",
                name_lt="Zarasų rajono savivaldybė",
                name_en="Zarasai district municipality",
            ),
        )
        draft = factory.Trait(theme_name_lt="", summary_lt="", story_lt="", slug_lt=None)
        candidate = factory.Trait(status="candidate")

    partner = factory.LazyFunction(latgale)
    municipality = factory.SubFactory(MunicipalityFactory)
    theme = factory.SubFactory(ThemeFactory)
    status = "active"
    theme_name_lv = factory.Sequence(lambda n: f"Amatnieku ciems {n}")
    theme_name_lt = factory.Sequence(lambda n: f"Amatininkų kaimas {n}")
    theme_name_en = factory.Sequence(lambda n: f"Craft village {n}")
    place_name_lv = "Višķi"
    place_name_lt = "Višķi"
    place_name_en = "Višķi"
    slug_lv = factory.Sequence(lambda n: f"amatnieku-ciems-{n}")
    slug_lt = factory.Sequence(lambda n: f"amatininku-kaimas-{n}")
    slug_en = factory.Sequence(lambda n: f"craft-village-{n}")
    summary_lv = "Ciems pie ezera."
    summary_lt = "Kaimas prie ežero."
    summary_en = "A village by a lake."
    story_lv = "Šeit pin grozus.\n\nUn dzied."
    story_lt = "Čia pinami krepšiai.\n\nIr dainuojama."
    story_en = "Baskets are woven here.\n\nAnd people sing."

    place = factory.RelatedFactory("tests.factories.PlaceFactory", factory_related_name="village")


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    village = factory.SubFactory(VillageFactory, place=None)
    latitude = factory.Sequence(lambda n: 55.5 + (n % 90) / 100)
    longitude = factory.Sequence(lambda n: 25.5 + (n % 70) / 50)
    precision = "centre"
    source = "Measured for a test"


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    village = factory.SubFactory(VillageFactory)
    kind = "workshop"
    title_lv = "Grozu pīšana"
    title_lt = "Krepšių pynimas"
    title_en = "Basket weaving"


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    village = factory.SubFactory(VillageFactory)
    title_lv = "Pīti grozi"
    title_lt = "Pinti krepšiai"
    title_en = "Woven baskets"


class SightFactory(DjangoModelFactory):
    class Meta:
        model = Sight

    village = factory.SubFactory(VillageFactory)
    text_lv = "Koka baznīca"
    text_lt = "Medinė bažnyčia"
    text_en = "A wooden church"


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    village = factory.SubFactory(VillageFactory)
    text_lv = "Slēgts"
    text_lt = "Uždaryta"
    text_en = "Closed"


class HostContactFactory(DjangoModelFactory):
    """Nobody: a sample who consents for ever; the number belongs to no country."""

    class Meta:
        model = HostContact

    village = factory.SubFactory(VillageFactory)
    name = factory.Sequence(lambda n: f"Sample Host {n}")
    role_lv = "Cep maizi"
    role_lt = "Kepa duoną"
    role_en = "Bakes the bread"
    phone = "+999 0000 0000"
    email = "host@example.org"
    languages = ["lv", "ltg"]
    consent_given_on = "2000-01-01"
    consent_until = "2999-01-01"
    consent_record = "A sample of the tests"


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event
        skip_postgeneration_save = True

    partner = factory.LazyFunction(latgale)
    event_kind = "fair"
    title_lv = factory.Sequence(lambda n: f"Tirgus {n}")
    title_lt = factory.Sequence(lambda n: f"Mugė {n}")
    title_en = factory.Sequence(lambda n: f"Fair {n}")
    slug_lv = factory.Sequence(lambda n: f"tirgus-{n}")
    slug_lt = factory.Sequence(lambda n: f"muge-{n}")
    slug_en = factory.Sequence(lambda n: f"fair-{n}")
    summary_lv = "Tirgus laukumā."
    summary_lt = "Mugė aikštėje."
    summary_en = "A fair on the square."
    place_text_lv = "Preiļi"
    place_text_lt = "Preiliai"
    place_text_en = "Preiļi"
    starts_on = "2012-06-07"
    ends_on = "2012-06-07"


class RouteFactory(DjangoModelFactory):
    """A route with the villages given as `stops`, all on its first day."""

    class Meta:
        model = Route
        skip_postgeneration_save = True

    title_lv = factory.Sequence(lambda n: f"Maršruts {n}")
    title_lt = factory.Sequence(lambda n: f"Maršrutas {n}")
    title_en = factory.Sequence(lambda n: f"Route {n}")
    slug_lv = factory.Sequence(lambda n: f"marsruts-{n}")
    slug_lt = factory.Sequence(lambda n: f"marsrutas-{n}")
    slug_en = factory.Sequence(lambda n: f"route-{n}")
    summary_lv = "No ciema uz ciemu."
    summary_lt = "Iš kaimo į kaimą."
    summary_en = "From village to village."
    story_lv = "Pa ezeru zemi."
    story_lt = "Per ežerų kraštą."
    story_en = "Through the land of lakes."

    @factory.post_generation
    def stops(route, create, villages, **kwargs):  # noqa: N805 - factory_boy passes the object
        if not create or not villages:
            return
        for position, village in enumerate(villages):
            Stop.objects.create(route=route, village=village, position=position)


class StopFactory(DjangoModelFactory):
    class Meta:
        model = Stop

    village = factory.SubFactory(VillageFactory)


class StoryFactory(DjangoModelFactory):
    class Meta:
        model = Story
        skip_postgeneration_save = True

    partner = factory.LazyFunction(latgale)
    title_lv = factory.Sequence(lambda n: f"Stāsts {n}")
    title_lt = factory.Sequence(lambda n: f"Istorija {n}")
    title_en = factory.Sequence(lambda n: f"Story {n}")
    slug_lv = factory.Sequence(lambda n: f"stasts-{n}")
    slug_lt = factory.Sequence(lambda n: f"istorija-{n}")
    slug_en = factory.Sequence(lambda n: f"story-{n}")
    summary_lv = "Kā ciemi tikās."
    summary_lt = "Kaip kaimai susitiko."
    summary_en = "How the villages met."
    story_lv = "Atbrauca viesi.\n\nUn dziedāja."
    story_lt = "Atvažiavo svečių.\n\nIr dainavo."
    story_en = "Guests came.\n\nAnd sang."
