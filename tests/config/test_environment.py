"""Nonsense in the environment stops the start with a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment


def test_every_mistake_is_named_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("DEBUG", "perhaps")
    monkeypatch.setenv("WEB_WORKERS", "-3")
    monkeypatch.setenv("SITE_ADDRESS", "villages.example/path")
    monkeypatch.setenv("DATABASE_URL", "mysql://x/y")
    monkeypatch.setenv("MEDIA_ROOT", "media")
    monkeypatch.setenv("SECRET_KEY", "short")
    environment = Environment()

    environment.yes_or_no("DEBUG", default=False)
    environment.whole_number("WEB_WORKERS", default=2, least=1, most=64)
    environment.site_address("SITE_ADDRESS", default="")
    environment.database("DATABASE_URL", default=str)
    environment.folder("MEDIA_ROOT", default=tmp_path)
    environment.secret_key("SECRET_KEY", kept_in=tmp_path / "key", required=False)

    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.stop_if_nonsense()
    for name in (
        "DEBUG",
        "WEB_WORKERS",
        "SITE_ADDRESS",
        "DATABASE_URL",
        "MEDIA_ROOT",
        "SECRET_KEY",
    ):
        assert f"{name}: " in str(refusal.value)


def test_a_site_behind_https_needs_its_own_key(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    environment = Environment()

    environment.secret_key("SECRET_KEY", kept_in=tmp_path / "key", required=True)

    assert environment.problems == ["SECRET_KEY: give one: a site behind HTTPS needs its own key."]


def test_a_trial_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept_in = tmp_path / "key"

    first = Environment().secret_key("SECRET_KEY", kept_in=kept_in, required=False)

    assert len(first) >= 40
    assert first == Environment().secret_key("SECRET_KEY", kept_in=kept_in, required=False)
    assert kept_in.stat().st_mode & 0o077 == 0
