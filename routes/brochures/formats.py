"""The formats of brochures: on which paper each is told, for whom, and how its pages are laid."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models.edition import Kind
from routes.press import folding


class Purpose(TextChoices):
    """What a PDF is for; each is another file."""

    SCREEN = "screen", _("To read on a screen")
    HOME = "home", _("To print at home or in an office")
    SHOP = "shop", _("For a print shop")


EVERY_PURPOSE = (Purpose.SCREEN, Purpose.HOME, Purpose.SHOP)


@dataclass(frozen=True)
class Format:
    """A kind of printed matter.

    `subject` is the kind of edition it is made of; a visitor's own trip counts as a route.
    `purposes` are those it can be made for; print shops are the business of staff. `imposition`
    names, by purpose, how the press puts the pages on larger sheets; a purpose that is not named
    there gets the pages as they are, in the order in which they are read. `styles` are the style
    sheets (`static/css/brochure/…`) beside `base.css`, in their order.
    """

    key: str
    label: str | Promise
    description: str | Promise
    subject: str
    template: str
    styles: tuple[str, ...]
    purposes: tuple[Purpose, ...] = EVERY_PURPOSE
    imposition: Mapping[Purpose, str] = field(default_factory=dict)
    takes_selections: bool = False  # whether a basket of villages and routes fits it
    most_stops: int | None = None  # a route with more has no room in it
    languages: int = 1  # how many languages stand in one file

    @property
    def is_map_sheet(self) -> bool:
        """Whether the map fills a side of its own and wears the title."""
        return "map-sheet" in self.styles

    @property
    def is_for_browsers(self) -> bool:
        """Whether a browser prints it as it should be: each page on a sheet of A4."""
        return "a4" in self.styles

    def imposition_for(self, purpose: Purpose) -> str:
        """The press' name for the laying of pages on sheets; empty for pages as they are."""
        return self.imposition.get(purpose, "")


def _on_sheets(name: str) -> dict[Purpose, str]:
    """Panels of one sheet: printers at home and in the shop want the sheet, readers the panels."""
    return {Purpose.HOME: name, Purpose.SHOP: name}


FORMATS: dict[str, Format] = {
    format_.key: format_
    for format_ in (
        Format(
            key="a4",
            label=_("A4 sheets"),
            description=_("For the printer at home: each stop begins a sheet of its own."),
            subject=Kind.ROUTE,
            template="routes/brochure/sheets.html",
            styles=("sheets", "a4"),
            takes_selections=True,
        ),
        Format(
            key="a4-light",
            label=_("A4 sheets that save ink"),
            description=_("The same without large coloured areas: white paper, black type."),
            subject=Kind.ROUTE,
            template="routes/brochure/sheets.html",
            styles=("sheets", "a4", "a4-light"),
            takes_selections=True,
        ),
        Format(
            key="a4-large",
            label=_("A4 sheets in large print"),
            description=_("The same in type of 18 points, in one column, for tired eyes."),
            subject=Kind.ROUTE,
            template="routes/brochure/sheets.html",
            styles=("sheets", "a4", "a4-large"),
            takes_selections=True,
        ),
        Format(
            key="booklet",
            label=_("A5 booklet"),
            description=_("A4 paper printed on both sides, folded once and stapled in the fold."),
            subject=Kind.ROUTE,
            template="routes/brochure/sheets.html",
            styles=("sheets", "booklet"),
            imposition={Purpose.HOME: folding.BOOKLET},
            takes_selections=True,
        ),
        Format(
            key="leaflet",
            label=_("Leaflet, folded inwards"),
            description=_("One A4 sheet in six panels, each side folded over the middle."),
            subject=Kind.ROUTE,
            template="routes/brochure/panels.html",
            styles=("panels", "leaflet"),
            imposition=_on_sheets(folding.ROLL.key),
            most_stops=12,
        ),
        Format(
            key="leaflet-z",
            label=_("Leaflet, folded like a Z"),
            description=_("One A4 sheet in six panels that opens in one pull."),
            subject=Kind.ROUTE,
            template="routes/brochure/panels.html",
            styles=("panels", "leaflet", "leaflet-z"),
            imposition=_on_sheets(folding.Z.key),
            most_stops=12,
        ),
        Format(
            key="map-a6",
            label=_("Map sheet, folded to A6"),
            description=_("One A3 sheet: a large map in front, the stops behind. For a pocket."),
            subject=Kind.ROUTE,
            template="routes/brochure/panels.html",
            styles=("panels", "map-sheet", "map-a6"),
            imposition=_on_sheets(folding.MAP_A6.key),
            most_stops=12,
        ),
        Format(
            key="map-dl",
            label=_("Map sheet, folded to a long strip"),
            description=_("One A3 sheet: a large map in front, the stops behind. For a rack."),
            subject=Kind.ROUTE,
            template="routes/brochure/panels.html",
            styles=("panels", "map-sheet", "map-dl"),
            imposition=_on_sheets(folding.MAP_DL.key),
            most_stops=12,
        ),
        Format(
            key="map-three",
            label=_("A3 sheet in three languages"),
            description=_("Latvian, Lithuanian and English side by side, for a wall or a table."),
            subject=Kind.ROUTE,
            template="routes/brochure/map_three.html",
            styles=("panels", "map-three"),
            languages=3,
            most_stops=12,
        ),
        Format(
            key="card",
            label=_("Village card"),
            description=_("An A6 card of one village, for hosts to hand out."),
            subject=Kind.VILLAGE,
            template="routes/brochure/card.html",
            styles=("panels", "card"),
            imposition={Purpose.HOME: folding.CARDS},
        ),
    )
}

DEFAULT = FORMATS["a4"]
VISITORS_PURPOSES = (Purpose.SCREEN, Purpose.HOME)


def formats_for(subject: str) -> list[Format]:
    """The formats in which something of this kind can be had."""
    return [format_ for format_ in FORMATS.values() if format_.subject == subject]
