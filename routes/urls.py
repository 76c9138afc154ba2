from django.urls import path

from routes import views

urlpatterns = [
    path("", views.route_list, name="route-list"),
    path("<slug:slug>/", views.route_detail, name="route-detail"),
    path("<slug:slug>/brochure/", views.route_brochure, name="route-brochure"),
    path("<slug:slug>/brochure.pdf", views.route_brochure_pdf, name="route-brochure-pdf"),
]
