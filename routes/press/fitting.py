"""Fits sections into their pages: lays out, looks which spill over, sets them tighter, again.

Sections are children of `<main>`. `data-fit="2"` wants two pages at most; the style sheet makes
`data-level="1"`, `"2"`, … up to `data-levels` tighter step by step. A section with `data-saves`
flows over as many pages as it takes, but is set tighter where that saves it a page. Levels are
tried all at once on copies of the sections that spill, so a brochure is laid out two or three times
at most.
"""

import copy
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import cssselect2  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from routes.press.folding import BOOKLET
from routes.press.job import SHOP, Job
from routes.press.looking import PX_PER_MM, overflow_of, pages_of_sections
from routes.press.own_files import OwnFiles, OwnFilesFetcher

BLEED_MM = 3
MOST_ROUNDS = 4  # of laying out the whole
# A page saved shows where there are few; looking for it among many takes long.
MOST_TO_SAVE_FROM = 3

# Our print fonts lack U+2010, which would come from any other font at hand.
_HYPHEN = "html { hyphenate-character: '-' }"
_NO_BLEED = "@page { bleed: 0 !important; marks: none !important }"
_BLEED = f"@page {{ bleed: {BLEED_MM}mm !important; marks: none !important }}"
# A page for notes, should the template bring none.
_RULE_MM = 9
_RULED = f"border-bottom: 0.2mm solid #b8ab97; height: {_RULE_MM}mm; margin: 0; padding: 0"


@dataclass
class Fitted:
    """A document that is laid out, and what became of its sections."""

    document: Document
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    overflow: list[dict[str, Any]] = field(default_factory=list)

    @property
    def spilled(self) -> list[str]:
        return [name for name, told in self.sections.items() if not told["fits"]]


def fit(job: Job) -> Fitted:
    """Lay the job's page out, with every section in the pages it may have, if that is possible."""
    return _Fitting(job).fitted()


