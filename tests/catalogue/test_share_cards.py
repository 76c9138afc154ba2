"""Share cards: the right words and letters, light, kept, and of nothing that was never public."""

import io
import random
import sys

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from catalogue import share_cards
from catalogue.maps.lettering import text_width
from catalogue.models import Edition
from catalogue.models.edition import digest_of
from catalogue.publishing import document_of, publish, withdraw
from catalogue.share_cards import HEIGHT, LEFT, MOST_BYTES, TEXT_WIDTH, TITLE_BOTTOM, WIDTH, fitted
from catalogue.shared_words import shared_words
from tests.factories import EventFactory, RouteFactory, ThemeFactory, VillageFactory
from villages.models import VillagePhoto

pytestmark = pytest.mark.django_db

NAMES = {"lv": "Tematiskie ciemi", "lt": "Teminiai kaimai", "en": "Theme villages"}
ODD_TITLES = [
    "Ą",
    "Rudzu maizes un medus, zāļu tēju, linu audumu un koka karošu amatnieku ciems pie Rāznas ezera",
    "Nepriskiriamiausiųjųbežodžioskirstymokaimasprievisųežerųkrašto",
    "<script>alert(1)</script> & “quotes” ]]>",
    "Title\x00with\x1bcontrol\u202eletters",
    "кириллица 漢字 🎻",
    " ".join(["Aukštaitija"] * 16),
]


@pytest.fixture
def quick(monkeypatch):
    """Cards that say what they would tell, where nobody looks at them."""
    monkeypatch.setattr(share_cards, "draw", lambda _edition, told: repr(told).encode())


