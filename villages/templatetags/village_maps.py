"""What the templates with maps of villages need."""

import json

from django import template
from django.utils.translation import ngettext

from catalogue.plural_forms import plural_forms

register = template.Library()


@register.simple_tag
def cluster_words() -> str:
    """What a mark that stands for several villages is called, for each class of numbers."""
    forms = plural_forms(
        lambda count: ngettext("%(count)s village; zoom in", "%(count)s villages; zoom in", count)
    )
    return json.dumps(forms, ensure_ascii=False)
