"""A page of html as a critical reader takes it apart: what it says, and what it asks for."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT = frozenset({"script", "style", "template", "code"})  # code speaks no language
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass
class HtmlPage:
    """What stands on a page; addresses are as they were written."""

    language: str = ""
    title: str = ""
    headings: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # in the page's own language
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)  # that a visitor can follow
    assets: list[str] = field(default_factory=list)  # that a browser fetches by itself
    images: list[dict[str, str]] = field(default_factory=list)
    linked_data: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)  # styles and scripts that a strict CSP refuses

    @property
    def may_be_indexed(self) -> bool:
        return "noindex" not in self.meta.get("robots", "")


def read_html(html: str) -> HtmlPage:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage()
        self._open: list[tuple[str, str]] = []  # element, language of its text
        self._text: list[str] = []
        self._script_type = ""

    def handle_starttag(self, tag, pairs):
        attributes = {name: value or "" for name, value in pairs}
        self._end_of_text()
        page = self.page
        language = attributes.get("lang") or (self._open[-1][1] if self._open else "")
        if tag not in _EMPTY:
            self._open.append((tag, language))
        if "id" in attributes:
            page.ids.append(attributes["id"])
        if tag in _HEADINGS:
            page.headings.append(_HEADINGS[tag])
        page.inline += [
            f"<{tag} {name}>" for name in attributes if name == "style" or name.startswith("on")
        ]
        match tag:
            case "html":
                page.language = language
            case "meta":
                page.meta[attributes.get("name") or attributes.get("property", "")] = (
                    attributes.get("content", "")
                )
            case "link":
                self._link(attributes)
            case "a":
                address = attributes.get("href", "")
                (page.fragments if address.startswith("#") else page.links).append(address)
            case "form":
                if attributes.get("method", "get") == "get":
                    page.links.append(attributes.get("action", ""))
            case "img":
                page.images.append(attributes)
                page.assets.append(attributes.get("src", ""))
                page.assets += _of_srcset(attributes)
            case "source":
                page.assets += _of_srcset(attributes)
            case "script":
                self._script_type = attributes.get("type", "")
                if "src" in attributes:
                    page.assets.append(attributes["src"])
            case "style":
                page.inline.append("<style>")
        for name in ("alt", "aria-label", "title", "placeholder"):
            if tag != "meta" and attributes.get(name) and language == page.language:
                page.texts.append(" ".join(attributes[name].split()))

    def _link(self, attributes: dict[str, str]) -> None:
        relations, address = attributes.get("rel", "").split(), attributes.get("href", "")
        if "canonical" in relations:
            self.page.canonical = address
        elif "alternate" in relations and "hreflang" in attributes:
            self.page.alternates[attributes["hreflang"]] = address
        elif "alternate" in relations:
            self.page.links.append(address)
        else:
            self.page.assets.append(address)

    def handle_endtag(self, tag):
        self._end_of_text()
        while self._open:
            closed, _language = self._open.pop()
            if closed == tag:
                return

    def handle_data(self, data):
        self._text.append(data)

    def close(self):
        super().close()
        self._end_of_text()

    def _end_of_text(self) -> None:
        text, self._text = "".join(self._text).strip(), []
        if not text or not self._open:
            return
        tag, language = self._open[-1]
        if tag == "script":
            if self._script_type == "application/ld+json":
                self.page.linked_data.append(text)
            else:
                self.page.inline.append("<script>")
        elif tag == "title" and not any(name == "svg" for name, _language in self._open):
            self.page.title = " ".join(text.split())
        elif tag not in _SILENT and language == self.page.language:
            self.page.texts.append(" ".join(text.split()))


def _of_srcset(attributes: dict[str, str]) -> list[str]:
    return [part.split()[0] for part in re.split(r",\s+", attributes.get("srcset", "")) if part]
