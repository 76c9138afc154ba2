"""Public pages of stories: they read editions only."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.languages import LANGUAGES
from catalogue.models.edition import Kind, address_of_list
from catalogue.pages import (
    Page,
    home_crumb,
    list_crumb,
    page_language,
    show,
    site_address,
    words_of,
)
from catalogue.photos import sources_of
from catalogue.reading import Found
from catalogue.share_cards import address_of_card
from catalogue.views.items import show_item
from consultations import linked_data
from consultations.stories import story_list as stories_in
from consultations.stories import told_of


@kept
def story_list(request: HttpRequest) -> HttpResponse:
    """The stories, newest first; a page that is no number is the first, one too many the last."""
    language = page_language()
    asked = request.GET.get("page", "")
    is_number = asked.isascii() and asked.isdecimal() and 0 < len(asked) <= 4
    stories = stories_in(language, max(1, int(asked)) if is_number else 1)
    title = _("Stories")
    if stories.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": stories.number}
    page = Page(
        title=title,
        description=_(
            "What happened in the theme villages and between them, told by those who know."
        ),
        addresses={code: _page(code, stories.number) for code in LANGUAGES},
        section="stories",
        crumbs=[home_crumb(language)],
        may_be_indexed=bool(stories.stories),
    )
    context = {
        "stories": stories,
        "previous_address": _page(language, stories.number - 1) if stories.number > 1 else "",
        "next_address": _page(language, stories.number + 1)
        if stories.number < stories.page_count
        else "",
    }
    return show(request, "consultations/story_list.html", page, context)


def _page(language: str, number: int) -> str:
    path = address_of_list(Kind.STORY, language)
    return f"{path}?page={number}" if number > 1 else path


@kept
def story_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return show_item(request, Kind.STORY, slug, draw_story)


def draw_story(request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
    """The page of a story, from its edition or from a draft."""
    edition, language = found.edition, found.edition.language
    document, words, site = edition.document, words_of(request, language), site_address(request)
    about, institution = told_of(edition), words.partners.get(document["partner"])
    image = site + sources_of(document["photos"][0]).address if document["photos"] else ""
    page = Page(
        title=edition.title,
        description=document["summary"],
        addresses=found.addresses,
        other_addresses=found.other_addresses,
        section="stories",
        crumbs=[home_crumb(language), list_crumb(Kind.STORY, _("Stories"), language)],
        linked_data=[linked_data.article(edition, about, site, institution, image)],
        image=address_of_card(edition, words),
        og_type="article",
        is_preview=is_preview,
        language=language,
    )
    context = {
        "edition": edition,
        "document": document,
        "about": about,
        "institution": institution,
    }
    return show(request, "consultations/story_detail.html", page, context)
