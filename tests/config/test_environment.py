"""Nonsense in the environment stops the start with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment, host_of, source_of


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


@pytest.mark.parametrize(
    "address",
    [
        "http://[half",
        "https://villages.example?page=1",
        "https://villages.example#top",
        "https://someone:secret@villages.example",
        "https://villages example",
        "https://villages.example:port",
    ],
)
def test_an_address_of_the_site_is_a_scheme_a_host_and_a_port(monkeypatch, address):
    monkeypatch.setenv("SITE_ADDRESS", address)
    environment = Environment()

    environment.site_address("SITE_ADDRESS", default="")

    assert environment.problems == [
        "SITE_ADDRESS: give an address such as https://villages.example."
    ]


def test_a_database_address_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://[half/villages")
    environment = Environment()

    environment.database("DATABASE_URL", default=str)

    assert [problem.partition(":")[0] for problem in environment.problems] == ["DATABASE_URL"]


def test_a_folder_does_not_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path / "file" / "media"))
    environment = Environment()

    environment.folder("MEDIA_ROOT", default=tmp_path)

    assert environment.problems == [
        f"MEDIA_ROOT: {tmp_path / 'file'} is a file, a folder is needed."
    ]


@pytest.mark.parametrize(("said", "expected"), [("", None), ("/srv/roads", Path("/srv/roads"))])
def test_a_folder_that_need_not_be(monkeypatch, said, expected):
    monkeypatch.setenv("ROAD_GRAPH_FOLDER", said)
    environment = Environment()

    assert environment.folder_or_none("ROAD_GRAPH_FOLDER") == expected
    assert not environment.problems

    monkeypatch.setenv("ROAD_GRAPH_FOLDER", "roads")
    environment.folder_or_none("ROAD_GRAPH_FOLDER")
    assert environment.problems == [
        "ROAD_GRAPH_FOLDER: give a whole path that starts with a slash."
    ]


def test_private_files_do_not_lie_among_public_ones(tmp_path):
    environment = Environment()

    environment.keep_private("PRIVATE_ROOT", tmp_path / "private", public=[tmp_path / "media"])
    assert not environment.problems

    inside = tmp_path / "media" / "private"
    environment.keep_private("PRIVATE_ROOT", inside, public=[tmp_path / "media"])
    assert environment.problems == [
        f"PRIVATE_ROOT: {inside} would lie among files that everyone may have."
    ]


def test_the_host_of_an_address_is_what_browsers_say():
    assert host_of("http://[::1]:8000") == "[::1]"
    assert host_of("https://villages.example:8443") == "villages.example"
    assert host_of("") == ""


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example:8443/osm/{z}/{x}/{y}{r}.png", "https://*.tiles.example:8443"),
    ],
)
def test_a_map_server_is_named_by_its_tiles(monkeypatch, address, source):
    monkeypatch.setenv("MAP_TILES_URL", address)
    monkeypatch.setenv("MAP_TILES_ATTRIBUTION", "© Some map")
    environment = Environment()

    read = environment.tile_server("MAP_TILES_URL")

    assert (read, source_of(read)) == (address, source)
    assert environment.attribution("MAP_TILES_ATTRIBUTION", of=read) == "© Some map"
    assert environment.problems == []


@pytest.mark.parametrize(
    "address",
    [
        "https://tiles.example/",
        "tiles.example/{z}/{x}/{y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://[::1/{z}/{x}/{y}.png",
    ],
)
def test_what_is_no_map_server_is_refused(monkeypatch, address):
    monkeypatch.setenv("MAP_TILES_URL", address)
    environment = Environment()

    assert environment.tile_server("MAP_TILES_URL") == ""
    assert [problem.partition(":")[0] for problem in environment.problems] == ["MAP_TILES_URL"]


def test_a_map_server_needs_its_attribution(monkeypatch):
    monkeypatch.setenv("MAP_TILES_ATTRIBUTION", " ")
    environment = Environment()

    environment.attribution("MAP_TILES_ATTRIBUTION", of="")
    assert environment.problems == []

    environment.attribution("MAP_TILES_ATTRIBUTION", of="https://tiles.example/{z}/{x}/{y}.png")
    assert len(environment.problems) == 1
