"""Results as a page tells them: which words were found, and where in a text they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.search.asking import Understanding
from catalogue.search.entries import Label
from catalogue.search.finding import Result
from catalogue.search.letters import LONGEST_WORD, WORD, folded
from catalogue.search.stemming import written_stems

EXCERPT = 190  # characters
BEFORE = 60  # of them before the first word found
NOTHING = SafeString("")


@dataclass(frozen=True)
class Shown:
    """A result, its words found marked; what is not in the page's language says in which it is."""

    address: str
    label: str
    title: SafeString
    place: SafeString
    excerpt: SafeString
    found_as: SafeString  # its title in another language, when only that one was asked for
    found_in: str  # and that language
    foreign: str  # the language of the result when that is not the page's
    # What says so in html, of texts and of links; "" where the page's language goes on.
    lang: SafeString
    hreflang: SafeString

    @property
    def own_language(self) -> str:
        return OWN_NAMES[self.foreign]


class Marker:
    """Puts <mark> around the words of a text that a question found, in whatever form they stand."""

    def __init__(self, asked: Understanding, language: str) -> None:
        self._language = language
        self._stems = frozenset().union(*(term.stems.get(language, ()) for term in asked.terms))
        starts = {re.escape(folded(stem)[:2]) for stem in self._stems}
        # Most words do not even begin like one that was found.
        self._likely = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(starts))})") if starts else None

    def marked(self, text: str) -> SafeString:
        pieces, last = [], 0
        for start, end in self.found_in(text):
            pieces += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
            last = end
        return mark_safe("".join([*pieces, escape(text[last:])]))  # noqa: S308 - escaped piece by piece

    def excerpt(self, text: str) -> SafeString:
        """The beginning of a text, or the place where the first word found stands."""
        text = " ".join(text.split())
        first = next(self.found_in(text), (0, 0))[0]
        start = 0
        if first > EXCERPT - BEFORE:
            start = text.rfind(" ", 0, first - BEFORE) + 1
        end = len(text)
        if end - start > EXCERPT:
            end = max(text.rfind(" ", start, start + EXCERPT), start + EXCERPT // 2)
        piece = text[start:end].rstrip(" ,;:–-")
        return mark_safe(  # noqa: S308 - marked() escapes
            ("… " if start else "") + self.marked(piece) + (" …" if end < len(text) else "")
        )

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each word found, in their order."""
        if self._likely is None:
            return
        for likely in self._likely.finditer(folded(text)):
            word = WORD.match(text, likely.start())
            if word and len(word[0]) <= LONGEST_WORD:
                if not self._stems.isdisjoint(written_stems(word[0].lower(), self._language)):
                    yield word.span()


def shown(
    results: list[Result], asked: Understanding, language: str, labels: dict[str, Label]
) -> list[Shown]:
    """Results as the page in `language` tells them."""
    markers = {code: Marker(asked, code) for code in LANGUAGES}
    found = []
    for result in results:
        marker = markers[result.language]
        foreign = result.language if result.language != language else ""
        found.append(
            Shown(
                address=result.address,
                label=str(labels[result.what].one) if result.what in labels else "",
                title=marker.marked(result.title),
                place=marker.marked(result.place),
                excerpt=marker.excerpt(result.text),
                found_as=markers[result.found_in].marked(result.found_as)
                if result.found_in
                else NOTHING,
                found_in=result.found_in,
                foreign=foreign,
                lang=format_html(' lang="{}"', foreign) if foreign else NOTHING,
                hreflang=format_html(' hreflang="{}"', foreign) if foreign else NOTHING,
            )
        )
    return found
