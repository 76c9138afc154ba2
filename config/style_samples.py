"""Samples for the style page: they say that they are samples, and lead nowhere."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.current_editions import editions_where
from catalogue.models import Edition
from catalogue.models.edition import digest_of
from catalogue.page_reports import ReportForm
from catalogue.patterns import MOTIFS
from catalogue.shared_words import SharedWords
from villages.cancelled import AS_ANNOUNCED, Cancelled, Standing
from villages.happenings import Happening, MonthDay
from villages.models import Event

NOWHERE = "#samples"


@dataclass(frozen=True)
class Sample:
    """What cards and buttons read of an edition."""

    kind: str
    title: str
    card: dict[str, Any]
    starts_on: date | None = None
    source_id: int = 999_999_999  # of nothing
    slug: str = "sample"
    number: int = 1

    @property
    def digest(self) -> str:
        return digest_of({"sample": self.kind, "title": self.title, **self.card})

    @property
    def published_at(self) -> datetime:
        return timezone.now()

    def get_absolute_url(self) -> str:
        return NOWHERE


def samples(words: SharedWords) -> dict[str, Any]:
    """Everything that the partials on the style page want, in the active language."""
    theme, municipality = next(iter(words.themes), ""), next(iter(words.municipalities), "")
    partner = next(iter(words.partners), "")
    summary = _("A sample: nobody lives here, and nothing can be booked.")
    cloth = {"theme": theme, "pattern": "sample", "summary": summary}
    today = timezone.localdate()
    village = Sample(
        "village",
        _("Sample village"),
        {**cloth, "place": _("Sample place"), "municipality": municipality},
    )
    route = Sample(
        "route",
        _("Sample route"),
        {
            **cloth,
            "mode": "car",
            "day_count": 2,
            "stop_count": 3,
            "length_km": 74.0,
            "is_straight": False,
            "places": [_("Sample place")] * 3,
            "countries": ["LV", "LT"],
        },
    )
    story = Sample("story", _("Sample story"), {"summary": summary, "partner": partner}, today)
    return {
        "village": village,
        "route": route,
        "story": story,
        "events": [_event(today, AS_ANNOUNCED), _event(today, _cancelled())],
        "filter": {
            "name": "sample",
            "label": _("Sample of a filter"),
            "choices": [
                {"value": number, "label": label, "count": count, "is_chosen": number == 1}
                for number, (label, count) in enumerate(
                    ((_("One choice"), 12), (_("Another choice"), 3)), 1
                )
            ],
        },
        "nothing": {"ways_out": [{"address": NOWHERE, "label": _("One choice"), "count": 12}]},
        "notices": [_("A sample of a notice.")],
        "pages": {"page_count": 3, "number": 2},
        "month": {"weeks": _month(today)},
        "form": ReportForm({"matter": "", "text": "", "email": "sample@"}),
        "result": SimpleNamespace(
            label=_("Village"),
            title=village.title,
            place=_("Sample place"),
            excerpt=summary,
            foreign="",
            found_as="",
            result=SimpleNamespace(address=NOWHERE),
        ),
        "document": {
            "title": village.title,
            "theme": theme,
            "locality": _("Sample place"),
            "municipality": municipality,
            "minimum": {"product": True, "programme": True, "catering": False},
            "code": "SAMPLE",
            "sources": [],
            "offers": [],
        },
        "offer": {
            "number": 0,
            "kind": _("Sample of an offer"),
            "offer": {"title": _("Sample tasting"), "description": summary, "secondary": False},
            "facts": [
                {"name": "duration", "label": _("Duration"), "text": "2 h"},
                {"name": "price", "label": _("Price"), "text": "0 EUR"},
            ],
        },
        "motifs": MOTIFS,
    }


def _cancelled() -> Standing:
    return Standing((Cancelled(None, _("A sample of a reason.")),))


def _event(today: date, standing: Standing) -> Happening:
    event = Sample(
        "event",
        _("Sample event"),
        {
            "place": _("Sample place"),
            "event_kind": Event.EventKind.values[0],
            "date_precision": "day",
            "starts_on": f"{today}",
            "ends_on": f"{today}",
        },
        today,
    )
    return Happening(event, today, today, standing)  # type: ignore[arg-type]  # all that is read


def _month(today: date) -> list[list[MonthDay]]:
    first = today - timedelta(days=today.weekday())
    days = [first + timedelta(days=number) for number in range(14)]
    shown = [
        MonthDay(day, True, day == today, int(day == today), "samples" if day == today else "")
        for day in days
    ]
    return [shown[:7], shown[7:]]


def real_village(language: str) -> Edition | None:
    """A published village with a place, for what a sample cannot show; with photos if any."""
    found = editions_where(
        "kind = 'village' AND language = %s AND latitude IS NOT NULL",
        [language],
        order="jsonb_array_length(COALESCE(document->'photos', '[]')) DESC, sort_key, id LIMIT 1",
        document="document",
    )
    return found[0] if found else None
