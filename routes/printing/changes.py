"""What changed between a printed edition and the one that visitors read now, in words.

Pure: two documents go in, words come out. A key that either document does not have says nothing:
older editions lack what was added to documents since.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models.edition import Kind

Document = dict[str, Any]


class Change(TextChoices):
    """A kind of change, in the order in which it matters to someone who holds the paper."""

    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    NAME = "name", gettext_lazy("name")
    STOPS = "stops", gettext_lazy("stops")
    OPENING = "opening", gettext_lazy("opening hours")
    BOOKING = "booking", gettext_lazy("booking")
    PRICES = "prices", gettext_lazy("prices")
    OFFERS = "offers", gettext_lazy("offers")
    WAY = "way", gettext_lazy("distances and times")
    COORDINATES = "coordinates", gettext_lazy("coordinates")
    PHOTOS = "photos", gettext_lazy("photos")
    TEXT = "text", gettext_lazy("text")


_OPENING = ("season_from", "season_to", "excluded_months", "weekdays", "opens_at", "closes_at")
_BOOKING = ("booking_needed", "booking_notice_days")
_PRICES = ("price", "price_basis", "price_as_of", "price_note", "tiers")
_OFFER = (
    "kind",
    "title",
    "description",
    "duration_min",
    "duration_max",
    "group_min",
    "group_max",
    "languages",
    "age_min",
    "venue",
    "takes_home",
    "accessibility",
)
_POINT = ("latitude", "longitude", "precision", "radius_m")
_PHOTO = ("digest", "author", "licence", "focal_x", "focal_y")


def changes_between(kind: str, printed: Document, current: Document | None) -> list[Change]:
    """What is no longer as it was printed; `current` is None when nobody can read it any more."""
    if current is None:
        return [Change.WITHDRAWN]
    found = _of_route(printed, current) if kind == Kind.ROUTE else _of_village(printed, current)
    if _differ(printed, current, "title", "place"):
        found.add(Change.NAME)
    if _differ(printed, current, "summary", "story"):
        found.add(Change.TEXT)
    return in_order(found)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Each change once, the weightiest first."""
    found = set(changes)
    return [change for change in Change if change in found]


def in_words(changes: Iterable[Change]) -> str:
    """Such as “opening hours, prices”."""
    return ", ".join(str(change.label) for change in changes)


def since_print(printed_on: date, changes: Iterable[Change]) -> str:
    """Such as “Changed since the spring 2026 print: opening hours, prices”."""
    season = ("winter", "spring", "summer", "autumn")[printed_on.month % 12 // 3]
    sentences = {
        "winter": _("Changed since the winter %(year)s print: %(changes)s"),
        "spring": _("Changed since the spring %(year)s print: %(changes)s"),
        "summer": _("Changed since the summer %(year)s print: %(changes)s"),
        "autumn": _("Changed since the autumn %(year)s print: %(changes)s"),
    }
    return sentences[season] % {"year": printed_on.year, "changes": in_words(changes)}


def _of_village(printed: Document, current: Document) -> set[Change]:
    found = _of_offers(printed.get("offers", []), current.get("offers", []))
    if _differ(printed, current, "locality", "municipality", "name_is_translated"):
        found.add(Change.TEXT)
    if _rows(printed, "products", "title") != _rows(current, "products", "title"):
        found.add(Change.OFFERS)
    if _rows(printed, "sights", "text") != _rows(current, "sights", "text"):
        found.add(Change.TEXT)
    if _rows(printed, "places", *_POINT) != _rows(current, "places", *_POINT):
        found.add(Change.COORDINATES)
    elif _rows(printed, "places", "label") != _rows(current, "places", "label"):
        found.add(Change.TEXT)
    if _rows(printed, "photos", *_PHOTO) != _rows(current, "photos", *_PHOTO):
        found.add(Change.PHOTOS)
    elif _rows(printed, "photos", "alt") != _rows(current, "photos", "alt"):
        found.add(Change.TEXT)
    return found


def _of_offers(printed: list[Document], current: list[Document]) -> set[Change]:
    """Offers have no number in a document: those of the same title are the same offer."""
    found: set[Change] = set()
    left = list(current)
    for before in printed:
        after = next((offer for offer in left if offer["title"] == before["title"]), None)
        if after is None:  # gone, or renamed
            found.add(Change.OFFERS)
            continue
        left.remove(after)
        for change, keys in (
            (Change.OPENING, _OPENING),
            (Change.BOOKING, _BOOKING),
            (Change.PRICES, _PRICES),
            (Change.OFFERS, _OFFER),
        ):
            if _differ(before, after, *keys):
                found.add(change)
    return found | ({Change.OFFERS} if left else set())


def _of_route(printed: Document, current: Document) -> set[Change]:
    found: set[Change] = set()
    before, after = _stops_of(printed), _stops_of(current)
    if [_visit(day, stop) for day, stop in before] != [_visit(day, stop) for day, stop in after]:
        found.add(Change.STOPS)
    if _differ(printed, current, "mode", "length_km", "travel_minutes", "stay_minutes", "line"):
        found.add(Change.WAY)
    titles = [[day.get("title") for day in document["days"]] for document in (printed, current)]
    if titles[0] != titles[1]:
        found.add(Change.TEXT)
    now = {stop["village"]: stop for _day, stop in after}
    for _day, stop in before:
        other = now.get(stop["village"])
        if other is None:
            continue
        if _differ(stop, other, "note"):
            found.add(Change.TEXT)
        if _differ(stop, other, "title", "place"):
            found.add(Change.NAME)
        if _differ(stop["point"] or {}, other["point"] or {}, *_POINT):
            found.add(Change.COORDINATES)
        if _differ(stop, other, "stay_minutes") or _leg_differs(stop, other):
            found.add(Change.WAY)
    return found


def _stops_of(document: Document) -> list[tuple[int, Document]]:
    return [(day["number"], stop) for day in document["days"] for stop in day["stops"]]


def _visit(day: int, stop: Document) -> tuple[int, int, bool]:
    return day, stop["village"], stop.get("optional", False)


def _leg_differs(before: Document, after: Document) -> bool:
    one, other = before.get("leg"), after.get("leg")
    return bool(one and other and _differ(one, other, "mode", "km", "minutes"))


def _differ(one: Document, other: Document, *keys: str) -> bool:
    """Whether a key that both have says something else."""
    return any(key in one and key in other and one[key] != other[key] for key in keys)


def _rows(document: Document, key: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in document.get(key) or []]
