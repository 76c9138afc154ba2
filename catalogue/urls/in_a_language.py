"""Addresses below a language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from catalogue.views import front, reuse

urlpatterns = [
    path("", front.home, name="home"),
    path(pgettext_lazy("address", "about/"), front.about, name="about"),
    path("api/", reuse.api_page, name="api"),
]
