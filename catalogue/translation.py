"""Which texts of the ground floor are said in three languages."""

from modeltranslation.translator import TranslationOptions, register

from catalogue.models import Partner, VisibilityBlock


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "region_name", "address")


@register(VisibilityBlock)
class VisibilityBlockTranslation(TranslationOptions):
    fields = ("fund", "programme", "project", "statement", "disclaimer")
