"""The news of the catalogue, for readers of feeds."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.kept_pages import kept
from catalogue.news import NewsFeed, news_feed
from catalogue.pages import page_language, site_address, words_of


@kept
def news(request: HttpRequest) -> HttpResponse:
    language = page_language()
    content = news_feed(
        language,
        words_of(request, language),
        site_address(request),
        reverse("news"),
        _("Theme villages: what is new"),
    )
    return HttpResponse(
        content,
        content_type=NewsFeed.content_type,
        headers={
            "Content-Language": language,
            "Cache-Control": "public, max-age=60, stale-while-revalidate=600",
        },
    )
