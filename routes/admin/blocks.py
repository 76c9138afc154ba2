"""The parts of a brochure in the route's form: a tick and a place in the order for each."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from routes.models.blocks import ALWAYS_THERE, BrochureBlock, every_block

# A part that is turned off keeps a place after all others.
LAST = 99


class BlocksWidget(forms.Widget):
    """Works as plain HTML: ticks, and numbers that say what comes before what."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        """The ticked parts in the order of their numbers; the usual order where they are equal."""
        if not isinstance(data, MultiValueDict):
            return data.get(name)
        chosen = data.getlist(name)
        if not chosen and f"{name}-shown" not in data:
            return None
        usual = every_block()

        def place(key: str) -> tuple[int, int]:
            text = data.get(f"{name}-place-{key}", "").strip()
            number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else LAST
            return number, usual.index(key) if key in usual else LAST

        return sorted(chosen, key=place)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-shown" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = [key for key in value or [] if key in BrochureBlock.values]
        keys = [*chosen, *(key for key in every_block() if key not in chosen)]
        rows = [
            {
                "key": key,
                "label": BrochureBlock(key).label,
                "is_on": key in chosen,
                "is_fixed": key == ALWAYS_THERE,
                "place": number,
            }
            for number, key in enumerate(keys, 1)
        ]
        context = {"name": name, "id": (attrs or {}).get("id", name), "rows": rows}
        return render_to_string("admin/routes/printing/_blocks.html", context)

    def id_for_label(self, id_: str) -> str:
        return ""  # the group has many fields


class BlocksField(forms.Field):
    """Known parts, each once; the stops, which stay, are there whatever is sent."""

    widget = BlocksWidget

    def to_python(self, value: Any) -> list[str]:
        chosen = list(value or [])
        if unknown := [key for key in chosen if key not in BrochureBlock.values]:
            raise ValidationError(
                _("There is no such part of a brochure: %(part)s"), params={"part": unknown[0]}
            )
        if ALWAYS_THERE not in chosen:
            chosen.insert(0, ALWAYS_THERE.value)
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


def blocks_formfield(db_field: Any) -> BlocksField:
    return BlocksField(
        label=capfirst(db_field.verbose_name), help_text=db_field.help_text, required=True
    )
