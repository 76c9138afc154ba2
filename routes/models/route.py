"""A route, its days, and the stops in the order a traveller makes them."""

from math import isfinite
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.models import Edition, Need, Partner, Publishable
from catalogue.models.checks import slugs_are_plain
from catalogue.models.edition import Kind
from catalogue.models.translated import Translated
from catalogue.places import length_km
from catalogue.scoping import PartnerScopedQuerySet
from routes.models.blocks import BrochureBlock, blocks_make_sense, every_block
from villages.models import Village
from villages.models.village import paragraphs


def is_line(value: Any) -> None:
    """Refuse what is not a GeoJSON LineString of (longitude, latitude) degrees."""
    try:
        points = value["coordinates"]
        sound = value["type"] == "LineString" and len(points) >= 2
        for longitude, latitude, *height in points:
            sound = sound and -180 <= longitude <= 180 and -90 <= latitude <= 90
            sound = sound and all(map(isfinite, height))
    except (KeyError, OverflowError, TypeError, ValueError):
        sound = False
    if not sound:
        raise ValidationError(_("Give a GeoJSON LineString with at least two points."))


class RouteQuerySet(PartnerScopedQuerySet):
    def with_everything(self) -> "RouteQuerySet":
        """All that a document is made of."""
        stops = Stop.objects.with_published_languages().select_related(
            "village__partner", "village__theme"
        )
        return self.select_related("partner").prefetch_related(
            "days", models.Prefetch("all_stops", stops), "all_stops__village__places"
        )


