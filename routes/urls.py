from django.urls import path

from routes import views

urlpatterns = [
    path("", views.route_list, name="route-list"),
    path("<slug:slug>/", views.route_detail, name="route-detail"),
]
