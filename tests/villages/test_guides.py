"""Audio guides and films: judged by what they hold, shown in one language, heard in parts."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue import recordings
from catalogue.publishing import NotReady, gate, publish
from tests.admin_forms import form_data
from tests.factories import UserFactory, VillageFactory
from villages.models import MediaGuide

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent.parent / "recordings"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nA tone\n"
BESIDE = (b"Where the telephone stood", b"Title in the file", b"+56.05")


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def clean(content: bytes) -> recordings.CleanRecording:
    return recordings.clean(ContentFile(content))


def guide(village, name: str = "tone.mp3", **more) -> MediaGuide:
    words = {"language": "en", "title": "Listen", "transcript": "A tone of 440 Hz."} | more
    made = MediaGuide(village=village, author="Sample", licence="CC0 1.0", **words)
    made.file = SimpleUploadedFile(name, sample(name))
    made.save()
    return made


# --- What is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("tone.mp3", recordings.Facts("mp3", 1)),
        ("tone.m4a", recordings.Facts("m4a", 1)),
        ("tone.opus", recordings.Facts("ogg", 1)),
        ("tone.weba", recordings.Facts("weba", 1)),
        ("film.mp4", recordings.Facts("mp4", 1, 160, 90)),
        ("silent.mp4", recordings.Facts("mp4", 1, 160, 90, has_sound=False)),
        ("film.webm", recordings.Facts("webm", 1, 160, 90)),
    ],
)
def test_recordings_are_told_by_what_they_hold(name, facts):
    assert clean(sample(name)).facts == facts


@pytest.mark.parametrize("name", ["tone.mp3", "tone.m4a", "tone.weba", "film.mp4", "film.webm"])
def test_what_is_said_beside_picture_and_sound_is_taken_out(name):
    before = sample(name)
    assert any(words in before for words in BESIDE)

    after = clean(before).read()

    assert not any(words in after for words in BESIDE)
    assert clean(after).read() == after
    if not name.endswith("mp3"):
        assert len(after) == len(before)  # nothing that an index points at has moved


def test_what_makers_of_cameras_write_in_boxes_of_their_own_is_taken_out():
    whole = sample("film.mp4").replace(b"udta", b"gps ")
    assert whole.count(b"gps ") == 1
    behind = b"\0\0\0\x18sefd" + b"+56.05+026.75/"[:16].ljust(16)

    after = clean(whole + behind).read()

    assert not any(words in after for words in (*BESIDE, b"gps ", b"sefd"))
    assert len(after) == len(whole + behind)
    facts = clean(after).facts
    assert facts == clean(sample("film.mp4")).facts


REFUSED = {
    "matroska": (sample("film.mkv"), "codec"),
    "a codec few can play": (sample("hevc.mp4"), "codec"),
    "pieces": (sample("pieces.mp4"), "damaged"),
    "mp4 cut short": (sample("film.mp4")[:-1], "damaged"),
    "webm cut short": (sample("film.webm")[:-1], "damaged"),
    "something behind": (sample("film.mp4") + b"<script>", "damaged"),
    "positions as a track": (sample("film.mp4").replace(b"vide", b"meta"), "tracks"),
    "no track": (sample("film.mp4").replace(b"trak", b"kart"), "tracks"),
    "subtitles as a track": (
        sample("film.webm").replace(b"\x83\x81\x02", b"\x83\x81\x11"),
        "tracks",
    ),
    "a tag and a page": (b"ID3\x04\0\0\0\0\0\0" + b"<script>alert(1)</script>" * 9, "damaged"),
    "half a head": (b"\xff\xfb" + bytes(400), "damaged"),
    "empty ogg": (b"OggS" + bytes(200), "codec"),
    "a head of webm": (b"\x1a\x45\xdf\xa3" + b"\xff" * 60, "damaged"),
    "a head of mp4": (b"\0\0\0\x18ftypmp42" + b"\0" * 12, "damaged"),
    "wave": (b"RIFF\0\0\0\0WAVEfmt " + bytes(99), "not_a_recording"),
    "a page": (b"<html><script>", "not_a_recording"),
    "nothing": (b"", "not_a_recording"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_recording_is_refused_with_a_reason(what):
    content, code = REFUSED[what]

    with pytest.raises(ValidationError) as refusal:
        clean(content)

    assert refusal.value.code == code


def test_a_file_that_is_too_heavy_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(recordings, "MOST_BYTES", 1024)

    with pytest.raises(ValidationError) as refusal:
        clean(sample("tone.mp3"))

    assert refusal.value.code == "too_heavy"


@pytest.mark.parametrize("name", ["film.mp4", "film.webm", "tone.opus", "tone.mp3"])
def test_no_byte_that_is_turned_does_worse_than_a_refusal(name):
    whole = sample(name)
    for at in (*range(0, 400, 7), *range(len(whole) - 1500, len(whole), 97)):
        turned = bytearray(whole)
        turned[at] ^= 0xFF
        try:
            clean(bytes(turned))
        except ValidationError:
            continue


def test_captions_are_written_anew():
    text = (
        "\ufeffWEBVTT - by somebody\r\n\r\nNOTE to nobody\r\n\r\n"
        "STYLE\r\n::cue { color: red }\r\n\r\n"
        "1\r\n00:00.000 --> 00:01.000 line:0\r\nA tone\r\n"
    )

    assert recordings.clean_captions(text) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nA tone\n"


@pytest.mark.parametrize("text", ["A tone", "WEBVTT", "WEBVTT\n\n1 --> 2\nA tone", "WEBVTT\n\nx"])
def test_other_texts_are_no_captions(text):
    with pytest.raises(ValidationError):
        recordings.clean_captions(text)


# --- On the page ----------------------------------------------------------------------------------


def test_a_guide_stands_on_the_page_of_its_language_alone(client):
    village = VillageFactory()
    guide(village, language="en", title="Listen to the oven")
    guide(village, language="lt", title="Krosnies garsai")

    pages = {
        code: client.get(publish(village, code, by=None).edition.get_absolute_url()).text
        for code in ("en", "lt", "lv")
    }

    assert [
        ("Listen to the oven" in html, "Krosnies garsai" in html) for html in pages.values()
    ] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert "<audio" in pages["en"]
    assert 'preload="none"' in pages["en"]
    assert "A tone of 440 Hz." in pages["en"]


def test_what_is_published_stays_the_same_without_guides():
    village = VillageFactory()
    edition = publish(village, "lv", by=None).edition

    guide(village, language="en")

    assert not {"guides", "bus_stop"} & set(edition.document)
    assert publish(village, "lv", by=None).edition == edition
    assert publish(village, "en", by=None).edition.document["guides"][0]["title"] == "Listen"


def test_the_gate_wants_the_transcript_in_the_language_of_the_guide(client):
    village = VillageFactory()
    silent = guide(village, "silent.mp4", transcript=" ")

    assert [gap.address for gap in gate(village, "en")] == [
        village.admin_address() + "#id_guides-0-transcript"
    ]
    assert gate(village, "lv") == []
    with pytest.raises(NotReady):
        publish(village, "en", by=None)

    silent.transcript = "A colour changes."
    silent.save()
    assert gate(village, "en") == []


def test_the_gate_wants_captions_of_a_film_that_speaks():
    village = VillageFactory()
    film = guide(village, "film.mp4")
    assert [gap.address for gap in gate(village, "en")] == [
        village.admin_address() + "#id_guides-0-captions"
    ]

    film.captions = CAPTIONS
    film.save()

    assert gate(village, "en") == []


def test_a_film_keeps_its_place_and_brings_its_captions(client):
    village = VillageFactory()
    film = guide(village, "film.mp4", captions=CAPTIONS)

    html = client.get(publish(village, "en", by=None).edition.get_absolute_url()).text

    assert 'width="160" height="90"' in html
    track = f"/media/guides/{film.captions_digest}.vtt"
    assert f'<track kind="captions" src="{track}" srclang="en"' in html
    answer = client.get(track)
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert b"".join(answer).startswith(b"WEBVTT")


def test_a_stop_is_told_where_it_is_known(client):
    village = VillageFactory(bus_stop_lv="Pietura", bus_stop_lt="Stotelė", bus_stop_en="The stop")

    html = client.get(publish(village, "en", by=None).edition.get_absolute_url()).text
    assert "<dd>The stop</dd>" in html

    village.bus_stop_lt = ""
    village.save()
    assert [gap.address for gap in gate(village, "lt")] == [
        village.admin_address() + "#id_bus_stop_lt"
    ]


# --- Parts of files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        (None, 200, 0, None),
        ("bytes=0-", 206, 0, None),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=100-99999999", 206, 100, None),
        ("bytes=-50", 206, -50, None),
        ("bytes=-99999999", 206, 0, None),
        ("bytes=0-0,5-6", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("bytes=x-", 200, 0, None),
        ("lines=0-5", 200, 0, None),
        pytest.param("bytes=" + "9" * 5000 + "-", 200, 0, None, id="endless"),
    ],
)
def test_a_part_of_a_recording_is_answered(client, asked, status, first, last):
    made = guide(VillageFactory())
    whole = clean(sample("tone.mp3")).read()
    headers = {"accept-encoding": "gzip"} | ({"range": asked} if asked else {})

    answer = client.get(made.file.url, headers=headers)

    part = whole[first:last]
    assert answer.status_code == status
    assert b"".join(answer) == part
    assert answer["Content-Length"] == str(len(part))
    assert answer["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in answer
    assert answer["Content-Type"] == "audio/mpeg"
    if status == 206:
        start = len(whole) - len(part) if first != 100 else 100
        assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(client, asked):
    made = guide(VillageFactory())

    answer = client.get(made.file.url, headers={"range": asked})

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{made.byte_count}"


def test_a_part_of_another_version_is_the_whole(client):
    made = guide(VillageFactory())
    etag = client.get(made.file.url)["ETag"]

    def status(if_range: str) -> int:
        return client.get(
            made.file.url, headers={"range": "bytes=0-9", "if-range": if_range}
        ).status_code

    assert (status(etag), status('"another"')) == (206, 200)


@pytest.mark.parametrize(
    "name",
    ["guides/x.mp3", "guides/../private.mp3", f"guides/{'0' * 64}.exe", f"guides/{'0' * 64}"],
)
def test_nothing_else_in_the_storage_has_an_address(client, name):
    default_storage.save("guides/x.mp3", ContentFile(b"x"))

    assert client.get(f"/media/{name}").status_code == 404


# --- In the admin ---------------------------------------------------------------------------------


def new_guide(village, name: str = "tone.mp3") -> dict:
    return {
        "guides-TOTAL_FORMS": 1,
        "guides-0-language": "en",
        "guides-0-title": "Listen",
        "guides-0-file": SimpleUploadedFile("telephone.bin", sample(name)),
        "guides-0-transcript": "A tone.",
        "guides-0-author": "Sample",
        "guides-0-licence": "CC0 1.0",
        "guides-0-position": 0,
        "guides-0-village": village.pk,
        "guides-0-id": "",
    }


@pytest.mark.parametrize(
    ("role", "partner", "may"),
    [
        ("editor", "latgale", True),
        ("administrator", "ignalina", True),
        ("translator", "latgale", False),
        ("publisher", "latgale", False),
        ("reporter", "latgale", False),
        ("editor", "ignalina", False),
        ("", "", False),
    ],
)
def test_guides_are_added_by_those_who_edit_the_village(client, administrator, role, partner, may):
    village = VillageFactory()
    address = village.admin_address()
    client.force_login(administrator)
    whole_form = form_data(client.get(address))  # so that nothing but the role can refuse it
    client.logout()
    if role:
        more = {"translates_into": ["en"]} if role == "translator" else {}
        client.force_login(UserFactory(**{partner: True}, roles=[role], **more))

    client.post(address, {**whole_form, **new_guide(village)})

    assert MediaGuide.objects.exists() is may


def test_a_file_that_is_none_is_refused_where_it_was_chosen(client, editor_lv):
    village = VillageFactory()
    client.force_login(editor_lv)
    form = form_data(client.get(village.admin_address()))

    answer = client.post(village.admin_address(), {**form, **new_guide(village, "README.md")})

    formset = next(
        inline.formset
        for inline in answer.context["inline_admin_formsets"]
        if inline.formset.model is MediaGuide
    )
    assert "This is no recording" in formset.forms[0].errors["file"][0]
    assert not MediaGuide.objects.exists()
    assert not default_storage.exists("guides")


def test_a_guide_is_kept_when_its_village_is_saved_again(client, editor_lv):
    village = VillageFactory()
    before = guide(village)
    client.force_login(editor_lv)

    form = form_data(client.get(village.admin_address()))
    answer = client.post(village.admin_address(), {**form, "guides-0-title": "Hear"})

    assert answer.status_code == 302
    after = MediaGuide.objects.get()
    assert (after.title, after.digest, after.file.name) == ("Hear", before.digest, before.file.name)


def test_what_nobody_validated_is_refused_all_the_same():
    with pytest.raises(ValidationError):
        guide(VillageFactory(), "README.md")

    assert not MediaGuide.objects.exists()
