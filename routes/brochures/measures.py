"""How large drawings are in each format, in mm; the style sheets give them the same room."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Column:
    """The text of a stop's page: letters in a line, millimetres a line takes, the page has, its
    head takes, and what stands beside the text takes."""

    letters: int
    line: float
    page: int
    head: int
    beside: int


@dataclass(frozen=True)
class Measures:
    """Width and height of drawings; none where a format has no such drawing.

    Maps are drawn in the size they are printed in. Maps of surroundings are drawn larger than
    printed, so that their words are small.
    """

    map: tuple[int, int]
    cover: tuple[int, int]
    closing: tuple[int, int] | None = None
    surroundings: tuple[int, int] | None = None
    band: tuple[int, int, int] | None = None  # width, least and greatest height
    photos: int | None = None  # height of the row of photos that a stop's page has instead
    column: "Column | None" = None  # of a stop's page; the band takes what it leaves
    source_letters: int = 62  # of an address, in a line of the sources
    ink_light: bool = False
    folds_x: tuple[float, ...] = ()  # where folds cross the map, from its left and top edge
    folds_y: tuple[float, ...] = ()

    def with_map(self, width: int, height: int) -> "Measures":
        return replace(self, map=(width, height))


# Folds are counted from the map's own edges, which are 6 mm inside the paper's.
_A4 = Measures(
    map=(174, 226),
    cover=(210, 168),
    closing=(174, 44),
    surroundings=(78, 66),
    band=(174, 20, 66),
    photos=70,
    column=Column(letters=68, line=5.0, page=257, head=40, beside=137),
)
MEASURES: dict[str, Measures] = {
    "a4": _A4,
    "a4-light": Measures(
        map=(174, 226),
        cover=(174, 9),
        surroundings=(78, 66),
        band=(174, 5, 5),
        photos=70,
        ink_light=True,
    ),
    "a4-large": Measures(
        map=(174, 205),
        cover=(210, 120),
        closing=(174, 30),
        surroundings=(110, 76),
        band=(174, 16, 16),
        photos=80,
    ),
    "booklet": Measures(
        map=(116, 156),
        cover=(148, 112),
        closing=(116, 24),
        surroundings=(70, 56),
        band=(116, 8, 34),
        photos=48,
        column=Column(letters=47, line=4.25, page=181, head=42, beside=100),
        source_letters=34,
    ),
    "leaflet": Measures(map=(188, 195), cover=(100, 126), closing=(100, 22), folds_x=(94,)),
    "leaflet-z": Measures(map=(186, 195), cover=(99, 126), closing=(99, 22), folds_x=(93,)),
    "map-a6": Measures(
        map=(408, 266),
        cover=(105, 84),
        closing=(105, 12),
        folds_x=(99, 204, 309),
        folds_y=(142 - 18,),
    ),
    "map-dl": Measures(
        map=(285, 388), cover=(99, 126), closing=(99, 22), folds_x=(93, 192), folds_y=(204 - 18,)
    ),
    "map-three": Measures(map=(192, 258), cover=(420, 9)),
    "card": Measures(map=(95, 60), cover=(105, 98)),
}
