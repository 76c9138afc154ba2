"""The door to search: a page of results, and suggestions while somebody types.

Neither is kept: nobody asks the same question often enough, and there is no end of questions.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.languages import sort_key
from catalogue.models.edition import Kind, address_of_list
from catalogue.pages import Page, home_crumb, in_every_language, page_language, show
from catalogue.search import entries
from catalogue.search.asking import Question, Understanding, understand
from catalogue.search.finding import MOST_RANKED, NOTHING, PER_PAGE, Results, find
from catalogue.search.names import named_tags
from catalogue.search.showing import shown
from catalogue.shared_words import SharedWords, every_language

SUGGESTED = 7
SHORTEST_SUGGESTED = 2  # letters
MOST_PAGES = MOST_RANKED // PER_PAGE


@dataclass(frozen=True)
class Sort:
    """Results of one sort, or all of them, and how many there are."""

    label: str
    count: int  # 0: there are too many
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Link:
    label: str
    address: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    language = page_language()
    words = every_language()
    request.words = words[language]  # type: ignore[attr-defined]  # `show` needs them too
    question = Question.of(request.GET.get("q", ""))
    labels = entries.labels()
    what = request.GET.get("kind", "")
    what = what if what in labels else ""
    number = _page_number(request.GET.get("page", ""))
    asked, results = Understanding(question, ()), NOTHING
    if question.words:
        asked = understand(question, named_tags(tuple(words.values())), typing=False)
        if not asked.is_hopeless:
            results = find(asked, language, what, number)
    path = reverse("search")
    if results.total and not results.page and (what or number > 1):
        return HttpResponseRedirect(_address(path, question))  # nothing so far down, or of the sort
    page = Page(
        title=_("Search: “%(text)s”") % {"text": question.text}
        if question.text
        else _("Search the catalogue"),
        description=_(
            "Look for villages, what they offer, routes and events, in Latvian, Lithuanian or "
            "English, in any form of a word."
        ),
        addresses=in_every_language("search"),
        query=_address("", question, what),
        section="search",
        crumbs=[home_crumb(language)],
        may_be_indexed=False,
    )
    count = results.counts.get(what, 0) if what else results.total
    context = {
        "question": question,
        "asked": asked,
        "results": results,
        "count": count,
        "shown": shown(results.page, asked, language, labels),
        "sorts": _sorts(results, question, what, labels, path),
        "corrected": [term for term in asked.terms if term.meant],
        "begun": [term.word for term in asked.terms if term.is_beginning],
        "single_words": _single_words(asked, results, path),
        "lists": _lists(asked, words[language], language),
        "themes": [] if results.total else _themes(words[language], language),
        "number": number,
        "page_count": min(MOST_PAGES, -(-count // PER_PAGE)),
        "previous_address": _address(path, question, what, number - 1) if number > 1 else "",
        "next_address": _address(path, question, what, number + 1)
        if number < min(MOST_PAGES, -(-count // PER_PAGE))
        else "",
    }
    return show(request, "catalogue/search.html", page, context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the letters typed so far may lead to, as options of a list box; perhaps none."""
    language = page_language()
    question = Question.of(request.GET.get("q", ""))
    found = []
    if len(question.text) >= SHORTEST_SUGGESTED and question.words:
        asked = understand(question, named_tags(tuple(every_language().values())), typing=True)
        if not asked.is_hopeless:
            results = find(asked, language, per_page=SUGGESTED, most=MOST_RANKED // 2)
            found = shown(results.page, asked, language, entries.labels())
    response = render(request, "catalogue/_suggestions.html", {"shown": found})
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page_number(text: str) -> int:
    """The number of a page of results; whatever is none asks for the first."""
    if text.isascii() and text.isdecimal() and len(text) <= 4:
        return min(max(1, int(text)), MOST_PAGES)
    return 1


def _address(path: str, question: Question, what: str = "", number: int = 1) -> str:
    pairs = [("q", question.text), ("kind", what), ("page", str(number) if number > 1 else "")]
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{path}?{query}" if query else path


def _sorts(
    results: Results, question: Question, what: str, labels: dict[str, entries.Label], path: str
) -> list[Sort]:
    """All results, and each sort of which there are some; nothing to choose from: none.

    What was not counted to its end has no count.
    """
    if len(results.counts) < 2:
        return []
    counts = {} if results.is_more else results.counts
    total = sum(counts.values())
    every = Sort(_("Everything"), total, _address(path, question), not what)
    return [
        every,
        *(
            Sort(str(label.many), counts.get(sort, 0), _address(path, question, sort), sort == what)
            for sort, label in labels.items()
            if sort in results.counts
        ),
    ]


def _single_words(asked: Understanding, results: Results, path: str) -> list[Link]:
    """When nothing has all of the words: each of them that stands somewhere."""
    if results.total or len(asked.question.words) < 2:
        return []
    return [
        Link(word, f"{path}?{urlencode({'q': word})}")
        for term in asked.terms
        if term.is_known
        for word in (term.meant[:1] or (term.word,))
    ]


def _lists(asked: Understanding, words: SharedWords, language: str) -> list[Link]:
    """Lists of villages that the question names: of a theme, a municipality, a region."""
    found = []
    for tag in asked.tags:
        kind, _colon, key = tag.partition(":")
        name = words.partners.get(key, {}).get("region") if kind == "region" else ""
        found.append(Link(name or words.name(kind, key), _list(language, kind, key)))
    return found


def _themes(words: SharedWords, language: str) -> list[Link]:
    links = [
        Link(word["name"], _list(language, "theme", key))
        for key, word in words.themes.items()
        if word["name"]
    ]
    return sorted(links, key=lambda link: sort_key(link.label, language))


def _list(language: str, kind: str, key: str) -> str:
    """The list of the villages of a theme, a municipality or a region."""
    return f"{address_of_list(Kind.VILLAGE, language)}?{urlencode({kind: key})}"
