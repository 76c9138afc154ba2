"""Every address of the site, with the words of each language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from config.style_page import style_page
from routes.urls import own_journeys, village_cards

urlpatterns = [
    path("", include("catalogue.urls.everywhere")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("styleguide/", style_page, name="style-page"),
        path("", include("catalogue.urls.in_a_language")),
        path("", include("villages.urls")),
        path(pgettext_lazy("address", "routes/"), include("routes.urls")),
        path("", include(own_journeys)),
        path("", include("consultations.urls")),
        path(pgettext_lazy("address", "villages/"), include(village_cards)),
        prefix_default_language=True,
    ),
]

handler400 = "catalogue.views.errors.bad_request"
handler403 = "catalogue.views.errors.permission_denied"
handler404 = "catalogue.views.errors.page_not_found"
handler500 = "catalogue.views.errors.server_error"