class _Fitting:
    def __init__(self, job: Job) -> None:
        self.job = job
        fetcher = OwnFilesFetcher(OwnFiles(job.base_url, job.own))
        self.fonts = FontConfiguration()
        self.html = HTML(string=job.html, base_url=job.base_url, url_fetcher=fetcher)
        self.images: dict[str, Any] = {}  # read once, whatever is laid out again
        self.settled: set[int] = set()  # sections that save no page more
        rules = _BLEED if job.purpose == SHOP else _NO_BLEED
        self.styles = [CSS(string=rules + _HYPHEN, font_config=self.fonts, url_fetcher=fetcher)]
        root = self.html.etree_element
        found = next(root.iter("main"), None)
        self.main = found if found is not None else SubElement(root, "main")
        for section in self._sections():
            least = job.levels.get(section.get("id", ""), 0)
            if least > _number(section, "data-level"):
                section.set("data-level", str(min(least, _number(section, "data-levels"))))

    def fitted(self) -> Fitted:
        for _round in range(MOST_ROUNDS):
            document = self._laid_out(self.html.etree_element)
            lengths = pages_of_sections(document, self._sections())
            if not (self._tighten(lengths) | self._fill_up(document, lengths)):
                break
        else:
            document = self._laid_out(self.html.etree_element)
            lengths = pages_of_sections(document, self._sections())
        told = {
            section.get("id", ""): {
                "page": pages[0] if pages else 0,
                "pages": len(pages),
                "level": _number(section, "data-level"),
                "fits": self._fits(section, len(pages)),
            }
            for section, pages in lengths
            if section.get("id")
        }
        return Fitted(document, told, overflow_of(document, self._sections()))

    def _laid_out(self, root: Element) -> Document:
        # Selectors remember children and attributes as they were: they get the tree anew.
        self.html.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            root, content_language=None
        )
        self.html.etree_element = self.html.wrapper_element.etree_element
        return self.html.render(font_config=self.fonts, stylesheets=self.styles, cache=self.images)

    def _sections(self) -> list[Element]:
        return [child for child in self.main if child.tag == "section"]

    def _fits(self, section: Element, pages: int) -> bool:
        most = _number(section, "data-fit") or self.job.pages.get(section.get("id", ""), 0)
        return not most or pages <= most

    def _tighten(self, lengths: list[tuple[Element, list[int]]]) -> bool:
        """Set each section that spills to the least level that holds it; tell if any changed."""
        lengths_now = {id(section): len(pages) for section, pages in lengths}
        spilling = [
            section
            for section, pages in lengths
            if (not self._fits(section, len(pages)) or self._may_save(section, len(pages)))
            and _number(section, "data-level") < _number(section, "data-levels")
        ]
        if not spilling:
            return False
        trials = [
            (section, level, _at_level(section, level))
            for section in spilling
            for level in range(
                _number(section, "data-level") + 1, _number(section, "data-levels") + 1
            )
        ]
        found = self._tried([copied for _section, _level, copied in trials])
        changed = False
        for section in spilling:
            taken = {
                level: found[id(copied)] for tried, level, copied in trials if tried is section
            }
            if not self._fits(section, lengths_now[id(section)]):
                levels = [level for level, pages in taken.items() if self._fits(section, pages)]
                best = min(levels, default=_number(section, "data-levels"))
            else:
                self.settled.add(id(section))
                taken[_number(section, "data-level")] = lengths_now[id(section)]
                best = min(taken, key=lambda level: (taken[level], level))
            changed |= best != _number(section, "data-level")
            section.set("data-level", str(best))
        return changed

    def _may_save(self, section: Element, pages: int) -> bool:
        """Whether a tighter section might take a page less that other languages do not need."""
        return (
            section.get("data-saves") is not None
            and id(section) not in self.settled
            and max(1, self.job.pages.get(section.get("id", ""), 0)) < pages <= MOST_TO_SAVE_FROM
        )

    def _tried(self, copies: list[Element]) -> dict[int, int]:
        """How many pages each of these sections takes, laid out without all the others."""
        whole, children = self.html.etree_element, list(self.main)
        LOGGER.disabled = True  # copies bear the same ids
        try:
            self.main[:] = copies
            document = self._laid_out(whole)
            return {
                id(section): len(pages) for section, pages in pages_of_sections(document, copies)
            }
        finally:
            LOGGER.disabled = False
            self.main[:] = children

    def _fill_up(self, document: Document, lengths: list[tuple[Element, list[int]]]) -> bool:
        """Add pages for notes where a section or a booklet must be longer; whether any."""
        added = 0
        for section, pages in lengths:
            missing = self.job.pages.get(section.get("id", ""), 0) - len(pages)
            if missing > 0 and pages:
                end = list(self.main).index(section) + 1
                following = self._sections()[self._sections().index(section) + 1 :]
                missing -= sum(1 for _note in _leading_notes(following))
                for _number_of_page in range(missing):
                    self.main.insert(end, self._notes_page(document))
                    added += 1
        multiple = 4 if self.job.imposition == BOOKLET else _number(self.main, "data-multiple")
        if multiple and lengths:
            missing = -(len(document.pages) + added) % multiple
            before = list(self.main).index(self._sections()[-1])
            for _number_of_page in range(missing):
                self.main.insert(before, self._notes_page(document))
                added += 1
        return bool(added)

    def _notes_page(self, document: Document) -> Element:
        """A page for notes: the template's own, or one ruled as far down as the pages go."""
        for template in self.html.etree_element.iter("template"):
            if template.get("id") == "notes-page" and len(template):
                found = copy.deepcopy(template[0])
                break
        else:
            found = Element("section", {"style": "break-before: page"})
            height_mm = min(page._page_box.height for page in document.pages) / PX_PER_MM
            for _rule in range(max(1, int(height_mm / (_RULE_MM + 0.3)) - 1)):
                SubElement(found, "p", {"style": _RULED})
        found.tag = "section"
        found.attrib.pop("id", None)
        found.set("data-notes", "")
        return found


def _leading_notes(sections: list[Element]):
    for section in sections:
        if section.get("data-notes") is None:
            return
        yield section


def _at_level(section: Element, level: int) -> Element:
    copied = copy.deepcopy(section)
    copied.set("data-level", str(level))
    return copied


def _number(element: Element, name: str) -> int:
    text = element.get(name, "")
    return int(text) if text.isdecimal() else 0
