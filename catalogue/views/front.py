"""The start, and what the project is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from catalogue.front_page import front_page
from catalogue.kept_pages import kept
from catalogue.languages import LANGUAGES
from catalogue.pages import Page, home_crumb, in_every_language, page_language, show, words_of


def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the start in the visitor's language: Latvian, Lithuanian, else English."""
    language = get_language_from_request(request)[:2]
    response = HttpResponseRedirect(f"/{language if language in LANGUAGES else 'en'}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@kept
def home(request: HttpRequest) -> HttpResponse:
    language = page_language()
    words = words_of(request, language)
    page = Page(
        title=_("Theme villages of Latgale and Aukštaitija"),
        description=_(
            "Villages in Latvia and Lithuania that live by one theme each: bread, herbs, crafts, "
            "music. Where they are, what they offer, and routes across the border."
        ),
        addresses=in_every_language("home"),
        section="home",
        linked_data=[],
    )
    return show(request, "home.html", page, {"front": front_page(language, words.version)})


@kept
def about(request: HttpRequest) -> HttpResponse:
    language = page_language()
    page = Page(
        title=_("About the project"),
        description=_(
            "VILLAGE HERITAGE brought theme villages of Latgale and Aukštaitija together: "
            "who stands behind this catalogue, and how it is kept."
        ),
        addresses=in_every_language("about"),
        section="about",
        crumbs=[home_crumb(language)],
    )
    return show(request, "about.html", page, {})


@kept
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of visitors: nothing, until they write; and then what and for how long."""
    page = Page(
        title=_("Privacy"),
        description=_(
            "What this site keeps of visitors: nothing while they read, and letters for a set time."
        ),
        addresses=in_every_language("privacy"),
        crumbs=[home_crumb(page_language())],
    )
    return show(request, "privacy.html", page, {"term_days": settings.ENQUIRY_DAYS})
