"""The preflight: what stands in the way of printing, and what one should know before.

Errors stop: no file is given. Warnings are to be read and acknowledged. Each finding is a whole
sentence in the reader's language, with the page of the admin where it can be mended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.models import Edition, Publishable, User, VisibilityBlock
from catalogue.models.edition import Kind, digest_of
from catalogue.pages import page_language
from catalogue.publishing import document_of
from catalogue.shared_words import shared_words
from routes.brochures.formats import Format, Purpose
from routes.itinerary import itinerary_of
from routes.models import Route
from routes.press.checking import flaws_of
from routes.press.job import Report
from routes.printing.all_languages import DoesNotFit, MadeFile
from routes.printing.emblem import emblem_heights
from routes.printing.flaws import sentence_of
from routes.printing.orders import Order
from villages.models import Offer, Village
from villages.pages import notices_by_village

# Of a photo at the size at which it is printed: what print shops ask for.
LEAST_DPI = 300
# Older prices are no longer true, as a rule.
PRICES_HOLD_YEARS = 2
# “The minimum height of the EU emblem must be 1 cm”: European Commission, The use of the EU emblem
# in the context of EU programmes 2021-2027, operational guidelines, March 2021.
LEAST_EMBLEM_MM = 10

IN_LANGUAGE = {
    "lv": gettext_lazy("in Latvian"),
    "lt": gettext_lazy("in Lithuanian"),
    "en": gettext_lazy("in English"),
}


class Level(TextChoices):
    ERROR = "error", gettext_lazy("To be put right before printing")
    WARNING = "warning", gettext_lazy("To be read before printing")
    INFO = "info", gettext_lazy("Good to know")


@dataclass(frozen=True)
class Finding:
    level: Level
    sentence: str  # in the reader's language
    address: str = ""  # where it can be mended
    # What it is about. The same thing in three languages is told once.
    about: tuple[Any, ...] = ()


def stops_printing(findings: Iterable[Finding]) -> bool:
    return any(finding.level == Level.ERROR for finding in findings)


def wants_acknowledging(findings: Iterable[Finding]) -> bool:
    return any(finding.level == Level.WARNING for finding in findings)


def weightiest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, errors first."""
    once: dict[Any, Finding] = {}
    for finding in findings:
        once.setdefault(finding.about or finding.sentence, finding)
    return sorted(once.values(), key=lambda finding: list(Level).index(finding.level))


@dataclass(frozen=True)
class Addresses:
    """Where things are mended, for someone: at what is theirs, else at what names it."""

    route: str
    villages: dict[int, str]

    def village(self, source_id: int, anchor: str = "") -> str:
        address = self.villages.get(source_id)
        return f"{address}{anchor}" if address else self.route


# --- Before anything is made ----------------------------------------------------------------------


def preflight(order: Order, today: date, reader: User | None) -> list[Finding]:
    """What editions, notices and working copies say of an order, before it is made."""
    found: list[Finding] = [*_missing_languages(order)]
    own_first = sorted(order.needed, key=lambda language: language != page_language())
    villages = {
        language: _villages_of(order, language)
        for language in own_first
        if language not in order.missing
    }
    addresses = _addresses(order, villages, reader)
    for language, editions in villages.items():
        found += too_many_stops(order.format, order.editions[language])
        found += withdrawn_stops(order.editions[language], editions, addresses)
        found += visibility_findings(language, shared_words(language).visibility_blocks)
        found += notices_in_force(editions, notices_by_village([*editions], language), addresses)
        offers = _offers_by_title(editions, language)
        for edition in editions.values():
            found += old_prices(edition, offers, today, addresses)
            found += photos_without_credit(edition, addresses)
        found += straight_legs(order.editions[language])
    found += _statements_said_twice()
    found += _changed_working_copies(order, villages)
    return weightiest_first(found)


def _missing_languages(order: Order) -> Iterator[Finding]:
    for language in order.missing:
        have = {edition.source_id for edition in order.editions[language]}
        for part in order.parts:
            if part.source_id in have:
                continue
            item = _item(part.kind, part.source_id)
            words = {"item": item or f"#{part.source_id}", "language": IN_LANGUAGE[language]}
            before = Edition.objects.of_item(part.kind, part.source_id).in_language(language)
            if before.exists():
                sentence = _("%(item)s is withdrawn %(language)s: nobody can read it.")
            else:
                sentence = _("%(item)s is not published %(language)s yet.")
            yield Finding(Level.ERROR, sentence % words, item.admin_address() if item else "")


