"""What every answer tells the browser to be careful with."""

import pytest

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
