"""The filters beside a list of villages: choices with their counts, and the ways back."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.languages import sort_key
from villages.asked import MOST_DAYS_AHEAD, SEVERAL, USUAL_KM
from villages.facets import MOST_PERSONS, PRICES
from villages.lists import Found
from villages.models.offer import Month, OfferKind, SpokenLanguage
from villages.practical_facts import euros
from villages.towns import names_of_towns

SINGLE = ("booking", "wheelchair", "children")
# What the form has fields for.
FORM = (
    *SEVERAL,
    "month",
    "on",
    "group",
    "price",
    *SINGLE,
    "near",
    "km",
)
CIRCLES_KM = (10, 20, USUAL_KM, 50, 100)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter and how many villages it brings; None where nobody has counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool
    name: str = ""  # in the address, where it is not the filter's


@dataclass(frozen=True)
class Filter:
    """A group of choices; `name` stands in the address. Those that lead nowhere are left out."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_chosen]

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What its drawing depends on beside the words of its language."""
        return (self.name, *((c.value, c.count, c.is_chosen) for c in self.choices))


@dataclass(frozen=True)
class Chip:
    """A choice made, and the list's address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class WayOut:
    """A filter that could be given up, the list's address without it, and what is there then."""

    label: str
    address: str
    count: int


