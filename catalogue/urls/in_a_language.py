"""Addresses below a language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from catalogue.views import front, news, offline, reuse, search

urlpatterns = [
    path("", front.home, name="home"),
    path("new.atom", news.news, name="news"),
    path(pgettext_lazy("address", "about/"), front.about, name="about"),
    path("api/", reuse.api_page, name="api"),
    path(pgettext_lazy("address", "offline/"), offline.offline, name="offline"),
    path(pgettext_lazy("address", "privacy/"), front.privacy, name="privacy"),
    path(pgettext_lazy("address", "search/"), search.search, name="search"),
    path(
        pgettext_lazy("address", "search/suggest/"), search.suggestions, name="search-suggestions"
    ),
]
