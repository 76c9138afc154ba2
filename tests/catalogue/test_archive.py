"""The archive for a USB stick: whole, honest, the same twice, and never over anybody's files."""

import hashlib
import json
import re
from io import StringIO
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from catalogue import photos
from catalogue.archive import names
from catalogue.archive.asking import NoAnswer, Site
from catalogue.languages import LANGUAGES
from catalogue.publishing import withdraw
from tests.factories import EventFactory, HostContactFactory, OfferFactory, VillageFactory
from tests.html_pages import read_html
from tests.routes import published
from villages.models import VillagePhoto


def export(folder: Path, *words: str) -> dict:
    """Write an archive; what its manifest says."""
    call_command("export_archive", str(folder), *words, stdout=StringIO(), stderr=StringIO())
    return json.loads((folder / "manifest.json").read_text())


def with_a_photo(village):
    digest = "ab" * 32
    for name in (f"{digest}-800.jpg", f"{digest}-standin.jpg"):
        default_storage.save(f"photos/{name}", ContentFile(b"a sample"))
    VillagePhoto.objects.create(
        village=village,
        image=photos.original_name(digest),
        digest=digest,
        width=1600,
        height=1200,
        author="Sample",
        licence="CC BY 4.0",
        **{f"alt_{code}": "A field" for code in LANGUAGES},
    )
    return village


@pytest.fixture
def small_site(db):
    """Two villages, of which one is in two languages only; a route, an event, a draft."""
    one = with_a_photo(VillageFactory(theme_name_en="Bakers’ Village", slug_en="con"))
    OfferFactory(village=one, title_en="Rye bread")
    HostContactFactory(village=one, name="Present Host")
    HostContactFactory(village=one, name="Past Host", consent_until="2020-01-01")
    event = EventFactory()
    event.villages.add(one)
    VillageFactory(theme_name_en="Draft Village")
    published.published(one)
    other = published.village("lv", "en", lithuanian=True, slug_lv="cits-ciems")
    published.published(event)
    published.route(one, other, languages=("lv", "en"))


def test_the_archive_is_whole(small_site, tmp_path):
    folder = tmp_path / "stick" / "villages"

    manifest = export(folder)

    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {*manifest["files"], "manifest.json"}
    assert len({name.lower() for name in files}) == len(files)
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest

    broken, whole = [], set()
    for page in sorted(folder.rglob("*.html")):
        html = page.read_text()
        read = read_html(html)
        here = page.relative_to(folder).as_posix()
        for address in [*read.links, *read.assets]:
            if re.match(r"[a-z]+:", address):
                whole.add(address)
            elif address:
                target = (page.parent / urldefrag(address).url).resolve()
                if not target.is_file():
                    broken.append(f"{here} leads to {address}")
        broken += [f"{here} has no {f}" for f in read.fragments if f[1:] not in read.ids]
        scripts = re.findall(r"<script[^>]*>", html)
        assert bool(scripts) == ("archive-search" in here), here
        assert not re.search(r"<form[ >]", html) or "archive-search" in here
    assert broken == []
    ours = {address for address in whole if address.startswith("http://localhost")}
    assert ours == {"http://localhost/"}, "only the bar names the site itself"

    # In each language every kind of page; the honest card where a language is missing.
    assert {name for name in files if name.startswith("lv/") and name.count("/") == 1} == {
        "lv/index.html"
    }
    assert (folder / "en/villages/con_/index.html").is_file()  # Windows forbids the name “con”
    assert "lt/kaimai/cits-ciems/index.html" in files
    assert "In English" in (folder / "index.html").read_text()
    readme = (folder / "README.txt").read_text("utf-8-sig")
    assert readme.count("index.html") == 3
    assert any(name.endswith("/route.gpx") for name in files)
    assert any(name.startswith("media/photos/") for name in files)
    assert not any("brochure" in name or "save.html" in name for name in files)


def test_documents_say_what_was_published_and_nobody_s_name(small_site, tmp_path):
    folder = tmp_path / "villages"

    manifest = export(folder, "--languages", "en")

    assert {name.split("/")[0] for name in manifest["files"]}.isdisjoint({"lv", "lt"})
    told = [json.loads((folder / row["file"]).read_text()) for row in manifest["editions"]]
    assert sorted(document["kind"] for document in told) == ["event", "route", "village", "village"]
    assert {document["licence_of_texts"]["name"] for document in told} == {"CC BY 4.0"}
    everything = "".join(
        path.read_text("utf-8", errors="ignore") for path in folder.rglob("*") if path.is_file()
    )
    assert "Draft Village" not in everything
    assert "Past Host" not in everything
    assert "Present Host" not in everything  # a consent that is taken back cannot reach a stick
    start = (folder / "en/index.html").read_text()
    assert "My trip" not in start  # nor words that lead nowhere
    assert "Atom" not in start
    assert "Host" not in (folder / "data/village/en/con_.json").read_text()
    index = json.loads((folder / "search/en.js").read_text().split(" = ", 1)[1].rstrip(";\n"))
    assert index["found"][0][:2] == ["Village", "Bakers’ Village"]
    assert index["found"][0][3] == "en/villages/con_/index.html"
    offer = next(entry for entry in index["found"] if entry[1] == "Rye bread")
    assert re.fullmatch(r"en/villages/con_/index\.html#offer-\d+", offer[3])
    named, _told = index["stems"]["bread"]
    assert [index["found"][number][1] for number in named] == ["Rye bread"]


