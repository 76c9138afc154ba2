"""Which texts of villages and events are said in three languages."""

from modeltranslation.translator import TranslationOptions, register

from villages.models import (
    Cancellation,
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
    VillagePhoto,
)


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)


@register(Municipality)
class MunicipalityTranslation(TranslationOptions):
    fields = ("name",)


@register(Village)
class VillageTranslation(TranslationOptions):
    fields = ("theme_name", "place_name", "locality", "slug", "summary", "story", "bus_stop")


@register(Place)
class PlaceTranslation(TranslationOptions):
    fields = ("label",)


@register(VillagePhoto)
class VillagePhotoTranslation(TranslationOptions):
    fields = ("alt", "caption")


@register(Offer)
class OfferTranslation(TranslationOptions):
    fields = ("title", "description", "price_note", "takes_home", "accessibility")


@register(Product)
class ProductTranslation(TranslationOptions):
    fields = ("title",)


@register(Sight)
class SightTranslation(TranslationOptions):
    fields = ("text",)


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "slug", "summary", "place_text", "recurrence")


@register(Cancellation)
class CancellationTranslation(TranslationOptions):
    fields = ("reason",)


@register(Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("lv", "lt", "en")


@register(HostContact)
class HostContactTranslation(TranslationOptions):
    fields = ("role",)
