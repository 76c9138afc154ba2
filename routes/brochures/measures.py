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
    column: "Column | None" = None  # of a stop's page; the band takes what it leaves
    source_letters: int = 62  # of an address, in a line of the sources

    def with_map(self, width: int, height: int) -> "Measures":
        return replace(self, map=(width, height))


_A4 = Measures(
    map=(174, 226),
    cover=(210, 168),
    closing=(174, 44),
    surroundings=(78, 66),
    band=(174, 20, 66),
    column=Column(letters=68, line=5.0, page=257, head=40, beside=137),
)

MEASURES: dict[str, Measures] = {
    "a4": _A4,
    "a4-light": Measures(map=(174, 226), cover=(174, 9), surroundings=(78, 66), band=(174, 5, 5)),
    "a4-large": Measures(
        map=(174, 205),
        cover=(210, 120),
        closing=(174, 30),
        surroundings=(110, 76),
        band=(174, 16, 16),
    ),
    "booklet": Measures(
        map=(116, 158),
        cover=(148, 112),
        closing=(116, 24),
        surroundings=(70, 56),
        band=(116, 8, 34),
        column=Column(letters=47, line=4.35, page=178, head=30, beside=100),
        source_letters=36,
    ),
    "leaflet": Measures(map=(188, 196), cover=(100, 118)),
    "leaflet-z": Measures(map=(186, 196), cover=(99, 118)),
    "map-a6": Measures(map=(408, 285), cover=(105, 78)),
    "map-dl": Measures(map=(285, 408), cover=(99, 118)),
    "map-three": Measures(map=(192, 262), cover=(420, 9)),
    "card": Measures(map=(95, 60), cover=(105, 104)),
}
