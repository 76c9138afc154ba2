"""What every test stands on: a database server, a language that does not leak."""

import os

import pytest
from django.utils import translation

from tests.factories import UserFactory


def pytest_configure() -> None:
    if not os.environ.get("DATABASE_URL"):
        from config import embedded_postgres

        embedded_postgres.start()


@pytest.fixture(autouse=True)
def language_of_nobody():
    """The test client leaves its language active, which would leak into the next test."""
    translation.activate("en")
    yield
    translation.activate("en")


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    """Uploads and what is made of them go where the test can be forgotten."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            **settings.STORAGES["private"],
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }


@pytest.fixture
def editor_lv(db):
    return UserFactory(latgale=True, roles=["editor"])


@pytest.fixture
def editor_lt(db):
    return UserFactory(ignalina=True, roles=["editor"])


@pytest.fixture
def translator_lv(db):
    return UserFactory(latgale=True, roles=["translator"], translates_into=["lt", "en"])


@pytest.fixture
def publisher_lv(db):
    return UserFactory(latgale=True, roles=["publisher"])


@pytest.fixture
def reporter_lv(db):
    return UserFactory(latgale=True, roles=["reporter"])


@pytest.fixture
def administrator(db):
    return UserFactory(ignalina=True, roles=["administrator"])
