"""Which texts of activities and stories are said in three languages."""

from modeltranslation.translator import TranslationOptions, register

from consultations.models import Activity, Story, StoryPhoto


@register(Activity)
class ActivityTranslation(TranslationOptions):
    """So that both partners can read them."""

    fields = ("topic", "summary", "decisions", "next_steps")


@register(Story)
class StoryTranslation(TranslationOptions):
    fields = ("title", "slug", "summary", "story")


@register(StoryPhoto)
class StoryPhotoTranslation(TranslationOptions):
    fields = ("alt",)