def test_the_same_state_makes_the_same_bytes(small_site, tmp_path):
    assert export(tmp_path / "one", "--languages", "lt") == export(
        tmp_path / "two", "--languages", "lt"
    )


def test_photos_can_be_left_out(small_site, tmp_path):
    manifest = export(tmp_path / "villages", "--languages", "en", "--without-photos")

    assert not any(name.startswith("media/") for name in manifest["files"])
    page = (tmp_path / "villages/en/villages/con_/index.html").read_text()
    assert "Photo: Sample" not in page and "media/" not in page


@pytest.mark.django_db
def test_an_earlier_archive_is_replaced_and_nothing_else_ever(tmp_path):
    folder = tmp_path / "villages"
    gone = published.village("en", slug_en="gone")
    export(folder, "--languages", "en")
    assert (folder / "en/villages/gone").is_dir()
    withdraw(gone, "en", by=None)
    export(folder, "--languages", "en")
    assert not (folder / "en/villages/gone").exists()
    assert [path.name for path in tmp_path.iterdir() if "villages" in path.name] == ["villages"]

    (folder / "my notes.txt").write_text("not to be lost")
    with pytest.raises(CommandError, match="my notes.txt"):
        export(folder, "--languages", "en")
    assert (folder / "my notes.txt").read_text() == "not to be lost"

    foreign = tmp_path / "photos of grandmother"
    foreign.mkdir()
    (foreign / "manifest.json").write_text("{}")
    with pytest.raises(CommandError, match="no archive of this catalogue"):
        export(foreign)
    with pytest.raises(CommandError, match="is a file"):
        export(foreign / "manifest.json")


@pytest.mark.django_db
def test_an_archive_that_fails_leaves_the_earlier_one(tmp_path, monkeypatch):
    folder = tmp_path / "villages"
    export(folder, "--languages", "en")
    before = (folder / "manifest.json").read_bytes()
    answer = Site.get

    def broken(site, address):
        if address == "/en/about/":
            raise NoAnswer("/en/about/ answers 500")
        return answer(site, address)

    monkeypatch.setattr(Site, "get", broken)
    with pytest.raises(CommandError, match="/en/about/ answers 500"):
        export(folder, "--languages", "en")

    assert (folder / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "villages" in path.name] == ["villages"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hosts", "address", "said"),
    [
        (["127.0.0.1"], "", "http://127.0.0.1/"),
        ([".villages.example"], "", "http://villages.example/"),
        (["*"], "", "http://localhost/"),
        (["inside"], "https://villages.example", "https://villages.example/"),
    ],
)
def test_the_site_answers_to_one_of_its_names(tmp_path, settings, hosts, address, said):
    settings.ALLOWED_HOSTS, settings.SITE_ADDRESS = hosts, address

    manifest = export(tmp_path / "villages", "--languages", "en")

    assert f"{manifest['site']}/" == said
    assert said in (tmp_path / "villages/en/index.html").read_text()


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/lv/", "lv/index.html"),
        ("/lv/ciemi/?theme=food&page=2", "lv/ciemi/index.page-2.theme-food.html"),
        ("/lv/ciemi/aux/", "lv/ciemi/aux_/index.html"),
        ("/media/photos/con.jpg", "media/photos/con_.jpg"),
        ("/lv/ciemi/?offer=meal", None),
        ("/lv/ciemi/?theme=a&theme=b", None),
        ("/lv/ciemi/?theme=a%2Fb", None),
        ("/lv/../secret", None),
        ("/lv/what?", "lv/what"),
        ("/lv/a:b/", None),
        ("/lv/" + "a" * 250 + "/", None),
    ],
)
def test_every_name_is_one_that_a_stick_can_hold(address, file):
    assert names.file_of(address) == file


@pytest.mark.parametrize(
    ("here", "there", "fragment", "link"),
    [
        ("lv/index.html", "lv/ciemi/index.html", "", "ciemi/index.html"),
        ("lv/ciemi/a/index.html", "index.html", "", "../../../index.html"),
        ("lv/index.html", "lv/index.html", "map", "#map"),
        ("index.html", "lv/index.html", "map", "lv/index.html#map"),
    ],
)
def test_links_lead_from_file_to_file(here, there, fragment, link):
    assert names.link(here, there, fragment) == link
