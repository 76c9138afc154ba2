"""Addresses of routes, and of what visitors put together, with the words of each language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from routes.views import brochures, downloads, pages, trip

urlpatterns = [
    path("", pages.route_list, name="route-list"),
    path("<slug:slug>/", pages.route_detail, name="route-detail"),
    path("<slug:slug>/route.<str:ending>", downloads.route_file, name="route-file"),
    path("<slug:slug>/brochure/", brochures.route_brochure, name="route-brochure"),
    path("<slug:slug>/brochure.pdf", brochures.route_brochure_pdf, name="route-brochure-pdf"),
]

# What visitors put together themselves; these stand beside the routes, not below them.
own_journeys = [
    path(pgettext_lazy("address", "my-trip/"), trip.trip, name="trip"),
    path(pgettext_lazy("address", "my-trip/map.svg"), trip.trip_map, name="trip-map"),
]
