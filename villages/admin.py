"""Villages and events at the workplace of staff."""

from django.contrib import admin

from villages.models import Event, Offer, Village

admin.site.register([Village, Offer, Event])
