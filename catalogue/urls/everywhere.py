"""Addresses that are the same in every language."""

from django.urls import path

from catalogue.views import api, files, front, offline, share_cards, short_codes, sitemaps

urlpatterns = [
    path("", front.choose_language, name="front"),
    path("k/<slug:code>.svg", files.qr_code, name="short-code-qr"),
    path("k/<slug:code>", short_codes.short_code, name="short-code"),
    path("k/<slug:code>/", short_codes.short_code),
    path(
        "patterns/<slug:shape>/<slug:theme>/<slug:motif>/<slug:seed>.svg",
        files.pattern,
        name="pattern",
    ),
    path("maps/base/<slug:version>/<slug:language>.json", files.base_map, name="base-map"),
    path("maps/<slug:version>/<slug:digest>.svg", files.edition_map, name="edition-map"),
    path("share/<slug:digest>.png", share_cards.share_card, name="share-card"),
    path("media/<path:name>", files.media, name="media"),
    path("api/v1/", api.api, name="api-front"),
    path("api/v1/<path:path>", api.api, name="api-answer"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("robots.txt", files.robots, name="robots"),
    path("sw.js", offline.service_worker, name="service-worker"),
    path("favicon.ico", files.favicon, name="favicon"),
]
