"""Which texts of routes are said in three languages."""

from modeltranslation.translator import TranslationOptions, register

from routes.models import Day, Route, Stop


@register(Route)
class RouteTranslation(TranslationOptions):
    fields = ("title", "slug", "summary", "story")


@register(Day)
class DayTranslation(TranslationOptions):
    fields = ("title",)


@register(Stop)
class StopTranslation(TranslationOptions):
    fields = ("note",)
