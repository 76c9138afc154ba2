"""The service worker's script, and the page that is shown without a network."""

import json
import re
from types import SimpleNamespace

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def test_the_worker_is_asked_for_anew_and_may_have_the_whole_site(client):
    response = client.get("/sw.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies
    script = response.content.decode()
    site = json.loads(re.search(r"^self\.site = (\{.*\});$", script, re.MULTILINE)[1])
    assert site["offlinePages"] == {
        "lv": "/lv/bez-tikla/",
        "lt": "/lt/be-rysio/",
        "en": "/en/offline/",
    }
    assert site["never"] == ["/lv/admin/", "/lt/admin/", "/en/admin/"]
    assert len({text for text in site["copyOf"].values() if "{date}" in text}) == 3
    worker = re.search(r'importScripts\("/static/(js/worker[^"]*\.js)"\)', script)[1]
    assert (settings.BASE_DIR / "static" / worker).is_file()


def test_each_deploy_brings_another_worker(client, monkeypatch):
    from catalogue.views import offline

    scripts = set()
    for number in ("1", "2"):
        monkeypatch.setattr(offline, "staticfiles_storage", SimpleNamespace(manifest_hash=number))
        scripts.add(client.get("/sw.js").content)

    assert len(scripts) == 2


def test_a_worker_that_is_turned_off_ends_itself(client, settings):
    settings.SERVICE_WORKER = False

    script = client.get("/sw.js").content.decode()

    assert "registration.unregister()" in script
    assert "fetch" not in script


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/lv/bez-tikla/", "lv", "Nav tīkla"),
        ("/lt/be-rysio/", "lt", "Nėra ryšio"),
        ("/en/offline/", "en", "No network"),
    ],
)
def test_the_page_without_a_network_speaks_each_language(client, path, language, title):
    response = client.get(path)

    html = response.content.decode()
    assert response["Content-Language"] == language
    assert f"<h1>{title}</h1>" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "public" in response["Cache-Control"]  # else the worker would not keep it


def test_the_page_without_a_network_is_in_no_sitemap(client):
    assert "offline" not in client.get("/sitemap.xml").content.decode()
