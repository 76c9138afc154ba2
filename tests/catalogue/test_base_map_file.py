"""The base map as a file: light, kept for ever under a version, in three languages."""

import gzip
import json

import pytest

from catalogue.maps.file import base_version, packed_base_map

MOST_BYTES = 90 * 1024  # gzipped


def address(language: str, version: str = "") -> str:
    return f"/maps/base/{version or base_version()}/{language}.json"


@pytest.mark.parametrize(
    ("language", "name"), [("lv", "Viļņa"), ("lt", "Vilnius"), ("en", "Vilnius")]
)
def test_it_is_light_and_speaks_the_language(client, language, name):
    response = client.get(address(language), headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert "immutable" in response["Cache-Control"]
    assert len(response.content) <= MOST_BYTES
    names = {
        f["properties"].get("name")
        for f in json.loads(gzip.decompress(response.content))["features"]
    }
    assert name in names


def test_whoever_cannot_unpack_gets_it_as_it_is(client):
    response = client.get(address("en"))

    assert "Content-Encoding" not in response
    assert response.json() == json.loads(gzip.decompress(packed_base_map("en")))


@pytest.mark.django_db  # the page that says so has shared words
@pytest.mark.parametrize("path", [address("de"), address("lv", "older"), address("LV")])
def test_there_is_no_other(client, path):
    assert client.get(path).status_code == 404
