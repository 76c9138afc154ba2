"""What every public page says about itself: language, address, alternates, breadcrumbs, data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.models.edition import address_of_list
from catalogue.shared_words import SharedWords, shared_words
from catalogue.staff_notes import staff_notes


def words_of(request: HttpRequest, language: str) -> SharedWords:
    """The shared words of `language`; those the request has fetched already are used again."""
    fetched: SharedWords | None = getattr(request, "words", None)
    return fetched if fetched and fetched.language == language else shared_words(language)


def site_address(request: HttpRequest) -> str:
    """Scheme and host of the site, as it was set or else as the visitor asked for it."""
    if settings.SITE_ADDRESS:
        return settings.SITE_ADDRESS
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:  # the page that refuses such a request needs no address of its own
        return ""


@dataclass(frozen=True)
class Crumb:
    label: str
    address: str


@dataclass(frozen=True)
class Section:
    """A section of the site, as the header names it."""

    name: str
    label: str
    address: str


@dataclass(frozen=True)
class Switch:
    """A language of the switch: where it leads, and whether the same item is there."""

    language: str
    own_name: str
    address: str
    is_here: bool


@dataclass
class Page:
    """Everything `base.html` wants from a page.

    `addresses` are the paths of this very page in each language in which it exists;
    `other_addresses` are paths of honest cards for the languages in which it does not.
    """

    title: str
    description: str
    addresses: dict[str, str]
    other_addresses: dict[str, str] = field(default_factory=dict)
    section: str = ""
    crumbs: list[Crumb] = field(default_factory=list)
    linked_data: list[dict[str, Any]] = field(default_factory=list)
    image: str = ""
    may_be_indexed: bool = True
    query: str = ""  # what the language switch keeps of the address asked for, such as ?from=…
    og_type: str = "website"
    is_preview: bool = False

    language: str = ""
    site: str = ""
    words: SharedWords | None = None

    @property
    def own_address(self) -> str:
        return self.addresses[self.language]

    @property
    def locale(self) -> str:
        return {"lv": "lv_LV", "lt": "lt_LT", "en": "en_GB"}[self.language]

    @cached_property
    def addresses_of(self) -> dict[str, str]:
        """The list of each kind of thing in the page's language."""
        return list_addresses(self.language)

    @cached_property
    def navigation(self) -> list["Section"]:
        """The site's sections, in the order of the header."""
        labels = {
            "villages": ("village", _("Villages")),
            "routes": ("route", _("Routes")),
            "themes": ("theme", _("Themes")),
            "events": ("event", _("Events")),
            "about": ("about", _("About")),
        }
        return [
            Section(name, label, self.addresses_of[kind]) for name, (kind, label) in labels.items()
        ]

    @property
    def canonical(self) -> str:
        return self.site + self.addresses[self.language]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """hreflang and absolute address of each language in which the page exists."""
        found = [(code, self.site + path) for code, path in self.addresses.items()]
        neutral = next((code for code in ("en", "lv", "lt") if code in self.addresses), None)
        if neutral:
            found.append(("x-default", self.site + self.addresses[neutral]))
        return found

    @property
    def switches(self) -> list[Switch]:
        return [
            Switch(
                code,
                OWN_NAMES[code],
                self.addresses[code] + self.query
                if code in self.addresses
                else self.other_addresses.get(code) or f"/{code}/",
                code == self.language,
            )
            for code in LANGUAGES
        ]

    @property
    def image_address(self) -> str:
        return self.site + (self.image or static("img/share.png"))

    @property
    def all_linked_data(self) -> list[dict[str, Any]]:
        if not self.crumbs:
            return self.linked_data
        return [*self.linked_data, breadcrumb_list(self.crumbs, self)]


def breadcrumb_list(crumbs: Iterable[Crumb], page: Page) -> dict[str, Any]:
    """schema.org/BreadcrumbList of a page, itself last."""
    steps = [*crumbs, Crumb(page.title, page.addresses[page.language])]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": step.label,
                "item": page.site + step.address,
            }
            for number, step in enumerate(steps, 1)
        ],
    }


@cache
def list_addresses(language: str) -> dict[str, str]:
    """The address of each list, and of other pages that every page leads to."""
    with override(language):
        addresses = {
            kind: reverse(f"{kind}-list")
            for kind in ("village", "route", "theme", "event", "story")
        }
        more = ("about", "search", "trip", "favourites", "news", "api", "privacy")
        addresses |= {name: reverse(name) for name in more}
        return {**addresses, "map": reverse("village-map")}


def page_language() -> str:
    """The language of the page being made: one of the three, always."""
    language = (get_language() or "")[:2]
    return language if language in LANGUAGES else "en"


def in_every_language(name: str, *args: Any) -> dict[str, str]:
    """The address of a named page in each language; for pages that exist in all three."""
    addresses = {}
    for code in LANGUAGES:
        with override(code):
            addresses[code] = reverse(name, args=args)
    return addresses


def home_crumb(language: str) -> Crumb:
    return Crumb(_("Start"), f"/{language}/")


def list_crumb(kind: str, label: str, language: str) -> Crumb:
    return Crumb(label, address_of_list(kind, language))


def show(
    request: HttpRequest,
    template: str,
    page: Page,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a public page: it may be kept by anyone for a minute, and needs no cookie.

    To a member of staff, of whom `kept_pages` knows, a page with an edition tells more.
    """
    page.language = page.language or page_language()
    page.site = site_address(request)
    page.words = words_of(request, page.language)
    if "edition" in context and (staff := getattr(request, "staff", None)):
        context = {**context, "staff_notes": staff_notes(staff, context["edition"])}
    response = render(
        request,
        template,
        {"page": page, "words": page.words, "language": page.language, **context},
        status=status,
    )
    response.headers["Content-Language"] = page.language
    if page.is_preview:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    elif status == 200:
        response.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
    return response
