"""Routes at the workplace of staff."""

from django.contrib import admin

from routes.models import Route

admin.site.register(Route)
