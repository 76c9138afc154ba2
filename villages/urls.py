"""Addresses of villages, themes and events, with the words of each language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from villages import event_views, views

urlpatterns = [
    path(pgettext_lazy("address", "villages/"), views.village_list, name="village-list"),
    path(
        pgettext_lazy("address", "villages/<slug:slug>/"),
        views.village_detail,
        name="village-detail",
    ),
    path(pgettext_lazy("address", "themes/"), views.theme_list, name="theme-list"),
    path(pgettext_lazy("address", "events/"), event_views.event_list, name="event-list"),
    # Before the events, none of which has such an address: a constraint.
    path(
        pgettext_lazy("address", "events/archive/"),
        event_views.event_archive,
        name="event-archive",
    ),
    path(
        pgettext_lazy("address", "events/calendar.ics"),
        event_views.event_calendar,
        name="event-calendar",
    ),
    path(
        pgettext_lazy("address", "events/<slug:slug>/"),
        event_views.event_detail,
        name="event-detail",
    ),
    path(
        pgettext_lazy("address", "events/<slug:slug>/event.ics"),
        event_views.event_file,
        name="event-file",
    ),
]
