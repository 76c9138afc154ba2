"""Which texts of activities are said in three languages, so that both partners can read them."""

from modeltranslation.translator import TranslationOptions, register

from consultations.models import Activity


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("topic", "summary", "decisions", "next_steps")