class Filters:
    """All filters of a list, as its form and its head show them."""

    def __init__(self, found: Found, path: str) -> None:
        self.found, self.asked, self.path = found, found.asked, path
        self.language, self.words = found.language, found.words

    @property
    def key(self) -> Hashable:
        """What the form's drawing depends on beside the words of its language and the day."""
        if self.found.counts_of_all is not None:  # nothing is chosen, and all counts are known
            return (self.asked.sort, frozenset(self.found.counts_of_all.items()))
        groups = (
            self.near, self.km, self.month, self.theme, self.offer, self.region,
            self.municipality, self.price, self.speaks, self.good_to_know,
        )  # fmt: skip
        return (self.asked.with_changes(page=1), *(group.key for group in groups))

    # --- Groups of boxes --------------------------------------------------------------------------

    @cached_property
    def theme(self) -> Filter:
        names = {key: word["name"] for key, word in self.words.themes.items()}
        return self._sorted("theme", _("Theme"), names)

    @cached_property
    def region(self) -> Filter:
        names = {key: word["region"] for key, word in self.words.partners.items()}
        return self._sorted("region", _("Region"), names)

    @cached_property
    def municipality(self) -> Filter:
        names = {key: word["name"] for key, word in self.words.municipalities.items()}
        return self._sorted("municipality", _("Municipality"), names)

    @cached_property
    def offer(self) -> Filter:
        return self._sorted("offer", _("What is offered"), _offers())

    @cached_property
    def speaks(self) -> Filter:
        names = {code.value: str(code.label) for code in SpokenLanguage}
        return self._sorted("speaks", _("Language spoken"), names)

    @cached_property
    def good_to_know(self) -> Filter:
        """Filters that know one answer only, as one group."""
        labels = {
            ("booking", "no"): _("No booking needed"),
            ("wheelchair", "yes"): _("For wheelchair users"),
            ("children", "yes"): _("For children"),
        }
        choices = [
            Choice(
                value,
                label,
                self.found.count(name, f"{name}:{value}"),
                bool(getattr(self.asked, name)),
                name,
            )
            for (name, value), label in labels.items()
        ]
        return Filter("good-to-know", _("Good to know"), _that_lead_somewhere(choices))

    @property
    def more_is_chosen(self) -> bool:
        """Whether a filter that is folded away was used."""
        folded = ("region", "municipality", "price", "group", "speaks", *SINGLE)
        return any(getattr(self.asked, name) for name in folded)

    # --- Lists to choose from ---------------------------------------------------------------------

    @cached_property
    def month(self) -> Filter:
        names = {str(month.value): str(month.label) for month in Month}
        return self._group("month", _("Month of the visit"), names, narrowing="open")

    @cached_property
    def price(self) -> Filter:
        return self._group("price", _("Price"), {price: _price(price) for price in PRICES})

    @cached_property
    def near(self) -> Filter:
        """Towns, and whatever other place was asked for."""
        names = names_of_towns(self.language)
        place = self.found.nearby.place
        if place and self.asked.near not in {key for key, _name in names}:
            names = [(self.asked.near, place.name or _("Where I am")), *names]
        return Filter(
            "near",
            _("Near a town"),
            [Choice(key, name, None, key == self.asked.near) for key, name in names],
        )

    @cached_property
    def km(self) -> Filter:
        """Radii in km; what a larger circle would bring is not counted."""
        chosen = self.asked.radius_km
        choices = [
            Choice(
                "" if km == USUAL_KM else str(km),
                _("%(number)s km") % {"number": km},
                self.found.count_within(km) if self.asked.near and km <= chosen else None,
                km == chosen,
            )
            for km in sorted({*CIRCLES_KM, chosen})
        ]
        return Filter(
            "km",
            _("No farther than"),
            [c for c in choices if c.count is None or c.count or c.is_chosen],
        )

    # --- Fields to fill in ------------------------------------------------------------------------

    @property
    def most_persons(self) -> int:
        return MOST_PERSONS

    @property
    def day_chosen(self) -> str:
        return self.asked.on.isoformat() if self.asked.on else ""

    @property
    def first_day(self) -> str:
        return timezone.localdate().isoformat()

    @property
    def last_day(self) -> str:
        return (timezone.localdate() + timedelta(days=MOST_DAYS_AHEAD)).isoformat()

    # --- What was chosen --------------------------------------------------------------------------

    @cached_property
    def chips(self) -> list[Chip]:
        """Each choice made, in the order of the address."""
        return [
            Chip(label, self.asked.address(self.path, **change))
            for _name, label, change in self._chosen()
        ]

    @property
    def title(self) -> str:
        """What the list is of, if one word says so: a theme, a region, an offer."""
        chips = self.chips
        if len(chips) == 1 and any(getattr(self.asked, name) for name in SEVERAL):
            return f"{_('Villages')}: {chips[0].label}"
        return _("Villages")

    @property
    def long_title(self) -> str:
        """All choices, for the browser's list of pages."""
        labels = "; ".join(chip.label for chip in self.chips)
        return f"{_('Villages')}: {labels}" if labels else _("Villages")

    def _chosen(self) -> Iterable[tuple[str, str, dict[str, Any]]]:
        """Name of the filter that narrows, words, and the change that takes the choice back."""
        asked = self.asked
        if asked.near and (place := self.found.nearby.place):
            words = {"km": asked.radius_km, "place": place.name}
            label = _("Within %(km)s km: %(place)s") if place.name else _("Within %(km)s km of me")
            yield "near", label % words, {"near": ""}
        if asked.on:
            day = date_format(asked.on, "DATE_FORMAT")
            yield "open", _("Open: %(when)s") % {"when": day}, {"on": None}
        elif asked.month:
            yield "open", _("Open: %(when)s") % {"when": Month(asked.month).label}, {"month": None}
        for group in (self.theme, self.offer, self.region, self.municipality):
            yield from self._chosen_of_several(group)
        if asked.price:
            yield "price", _price(asked.price), {"price": ""}
        if asked.group:
            yield "group", persons(asked.group), {"group": None}
        yield from self._chosen_of_several(self.speaks, _("Spoken: %(choice)s"))
        for choice in self.good_to_know.chosen:
            yield choice.name, choice.label, {choice.name: ""}
        if asked.inside:
            yield "inside", _("The part of the map shown"), {"inside": None}

    def _chosen_of_several(
        self, group: Filter, words: str = "%(choice)s"
    ) -> Iterable[tuple[str, str, dict[str, Any]]]:
        for choice in group.chosen:
            left = tuple(v for v in getattr(self.asked, group.name) if v != choice.value)
            yield group.name, words % {"choice": choice.label}, {group.name: left}

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """From a list with nothing in it: filters without which there is something."""
        ways = []
        for name, chosen in groupby(self._chosen(), key=lambda choice: choice[0]):
            choices = list(chosen)
            nothing = {
                key: () if name in SEVERAL else value for key, value in choices[0][2].items()
            }
            count = self.found.narrowed.without(name).bit_count()
            if count:
                label = ", ".join(label for _name, label, _change in choices)
                ways.append(WayOut(label, self.asked.address(self.path, **nothing), count))
        return ways

    @property
    def with_silent(self) -> str:
        """The address of the list that has, too, the villages whose hosts have not said."""
        return self.asked.address(self.path, unsaid="yes")

    @property
    def without_silent(self) -> str:
        return self.asked.address(self.path, unsaid="")

    @cached_property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Label, address and whether it is so, of each way to sort."""
        labels = {"distance": _("Nearest first"), "name": _("By name"), "newest": _("Newest first")}
        return [
            (label, self.asked.address(self.path, sort=sort), sort == self.asked.order)
            for sort, label in labels.items()
            if sort != "distance" or self.asked.near
        ]

    @cached_property
    def silent_count(self) -> int:
        return self.found.silent.bit_count()

    def address_of_page(self, number: int) -> str:
        return self.asked.address(self.path, page=number)

    @property
    def kept_along(self) -> list[tuple[str, str]]:
        """What the form has no field for and must keep."""
        return list(self.asked.pairs(*FORM, "page"))

    # --- How groups are made ----------------------------------------------------------------------

    def _sorted(self, name: str, label: str, labels: Mapping[str, str]) -> Filter:
        group = self._group(name, label, labels)
        group.choices.sort(key=lambda choice: sort_key(choice.label, self.language))
        return group

    def _group(
        self, name: str, label: str, labels: Mapping[str, str], narrowing: str = ""
    ) -> Filter:
        """Choices in the order of `labels`; those that lead nowhere are left out.

        `narrowing` is the filter's name among those that narrow, if it is not `name`.
        """
        chosen = getattr(self.asked, name)
        mine = chosen if isinstance(chosen, tuple) else (str(chosen),) if chosen else ()
        choices = [
            Choice(
                value, text, self.found.count(narrowing or name, f"{name}:{value}"), value in mine
            )
            for value, text in labels.items()
        ]
        return Filter(name, label, _that_lead_somewhere(choices))


def _that_lead_somewhere(choices: Iterable[Choice]) -> list[Choice]:
    return [choice for choice in choices if choice.count != 0 or choice.is_chosen]


def _offers() -> dict[str, str]:
    return {kind.value: str(kind.label) for kind in OfferKind} | {"product": _("Products to buy")}


def _price(price: str) -> str:
    if price == "free":
        return _("Free of charge")
    return _("At most %(amount)s") % {"amount": euros(price)}


def persons(number: int) -> str:
    return ngettext("%(number)s person", "%(number)s persons", number) % {"number": number}
