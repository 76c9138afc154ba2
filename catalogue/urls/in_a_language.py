"""Addresses below a language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from catalogue.views import front, search

urlpatterns = [
    path("", front.home, name="home"),
    path(pgettext_lazy("address", "about/"), front.about, name="about"),
    path(pgettext_lazy("address", "search/"), search.search, name="search"),
    path(
        pgettext_lazy("address", "search/suggest/"), search.suggestions, name="search-suggestions"
    ),
]