def too_many_stops(format: Format, editions: Iterable[Edition]) -> Iterator[Finding]:
    """A sheet that is folded has room for so many stops; `content` would refuse more."""
    for edition in editions:
        if edition.kind != Kind.ROUTE or not format.most_stops:
            continue
        count = sum(len(day["stops"]) for day in edition.document["days"])
        if count > format.most_stops:
            yield Finding(
                Level.ERROR,
                ngettext(
                    "%(route)s has %(count)s stop, and this format has room for %(most)s.",
                    "%(route)s has %(count)s stops, and this format has room for %(most)s.",
                    count,
                )
                % {"route": edition.title, "count": count, "most": format.most_stops},
                reverse("admin:routes_route_change", args=[edition.source_id]),
                ("stops", edition.source_id, count),
            )


def withdrawn_stops(
    editions: Iterable[Edition], villages: dict[int, Edition], addresses: Addresses
) -> Iterator[Finding]:
    """Stops whose village nobody can read about in the language of the route."""
    for edition in editions:
        if edition.kind != Kind.ROUTE:
            continue
        for day in edition.document["days"]:
            for stop in day["stops"]:
                if stop["village"] not in villages:
                    words = {"stop": stop["title"], "language": IN_LANGUAGE[edition.language]}
                    yield Finding(
                        Level.ERROR,
                        _(
                            "The stop %(stop)s is withdrawn %(language)s: publish it again, or take"
                            " it off the route."
                        )
                        % words,
                        addresses.village(stop["village"]),
                    )


def visibility_findings(language: str, blocks: list[dict[str, Any]]) -> Iterator[Finding]:
    """Whether what the European Union asks for is there, and whole in the language."""
    here = reverse("admin:catalogue_visibilityblock_changelist")
    if not blocks:
        yield Finding(
            Level.WARNING,
            _("No EU block is in force today: nothing printed will carry the EU emblem."),
            here,
        )
    for block in blocks:
        fields = ("statement", "disclaimer", "fund", "programme", "project")
        if lacking := [field for field in fields if not (block[field] or "").strip()]:
            names = [str(VisibilityBlock._meta.get_field(field).verbose_name) for field in lacking]  # type: ignore[union-attr]
            yield Finding(
                Level.ERROR,
                _("The text beside the EU emblem is incomplete %(language)s: %(fields)s.")
                % {"language": IN_LANGUAGE[language], "fields": ", ".join(names)},
                here,
            )


def _statements_said_twice() -> Iterator[Finding]:
    """A statement that says the same in two languages was copied and not translated."""
    blocks = {
        language: shared_words(language).words.get("visibility", {}) for language in IN_LANGUAGE
    }
    in_force = {block["statement"] for block in shared_words("lv").visibility_blocks}
    for key, block in blocks["lv"].items():
        said = [blocks[language].get(key, {}).get("statement", "") for language in blocks]
        said = [text for text in said if text]
        if block["statement"] in in_force and len(set(said)) < len(said):
            yield Finding(
                Level.WARNING,
                _("The statement beside the EU emblem is the same in two languages."),
                reverse("admin:catalogue_visibilityblock_changelist"),
            )


def notices_in_force(
    villages: dict[int, Edition], notices: dict[int, list[str]], addresses: Addresses
) -> Iterator[Finding]:
    """Notices are for days; paper stays longer."""
    for source_id, texts in notices.items():
        for number, text in enumerate(texts):
            yield Finding(
                Level.WARNING,
                _("%(village)s has a notice that would be printed too: “%(text)s”")
                % {"village": villages[source_id].title, "text": text},
                addresses.village(source_id, "#notices-group"),
                ("notice", source_id, number),
            )


def old_prices(
    village: Edition, offers: dict[tuple[int, str], str], today: date, addresses: Addresses
) -> Iterator[Finding]:
    """Prices of a village that are older than 24 months, or of no known day."""
    for number, offer in enumerate(village.document["offers"]):
        if not offer["price"] and not offer["tiers"]:
            continue
        about = ("price", village.source_id, number, offer["price_as_of"])
        words = {"village": village.title, "offer": offer["title"]}
        address = offers.get((village.source_id, offer["title"]))
        address = address or addresses.village(village.source_id, "#offers-group")
        if not offer["price_as_of"]:
            sentence = _("%(village)s, %(offer)s: the price has no date.")
            yield Finding(Level.WARNING, sentence % words, address, about)
        elif date.fromisoformat(offer["price_as_of"]) < years_before(today, PRICES_HOLD_YEARS):
            words["day"] = date_format(date.fromisoformat(offer["price_as_of"]), "DATE_FORMAT")
            sentence = _(
                "%(village)s, %(offer)s: the price dates from %(day)s and is over 24 months old."
            )
            yield Finding(Level.WARNING, sentence % words, address, about)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for a 29th that was not there."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def photos_without_credit(village: Edition, addresses: Addresses) -> Iterator[Finding]:
    for photo in village.document["photos"]:
        if not photo["author"].strip() or not photo["licence"].strip():
            yield Finding(
                Level.ERROR,
                _("%(village)s: the photo “%(photo)s” lacks its author or its licence.")
                % {"village": village.title, "photo": photo["alt"]},
                addresses.village(village.source_id, "#photos-group"),
                ("credit", village.source_id, photo["digest"]),
            )


