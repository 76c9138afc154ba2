"""What the read API gives out of villages and events. Hosts are people: nothing here names them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.api.collections import Collection, Telling, WordList, register
from catalogue.api.finding import Item
from catalogue.api.parameters import keys
from catalogue.api.records import photo, point, recording
from catalogue.api.schemas import (
    COUNTRY,
    day,
    described,
    listed,
    maybe,
    named,
    one_of,
    text,
    thing,
    whole,
    yes_or_no,
)
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.shared_words import SharedWords
from villages import linked_data
from villages.cancelled import CANCELLED, LAST_CANCELLED, standing_of
from villages.event_pages import shown_times
from villages.models import Event, Village
from villages.models.offer import Offer, OfferKind, SpokenLanguage
from villages.models.repeats import spans_of

OFFER_KINDS = [*OfferKind.values, "product"]

THEME = keys("theme", _("Villages of one of these themes (keys of “themes”)."), "crafts")
REGION = keys("region", _("What is in one of these regions (keys of “regions”)."), "latgale")
MUNICIPALITY = keys(
    "municipality",
    _("Villages in one of these municipalities (keys of “municipalities”)."),
    "preili",
)
OFFER = keys("offer", _("Villages with an offer of one of these kinds."), "workshop", OFFER_KINDS)


def minutes() -> dict[str, Any]:
    return maybe(whole(minimum=0))


_SPAN = thing({"least": minutes(), "most": minutes()})
_OFFER = thing(
    {
        "kind": one_of(OfferKind.values),
        "title": text(),
        "description": text(),
        "duration_minutes": _SPAN,
        "group_persons": _SPAN,
        "price": thing(
            {
                "basis": maybe(one_of(Offer.PriceBasis.values)),
                "amount": maybe(text(_("A decimal number."), pattern=r"^\d+\.\d\d$")),
                "currency": text(const="EUR"),
                "as_of": maybe(day()),
                "note": text(),
                "by_group_size": listed(
                    thing(
                        {
                            "from_persons": whole(minimum=0),
                            "to_persons": maybe(whole(minimum=0)),
                            "amount": text(pattern=r"^\d+\.\d\d$"),
                        }
                    )
                ),
            }
        ),
        "season": thing(
            {
                "from_month": maybe(whole(minimum=1, maximum=12)),
                "to_month": maybe(whole(minimum=1, maximum=12)),
                "except_months": listed(whole(minimum=1, maximum=12)),
            }
        ),
        "weekdays": listed(whole(_("1 is Monday; none: any day."), minimum=1, maximum=7)),
        "opens_at": maybe(text(pattern=r"^\d\d:\d\d$")),
        "closes_at": maybe(text(pattern=r"^\d\d:\d\d$")),
        "languages": listed(
            one_of(SpokenLanguage.values), _("Languages that the hosts speak with guests.")
        ),
        "booking": thing({"needed": maybe(yes_or_no()), "notice_days": maybe(whole(minimum=0))}),
        "age_from": maybe(whole(minimum=0)),
        "venue": one_of(Offer.Venue.values),
        "takes_home": text(),
        "accessibility": text(),
        "open_to_wheelchairs": maybe(yes_or_no(_("As far as the hosts have said."))),
        "suits_children": maybe(yes_or_no()),
    }
)


def _offer(offer: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": offer["kind"],
        "title": offer["title"],
        "description": offer["description"],
        "duration_minutes": {"least": offer["duration_min"], "most": offer["duration_max"]},
        "group_persons": {"least": offer["group_min"], "most": offer["group_max"]},
        "price": {
            "basis": offer["price_basis"] or None,
            "amount": offer["price"],
            "currency": "EUR",
            "as_of": offer["price_as_of"],
            "note": offer["price_note"],
            "by_group_size": [
                {
                    "from_persons": tier["group_min"],
                    "to_persons": tier["group_max"],
                    "amount": tier["price"],
                }
                for tier in offer["tiers"]
            ],
        },
        "season": {
            "from_month": offer["season_from"],
            "to_month": offer["season_to"],
            "except_months": offer["excluded_months"],
        },
        "weekdays": sorted(offer["weekdays"]),
        "opens_at": offer["opens_at"],
        "closes_at": offer["closes_at"],
        "languages": offer["languages"],
        "booking": {
            "needed": offer["booking_needed"],
            "notice_days": offer["booking_notice_days"],
        },
        "age_from": offer["age_min"],
        "venue": offer["venue"],
        "takes_home": offer["takes_home"],
        "accessibility": offer["accessibility"],
        "open_to_wheelchairs": offer.get("wheelchair"),
        "suits_children": offer.get("for_children"),
    }


def _village(item: Item, telling: Telling) -> dict[str, Any]:
    document = item.edition.document
    return {
        "place": document["place"],
        "locality": document["locality"],
        "municipality": telling.named("municipality", document["municipality"]),
        "region": telling.region(document["partner"]),
        "country": document["country"],
        "theme": telling.named("theme", document["theme"]),
        "status": document["status"],
        "checked_on": document["verified_on"],
        "title_is_our_translation": document["name_is_translated"],
        "story": document["story"],
        "places": [point(place) for place in document["places"]],
        "bus_stop": document.get("bus_stop", ""),
        "offers": [_offer(offer) for offer in document["offers"]],
        "products": [product["title"] for product in document["products"]],
        "sights": [sight["text"] for sight in document["sights"]],
        "photos": [photo(row, telling.site) for row in document["photos"]],
        "recordings": [recording(row, telling.site) for row in document.get("guides", ())],
        "sources": document["sources"],
    }


def _geometry(edition: Edition) -> dict[str, Any] | None:
    places = [[place["longitude"], place["latitude"]] for place in edition.document["places"]]
    if not places:
        return None
    if len(places) == 1:
        return {"type": "Point", "coordinates": places[0]}
    return {"type": "MultiPoint", "coordinates": places}


def _properties(item: Item, telling: Telling) -> dict[str, Any]:
    document = item.edition.document
    return {
        "place": document["place"],
        "municipality": telling.named("municipality", document["municipality"]),
        "region": telling.region(document["partner"]),
        "country": document["country"],
        "theme": telling.named("theme", document["theme"]),
        "offers": sorted({offer["kind"] for offer in document["offers"]}),
        "places": [point(place) for place in document["places"]],
    }


def _attraction(item: Item, telling: Telling) -> dict[str, Any]:
    edition = item.edition
    municipality = telling.words.name("municipality", edition.document["municipality"])
    return linked_data.attraction(edition, telling.site + edition.get_absolute_url(), municipality)


_PLACED: dict[str, Any] = {
    "place": text(),
    "municipality": named("Named"),
    "region": named("Named"),
    "country": COUNTRY,
    "theme": named("Named"),
}

register(
    Collection(
        kind=Kind.VILLAGE,
        name="villages",
        schema_name="Village",
        label=_("Villages"),
        told=_("Theme villages with all that their pages say, in the order of their names."),
        filters=(THEME, REGION, MUNICIPALITY, OFFER),
        schemas={"Offer": _OFFER},
        schema={
            **_PLACED,
            "locality": text(),
            "status": one_of(
                [status for status in Village.Status.values if status != Village.Status.CANDIDATE]
            ),
            "checked_on": maybe(day()),
            "title_is_our_translation": yes_or_no(),
            "story": listed(text(), _("One text for each paragraph.")),
            "places": listed(named("Point")),
            "bus_stop": text(_("How to come without a car.")),
            "offers": listed(named("Offer")),
            "products": listed(text()),
            "sights": listed(text()),
            "photos": listed(named("Photo")),
            "recordings": listed(named("Recording")),
            "sources": listed(text()),
        },
        record=_village,
        linked=_attraction,
        geometry=_geometry,
        properties=_properties,
        properties_schema={
            **_PLACED,
            "offers": listed(one_of(OfferKind.values)),
            "places": listed(
                named("Point"), _("In the order of the coordinates, with their precision.")
            ),
        },
    )
)


# --- Events ---------------------------------------------------------------------------------------


def _event(item: Item, telling: Telling) -> dict[str, Any]:
    document = item.edition.document
    standing = standing_of(item.beside)
    return {
        "event_kind": document["event_kind"],
        "place": document["place"],
        "country": document["country"],
        "region": telling.region(document["partner"]),
        "starts_on": document["starts_on"],
        "ends_on": document["ends_on"],
        "starts_at": document.get("starts_at"),
        "ends_at": document.get("ends_at"),
        "times": [
            {
                "first_day": first.isoformat(),
                "last_day": last.isoformat(),
                "cancelled": standing.on(first) is not None,
            }
            for first, last in spans_of(document)
        ],
        "cancelled": standing.whole is not None,
        "cancellations": [
            {"first_day": one.day and one.day.isoformat(), "reason": one.reason}
            for one in standing.cancelled
        ],
        "date_precision": document["date_precision"],
        "recurrence": document["recurrence"],
        "villages": [telling.link(Kind.VILLAGE, number, item) for number in document["villages"]],
        "sources": document["sources"],
    }


def _linked_event(item: Item, telling: Telling) -> dict[str, Any]:
    """schema.org/Event; what is held every year has no date to tell, but words for it."""
    edition = item.edition
    standing = standing_of(item.beside)
    times = shown_times(edition.document, standing, timezone.localdate())
    return linked_data.event(edition, telling.site, standing, times) or {
        "@type": "EventSeries",
        "name": edition.title,
        "description": edition.document["summary"],
        "url": telling.site + edition.get_absolute_url(),
        "inLanguage": edition.language,
        "eventSchedule": {
            "@type": "Schedule",
            "description": edition.document["recurrence"],
        },
        "location": {"@type": "Place", "name": edition.document["place"]},
    }


register(
    Collection(
        kind=Kind.EVENT,
        name="events",
        schema_name="Event",
        label=_("Events"),
        told=_("Fairs, festivals and forums: to come, yearly and past."),
        filters=(
            REGION,
            keys(
                "event",
                _("Events of one of these kinds."),
                "fair",
                Event.EventKind.values,
            ),
        ),
        schema={
            "event_kind": one_of(Event.EventKind.values),
            "place": text(),
            "country": COUNTRY,
            "region": named("Named"),
            "starts_on": maybe(day()),
            "ends_on": maybe(day()),
            "starts_at": maybe(text(_("By the clock of the place."), pattern=r"^\d\d:\d\d$")),
            "ends_at": maybe(text(pattern=r"^\d\d:\d\d$")),
            "times": listed(
                thing({"first_day": day(), "last_day": day(), "cancelled": yes_or_no()}),
                _("Each time it takes place; for what happens again, every one of them."),
            ),
            "cancelled": yes_or_no(_("As a whole, whatever its times say.")),
            "cancellations": listed(
                thing({"first_day": maybe(day()), "reason": text()}),
                _("Why, as far as it was told; without a day, the whole event."),
            ),
            "date_precision": described(
                one_of(Event.DatePrecision.values),
                _("“month”: only the month of the days is known; “yearly”: see “recurrence”."),
            ),
            "recurrence": text(),
            "villages": listed(named("ItemLink")),
            "sources": listed(text()),
        },
        record=_event,
        linked=_linked_event,
        beside=CANCELLED,
        changed=f"greatest(published_at, {LAST_CANCELLED})",
    )
)


# --- Words ----------------------------------------------------------------------------------------


def _themes(words: SharedWords) -> list[dict[str, Any]]:
    return [{"key": key, "name": words.name("theme", key)} for key in words.themes]


def _municipalities(words: SharedWords) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": words.name("municipality", key), "country": word["country"]}
        for key, word in words.municipalities.items()
    ]


register(
    WordList(
        name="themes",
        schema_name="Theme",
        label=_("Themes"),
        told=_("What villages live by, with the number of villages in the language asked for."),
        schema={"key": text(), "name": text(), "villages": whole(minimum=0)},
        rows=_themes,
        tag="theme",
    )
)
register(
    WordList(
        name="municipalities",
        schema_name="Municipality",
        label=_("Municipalities"),
        told=_("With the number of villages in each, in the language asked for."),
        schema={
            "key": text(),
            "name": text(),
            "country": COUNTRY,
            "villages": whole(minimum=0),
        },
        rows=_municipalities,
        tag="municipality",
    )
)
