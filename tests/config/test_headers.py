"""What every answer tells the browser to be careful with."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/lv/", "/lv/admin/login/", "/lv/nav/"])
def test_every_page_is_strict(client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_public_pages_are_for_reading(client, method):
    assert getattr(client, method)("/lv/ciemi/").status_code == 405


def test_a_map_server_may_be_asked_for_pictures_alone():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from config.settings import SECURE_CSP; print(json.dumps(SECURE_CSP))",
        ],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": "postgresql://nobody@localhost/nothing",
            "MAP_TILES_URL": "https://{s}.tiles.example/{z}/{x}/{y}.png",
            "MAP_TILES_ATTRIBUTION": "© Some map",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    policy = json.loads(said.stdout)

    assert policy["img-src"] == ["'self'", "data:", "https://*.tiles.example"]
    assert {name for name, sources in policy.items() if "tiles" in str(sources)} == {"img-src"}
    assert settings.SECURE_CSP["img-src"] == ["'self'", "data:"]