def straight_legs(editions: Iterable[Edition]) -> Iterator[Finding]:
    """Legs of which no line is known are printed dashed and marked as straight."""
    for edition in editions:
        if edition.kind != Kind.ROUTE:
            continue
        legs = [stop.leg for stop in itinerary_of(edition).stops if stop.leg]
        straight = sum(leg.is_straight for leg in legs)
        if straight:
            yield Finding(
                Level.INFO,
                ngettext(
                    "%(count)s leg of %(route)s has no line: it is printed dashed and marked as"
                    " straight.",
                    "%(count)s legs of %(route)s have no line: they are printed dashed and marked"
                    " as straight.",
                    straight,
                )
                % {"count": straight, "route": edition.title},
                reverse("admin:routes_route_change", args=[edition.source_id]),
                ("straight", edition.source_id, straight),
            )


def _changed_working_copies(
    order: Order, villages: dict[str, dict[int, Edition]]
) -> Iterator[Finding]:
    """Texts that were changed since they were published: what is published will be printed."""
    editions: dict[tuple[str, int], list[Edition]] = {}
    for language in villages:
        for edition in (*order.editions[language], *villages[language].values()):
            editions.setdefault((edition.kind, edition.source_id), []).append(edition)
    items: dict[tuple[str, int], Any] = {}
    for model in (Route, Village):
        ids = [source_id for kind, source_id in editions if kind == model.kind]
        for item in model.objects.with_everything().filter(pk__in=ids):
            items[model.kind, item.pk] = item
    for key, found in editions.items():
        item = items.get(key)
        if item is None:
            continue
        changed = sorted(
            {one.language.upper() for one in found if _has_changed(item, one)}, reverse=True
        )
        if changed:
            yield Finding(
                Level.INFO,
                _(
                    "%(item)s was changed since it was published (%(languages)s): what is"
                    " published will be printed."
                )
                % {"item": item, "languages": ", ".join(changed)},
                item.admin_address(),
            )


def _has_changed(item: Publishable, edition: Edition) -> bool:
    if not all(need.is_met for need in item.needs_of_a_preview()):
        return True
    code = edition.document.get("code", "")
    return digest_of(document_of(item, edition.language, code)) != edition.digest


# --- What only the finished file shows ------------------------------------------------------------


def preflight_of_files(
    order: Order, files: Iterable[MadeFile], reader: User | None
) -> list[Finding]:
    """What the press told about the files it made."""
    found: list[Finding] = []
    for file in files:
        villages = {one.source_id: one for one in file.editions if one.kind == Kind.VILLAGE}
        addresses = _addresses(order, {file.languages[0]: villages}, reader)
        stops = _sections_of_stops(file.editions)
        found += overflowing_sections(file.report, file.name, stops, addresses)
        found += flaws_in(file)
        found += emblems_on(file, is_asked_for=bool(shared_words("en").visibility_blocks))
        if order.purpose != Purpose.SCREEN:
            found += low_resolutions(file, villages, addresses)
    return weightiest_first(found)


def preflight_of_failure(order: Order, failure: DoesNotFit, reader: User | None) -> list[Finding]:
    """Why the press refused to make a file that would not fit its sheet."""
    language = failure.languages[0]
    addresses = _addresses(order, {}, reader)
    stops = _sections_of_stops(order.editions[language])
    found = list(overflowing_sections(failure.report, failure.name, stops, addresses))
    return weightiest_first(found)


def flaws_in(file: MadeFile) -> Iterator[Finding]:
    """What the press's own checking finds in the file; photos are told of by name elsewhere."""
    for flaw in flaws_of(BytesIO(file.content)):
        if flaw.kind != "low-dpi":
            words = {"file": file.name, "flaw": sentence_of(flaw)}
            yield Finding(Level.ERROR, _("%(file)s: %(flaw)s") % words)


