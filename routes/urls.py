from django.urls import path

from routes.views import brochures, downloads, pages

urlpatterns = [
    path("", pages.route_list, name="route-list"),
    path("<slug:slug>/", pages.route_detail, name="route-detail"),
    path("<slug:slug>/route.<str:ending>", downloads.route_file, name="route-file"),
    path("<slug:slug>/brochure/", brochures.route_brochure, name="route-brochure"),
    path("<slug:slug>/brochure.pdf", brochures.route_brochure_pdf, name="route-brochure-pdf"),
]
