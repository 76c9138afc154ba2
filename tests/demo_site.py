"""The real demo, loaded once for a whole module of tests and forgotten afterwards."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


class Loaded:
    """What `load_demo` said when it filled the empty catalogue."""

    def __init__(self, said: str, complaints: str) -> None:
        self.said = said
        self.complaints = complaints
        # user name -> password, as they were printed
        self.logins = dict(re.findall(r"^  (demo-\S+) +(\S+)", said, re.MULTILINE))


def load_demo() -> Loaded:
    said, complaints = StringIO(), StringIO()
    call_command("load_demo", stdout=said, stderr=complaints)
    return Loaded(said.getvalue(), complaints.getvalue())


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The catalogue holds the demo, in a transaction that is rolled back after the module.

    Tests that use it are marked `django_db` too: pytest-django makes no database without.
    """
    folder = tmp_path_factory.mktemp("demo")
    files = override_settings(MEDIA_ROOT=folder / "media", PRIVATE_ROOT=folder / "private")
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield load_demo()
        transaction.set_rollback(True)