def card_at(client, page: str) -> Image.Image:
    """The picture that the page of this address names for sharing."""
    html = client.get(page).content.decode()
    address = html.split('<meta property="og:image" content="')[1].split('"')[0]
    response = client.get(address.removeprefix("http://testserver"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert "immutable" in response["Cache-Control"]
    assert len(response.content) <= MOST_BYTES
    return Image.open(io.BytesIO(response.content))


def svg_of(edition: Edition) -> str:
    told = share_cards.told_of(edition, shared_words(edition.language))
    with override(edition.language):
        return share_cards._svg(edition, told, "")


def test_pages_name_a_card_in_their_own_language(client):
    village, other = VillageFactory.create_batch(2)
    editions = [publish(village, language, by=None).edition for language in NAMES]
    publish(other, "lt", by=None)
    for item in (RouteFactory(stops=[village, other]), EventFactory()):
        editions.append(publish(item, "lt", by=None).edition)

    cards = [card_at(client, edition.get_absolute_url()) for edition in editions]

    assert [card.size for card in cards] == [(WIDTH, HEIGHT)] * 5
    assert len({card.convert("RGB").tobytes() for card in cards}) == 5
    for edition in editions:
        assert NAMES[edition.language] in svg_of(edition)
    assert "resvg_py" not in sys.modules  # which takes memory, and stays in a process of its own


def test_a_card_tells_theme_place_and_where_it_lies():
    edition = publish(VillageFactory(theme_name_lv="Maizes ciems"), "lv", by=None).edition

    svg = svg_of(edition)

    for words in ("Maizes", "ciems", "Amati", "Višķi · Preiļu novads", "© OpenStreetMap"):
        assert words in svg
    assert svg.count("<circle") == 1


def test_a_theme_renamed_gives_a_new_address_and_the_old_one_still_answers(client, quick):
    edition = publish(VillageFactory(), "lv", by=None).edition
    before = share_cards.address_of_card(edition, shared_words("lv"))
    old = client.get(before)

    ThemeFactory._meta.model.objects.update(name_lv="Rokdarbi")
    after = share_cards.address_of_card(edition, shared_words("lv"))
    new = client.get(after)

    assert before != after
    assert new.content != old.content
    assert client.get(before).content == new.content
    assert "immutable" not in client.get(before)["Cache-Control"]


def test_a_draft_has_no_card_and_what_was_public_has(client, quick):
    village = VillageFactory()
    draft = digest_of(document_of(village, "lv"))
    assert client.get(f"/share/{draft}.png").status_code == 404

    publish(village, "lv", by=None)
    assert client.get(f"/share/{draft}.png").status_code == 200

    withdraw(village, "lv", by=None)
    assert client.get(f"/share/{draft}.png").status_code == 200
    village.summary_lv = "Vēl neviens to nav lasījis."
    village.save()
    never_public = digest_of(document_of(village, "lv"))
    assert client.get(f"/share/{never_public}.png").status_code == 404


@pytest.mark.parametrize("address", ["/share/nothing.png", f"/share/{'0' * 64}.png"])
def test_other_addresses_are_not_there(client, address):
    assert client.get(address).status_code == 404


def test_cards_are_for_reading(client, quick):
    digest = publish(VillageFactory(), "lv", by=None).edition.digest
    assert client.post(f"/share/{digest}.png").status_code == 405
    assert client.head(f"/share/{digest}.png").status_code == 200


def test_a_card_is_drawn_once(client, quick, monkeypatch):
    edition = publish(VillageFactory(), "lv", by=None).edition
    address = share_cards.address_of_card(edition, shared_words("lv"))
    first = client.get(address).content

    monkeypatch.setattr(share_cards, "draw", lambda *_args: pytest.fail("drawn again"))

    assert client.get(address).content == first


def test_cards_take_no_more_room_than_their_shelf_has(client, monkeypatch):
    monkeypatch.setattr(share_cards, "SHELF", share_cards.Shelf("share", most_bytes=90_000))
    monkeypatch.setattr(share_cards, "draw", lambda *_args: b"x" * 40_000)
    for village in VillageFactory.create_batch(4):
        edition = publish(village, "lv", by=None).edition
        client.get(f"/share/{edition.digest}.png")
        newest = f"{edition.digest}-"

    names = default_storage.listdir("share")[1]
    assert sum(default_storage.size(f"share/{name}") for name in names) <= 90_000
    assert any(name.startswith(newest) for name in names)


def test_who_waits_too_long_is_sent_away(client, quick, monkeypatch):
    edition = publish(VillageFactory(), "lv", by=None).edition
    monkeypatch.setattr(share_cards, "PATIENCE", 0.01)

    with share_cards._room_to_draw:
        response = client.get(f"/share/{edition.digest}.png")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert client.get(f"/share/{edition.digest}.png").status_code == 200


@pytest.mark.parametrize("title", ODD_TITLES)
def test_every_title_fits(title):
    fit = fitted(title)

    assert all(text_width(line, "display", fit.size) <= TEXT_WIDTH for line in fit.lines)
    assert (
        share_cards.TITLE_TOP
        + fit.size * (share_cards.CAPITALS + share_cards.TITLE_LEADING * (len(fit.lines) - 1))
        <= TITLE_BOTTOM
    )
    assert LEFT + TEXT_WIDTH < share_cards.PICTURE_LEFT


@pytest.mark.parametrize("title", ODD_TITLES[4:6])
def test_every_title_can_be_drawn(title):
    edition = publish(VillageFactory(), "lt", by=None).edition
    edition.title = title

    png = share_cards.draw(edition, share_cards.told_of(edition, shared_words("lt")))

    assert Image.open(io.BytesIO(png)).size == (WIDTH, HEIGHT)
    assert "<script" not in svg_of(edition)


def test_short_titles_are_larger_than_long_ones():
    assert fitted("Indra").size > fitted(ODD_TITLES[1]).size
    assert fitted("Indra").lines == ["Indra"]


def with_photo(image: Image.Image, **fields) -> Edition:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    village = VillageFactory()
    VillagePhoto.objects.create(
        village=village,
        image=SimpleUploadedFile("a.jpg", buffer.getvalue()),
        author="Test Author",
        licence="CC BY 4.0",
        alt_lv="Krāsas",
        **fields,
    )
    return publish(village, "lv", by=None).edition


def test_a_photo_is_shown_around_its_focal_point_with_its_credit():
    image = Image.new("RGB", (1600, 600), "#cc2020")
    image.paste("#2020cc", (1200, 0, 1600, 600))
    edition = with_photo(image, focal_x=0.95)
    told = share_cards.told_of(edition, shared_words("lv"))

    card = Image.open(io.BytesIO(share_cards.draw(edition, told))).convert("RGB")

    red, _green, blue = card.getpixel((WIDTH - 200, 100))
    assert blue > 150 > red
    credit = share_cards._svg(edition, told, "data:,")
    assert "Test Author · CC BY 4.0" in credit


def test_the_most_restless_photo_stays_light():
    noise = Image.frombytes("RGB", (300, 300), random.Random(4).randbytes(300 * 300 * 3))
    edition = with_photo(noise.resize((900, 900)))

    png = share_cards.draw(edition, share_cards.told_of(edition, shared_words("lv")))

    assert len(png) <= MOST_BYTES


def test_a_lost_photo_leaves_the_pattern():
    edition = with_photo(Image.new("RGB", (900, 900), "#cc2020"))
    edition.document["photos"][0]["digest"] = "0" * 64

    png = share_cards.draw(edition, share_cards.told_of(edition, shared_words("lv")))

    assert Image.open(io.BytesIO(png)).size == (WIDTH, HEIGHT)


def test_a_drawing_that_fails_is_told_as_busy_and_kept_nowhere(client, monkeypatch):
    edition = publish(VillageFactory(), "lv", by=None).edition
    monkeypatch.setattr(share_cards, "_svg", lambda *_args: "<svg")

    response = client.get(f"/share/{edition.digest}.png")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert not default_storage.exists("share")
