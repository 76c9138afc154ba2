"""What a visitor must know before coming, said in sentences of the page's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.typography import together
from villages.models.offer import Month, OfferKind, SpokenLanguage, Weekday


@dataclass(frozen=True)
class Fact:
    """A practical fact: `name` for style and icons, `label` and `text` in the reader's language."""

    name: str
    label: str
    text: str


def kind_label(kind: str) -> str:
    return str(OfferKind(kind).label)


def facts_of(offer: dict[str, Any]) -> list[Fact]:
    """The facts of an offer out of an edition; what nobody knows is left out."""
    return list(_facts(offer))


def _facts(offer: dict[str, Any]) -> Iterator[Fact]:
    if offer["duration_min"] or offer["duration_max"]:
        yield Fact(
            "duration", _("Duration"), _span_of_time(offer["duration_min"], offer["duration_max"])
        )
    if price := _price(offer):
        yield Fact("price", _("Price"), price)
    if offer["group_min"] or offer["group_max"]:
        yield Fact("group", _("Group"), _group(offer["group_min"], offer["group_max"]))
    if offer["season_from"] or offer["excluded_months"]:
        yield Fact("season", _("Season"), _season(offer))
    if offer["weekdays"] or offer["opens_at"]:
        yield Fact("hours", _("Open"), _hours(offer))
    if offer["booking_needed"]:
        yield Fact("booking", _("Booking"), _booking(offer["booking_notice_days"]))
    elif offer["booking_needed"] is False:
        yield Fact("booking", _("Booking"), _("not needed"))
    if offer["age_min"]:
        yield Fact(
            "age",
            _("Age"),
            ngettext("from %(years)s year", "from %(years)s years", offer["age_min"])
            % {"years": offer["age_min"]},
        )
    if offer.get("for_children") is not None:
        text = _("suits children") if offer["for_children"] else _("not for children")
        yield Fact("children", _("Children"), text)
    if offer["languages"]:
        names = [str(SpokenLanguage(code).label) for code in offer["languages"]]
        yield Fact("languages", _("Languages"), ", ".join(names))
    if offer["venue"] == "travelling":
        yield Fact("venue", _("Where"), _("The host comes to the guests"))
    if offer["takes_home"]:
        yield Fact("takes-home", _("You take home"), offer["takes_home"])
    if offer.get("wheelchair") is not None:
        text = (
            _("open to wheelchair users")
            if offer["wheelchair"]
            else _("not open to wheelchair users")
        )
        yield Fact("wheelchair", _("Wheelchair"), text)
    if offer["accessibility"]:
        yield Fact("accessibility", _("Accessibility"), offer["accessibility"])


def span_of_minutes(minutes: int) -> str:
    """Such as “1 h 30 min”."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return together(_("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest})
    if hours:
        return together(_("%(hours)s h") % {"hours": hours})
    return together(_("%(minutes)s min") % {"minutes": rest})


def _span_of_time(shortest: int | None, longest: int | None) -> str:
    if shortest and longest and shortest != longest:
        return f"{span_of_minutes(shortest)} – {span_of_minutes(longest)}"
    return span_of_minutes(shortest or longest or 0)


def euros(amount: str) -> str:
    """An amount in the manner of the language, without cents where there are none."""
    value = Decimal(amount)
    places = 0 if value == value.to_integral_value() else 2
    return together(_("%(amount)s EUR") % {"amount": number_format(value, decimal_pos=places)})


def _price(offer: dict[str, Any]) -> str:
    parts = []
    basis = offer["price_basis"]
    if basis == "free":
        parts.append(_("free of charge"))
    elif offer["price"]:
        amount = {"amount": euros(offer["price"])}
        parts.append(
            {
                "person": _("%(amount)s per person"),
                "group": _("%(amount)s per group"),
                "from": _("from %(amount)s"),
            }.get(basis, "%(amount)s")
            % amount
        )
    parts += [_tier(tier) for tier in offer["tiers"]]
    if parts and offer["price_as_of"]:
        day = date_format(date.fromisoformat(offer["price_as_of"]), "DATE_FORMAT")
        parts.append(_("as of %(day)s") % {"day": day})
    return "; ".join(parts)


def _tier(tier: dict[str, Any]) -> str:
    price = euros(tier["price"]) if Decimal(tier["price"]) else _("free of charge")
    if tier["group_max"] is None:
        return _("%(from)s or more persons: %(price)s") % {
            "from": tier["group_min"],
            "price": price,
        }
    return _("%(from)s–%(to)s persons: %(price)s") % {
        "from": tier["group_min"],
        "to": tier["group_max"],
        "price": price,
    }


def _group(smallest: int | None, largest: int | None) -> str:
    if smallest and largest:
        return _("%(from)s–%(to)s persons") % {"from": smallest, "to": largest}
    if largest:
        return ngettext("up to %(to)s person", "up to %(to)s persons", largest) % {"to": largest}
    return ngettext("from %(from)s person", "from %(from)s persons", smallest or 0) % {
        "from": smallest
    }


def _season(offer: dict[str, Any]) -> str:
    first, last = offer["season_from"], offer["season_to"]
    season = f"{Month(first).label} – {Month(last).label}" if first else _("all year")
    if offer["excluded_months"]:
        months = ", ".join(str(Month(month).label) for month in offer["excluded_months"])
        return _("%(season)s, except %(months)s") % {"season": season, "months": months}
    return season


def _hours(offer: dict[str, Any]) -> str:
    days = ", ".join(str(Weekday(day).label) for day in sorted(offer["weekdays"]))
    hours = f"{offer['opens_at']}–{offer['closes_at'] or ''}" if offer["opens_at"] else ""
    return ", ".join(part for part in (days, hours) if part)


def _booking(days: int | None) -> str:
    if not days:
        return _("needed")
    return ngettext("needed, %(days)s day before", "needed, %(days)s days before", days) % {
        "days": days
    }
