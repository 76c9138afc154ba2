"""A route's page: its texts in tabs, all its stops in the order of travel, its line on a map."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalogue.admin import (
    PublishableAdmin,
    ScopedStackedInline,
    in_a_line,
    language_fieldsets,
    searchable,
)
from catalogue.languages import LANGUAGES
from catalogue.places import length_km
from catalogue.reading import Found
from catalogue.scoping import belongs_to
from catalogue.templatetags.pages import km
from routes.admin.blocks import blocks_formfield
from routes.admin.line_fields import LineField, LineForm
from routes.admin.line_words import drawing_words
from routes.lines import ReadLine
from routes.models import Day, LineSource, Route, Stop
from routes.models.blocks import BrochureBlock
from routes.tasks import find_ways_after_saving
from routes.views.pages import draw_route
from villages.admin.mentions import mentionable


class StopForm(LineForm):
    line_name = "leg_line"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "leg_line" in self.cleaned_data:
            line = self.cleaned_data["leg_line"]
            if line is None:
                self.instance.leg_line_source = ""
            elif self.read_line:
                self.instance.leg_line_source = LineSource.IMPORTED
            elif line != self.initial.get("leg_line"):
                self.instance.leg_line_source = LineSource.DRAWN
        return cleaned


class StopFormSet(forms.BaseInlineFormSet):
    """All stops of a route, of which the first must be one where the way begins."""

    def clean(self) -> None:
        super().clean()
        rows = [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and form.cleaned_data
            and not form.cleaned_data.get("DELETE")
            and not (form.empty_permitted and not form.has_changed())
        ]
        if not rows or any(form.errors for form in rows):
            return
        first = min(rows, key=_in_the_order_of_travel)
        if first.instance.is_optional:
            first.add_error(
                "is_optional" if "is_optional" in first.fields else None,
                _("The first stop cannot be a side trip: there is no stop before to leave from."),
            )
            # The rows were checked already; what is added to one of them now counts as well.
            self._errors = [form.errors for form in self.forms]


def _in_the_order_of_travel(form: forms.ModelForm) -> tuple[Any, ...]:
    stop = form.instance
    return (stop.day, stop.position, stop.pk is None, stop.pk or 0)


class StopInline(ScopedStackedInline):
    model = Stop
    form = StopForm
    formset = StopFormSet
    fieldsets = [
        (
            None,
            {"fields": [("village", "day", "stay_minutes", "position"), in_a_line("note")]},
        ),
        (
            gettext_lazy("The way here"),
            {
                "fields": [("leg_mode", "leg_minutes", "is_optional"), "leg_line", "line_file"],
                "classes": ["collapse"],
            },
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return _as_it_may_be_written(self, request, super().get_fieldsets(request, obj))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("village")

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        return super().formfield_for_dbfield(db_field, request, **_line_field(db_field, kwargs))

    def choices_for(self, relation: Any, request: HttpRequest) -> models.QuerySet:
        """Own villages, and of the other partner's those that visitors can read of."""
        if relation.name == "village":
            also = belongs_to(request.user, "stops__route__partner")  # type: ignore[arg-type]
            also &= models.Q(stops__isnull=False)
            return mentionable(self, relation, request, also)
        return super().choices_for(relation, request)


class DayInline(ScopedStackedInline):
    """Titles of days; a day without one is simply “Day 2”."""

    model = Day
    fieldsets = [(None, {"fields": ["number", in_a_line("title")]})]