class Route(Publishable):
    """A journey through theme villages, of one partner or, with no partner named, of both."""

    kind = Kind.ROUTE

    class Mode(models.TextChoices):
        CAR = "car", _("by car")
        COACH = "coach", _("by coach")
        BICYCLE = "bicycle", _("by bicycle")
        FOOT = "foot", _("on foot")
        BOAT = "boat", _("by boat")

    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="routes",
        verbose_name=_("partner"),
        help_text=_("Leave empty for a route that both partners own."),
    )
    title = models.CharField(_("title"), max_length=150, blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        null=True,
        blank=True,
        help_text=_("The last part of the page’s address. An old address goes on working."),
    )
    summary = models.TextField(_("summary"), blank=True, max_length=320)
    story = models.TextField(
        _("story"), blank=True, help_text=_("What travellers see, in which order.")
    )
    mode = models.CharField(_("means of travel"), max_length=8, choices=Mode, default=Mode.CAR)
    is_composed = models.BooleanField(
        _("composed by us"),
        default=True,
        help_text=_("Untick for a route that is known to have been travelled."),
    )
    line = models.JSONField(
        _("line"),
        null=True,
        blank=True,
        validators=[is_line],
        help_text=_("GeoJSON. Without a line the map shows straight legs and says so."),
    )
    sources = ArrayField(
        models.URLField(max_length=500), default=list, blank=True, verbose_name=_("sources")
    )
    notes = models.TextField(
        _("internal notes"), blank=True, help_text=_("Visitors never see them.")
    )
    brochure_blocks = ArrayField(
        models.CharField(max_length=12, choices=BrochureBlock),
        default=every_block,
        verbose_name=_("parts of the brochure"),
        help_text=_("What stands in the brochure, in this order. Publish to print it so."),
    )

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["pk"]
        constraints = [
            slugs_are_plain("route"),
            blocks_make_sense("route"),
            models.CheckConstraint(
                name="route_mode_known",
                condition=models.Q(mode__in=["car", "coach", "bicycle", "foot", "boat"]),
                violation_error_message=_("There is no such means of travel."),
            ),
            models.CheckConstraint(
                name="route_line_is_a_line",
                condition=models.Q(line__isnull=True) | models.Q(line__type="LineString"),
                violation_error_message=_("Give a GeoJSON LineString with at least two points."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_any_language("title")

    def stops(self) -> list["Stop"]:
        """All stops of all days, in the order of travel."""
        return list(self.all_stops.all())

    def day_numbers(self) -> list[int]:
        """The days on which there is a stop, or for which there is a title."""
        named = {day.number for day in self.days.all()}
        return sorted(named | {stop.day for stop in self.stops()})

    @property
    def crosses_border(self) -> bool:
        """Whether the stops lie in both countries; nobody has to tick it."""
        return len({stop.village.partner.country for stop in self.stops()}) > 1

    def needs(self, language: str) -> list[Need]:
        """Texts and address, two stops or more, each at a village published in this language."""
        found = self.needs_in_fields(language, "title", "slug", "summary", "story")
        stops = self.stops()
        here = self.admin_address()
        found.append(Need(gettext("At least two stops"), f"{here}#all_stops-group", len(stops) > 1))
        for number, stop in enumerate(stops):
            village = {"village": stop.village}
            found.append(
                Need(
                    gettext("Not published in this language yet: %(village)s") % village,
                    stop.village.admin_address(),
                    language in stop.published_languages(),
                )
            )
            if stop.says("note"):
                found.append(
                    Need(
                        gettext("A note on the stop %(village)s") % village,
                        f"{here}#id_all_stops-{number}-note_{language}",
                        bool(stop.in_language("note", language)),
                    )
                )
        return found + self.needs_of_a_preview()

    def needs_of_a_preview(self) -> list[Need]:
        return [
            Need(
                gettext("A place with coordinates: %(village)s") % {"village": stop.village},
                stop.village.admin_address() + "#places-group",
                bool(stop.village.places.all()),
            )
            for stop in self.stops()
        ]

    def document(self, language: str) -> dict[str, Any]:
        """The itinerary in `language`; lengths in km, stays in minutes, points in degrees."""
        titles = {day.number: day.in_language("title", language) for day in self.days.all()}
        days: list[dict[str, Any]] = []
        number = 0
        before: tuple[float, float] | None = None
        for day in self.day_numbers():
            stops = []
            for stop in self.stops():
                if stop.day != day:
                    continue
                number += 1
                point = stop.village.places.all()[0].document(language)
                here = (point["longitude"], point["latitude"])
                leg_km = length_km([before, here]) if before else None
                stops.append(stop.document(language, number, point, leg_km))
                before = here
            days.append(
                {
                    "number": day,
                    "title": titles.get(day, ""),
                    "stops": stops,
                    "length_km": round(sum(stop["leg_km"] or 0 for stop in stops), 1),
                    "stay_minutes": sum(stop["stay_minutes"] for stop in stops),
                }
            )
        stops = [stop for day in days for stop in day["stops"]]
        countries = sorted({stop["country"] for stop in stops})
        straight_km = sum(stop["leg_km"] or 0 for stop in stops)
        line_km = self.line and length_km([tuple(point[:2]) for point in self.line["coordinates"]])
        summary = {
            "summary": self.in_language("summary", language),
            "mode": self.mode,
            "day_count": len(days),
            "stop_count": len(stops),
            "length_km": round(line_km or straight_km, 1),
            "is_straight": not self.line,
            "countries": countries,
            "places": [stop["place"] for stop in stops],
            "theme": stops[0]["theme"] if stops else "",
            "pattern": stops[0]["pattern"] if stops else "",
        }
        return {
            **summary,
            "title": self.in_language("title", language),
            "slug": self.in_language("slug", language),
            "story": paragraphs(self.in_language("story", language)),
            "partner": self.partner.key if self.partner else None,
            "composed": self.is_composed,
            "crosses_border": len(countries) > 1,
            "days": days,
            "line": self.line,
            "sources": self.sources,
            "brochure_blocks": self.brochure_blocks,
            "point": stops[0]["point"] if stops else None,
            "tags": sorted(
                {
                    f"mode:{self.mode}",
                    *(f"country:{country}" for country in countries),
                    *(f"village:{stop['village']}" for stop in stops),
                    *(["crosses-border"] if len(countries) > 1 else []),
                }
            ),
            "card": summary,
        }


class Day(Translated):
    """The title of one day of a route; a day without a title needs no row."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="days", verbose_name=_("route"))
    number = models.PositiveSmallIntegerField(_("day"))
    title = models.CharField(_("title of the day"), max_length=150, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of a route", "day")
        verbose_name_plural = pgettext_lazy("of a route", "days")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="day_once",
                fields=["route", "number"],
                violation_error_message=_("The route has this day already."),
            ),
            models.CheckConstraint(
                name="day_from_one",
                condition=models.Q(number__gte=1),
                violation_error_message=_("Days are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Day %(number)s") % {"number": self.number}


class StopQuerySet(models.QuerySet["Stop"]):
    def with_published_languages(self) -> "StopQuerySet":
        """With the languages in which visitors can read about the stop's village."""
        current = Edition.objects.current().of_kind(Kind.VILLAGE)
        return self.annotate(
            village_languages=ArraySubquery(
                current.filter(source_id=models.OuterRef("village_id")).values("language")
            )
        )


class Stop(Translated):
    """A village on a day of a route, in the order set by hand."""

    route = models.ForeignKey(
        Route, models.CASCADE, related_name="all_stops", verbose_name=_("route")
    )
    day = models.PositiveSmallIntegerField(_("day"), default=1)
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="stops", verbose_name=_("village")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    stay_minutes = models.PositiveSmallIntegerField(_("stay (minutes)"), default=60)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["day", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="stop_day_from_one",
                condition=models.Q(day__gte=1),
                violation_error_message=_("Days are counted from 1."),
            ),
            models.CheckConstraint(
                name="stop_stay_within_a_day",
                condition=models.Q(stay_minutes__lte=24 * 60),
                violation_error_message=_("A stay is no longer than a day: 1440 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.village)

    def published_languages(self) -> list[str]:
        """The languages in which visitors can read about the village."""
        if "village_languages" not in self.__dict__:
            current = Edition.objects.of_item(Kind.VILLAGE, self.village_id).current()
            self.village_languages = list(current.values_list("language", flat=True))
        return self.village_languages

    def document(
        self, language: str, number: int, point: dict[str, Any], leg_km: float | None
    ) -> dict[str, Any]:
        """The stop as number `number` of its route, `leg_km` km after the one before."""
        village = self.village
        return {
            "number": number,
            "village": village.pk,
            "theme": village.theme.key,
            "pattern": village.pattern_seed,
            "title": village.in_language("theme_name", language),
            "place": village.in_language("place_name", language),
            "country": village.partner.country,
            "point": point,
            "leg_km": None if leg_km is None else round(leg_km, 1),
            "stay_minutes": self.stay_minutes,
            "note": self.in_language("note", language),
        }
