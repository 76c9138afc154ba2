"""Pages of the site made into files: links lead to files, what needs a server is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement, TreeBuilder

from catalogue.archive import names

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_RAW = frozenset(("script", "style"))
# Without the server, or the scripts that it sends, these are of no use.
_LEFT_OUT = frozenset(
    "script form button template dialog iframe object track".split()  # from disk, no captions load
)
_KEPT_LINKS = frozenset(("stylesheet", "icon"))
# An element of which nothing is left but its heading says nothing any more.
_MAY_GO = frozenset(
    "a aside details div dl dd dt fieldset figcaption figure li nav ol p picture section small span"
    " ul table tr td tbody thead".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary caption dt figcaption".split())
_SHOWN = frozenset("img svg video audio canvas hr".split())


@dataclass(frozen=True)
class Rules:
    """What of the site is in the archive.

    `file_of` tells the file of an address of the site, or None; `permanent` whether an address is
    one that goes on working for ever and may be named whole.
    """

    site: str
    file_of: Callable[[str], str | None]
    permanent: Callable[[str], bool]
    with_photos: bool


class ArchivedPage:
    """A page of the site as a file of the archive."""

    def __init__(self, html: str, address: str, file: str, rules: Rules) -> None:
        self.file, self.rules, self.address = file, rules, address
        self.wanted: dict[str, None] = {}  # addresses of what it leads to and what it shows
        self.root = read(html)
        self._parents = {child: parent for parent in self.root.iter() for child in parent}
        self._touched: set[Element] = set()
        self._head()
        self._body()

    def find(self, tag: str) -> Element:
        return next(self.root.iter(tag))

    def add_style(self, address: str) -> None:
        """Give the page one more style sheet of the site."""
        self._asset(SubElement(self.find("head"), "link", rel="stylesheet", href=address), "href")

    # --- Leaving out ------------------------------------------------------------------------------

    def _head(self) -> None:
        head = self.find("head")
        for element in list(head):
            match element.tag:
                case "link" if _KEPT_LINKS & set(element.get("rel", "").split()):
                    self._asset(element, "href")
                case "meta" if element.get("charset") or element.get("name") in _METAS:
                    pass
                case "title":
                    pass
                case _:
                    head.remove(element)

    def _body(self) -> None:
        body = self.find("body")
        for element in list(body.iter()):
            if self._is_useless(element):
                self._remove(element)
        for element in list(body.iter()):
            for name in [name for name in element.attrib if name.startswith("data-")]:
                del element.attrib[name]
            match element.tag:
                case "picture":
                    self._picture(element)
                case "img" | "video" | "audio" | "source" | "track":
                    self._shown(element)
        for element in list(body.iter()):
            if element.tag == "a":
                self._link(element)
        for element in reversed(list(body.iter())):
            if element in self._touched and element.tag in _MAY_GO and not _says(element):
                self._remove(element)

    def _is_useless(self, element: Element) -> bool:
        return (
            element.tag in _LEFT_OUT
            or "hidden" in element.attrib
            or "data-needs-server" in element.attrib
            or (not self.rules.with_photos and "photo-credit" in element.get("class", "").split())
        )

    def _picture(self, element: Element) -> None:
        """Of all sizes and formats the one that every program reads."""
        for source in [child for child in element if child.tag == "source"]:
            element.remove(source)

    def _shown(self, element: Element) -> None:
        for name in ("srcset", "sizes", "loading", "fetchpriority"):
            element.attrib.pop(name, None)
        if "poster" in element.attrib and not (
            self.rules.with_photos and self._asset(element, "poster")
        ):
            del element.attrib["poster"]
        if "src" not in element.attrib:
            return
        is_photo = urlsplit(element.attrib["src"]).path.startswith("/media/")
        if (is_photo and not self.rules.with_photos) or not self._asset(element, "src"):
            parent = self._parents.get(element)
            self._remove(element)
            if parent is not None and parent.tag in ("audio", "video") and not len(parent):
                self._remove(parent)

    def _asset(self, element: Element, name: str) -> bool:
        """Lead to the file of what the element shows; False when the archive has none."""
        address = self._own(element.attrib[name])
        file = names.file_of(address) if address else None
        if address is None or file is None:
            return element.attrib[name].startswith("data:")
        self.wanted[address] = None
        element.attrib[name] = names.link(self.file, file)
        return True

    # --- Links ------------------------------------------------------------------------------------

    def _link(self, element: Element) -> None:
        if "href" not in element.attrib:
            return
        target = element.attrib["href"]
        address = self._own(target)
        if target.startswith("#"):
            if target == "#" or any(each.get("id") == target[1:] for each in self.root.iter()):
                return
        elif address is None:
            return  # another site, mail, telephone, a map app
        elif self.rules.permanent(address):
            element.attrib["href"] = self.rules.site + address
            return
        elif file := self.rules.file_of(address):
            self.wanted[address] = None
            element.attrib["href"] = names.link(self.file, file, urlsplit(target).fragment)
            element.attrib.pop("download", None)
            return
        self._unlink(element)

    def _unlink(self, element: Element) -> None:
        """A link within a sentence leaves its words; any other goes, with the item it begins."""
        parent = self._parents.get(element)
        if parent is None:
            return
        is_said = parent.tag in ("p", "dd", "td") and _text(parent) != _text(element)
        if is_said or any(each.tag in _SHOWN for each in element.iter()):
            element.tag = "span"
            element.attrib = {key: value for key, value in element.attrib.items() if key == "lang"}
        elif (
            parent.tag == "li" and next(iter(parent)) is element and not (parent.text or "").strip()
        ):
            self._remove(parent)
        else:
            self._remove(element)

    def _own(self, target: str) -> str | None:
        """The path, with its query, of an address of the site itself; None for any other."""
        whole = urljoin(self.rules.site + self.address, target.partition("#")[0])
        if not whole.startswith(self.rules.site + "/"):
            return None
        return whole.removeprefix(self.rules.site)

    # --- The tree ---------------------------------------------------------------------------------

    def _remove(self, element: Element) -> None:
        parent = self._parents.get(element)
        if parent is None or element not in list(parent):
            return
        position = list(parent).index(element)
        if element.tail and element.tail.strip():
            if position:
                before = parent[position - 1]
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)
        above: Element | None = parent
        while above is not None and above not in self._touched:
            self._touched.add(above)
            above = self._parents.get(above)

    def html(self) -> str:
        parts = ["<!doctype html>\n"]
        _write(self.root, parts)
        return "".join(parts)


_METAS = frozenset(("viewport", "description", "color-scheme", "theme-color"))


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _says(element: Element) -> bool:
    """Whether anything stands in the element beside headings."""
    if element.tag in _SHOWN:
        return True
    if (element.text or "").strip():
        return True
    return any(
        (child.tail or "").strip() or (child.tag not in _HEADINGS and _says(child))
        for child in element
    )


# --- Reading and writing --------------------------------------------------------------------------


class Unclosed(ValueError):
    """A page whose elements are not all closed in their order."""


class _Reader(HTMLParser):
    """Pages of our own, in which every element is closed, as a tree.

    Names come in small letters, also those of SVG, which browsers know in any.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Unclosed(f"</{tag}> closes what is not open, in line {self.getpos()[0]}")
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tree.data(data)


def read(html: str) -> Element:
    """A page as a tree; raises Unclosed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise Unclosed(f"<{reader.open[-1]}> is never closed")
    return reader.tree.close()


def read_pieces(html: str) -> list[Element]:
    """The elements of a piece of html."""
    return list(read(f"<div>{html}</div>"))


def _write(element: Element, parts: list[str]) -> None:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
    parts.append(f"<{element.tag}{attributes}>")
    if element.tag not in _VOID:
        text = element.text or ""
        parts.append(text if element.tag in _RAW else escape(text, quote=False))
        for child in element:
            _write(child, parts)
        parts.append(f"</{element.tag}>")
    parts.append(escape(element.tail or "", quote=False))
