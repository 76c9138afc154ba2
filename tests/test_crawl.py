"""The whole demo site, followed from link to link: nothing broken, nothing in a wrong language."""

import json
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from urllib.parse import urldefrag, urljoin
from xml.etree import ElementTree

import polib
import pytest
from django.conf import settings
from django.test import Client

from catalogue.languages import LANGUAGES
from routes.views import brochure_zip
from tests.demo_site import demo  # noqa: F401 - a fixture
from tests.html_pages import HtmlPage, read_html

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SITE = "http://testserver"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Crawl:
    """Every answer of the site, by address without the host."""

    statuses: dict[str, int] = field(default_factory=dict)
    found_on: dict[str, str] = field(default_factory=dict)
    pages: dict[str, HtmlPage] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    sitemap: dict[str, dict[str, str]] = field(default_factory=dict)  # address -> its alternates

    @property
    def indexed(self) -> dict[str, HtmlPage]:
        return {path: page for path, page in self.pages.items() if page.may_be_indexed}


@pytest.fixture(scope="module")
def site(demo) -> Crawl:  # noqa: F811
    with pytest.MonkeyPatch.context() as patch:
        # The first archive of all makes three brochures, on a machine that runs the other half of
        # the tests. How long a visitor waits is no matter of links.
        patch.setattr(brochure_zip, "SECONDS", 300)
        return crawl("/", "/robots.txt", "/favicon.ico", "/sitemap.xml")


def crawl(*starts: str) -> Crawl:
    found, client = Crawl(), Client()
    queue = deque((start, "") for start in starts)
    seen: set[tuple[str, str]] = set()
    while queue:
        address, origin = queue.popleft()
        path = _own_path(address, origin)
        if path is None or path in found.statuses:
            continue
        if kind := _one_is_enough(path):
            if (language_of(path), kind) in seen:
                continue
            seen.add((language_of(path), kind))
        if path.startswith(settings.STATIC_URL):
            continue  # not Django's to serve in tests; tests/browser fetches them
        response = client.get(path)
        found.statuses[path], found.found_on[path] = response.status_code, origin
        found.cookies += [f"{path}: {name}" for name in response.cookies]
        if response.status_code in (301, 302):
            queue.append((response["Location"], path))
        if response.status_code != 200 or "attachment" in response.get("Content-Disposition", ""):
            continue  # a file to keep is no page of the site
        content_type = response["Content-Type"].partition(";")[0]
        if content_type == "text/html":
            page = found.pages[path] = read_html(response.content.decode())
            wanted = [*page.links, *page.assets, *page.alternates.values(), page.canonical]
            queue += [(link, path) for link in wanted]
        elif content_type == "application/xml":
            entries, more = _read_sitemap(response.content)
            found.sitemap |= entries
            queue += [(link, path) for link in (*entries, *more)]
        elif response.streaming:
            b"".join(response.streaming_content)
    return found


def _one_is_enough(path: str) -> str:
    """What kind of page this is, if there are many and each takes long: one of a language tells."""
    plain, _mark, query = path.partition("?")
    if plain.endswith((".pdf", ".zip")):
        return plain[-4:]
    if plain.endswith(("/ask/", "/report/")):
        return plain.split("/")[2] + plain.split("/")[-2]
    if plain.endswith("/save.html"):
        return plain.split("/")[2] + "save.html"
    return query if plain.endswith("/brochure/") else ""


def _own_path(address: str, origin: str) -> str | None:
    """The path of an address of this site, with its query; None for others and for mail."""
    whole = urldefrag(urljoin(SITE + (origin or "/"), address)).url
    if not whole.startswith(SITE + "/"):
        return None
    return whole.removeprefix(SITE)


