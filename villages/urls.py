"""Addresses of villages, themes and events, with the words of each language."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from catalogue.urls.reports import reports_on
from villages import embed_views, event_views, views

below_villages = [
    path("<slug:slug>/ask/", views.ask_hosts, name="village-ask"),
    path("<slug:slug>/ask/sent/<uuid:nonce>/", views.ask_hosts_sent, name="village-ask-sent"),
    *reports_on("village"),
]

urlpatterns = [
    path(pgettext_lazy("address", "villages/"), views.village_list, name="village-list"),
    # Before the villages, none of which may have its address: see models/village.py.
    path(pgettext_lazy("address", "villages/map/"), views.map_of_villages, name="village-map"),
    path(
        pgettext_lazy("address", "villages/map/villages.json"),
        views.data_of_villages,
        name="village-map-data",
    ),
    path(
        pgettext_lazy("address", "villages/map/<slug:digest>.svg"),
        views.picture_of_villages,
        name="village-map-picture",
    ),
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
    path(pgettext_lazy("address", "embed/"), embed_views.embedded, name="embed"),
    path(pgettext_lazy("address", "embed/compose/"), embed_views.compose, name="embed-compose"),
    path(pgettext_lazy("address", "villages/"), include(below_villages)),
    path(pgettext_lazy("address", "events/"), include(reports_on("event"))),
]
