"""What the press is asked to print, and what it tells about it: both travel as JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

SCREEN, HOME, SHOP = "screen", "home", "shop"
PURPOSES = (SCREEN, HOME, SHOP)


@dataclass(frozen=True)
class Job:
    """A page to print. It says all that the PDF depends on, but for the style and the program.

    `base_url` is the absolute address of the page; `own` pairs a path of the site ("/static/")
    with a folder that files below it may be read from. `levels` are the least levels of tightness
    and `pages` the numbers of pages that sections (named by their id) must have.
    """

    html: str
    base_url: str
    purpose: str = SCREEN
    imposition: str = ""  # one of folding.IMPOSITIONS
    language: str = ""
    title: str = ""
    levels: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    own: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        from routes.press.folding import IMPOSITIONS

        if self.purpose not in PURPOSES:
            raise ValueError(f"no purpose {self.purpose!r}")
        if self.imposition not in IMPOSITIONS:
            raise ValueError(f"no imposition {self.imposition!r}")

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Job":
        """Raises ValueError for anything that is no job."""
        values = _object(text)
        values["own"] = tuple((prefix, folder) for prefix, folder in values.get("own", ()))
        return _made(cls, values)


@dataclass(frozen=True)
class Report:
    """What was printed.

    `pages` counts the pages in reading order, before they were put on sheets. `sections` tells of
    each section, by its id, on which "page" it begins, how many "pages" it has (pages for notes
    behind it not counted), at which "level", and whether it "fits".
    `images` are photos with their "page", "dpi" at the size they are printed, and "alt".
    `overflow` are texts that are cut or stand outside their box: "page", "section", "text", "mm".
    `sheets` of paper are printed on both sides when `duplex` names the edge to turn them about
    ("short-edge", "long-edge"); both are empty for pages that lie on no sheets.
    """

    pages: int = 0
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    images: list[dict[str, Any]] = field(default_factory=list)
    overflow: list[dict[str, Any]] = field(default_factory=list)
    sheets: int = 0
    duplex: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """Raises ValueError for anything that is no report."""
        return _made(cls, _object(text))


def _object(text: str) -> dict[str, Any]:
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("not an object")
    return values


def _made[Thing: (Job, Report)](cls: type[Thing], values: dict[str, Any]) -> Thing:
    try:
        return cls(**values)
    except TypeError as error:
        raise ValueError(str(error)) from error