def _read_sitemap(xml: bytes) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Pages with their alternates, and further sitemaps."""
    root = ElementTree.fromstring(xml)  # noqa: S314 - made by ourselves
    pages = {
        url.findtext(f"{SITEMAP}loc", "").removeprefix(SITE): {
            link.get("hreflang", ""): link.get("href", "").removeprefix(SITE)
            for link in url.iter(f"{XHTML}link")
        }
        for url in root.iter(f"{SITEMAP}url")
    }
    return pages, [part.findtext(f"{SITEMAP}loc", "") for part in root.iter(f"{SITEMAP}sitemap")]


def language_of(path: str) -> str:
    return path[1:3]


# --- What must hold -------------------------------------------------------------------------------


def test_every_address_answers(site):
    def is_well(path: str, status: int) -> bool:
        may_lead_on = path == "/" or path.startswith("/k/")  # by the visitor's language
        return status in (200, 301) or (status == 302 and may_lead_on)

    broken = {
        f"{path} (on {site.found_on[path]})": status
        for path, status in site.statuses.items()
        if not is_well(path, status)
    }
    assert broken == {}


def test_the_whole_site_was_seen(site):
    """Guards the other tests: a crawl that stops at the first page finds no mistakes."""
    seen = Counter(language_of(path) for path in site.indexed if "?" not in path)

    assert set(seen) == set(LANGUAGES)
    assert len(set(seen.values())) == 1, seen
    assert seen["lv"] >= 20 + 6 + 20 + 6
    kinds = Counter(path.split("/")[1] for path in site.statuses)
    assert kinds["maps"] >= 3 * 20
    assert kinds["patterns"] >= 20
    assert sum(path.endswith("/brochure/") for path in site.pages) >= 3 * 6
    assert sum(".pdf" in path for path in site.statuses) == 3


def test_every_page_says_its_language_and_address(site):
    # A brochure or a card is the same thing on paper: it names the page of the route or village.
    wrong = {
        path: (page.language, page.canonical)
        for path, page in site.pages.items()
        if page.language != language_of(path)
        or page.canonical != SITE + re.sub(r"(brochure/\?.*|card/)$", "", path)
    }
    assert wrong == {}


def test_alternates_are_complete_and_answer_each_other(site):
    problems = []
    for path, page in site.indexed.items():
        if set(page.alternates) != {*LANGUAGES, "x-default"}:
            problems.append(f"{path} names {sorted(page.alternates)}")
        if page.alternates.get(page.language) != page.canonical:
            problems.append(f"{path} is not among its own alternates")
        if page.alternates.get("x-default") != page.alternates.get("en"):
            problems.append(f"{path}: x-default is not the English page")
        for language, address in page.alternates.items():
            other = site.pages.get(address.removeprefix(SITE))
            if other is None or other.alternates != page.alternates:
                problems.append(f"{path} and {address} do not name each other")
            elif language != "x-default" and other.language != language:
                problems.append(f"{path}: {address} is not in {language}")
    assert problems == []


def test_the_sitemap_names_every_page_and_only_pages(site):
    pages = {path for path in site.indexed if "?" not in path}

    assert set(site.sitemap) == pages
    for path, alternates in site.sitemap.items():
        stated = {
            code: address.removeprefix(SITE)
            for code, address in site.pages[path].alternates.items()
            if code != "x-default"
        }
        assert {code: alternates.get(code) for code in LANGUAGES} == stated, path


def test_titles_and_descriptions_are_a_pages_own(site):
    titles = Counter((page.language, page.title) for page in site.indexed.values())
    descriptions = Counter(
        (page.language, page.meta.get("description", "")) for page in site.indexed.values()
    )

    assert [title for title, times in titles.items() if times > 1 or not title[1]] == []
    assert [text for text, times in descriptions.items() if times > 1 or not text[1]] == []


def test_headings_step_down_one_by_one_from_one_h1(site):
    wrong = {
        path: page.headings
        for path, page in site.pages.items()
        if page.headings.count(1) != 1
        or page.headings[0] != 1
        or any(after > before + 1 for before, after in pairwise(page.headings))
    }
    assert wrong == {}


def test_images_have_words_and_a_size(site):
    wrong = [
        f"{path}: {image.get('src')}"
        for path, page in site.pages.items()
        for image in page.images
        if "alt" not in image or not image.get("width") or not image.get("height")
    ]
    assert wrong == []


def test_linked_data_parses_and_tells_what_the_page_is(site):
    kinds = Counter()
    for page in site.pages.values():
        for block in page.linked_data:
            data = json.loads(block)
            assert data["@context"] == "https://schema.org"
            kinds[data["@type"]] += 1

    assert {"TouristAttraction", "TouristTrip", "BreadcrumbList"} <= set(kinds)
    assert any("Event" in kind for kind in kinds)


def test_nothing_is_asked_of_third_parties(site):
    strangers = [
        f"{path}: {asset}"
        for path, page in site.pages.items()
        for asset in page.assets
        if not asset.startswith(("/", "data:", SITE + "/")) or asset.startswith("//")
    ]
    assert strangers == []


def test_nothing_is_inline_that_the_policy_would_refuse(site):
    assert {path: page.inline for path, page in site.pages.items() if page.inline} == {}


def test_no_visitor_gets_a_cookie(site):
    assert site.cookies == []


def test_ids_are_unique_and_fragments_lead_somewhere(site):
    for path, page in site.pages.items():
        assert [name for name, times in Counter(page.ids).items() if times > 1] == [], path
        assert [link for link in page.fragments if link[1:] not in page.ids] == [], path


LEAK = re.compile(r"(?<!If-)\bNone\b|\{\{|\{%|%\(|\bnan\b|\bundefined\b|&amp;|&lt;|NoReverseMatch")


def test_nothing_of_the_machinery_shows(site):
    leaks = [
        f"{path}: {text[:100]}"
        for path, page in site.pages.items()
        for text in (page.title, *page.meta.values(), *page.texts)
        if LEAK.search(text)
    ]
    assert leaks == []


# --- One language a page --------------------------------------------------------------------------


@cache
def vocabulary() -> dict[str, dict[str, set[str]]]:
    """msgid -> language -> its words; English ones are the msgids themselves."""
    words: dict[str, dict[str, set[str]]] = {}
    for language in ("lv", "lt"):
        path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
        for entry in polib.pofile(str(path)):
            if entry.obsolete or entry.msgctxt == "address":
                continue
            said = {entry.msgstr, *entry.msgstr_plural.values()} - {""}
            known = words.setdefault(entry.msgid, {"en": {entry.msgid, entry.msgid_plural} - {""}})
            known.setdefault(language, set()).update(said)
    return words


@cache
def patterns(language: str) -> tuple[set[str], re.Pattern[str] | None]:
    """What the interface says in `language`: whole texts, and one pattern of those with values."""
    whole, with_values = set(), []
    for words in vocabulary().values():
        for text in words.get(language, ()):
            text = " ".join(text.split())
            literal = re.sub(r"%\(\w+\)s|%%", " ", text)
            if "%(" not in text:
                whole.add(text)
            elif len(re.findall(r"\w{3,}", literal)) >= 1:
                with_values.append(re.sub(r"%\\\(\w+\\\)s", ".{1,60}", re.escape(text)))
    return whole, re.compile("|".join(with_values)) if with_values else None


def is_said_in(language: str, text: str) -> bool:
    whole, with_values = patterns(language)
    return text in whole or bool(with_values and with_values.fullmatch(text))


def test_no_word_of_the_interface_is_in_another_language(site):
    foreign = Counter()
    for page in site.pages.values():
        for text in page.texts:
            if len(text) < 3 or is_said_in(page.language, text):
                continue
            for other in LANGUAGES:
                if other != page.language and text in patterns(other)[0]:
                    foreign[f"{page.language} page says in {other}: {text}"] += 1
                elif other == "en" != page.language and is_said_in("en", text):
                    foreign[f"{page.language} page says in en: {text}"] += 1
    assert dict(foreign) == {}


WORD = re.compile(r"(?<!\S)[^\W\d_]{2,}(?!\S)")  # addresses and coordinates are no sentences


def test_every_page_has_a_twin_with_other_words(site):
    """A page in another language shares no longer sentence with its twin, whoever wrote it."""
    same = []
    for path, page in site.indexed.items():
        for language, address in page.alternates.items():
            twin = site.pages[address.removeprefix(SITE)]
            if language <= page.language or language == "x-default":
                continue
            shared = {text for text in page.texts if len(WORD.findall(text)) >= 6} & set(twin.texts)
            same += [f"{path} and {language}: {text[:80]}" for text in shared]
    assert same == []
