"""The list of villages as visitors read it, out of editions."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any

from catalogue import facets
from catalogue.current_editions import CURRENT, editions_where
from catalogue.facets import Maps, Narrowed
from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.shared_words import SharedWords
from villages import around
from villages.around import Around
from villages.asked import Asked
from villages.facets import day_tag, group_tag, tags, unsaid

PER_PAGE = 24
# So many villages are sorted sooner than the whole list is walked through for them.
FEW = 300


@dataclass(frozen=True)
class FoundCard:
    """A village in the list, with what the question makes worth telling about it."""

    edition: Edition
    distance_km: float | None = None
    is_about: bool = False  # the village's place is not exact, so the distance is not either
    is_unsaid: bool = False  # its hosts have not said all that was asked
    notices: tuple[str, ...] = ()  # in force on the day asked for


class Found:
    """The villages that answer a question, counted at once and read when they are needed.

    `asked` is the question without what leads nowhere: a theme that is not there, a place that
    nobody knows.
    """

    def __init__(
        self,
        language: str,
        asked: Asked,
        words: SharedWords,
        maps: Maps | None,
        nearby: Around | None = None,
    ) -> None:
        self.language, self.asked, self.words = language, asked, words
        self._known_maps = maps
        self.nearby = nearby or Around()

    @cached_property
    def maps(self) -> Maps:
        if self._known_maps is not None:
            return self._known_maps
        return facets.maps("village", self.language, self.words.version)[0]

    @cached_property
    def _totals(self) -> dict[str, int]:
        return facets.totals("village", self.language, self.words.version)

    @property
    def _has_maps(self) -> bool:
        """Whether maps were read; the plain list needs no more than their counts."""
        return self._known_maps is not None

    @property
    def counts_of_all(self) -> dict[str, int] | None:
        """The count of every tag, if no question narrows it."""
        return None if self._has_maps else self._totals

    @cached_property
    def total(self) -> int:
        return self.members.bit_count() if self._has_maps else self._totals.get("", 0)

    @property
    def members(self) -> int:
        """The villages found, as a bit map of their numbers (`catalogue.facets`)."""
        return self.narrowed.members

    @cached_property
    def source_ids(self) -> list[int]:
        """The numbers of the villages found, the nearest first or else by rising number."""
        if self.asked.order == "distance":
            return [number for number, _km in self._nearest_first]
        return list(facets.members(self.members))

    @cached_property
    def _nearest_first(self) -> list[tuple[int, float]]:
        return sorted(self.nearby.of(self.members), key=itemgetter(1))

    @cached_property
    def narrowed(self) -> Narrowed:
        return self._narrowed(self.asked)

    @cached_property
    def silent(self) -> int:
        """Villages that would be found, too, were those asked for that have not said."""
        asked = self.asked.with_changes(unsaid="yes")
        if self.asked.unsaid or not asked.unsaid:
            return 0
        return self._narrowed(asked).members & ~self.members

    @cached_property
    def said(self) -> int:
        """Villages found whose hosts have said all that was asked."""
        if not self.asked.unsaid:
            return self.members
        return self._narrowed(self.asked.with_changes(unsaid="")).members

    def count(self, name: str, tag: str) -> int:
        """How many villages would be found if `tag` were chosen in the filter `name`."""
        if not self._has_maps:
            return self._totals.get(tag, 0)
        return self.narrowed.count(name, self._carrying(self.asked, name, [tag]))

    def count_within(self, km: float) -> int:
        """How many villages would be found in a circle no larger than the one asked for."""
        return bisect_right(self._nearest_first, km, key=itemgetter(1))

    def cards(self, page: int) -> list[FoundCard]:
        """The villages on a page of the list, in one query."""
        start = (page - 1) * PER_PAGE
        document, values = self._worth_telling()
        if self.asked.order == "distance":
            wanted = self.source_ids[start : start + PER_PAGE]
            editions = _editions(
                "source_id = ANY(%s)",
                [self.language, wanted, wanted],
                "array_position(%s::bigint[], source_id)",
                document,
                values,
            )
        else:
            editions = self._sorted(start, document, values)
        return [self._card(edition) for edition in editions]

    def _sorted(self, start: int, document: str, values: list[Any]) -> list[Edition]:
        forth, back = ORDERS[self.asked.order]
        count = min(PER_PAGE, self.total - start)
        if count <= 0:
            return []
        if self.asked.narrows and self.total <= FEW:
            return _editions(
                "source_id = ANY(%s)",
                [self.language, self.source_ids, count, start],
                f"{forth} LIMIT %s OFFSET %s",
                document,
                values,
            )
        # From whichever end is nearer, in the index alone; only the page's own rows are read.
        from_end = self.total - start - count
        order, skipped = (forth, start) if start <= from_end else (back, from_end)
        condition, is_member = "TRUE", list[Any]()
        if self.asked.narrows:
            condition = "CASE WHEN source_id < %s THEN get_bit(%s, source_id) = 1 ELSE FALSE END"
            bits = facets.as_bytes(self.members)
            is_member = [len(bits) * 8, bits]
        return _editions(
            f"id = ANY(ARRAY(SELECT id FROM catalogue_edition WHERE {_VILLAGES} AND {condition}"  # noqa: S608 - made of our own words only
            f" ORDER BY {order} LIMIT %s OFFSET %s))",
            [self.language, self.language, *is_member, count, skipped],
            forth,
            document,
            values,
        )

    def _worth_telling(self) -> tuple[str, list[Any]]:
        """An expression for what cards tell because of the question, and its values."""
        told, values = [], list[Any]()
        if self.asked.near:
            told.append("'precision', document->'point'->'precision'")
        if self.asked.on:
            told.append(f"'notices', ({_NOTICES[self.language]})")
            values += [self.asked.on, self.asked.on]
        return (f"jsonb_build_object({', '.join(told)})", values) if told else ("", [])

    def _card(self, edition: Edition) -> FoundCard:
        told = edition.document if self.asked.near or self.asked.on else {}
        return FoundCard(
            edition,
            distance_km=self.nearby.km.get(edition.source_id),
            is_about=told.get("precision") in ("approximate", "area"),
            is_unsaid=bool(self.asked.unsaid) and not self.said >> edition.source_id & 1,
            notices=tuple(told.get("notices") or ()),
        )

    def _narrowed(self, asked: Asked) -> Narrowed:
        fits = {
            name: self._carrying(asked, name, wanted)
            for name, wanted in _wanted_tags(asked).items()
        }
        if asked.near:
            fits["near"] = self.nearby.near
        if asked.inside:
            fits["inside"] = self.nearby.inside
        return Narrowed(self.maps, fits)

    def _carrying(self, asked: Asked, name: str, wanted: Iterable[str]) -> int:
        bits = self.maps.any_of(wanted)
        return bits | self.maps[unsaid(name)] if asked.unsaid else bits


@dataclass(frozen=True)
class ListPage:
    """A page of the list: `number` is that of the last page when a later one was asked for."""

    found: Found
    number: int
    page_count: int
    cards: list[FoundCard]

    @property
    def asked(self) -> Asked:
        return replace(self.found.asked, page=self.number)


def list_page(found: Found) -> ListPage:
    page_count = max(1, -(-found.total // PER_PAGE))
    number = min(found.asked.page, page_count)
    return ListPage(found, number, page_count, found.cards(number))


def found(language: str, asked: Asked, words: SharedWords) -> Found:
    """What answers `asked` in `language`; one query at most, and none while it is known."""
    asked = _known(asked, words)
    if not asked.narrows:
        return Found(language, asked, words, None)
    maps, rows = facets.maps(
        "village",
        language,
        words.version,
        *around.parts(language, asked, words.version),
        also=chain.from_iterable(_wanted_tags(asked).values()),
    )
    nearby = around.read(language, asked, words.version, rows)
    if asked.near and nearby.place is None:
        asked = asked.with_changes(near="", page=asked.page)
    return Found(language, asked, words, maps, nearby)


def _known(asked: Asked, words: SharedWords) -> Asked:
    """The question without words that nobody uses; no filter of one would have a name."""
    return replace(
        asked,
        theme=tuple(key for key in asked.theme if key in words.themes),
        region=tuple(key for key in asked.region if key in words.partners),
        municipality=tuple(key for key in asked.municipality if key in words.municipalities),
    )


def _wanted_tags(asked: Asked) -> dict[str, list[str]]:
    """For each filter chosen, the tags of which a village must carry one."""
    several = ("theme", "region", "municipality", "offer", "speaks")
    wanted = {name: tags(name, getattr(asked, name)) for name in several}
    for name in ("price", "booking", "wheelchair", "children"):
        value = getattr(asked, name)
        wanted[name] = tags(name, [value]) if value else []
    if asked.on:
        wanted["open"] = [day_tag(asked.on.month, asked.on.isoweekday())]
    elif asked.month:
        wanted["open"] = tags("month", [str(asked.month)])
    if asked.group:
        wanted["group"] = [group_tag(asked.group)]
    return {name: tags for name, tags in wanted.items() if tags}


# --- In the database ------------------------------------------------------------------------------

_VILLAGES = f"{CURRENT} AND kind = 'village' AND language = %s"
ORDERS = {
    "name": ("sort_key, id", "sort_key DESC, id DESC"),
    "newest": ("published_at DESC, id DESC", "published_at, id"),
}
# Texts of notices in force on a day; written out for the reason given in current_editions.py.
_NOTICES = {
    language: f"""
        SELECT jsonb_agg(notice.text_{language} ORDER BY notice.shown_from, notice.id)
        FROM villages_notice AS notice
        WHERE notice.village_id = catalogue_edition.source_id
          AND notice.shown_from <= %s AND notice.shown_until >= %s
          AND notice.text_{language} <> ''
    """  # noqa: S608 - made of our own words only
    for language in LANGUAGES
}


def _editions(
    condition: str, values: list[Any], order: str, document: str, document_values: list[Any]
) -> list[Edition]:
    return editions_where(
        f"kind = 'village' AND language = %s AND {condition}",
        [*document_values, *values],
        order=order,
        document=document,
    )
