"""Addresses of routes, and of what visitors put together, with the words of each language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from catalogue.urls.reports import reports_on
from routes.views import (
    brochure_zip,
    brochures,
    downloads,
    favourites,
    own_brochures,
    pages,
    saved,
    trip,
)

urlpatterns = [
    path("", pages.route_list, name="route-list"),
    path("<slug:slug>/", pages.route_detail, name="route-detail"),
    path("<slug:slug>/route.<str:ending>", downloads.route_file, name="route-file"),
    path("<slug:slug>/save.html", saved.saved_route, name="saved-route"),
    path("<slug:slug>/brochure/", brochures.route_brochure, name="route-brochure"),
    path("<slug:slug>/brochure.pdf", brochures.route_brochure_pdf, name="route-brochure-pdf"),
    path("<slug:slug>/brochure.zip", brochure_zip.route_brochure_zip, name="route-brochure-zip"),
    *reports_on("route"),
]

# Cards and saved copies of villages: made here, told there.
village_cards = [
    path("<slug:slug>/save.html", saved.saved_village, name="saved-village"),
    path("<slug:slug>/card/", brochures.village_card, name="village-card"),
    path("<slug:slug>/card.pdf", brochures.village_card_pdf, name="village-card-pdf"),
]

# What visitors put together themselves; these stand beside the routes, not below them.
own_journeys = [
    path(pgettext_lazy("address", "favourites/"), favourites.favourites, name="favourites"),
    path(pgettext_lazy("address", "my-trip/"), trip.trip, name="trip"),
    path(pgettext_lazy("address", "my-trip/map.svg"), trip.trip_map, name="trip-map"),
    path(pgettext_lazy("address", "my-trip/trip.<str:ending>"), trip.trip_file, name="trip-file"),
    path(
        pgettext_lazy("address", "my-trip/brochure/"),
        own_brochures.trip_brochure,
        name="trip-brochure",
    ),
    path(
        pgettext_lazy("address", "my-trip/brochure.pdf"),
        own_brochures.trip_brochure_pdf,
        name="trip-brochure-pdf",
    ),
    path(pgettext_lazy("address", "my-brochure/"), own_brochures.basket, name="basket"),
    path(
        pgettext_lazy("address", "my-brochure/brochure/"),
        own_brochures.basket_brochure,
        name="basket-brochure",
    ),
    path(
        pgettext_lazy("address", "my-brochure/brochure.pdf"),
        own_brochures.basket_brochure_pdf,
        name="basket-brochure-pdf",
    ),
]