def emblems_on(file: MadeFile, is_asked_for: bool) -> Iterator[Finding]:
    """Whether the EU emblem is on the paper, and high enough."""
    heights = emblem_heights(file.content)
    if is_asked_for and not heights:
        yield Finding(Level.ERROR, _("The EU emblem is missing in %(file)s.") % {"file": file.name})
    for height in heights:
        if height < LEAST_EMBLEM_MM:
            yield Finding(
                Level.ERROR,
                _(
                    "The EU emblem in %(file)s is %(height)s mm high; at least %(least)s mm are"
                    " required."
                )
                % {
                    "file": file.name,
                    "height": number_format(height, decimal_pos=1),
                    "least": LEAST_EMBLEM_MM,
                },
            )


def _sections_of_stops(editions: Iterable[Edition]) -> dict[str, tuple[int, str]]:
    """The village and title of the stop in each section that tells of one."""
    return {
        f"stop-{stop['number']}": (stop["village"], stop["title"])
        for route in editions
        if route.kind == Kind.ROUTE
        for day in route.document["days"]
        for stop in day["stops"]
    }


def overflowing_sections(
    report: Report, name: str, stops: dict[str, tuple[int, str]], addresses: Addresses
) -> Iterator[Finding]:
    """Sections that do not fit even at their tightest, and texts that stand outside their box."""
    crowded = {key for key, section in report.sections.items() if not section["fits"]}
    crowded |= {text["section"] for text in report.overflow if text["section"]}
    for key in report.sections:
        if key not in crowded:
            continue
        source_id, title = stops.get(key, (None, key))
        yield Finding(
            Level.ERROR,
            _("The text of “%(part)s” does not fit its place (%(file)s): shorten it.")
            % {"part": title, "file": name},
            addresses.village(source_id) if source_id else addresses.route,
        )
    for text in report.overflow:
        if text["section"] not in report.sections:
            yield Finding(
                Level.ERROR,
                _("On page %(page)s of %(file)s this does not fit its place: “%(text)s”")
                % {"page": text["page"], "file": name, "text": text["text"]},
                addresses.route,
            )


def low_resolutions(
    file: MadeFile, villages: dict[int, Edition], addresses: Addresses
) -> Iterator[Finding]:
    """Photos that have too few pixels for the size at which they are printed."""
    owners = {
        photo["alt"]: source_id
        for source_id, village in villages.items()
        for photo in village.document["photos"]
    }
    for image in file.report.images:
        if image["dpi"] >= LEAST_DPI:
            continue
        source_id = owners.get(image["alt"])
        yield Finding(
            Level.WARNING,
            _(
                "The photo “%(photo)s” has %(dpi)s dpi on page %(page)s of %(file)s; print shops"
                " ask for %(least)s."
            )
            % {
                "photo": image["alt"],
                "dpi": image["dpi"],
                "page": image["page"],
                "file": file.name,
                "least": LEAST_DPI,
            },
            addresses.village(source_id, "#photos-group") if source_id else addresses.route,
        )


# --- Finding what is spoken of --------------------------------------------------------------------


def _villages_of(order: Order, language: str) -> dict[int, Edition]:
    """Every village that the order prints in a language and that can be read, by its number."""
    found: dict[int, Edition] = {}
    for edition in order.editions[language]:
        if edition.kind == Kind.VILLAGE:
            found[edition.source_id] = edition
        else:
            stops = itinerary_of(edition).stops
            found |= {stop.village.source_id: stop.village for stop in stops if stop.village}
    return found


def _addresses(
    order: Order, villages: dict[str, dict[int, Edition]], reader: User | None
) -> Addresses:
    first = order.parts[0]
    here = f"admin:{first.kind}s_{first.kind}_change"  # routes_route, villages_village
    route = reverse(here, args=[first.source_id])
    ids = {source_id for editions in villages.values() for source_id in editions}
    for editions in order.editions.values():
        for edition in editions:
            if edition.kind == Kind.ROUTE:
                ids |= {s["village"] for day in edition.document["days"] for s in day["stops"]}
    all_villages = Village.objects.all()
    theirs = all_villages.visible_to(reader) if reader else all_villages
    own = theirs.filter(pk__in=ids).only("pk")
    return Addresses(route, {village.pk: village.admin_address() for village in own})


def _offers_by_title(villages: dict[int, Edition], language: str) -> dict[tuple[int, str], str]:
    """The pages of offers in the admin; editions know offers by their titles alone."""
    rows = Offer.objects.filter(village__in=villages)
    return {
        (row.village_id, row.in_language("title", language)): row.admin_address() for row in rows
    }


def _model(kind: str) -> Any:
    return {Kind.ROUTE: Route, Kind.VILLAGE: Village}[Kind(kind)]


def _item(kind: str, source_id: int) -> Any:
    return _model(kind).objects.filter(pk=source_id).first()
