"""Addresses of stories, with the words of each language."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from catalogue.urls.reports import reports_on
from consultations import story_views

urlpatterns = [
    path(pgettext_lazy("address", "stories/"), story_views.story_list, name="story-list"),
    path(
        pgettext_lazy("address", "stories/<slug:slug>/"),
        story_views.story_detail,
        name="story-detail",
    ),
    path(pgettext_lazy("address", "stories/"), include(reports_on("story"))),
]