@admin.register(Route)
class RouteAdmin(PublishableAdmin):
    form = LineForm
    change_form_template = "admin/routes/route/change_form.html"
    list_display = ("named", "mode", "days_and_stops", "owner", "completeness", "published_in")
    list_filter = ("mode", *PublishableAdmin.list_filter)
    search_fields = searchable("title", "all_stops__village__theme_name")
    needed_texts = ("title", "slug", "summary", "story")
    prepopulated_fields = {f"slug_{code}": (f"title_{code}",) for code in LANGUAGES}
    inlines = [StopInline, DayInline]
    fieldsets = [
        (None, {"fields": [("mode", "is_composed", "partner")]}),
        *language_fieldsets("title", "slug", "summary", "story"),
        (gettext_lazy("Line"), {"fields": ["line", "line_file"]}),
        (gettext_lazy("Brochure"), {"fields": ["brochure_blocks"]}),
        (gettext_lazy("Where we know it from"), {"fields": ["sources", "notes"]}),
    ]

    class Media:
        css = {
            "all": [
                "leaflet/leaflet.css",
                "leaflet/draw/leaflet.draw.css",
                "admin-extra/place-map.css",
                "admin-extra/route-map.css",
            ]
        }
        js = [
            "leaflet/leaflet.js",
            "leaflet/draw/leaflet.draw.js",
            Script("admin-extra/route-map.js", type="module"),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return _as_it_may_be_written(self, request, super().get_fieldsets(request, obj))

    def draw(self, request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
        return draw_route(request, found, is_preview)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "brochure_blocks":
            return blocks_formfield(db_field)
        return super().formfield_for_dbfield(db_field, request, **_line_field(db_field, kwargs))

    def context_of(self, item: Route | None) -> dict[str, Any]:
        language = (get_language() or LANGUAGES[0])[:2]
        line_map = {
            "baseMap": reverse("admin:villages_base_map", args=[language]),
            "stops": _stops_for_the_map(item) if item else [],
            "words": drawing_words(),
        }
        return {"line_map": line_map}

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        stop_forms = [row for rows in formsets if rows.model is Stop for row in rows.forms]
        for read in (row.read_line for row in (form, *stop_forms)):
            if read:
                self.message_user(request, _what_was_read(read), messages.SUCCESS)
        route = Route.objects.with_everything().get(pk=form.instance.pk)
        self._warn_of_lines(request, route)
        if find_ways_after_saving(route):
            computing = _("Ways along roads are being computed for the legs without a line.")
            self.message_user(request, computing, messages.INFO)

    def _warn_of_lines(self, request: HttpRequest, route: Route) -> None:
        """Say where the lines do not lead to the stops."""
        if not all(need.is_met for need in route.needs_of_a_preview()):
            return
        stops = route.stops()
        if far := [str(stops[index]) for index in route.pieces().far_stops]:
            self.message_user(
                request,
                _(
                    "The line does not come within 3 km of these stops, in their order, so the "
                    "way to them and from them stays straight: %(stops)s."
                )
                % {"stops": "; ".join(far)},
                messages.WARNING,
            )
        for stop in route.stops_with_a_line_from_elsewhere():
            self.message_user(
                request,
                _(
                    "The line to %(stop)s does not lead from the stop before to it: an end lies "
                    "more than 3 km away."
                )
                % {"stop": stop},
                messages.WARNING,
            )

    @admin.display(description=gettext_lazy("days and stops"))
    def days_and_stops(self, route: Route) -> str:
        return f"{len(route.day_numbers())} · {len(route.stops())}"

    @admin.display(description=gettext_lazy("parts of the brochure"))
    def parts_of_the_brochure(self, route: Route) -> SafeString:
        """By their names, in their order."""
        names = ((BrochureBlock(key).label,) for key in route.brochure_blocks)
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", names))

    @admin.display(description=gettext_lazy("partner"), ordering="partner")
    def owner(self, route: Route) -> Any:
        return route.partner or _("Both partners")


def _line_field(db_field: models.Field, words: dict[str, Any]) -> dict[str, Any]:
    if db_field.name not in ("line", "leg_line"):
        return words
    widget = forms.Textarea(
        attrs={"rows": 4, "class": "vLargeTextField lines", "spellcheck": "false"}
    )
    return {**words, "form_class": LineField, "widget": widget}


def _as_it_may_be_written(page: Any, request: HttpRequest, fieldsets: Any) -> list[Any]:
    """Whoever only reads a route gives no file, which is none of the model's fields to be shown,
    and reads the parts of its brochure by their names."""
    if page.languages_to_write(request) == LANGUAGES and page.has_change_permission(request):
        return fieldsets
    told = {"line_file": None, "brochure_blocks": "parts_of_the_brochure"}

    def to_read(fields: Any) -> list[Any]:
        named = (told.get(field, field) if isinstance(field, str) else field for field in fields)
        return [field for field in named if field is not None]

    return [(name, {**words, "fields": to_read(words["fields"])}) for name, words in fieldsets]


def _stops_for_the_map(route: Route) -> list[dict[str, Any]]:
    """The saved stops that have a place: number, name, where, and whether a detour."""
    stops = []
    for index, stop in enumerate(route.stops()):
        for place in stop.village.places.all()[:1]:
            stops.append(
                {
                    "id": stop.pk,
                    "number": index + 1,
                    "name": str(stop),
                    "point": [place.latitude, place.longitude],
                    "isDetour": stop.is_detour(index),
                }
            )
    return stops


def _what_was_read(read: ReadLine) -> str:
    """What came of a file, in sentences."""
    length = length_km([(point[0], point[1]) for point in read.line["coordinates"]])
    sentences = [
        _("Line imported: %(length)s. Points kept: %(kept)s of %(all)s.")
        % {
            "length": km(length),
            "kept": len(read.line["coordinates"]),
            "all": read.point_count,
        }
    ]
    if read.tolerance_m:
        sentences.append(
            _("No point lies more than %(metres)s m from where it was.")
            % {"metres": read.tolerance_m}
        )
    if read.part_count > 1:
        sentences.append(
            _(
                "Its %(count)s parts were joined in their order; the widest gap between them is "
                "%(gap)s."
            )
            % {"count": read.part_count, "gap": km(read.widest_gap_km)}
        )
    if read.has_routes_too:
        sentences.append(_("The file has tracks and routes; the tracks were used."))
    return " ".join(sentences)
