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
from catalogue.models.edition import Kind, digest_of
from catalogue.models.translated import Translated
from catalogue.scoping import PartnerScopedQuerySet
from routes.cutting import Pieces, cut, leads
from routes.legs import Leg, Point, leg_between, starts_of, totals_of, whole_line
from routes.models.blocks import BrochureBlock, blocks_make_sense, every_block
from routes.older_editions import completed, is_complete
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
        COACH = "coach", _("by bus")  # the key is older: editions hold it
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
        help_text=_(
            "GeoJSON of the whole way; it is cut into legs where it passes the stops. "
            "Without a line the map shows straight legs and says so."
        ),
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

    def digest_today(self, edition: Edition) -> str:
        if is_complete(edition.card):
            return edition.digest
        return digest_of({"brochure_blocks": every_block(), **completed(edition.document)})

    def points(self) -> list[Point]:
        """Where the stops are, each at the first place of its village."""
        places = [stop.village.places.all()[0] for stop in self.stops()]
        return [(float(place.longitude), float(place.latitude)) for place in places]

    def pieces(self) -> Pieces:
        """The whole line cut at the stops, detours left out; no pieces without a line."""
        stops, points = self.stops(), self.points()
        counted = [index for index, stop in enumerate(stops) if not stop.is_detour(index)]
        pieces = Pieces([None] * len(stops), [])
        if self.line and counted:
            found = cut(self.line["coordinates"], [points[index] for index in counted])
            for index, line in zip(counted, found.lines, strict=True):
                pieces.lines[index] = line
            pieces.far_stops.extend(counted[index] for index in found.far_stops)
        return pieces

    def legs(self) -> list[Leg | None]:
        """How each stop is reached; None for the first."""
        stops, points, pieces = self.stops(), self.points(), self.pieces().lines
        starts = starts_of([stop.is_detour(index) for index, stop in enumerate(stops)])
        legs: list[Leg | None] = []
        for index, (stop, start) in enumerate(zip(stops, starts, strict=True)):
            if start is None:
                legs.append(None)
                continue
            here, there = points[start], points[index]
            line = stop.line_from(here, there, pieces[index])
            mode = stop.leg_mode or self.mode
            legs.append(leg_between(here, there, mode, line, stop.leg_minutes))
        return legs

    def legs_along_roads(self) -> list[tuple["Stop", Point, Point, str]]:
        """The legs that have no line but a computed one: stop, start, end and means of travel."""
        if not all(need.is_met for need in self.needs_of_a_preview()):
            return []
        stops, points, pieces = self.stops(), self.points(), self.pieces().lines
        starts = starts_of([stop.is_detour(index) for index, stop in enumerate(stops)])
        return [
            (stop, points[start], end, stop.leg_mode or self.mode)
            for stop, start, end, piece in zip(stops, starts, points, pieces, strict=True)
            if start is not None
            and piece is None
            and stop.leg_line_source in ("", LineSource.ROADS)
        ]

    def stops_with_a_line_from_elsewhere(self) -> list["Stop"]:
        """Those whose own line, not a computed one, does not lead to them from the stop before."""
        stops, points = self.stops(), self.points()
        starts = starts_of([stop.is_detour(index) for index, stop in enumerate(stops)])
        return [
            stop
            for stop, start, end in zip(stops, starts, points, strict=True)
            if stop.leg_line
            and stop.leg_line_source != LineSource.ROADS
            and start is not None
            and not leads(stop.leg_line["coordinates"], points[start], end).is_whole
        ]

    def document(self, language: str) -> dict[str, Any]:
        """The itinerary in `language`; lengths in km, times in minutes, points in degrees."""
        titles = {day.number: day.in_language("title", language) for day in self.days.all()}
        numbers = self.day_numbers()
        days: list[dict[str, Any]] = [
            {"number": number, "title": titles.get(number, ""), "stops": []} for number in numbers
        ]
        sources = set()
        for index, (visit, leg) in enumerate(zip(self.stops(), self.legs(), strict=True)):
            document = visit.document(language, index + 1, leg, visit.is_detour(index))
            days[numbers.index(visit.day)]["stops"].append(document)
            if leg and leg.line and visit.leg_line_source:
                sources.add(visit.leg_line_source)
        totals = totals_of(days)
        stops = [stop for day in days for stop in day["stops"]]
        countries = sorted({stop["country"] for stop in stops})
        summary = {
            "summary": self.in_language("summary", language),
            "mode": self.mode,
            "day_count": len(days),
            "stop_count": len(stops),
            **totals,
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
            "line": whole_line(days),
            # Lines along roads are OpenStreetMap's: whoever hands them on names it.
            "line_sources": sorted(sources),
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


class LineSource(models.TextChoices):
    """Where the line of a leg is from; only what was computed is ever computed anew."""

    DRAWN = "drawn", _("drawn")
    IMPORTED = "imported", _("imported")
    ROADS = "roads", _("computed along roads")


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
    """A village on a day of a route, in the order set by hand, and the leg that leads to it."""

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
    is_optional = models.BooleanField(
        _("side trip"),
        default=False,
        help_text=_(
            "Those who like go there from the last stop that is not a side trip, and come back to"
            " it. Not counted in lengths and times."
        ),
    )
    leg_mode = models.CharField(
        _("means of travel to here"),
        max_length=8,
        choices=Route.Mode,
        blank=True,
        help_text=_("Empty: as the whole route."),
    )
    leg_minutes = models.PositiveSmallIntegerField(
        _("minutes of travel to here"),
        null=True,
        blank=True,
        help_text=_("Empty: reckoned from the length."),
    )
    leg_line = models.JSONField(
        _("line to here"),
        null=True,
        blank=True,
        validators=[is_line],
        help_text=_("GeoJSON. Empty: a piece of the whole line, or straight."),
    )
    leg_line_source = models.CharField(
        _("where the line is from"), max_length=8, choices=LineSource, blank=True, editable=False
    )

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
            models.CheckConstraint(
                name="stop_leg_mode_known",
                condition=models.Q(leg_mode__in=["", *Route.Mode.values]),
                violation_error_message=_("There is no such means of travel."),
            ),
            models.CheckConstraint(
                name="stop_leg_within_a_day",
                condition=models.Q(leg_minutes__isnull=True)
                | models.Q(leg_minutes__gte=1, leg_minutes__lte=24 * 60),
                violation_error_message=_("The way to a stop takes from 1 to 1440 minutes."),
            ),
            models.CheckConstraint(
                name="stop_leg_line_is_a_line",
                condition=models.Q(leg_line__isnull=True) | models.Q(leg_line__type="LineString"),
                violation_error_message=_("Give a GeoJSON LineString with at least two points."),
            ),
            models.CheckConstraint(
                name="stop_leg_line_has_a_source",
                condition=models.Q(leg_line__isnull=True, leg_line_source="")
                | models.Q(leg_line__isnull=False, leg_line_source__in=LineSource.values),
                violation_error_message=_("A line to a stop says where it is from."),
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

    def is_detour(self, index: int) -> bool:
        """Whether the stop at `index` of its route is left out of the way and its totals.

        There is nothing to leave the way from before the first stop.
        """
        return self.is_optional and index > 0

    def line_from(
        self, start: Point, end: Point, piece: list[list[float]] | None
    ) -> list[list[float]] | None:
        """The line of the leg, out of its own and its `piece` of the route's.

        What somebody drew for the leg comes first, then the piece, then a way computed along
        roads; that one is left out once it does not lead from stop to stop any more.
        """
        if not self.leg_line:
            return piece
        own = leads(self.leg_line["coordinates"], start, end)
        if self.leg_line_source == LineSource.ROADS:
            return piece or (own.points if own.is_whole else None)
        return own.points

    def document(
        self, language: str, number: int, leg: Leg | None, is_detour: bool
    ) -> dict[str, Any]:
        """The stop as number `number` of its route, at the end of `leg`."""
        village = self.village
        return {
            "number": number,
            "village": village.pk,
            "theme": village.theme.key,
            "pattern": village.pattern_seed,
            "title": village.in_language("theme_name", language),
            "place": village.in_language("place_name", language),
            "country": village.partner.country,
            "point": village.places.all()[0].document(language),
            "optional": is_detour,
            "leg": leg and leg.document(),
            "leg_km": leg and leg.km,
            "stay_minutes": self.stay_minutes,
            "note": self.in_language("note", language),
        }
