"""Photos: what an upload leaves behind, what is refused, and what pages show."""

import hashlib
import io
import logging
import struct
import zipfile
import zlib
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.forms import modelform_factory
from django.http import Http404
from django.tasks import TaskResultStatus
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import override
from PIL import Image, ImageCms, ImageDraw

from catalogue import photos
from catalogue.tasks import make_renditions
from tests.factories import VillageFactory
from villages.models import VillagePhoto

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (40, 60, 180)


# --- Making files ---------------------------------------------------------------------------------


def picture(width=1000, height=600, colour=RED, mark=BLUE):
    """A picture of one colour with a marked top left quarter."""
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill=mark)
    return image


def encoded(image, form="JPEG", **how):
    buffer = io.BytesIO()
    image.save(buffer, form, **how)
    return buffer.getvalue()


def upload(content, name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def exif_with_position():
    exif = Image.Exif()
    exif[MAKE] = "Secret camera"
    exif.get_ifd(GPS).update({1: "N", 2: (56.0, 3.0, 12.5), 3: "E", 4: (26.0, 46.0, 59.5)})
    return exif


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with_header(width, height):
    """A few bytes of PNG that promise a picture of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", rows)
        + png_chunk(b"IEND", b"")
    )


def archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("payload.html", "<script>alert(1)</script>")
    return buffer.getvalue()


def opened(photo):
    return Image.open(io.BytesIO(photo.open().read()))


def segments(jpeg):
    """The kinds of segments before the picture's data."""
    at, kinds = 2, []
    while jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        kinds.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return kinds


def near(colour, other, tolerance=6):
    return all(abs(one - two) <= tolerance for one, two in zip(colour, other, strict=True))


# --- Cleaning -------------------------------------------------------------------------------------


def test_position_and_camera_do_not_survive():
    content = encoded(picture(), exif=exif_with_position(), comment=b"Secret comment")
    before = Image.open(io.BytesIO(content))
    assert before.getexif().get_ifd(GPS)[2] == (56.0, 3.0, 12.5)
    assert b"Secret camera" in content and b"Secret comment" in content

    photo = photos.clean(upload(content))

    after = photo.open().read()
    assert not opened(photo).getexif()
    assert b"Secret" not in after and b"Exif" not in after
    kinds = segments(after)
    assert kinds.count(0xE0) == 1  # JFIF's own header
    assert not [kind for kind in kinds if 0xE1 <= kind <= 0xEF or kind == 0xFE]


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_other_formats_lose_what_they_carry(form):
    content = encoded(
        picture(),
        form,
        exif=exif_with_position(),
        **({} if form == "PNG" else {"xmp": b"<x:xmp/>"}),
    )
    assert b"Secret camera" in content

    photo = photos.clean(upload(content))

    after = photo.open().read()
    assert b"Secret" not in after and b"xmp" not in after
    assert opened(photo).format == "JPEG"
    assert (photo.width, photo.height) == (1000, 600)
    assert near(opened(photo).getpixel((900, 500)), RED, 10)


@pytest.mark.parametrize(
    ("orientation", "size", "where_the_mark_is"),
    [
        (1, (1000, 600), (20, 20)),
        (3, (1000, 600), (980, 580)),
        (6, (600, 1000), (580, 20)),
        (8, (600, 1000), (20, 980)),
    ],
)
def test_pictures_stand_upright(orientation, size, where_the_mark_is):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation

    photo = photos.clean(upload(encoded(picture(), exif=exif)))

    assert (photo.width, photo.height) == size == opened(photo).size
    assert near(opened(photo).getpixel(where_the_mark_is), BLUE)
    assert near(opened(photo).getpixel((size[0] // 2, size[1] // 2)), RED)


def crossed_profile():
    """sRGB with the primaries of red and green exchanged: what a file calls red is green."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def test_colours_mean_what_the_profile_says():
    content = encoded(picture(colour=(255, 0, 0)), icc_profile=crossed_profile())

    photo = photos.clean(upload(content))

    assert near(opened(photo).getpixel((900, 500)), (0, 255, 0))
    assert "icc_profile" not in opened(photo).info


def test_srgb_profile_changes_nothing():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    photo = photos.clean(upload(encoded(picture(), icc_profile=srgb)))

    assert near(opened(photo).getpixel((900, 500)), RED)
    assert "icc_profile" not in opened(photo).info


def test_cmyk_becomes_rgb():
    cmyk = picture(colour=(255, 0, 0)).convert("CMYK")

    photo = photos.clean(upload(encoded(cmyk)))

    assert opened(photo).mode == "RGB"
    assert near(opened(photo).getpixel((900, 500)), (255, 0, 0))


def test_a_broken_profile_is_left_aside():
    photo = photos.clean(upload(encoded(picture(), icc_profile=b"no profile" * 40)))

    assert near(opened(photo).getpixel((900, 500)), RED)


def test_transparent_palette_lies_on_white():
    image = picture().quantize(8)
    blue = image.getpixel((0, 0))

    photo = photos.clean(upload(encoded(image, "PNG", transparency=blue)))

    assert near(opened(photo).getpixel((20, 20)), (255, 255, 255))
    assert near(opened(photo).getpixel((900, 500)), RED)


def test_sixteen_bits_keep_their_greys():
    image = Image.new("I;16", (300, 200), 0x8000)

    photo = photos.clean(upload(encoded(image, "PNG")))

    assert near(opened(photo).getpixel((5, 5)), (128, 128, 128), 2)


def test_animations_show_their_first_frame():
    frames = [picture(colour=RED), picture(colour=GREEN)]
    content = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])

    photo = photos.clean(upload(content))

    assert near(opened(photo).getpixel((900, 500)), RED, 10)
    assert getattr(opened(photo), "n_frames", 1) == 1


def test_phones_with_a_second_picture_inside_are_welcome():
    content = encoded(picture(), "MPO", save_all=True, append_images=[picture(colour=GREEN)])

    photo = photos.clean(upload(content))

    assert opened(photo).format == "JPEG"
    assert near(opened(photo).getpixel((900, 500)), RED)
    assert b"MPF" not in photo.open().read()


def test_large_pictures_are_kept_at_4000_pixels():
    photo = photos.clean(upload(encoded(picture(6000, 3000))))

    assert (photo.width, photo.height) == (4000, 2000)


@pytest.mark.parametrize(
    "content",
    [
        encoded(picture()) + archive(),
        encoded(picture(), comment=b"<script>alert(1)</script>"),
        encoded(picture()) + b"<html><script>alert(1)</script></html>",
        encoded(picture(), "PNG") + b"<?php payload(); ?>" + archive(),
    ],
    ids=["zip behind", "script in comment", "html behind", "png with trailing data"],
)
def test_second_natures_of_a_file_are_gone(content):
    photo = photos.clean(upload(content))

    after = photo.open().read()
    assert not zipfile.is_zipfile(io.BytesIO(after))
    assert b"script" not in after and b"php" not in after and b"PK\x03\x04" not in after
    assert after.endswith(b"\xff\xd9")


def scans_upon_scans(content, count):
    """A progressive JPEG with its last scan said `count` times more."""
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * count + content[-2:]


TRUNCATED = encoded(picture())[:-3000]
REFUSED = [
    (TRUNCATED, "damaged"),
    (encoded(picture(), "PNG")[:-300], "damaged"),
    (scans_upon_scans(encoded(picture(64, 64), progressive=True), 200), "damaged"),
    (png_with_header(8200, 5001), "too_large"),  # 41 megapixels
    (png_with_header(60_000, 60_000), "too_large"),  # more than Pillow itself would open
    (png_with_header(800, 600), "damaged"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not_a_photo"),
    (encoded(picture().quantize(), "GIF") + archive(), "not_a_photo"),  # GIFAR
    (encoded(picture(), "TIFF"), "not_a_photo"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not_a_photo"),
    (archive(), "not_a_photo"),
    (b"", "not_a_photo"),
    (b"\xff\xd8", "not_a_photo"),
    (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 200, "heic"),
]
REFUSED_IDS = [
    "truncated jpeg", "truncated png", "scans upon scans", "41 MP", "3600 MP", "promise",
    "svg named jpg", "gifar", "tiff", "eps", "zip", "empty", "two bytes", "heic",
]  # fmt: skip


@pytest.mark.parametrize(("content", "code"), REFUSED, ids=REFUSED_IDS)
def test_what_is_no_whole_photo_is_refused(content, code):
    with pytest.raises(ValidationError) as refusal:
        photos.clean(ContentFile(content, name="photo.jpg"))

    assert refusal.value.code == code


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("decoded"))

    with pytest.raises(ValidationError) as refusal:
        photos.clean(upload(png_with_header(8200, 5001)))

    assert refusal.value.messages == ["The picture has 42 megapixels: up to 40 are taken."]


def test_heavy_files_are_refused_unread():
    heavy = io.BytesIO()
    heavy.seek(photos.MOST_BYTES)
    heavy.write(b"\0")

    with pytest.raises(ValidationError) as refusal:
        photos.clean(heavy)

    assert refusal.value.messages == ["The file is larger than 25 MB."]


# --- Uploading ------------------------------------------------------------------------------------


@pytest.fixture
def village(db):
    return VillageFactory()


def photo_of(village, content=None, **fields):
    """A new photo, not saved."""
    content = encoded(picture()) if content is None else content
    return VillagePhoto(
        village=village,
        image=upload(content, "../../Anna Bērziņa at home.php.jpg"),
        **{"author": "A", "licence": "CC BY 4.0", "alt_en": "A red field"} | fields,
    )


def form_for(village, content, name="a.jpg"):
    form = modelform_factory(VillagePhoto, fields=["image", "author", "licence"])
    return form(
        {"author": "A", "licence": "CC0 1.0"},
        {"image": upload(content, name)},
        instance=VillagePhoto(village=village),
    )


def test_form_saves_the_cleaned_picture_under_its_digest(village):
    content = encoded(picture(), exif=exif_with_position())

    photo = form_for(village, content, "Anna Bērziņa.JPG").save()

    photo.refresh_from_db()
    kept = storages["private"].open(photo.image.name).read()
    assert photo.digest == hashlib.sha256(kept).hexdigest()
    assert photo.image.name == f"photos/{photo.digest}.jpg"
    assert (photo.width, photo.height) == (1000, 600)
    assert b"Secret" not in kept
    assert storages["private"].listdir("photos")[1] == [f"{photo.digest}.jpg"]
    assert default_storage.listdir("photos")[1] == [f"{photo.digest}-standin.jpg"]


@pytest.mark.parametrize(("content", "code"), REFUSED[3:7], ids=REFUSED_IDS[3:7])
def test_form_says_at_the_field_what_is_wrong(village, content, code):
    form = form_for(village, content)

    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["image"]] == [code]


def test_form_asks_phones_for_formats_it_reads(village):
    html = str(form_for(village, b"")["image"])

    assert 'accept="image/jpeg,image/png,image/webp,image/avif"' in html


def test_shell_and_imports_obey_the_same_rule(village):
    photo = photo_of(village, encoded(picture(), exif=exif_with_position()))
    photo.save()

    assert b"Secret" not in storages["private"].open(photo.image.name).read()
    with pytest.raises(ValidationError) as refusal:
        photo_of(village, TRUNCATED).save()
    assert list(refusal.value.message_dict) == ["image"]
    with pytest.raises(ValidationError) as refusal:
        photo_of(village, TRUNCATED).full_clean()
    assert list(refusal.value.message_dict) == ["image"]
    with pytest.raises(ValidationError):
        photo.image.save("new.jpg", ContentFile(b"<svg/>"))
    with pytest.raises(ValidationError), transaction.atomic():
        VillagePhoto.objects.bulk_create([photo_of(village, TRUNCATED)])
    assert VillagePhoto.objects.count() == 1


def test_full_clean_before_saving_is_content(village):
    photo = photo_of(village)

    photo.full_clean()
    photo.save()

    assert VillagePhoto.objects.get().digest == photo.digest


def test_same_file_twice_is_one_file(village):
    first, second = photo_of(village), photo_of(village)
    first.save()
    second.save()

    assert first.digest == second.digest and first.image.name == second.image.name
    assert len(storages["private"].listdir("photos")[1]) == 1


def test_half_written_original_is_written_again(village):
    photo = photo_of(village)
    photo.save()
    path = storages["private"].path(photo.image.name)
    with open(path, "r+b") as file:  # noqa: PTH123
        file.truncate(100)

    photo_of(village).save()

    kept = storages["private"].open(photo.image.name).read()
    assert hashlib.sha256(kept).hexdigest() == photo.digest


def test_new_picture_in_an_old_row_is_described_anew(village):
    photo = photo_of(village)
    photo.save()
    VillagePhoto.objects.update(renditions_ready=True)
    old = photo.digest

    photo = VillagePhoto.objects.get()
    photo.image = upload(encoded(picture(700, 900)))
    photo.save(update_fields=["image"])

    photo = VillagePhoto.objects.get()
    assert photo.digest != old and photo.image.name == photos.original_name(photo.digest)
    assert (photo.width, photo.height) == (700, 900)
    assert not photo.renditions_ready


def test_erasing_a_photo_leaves_the_files_of_editions(village):
    photo = photo_of(village)
    photo.save()
    make_renditions.call(photo.digest)
    before = default_storage.listdir("photos")

    photo.delete()

    assert default_storage.listdir("photos") == before
    assert storages["private"].exists(photos.original_name(photo.digest))


@pytest.mark.parametrize("slip", [{"digest": "nonsense"}, {"width": 0}, {"focal_x": 1.5}])
def test_database_refuses_photos_that_cannot_be_shown(village, slip):
    photo_of(village).save()

    with pytest.raises(IntegrityError), transaction.atomic():
        VillagePhoto.objects.update(**slip)


def test_messages_are_in_the_reader_s_language(village):
    # The catalogue of words is made later; what counts is that nothing is said before it is asked.
    for language in ("lv", "lt"):
        with override(language), pytest.raises(ValidationError) as refusal:
            photos.clean(upload(b"<svg/>"))
        assert isinstance(refusal.value.messages[0], str)


# --- Renditions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (4000, [480, 800, 1200, 2000]),
        (2000, [480, 800, 1200, 2000]),
        (1000, [480, 800, 1000]),
        (480, [480]),
        (200, [200]),
    ],
)
def test_pictures_are_never_enlarged(width, widths):
    assert photos.widths_of(width) == widths


def test_task_makes_every_size_after_the_transaction(village, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = photo_of(village)
        photo.save()
        assert not default_storage.exists(photos.rendition_name(photo.digest, 800, "avif"))

    photo.refresh_from_db()
    assert photo.renditions_ready
    for width in (480, 800, 1000):
        for extension, form in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
            with default_storage.open(
                photos.rendition_name(photo.digest, width, extension)
            ) as file:
                image = Image.open(file)
                assert (image.format, image.size) == (form, (width, round(width * 0.6)))
                assert near(image.convert("RGB").getpixel((width - 9, 9)), RED, 12)
    assert len(default_storage.listdir("photos")[1]) == 3 * 3 + 1


def test_task_runs_twice_without_work(village):
    photo = photo_of(village)
    photo.save()

    assert make_renditions.call(photo.digest) == 9
    assert make_renditions.call(photo.digest) == 0


def test_task_marks_only_rows_that_show_this_picture(village):
    photo, other = photo_of(village), photo_of(village, encoded(picture(colour=GREEN)))
    photo.save()
    other.save()

    make_renditions.call(photo.digest)

    photo.refresh_from_db()
    other.refresh_from_db()
    assert (photo.renditions_ready, other.renditions_ready) == (True, False)


def test_failure_is_logged_and_leaves_the_photo_waiting(village, caplog, monkeypatch):
    photo = photo_of(village)
    photo.save()
    monkeypatch.setattr(photos, "_saved", lambda *args: 1 / 0)

    with caplog.at_level(logging.ERROR, logger="catalogue.tasks"):
        result = make_renditions.enqueue(photo.digest)

    photo.refresh_from_db()
    assert result.status == TaskResultStatus.FAILED
    assert not photo.renditions_ready
    assert photo.digest in caplog.text
    assert not [name for name in default_storage.listdir("photos")[1] if "standin" not in name]


def test_new_words_make_no_new_work(village, django_capture_on_commit_callbacks):
    photo_of(village).save()

    with django_capture_on_commit_callbacks() as callbacks:
        photo = VillagePhoto.objects.get()
        photo.alt_en = "A field, red"
        photo.save()

    assert callbacks == []


def test_command_makes_what_is_missing_and_reports_failures(village, capsys):
    photo, broken = photo_of(village), photo_of(village, encoded(picture(colour=GREEN)))
    photo.save()
    broken.save()
    storages["private"].delete(broken.image.name)

    with pytest.raises(CommandError, match="1 of 2 photos"):
        call_command("make_renditions")

    photo.refresh_from_db()
    assert photo.renditions_ready
    assert f"{photo.digest}: 9 made" in capsys.readouterr().out


def test_command_restores_lost_files_of_erased_photos(village):
    photo = photo_of(village)
    photo.save()
    make_renditions.call(photo.digest)
    photo.delete()
    lost = [photos.rendition_name(photo.digest, 800, "webp"), photos.stand_in_name(photo.digest)]
    for name in lost:
        default_storage.delete(name)

    call_command("make_renditions", all=True, verbosity=0)

    assert all(default_storage.exists(name) for name in lost)


# --- Addresses ------------------------------------------------------------------------------------


def test_renditions_are_served_for_ever_and_as_what_they_are(village, client):
    photo = photo_of(village)
    photo.save()
    make_renditions.call(photo.digest)

    for extension, content_type in photos.CONTENT_TYPES.items():
        response = client.get(photos.rendition_address(photo.digest, 480, extension))
        assert response.status_code == 200
        assert response["Content-Type"] == content_type
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in response["Cache-Control"]
        assert response["Content-Security-Policy"].endswith("sandbox")
        assert "Set-Cookie" not in response


def test_sizes_not_made_yet_lead_to_the_stand_in(village, client):
    photo = photo_of(village)
    photo.save()

    response = client.get(photos.rendition_address(photo.digest, 480, "avif"))

    assert response.status_code == 302
    assert response["Location"] == photos.stand_in_address(photo.digest)
    assert response["Cache-Control"] == "no-store"
    stand_in = client.get(response["Location"])
    assert Image.open(io.BytesIO(stand_in.getvalue())).size == (800, 480)


@pytest.mark.parametrize(
    "name",
    [
        "photos/{digest}.jpg",
        "photos/{digest}-800.jpg.html",
        "photos/{digest}-800.html",
        "photos/{digest}-0800.jpg",
        "photos/{digest}-standin.avif",
        "photos/{digest}-800.jpg%0a",
        "photos/{digest}-800.jpg%00",
        "photos/../private/photos/{digest}.jpg",
        "photos//{digest}-800.jpg",
        "maps/../photos/{digest}-800.jpg",
        "maps/1/x.svg",
        "attachments/{digest}-800.jpg",
        "photos/note.txt",
        "photos/",
    ],
)
def test_nothing_else_has_an_address(village, rf, name):
    photo = photo_of(village)
    photo.save()
    make_renditions.call(photo.digest)
    default_storage.save("photos/note.txt", ContentFile(b"private"))

    with pytest.raises(Http404):
        found = resolve(unquote("/media/" + name.format(digest=photo.digest)))
        found.func(rf.get("/"), **found.kwargs)


def test_media_is_only_read(village, client):
    photo = photo_of(village)
    photo.save()

    assert client.post(photos.stand_in_address(photo.digest)).status_code == 405


def test_staff_see_the_stand_in(village):
    photo = photo_of(village)
    photo.save()

    assert photo.image.url == photos.stand_in_address(photo.digest)


# --- Showing --------------------------------------------------------------------------------------


def document_photo(**changes):
    return {
        "digest": "a" * 64,
        "width": 3000,
        "height": 2000,
        "focal_x": 0.5,
        "focal_y": 0.34,
        "author": "Ona <b>",
        "licence": "CC BY-SA 4.0",
        "alt": "Audėja & staklės",
    } | changes


def test_picture_offers_all_formats_and_keeps_its_place():
    html = Template("{% load photos %}{% photo photo sizes='50vw' css_class='x' %}").render(
        Context({"photo": document_photo()})
    )

    assert html.index('type="image/avif"') < html.index('type="image/webp"') < html.index("<img")
    for width in (480, 800, 1200, 2000):
        for extension in ("avif", "webp", "jpg"):
            assert f"/media/photos/{'a' * 64}-{width}.{extension} {width}w" in html
    assert f'src="/media/photos/{"a" * 64}-800.jpg"' in html
    assert 'width="2000" height="1333"' in html
    assert 'alt="Audėja &amp; staklės"' in html
    assert 'class="photo focus-x-50 focus-y-30 x"' in html
    assert 'loading="lazy"' in html and "style=" not in html and "catalogue.photos" not in html


def test_wide_picture_of_a_page_is_fetched_first():
    html = render_to_string("catalogue/_photo.html", {"photo": document_photo(), "sizes": "wide"})

    assert 'fetchpriority="high"' in html and "lazy" not in html and "figure" not in html


def test_card_waits_and_can_carry_its_credit():
    html = render_to_string(
        "catalogue/_photo.html", {"photo": document_photo(), "sizes": "card", "credit": True}
    )

    assert 'loading="lazy"' in html and "50vw" in html
    assert html.index("<img") < html.index("<figcaption>") < html.index("Ona &lt;b&gt;")


def test_credit_names_author_and_terms():
    template = Template("{% load photos %}{% photo_credit photo %}")

    html = template.render(Context({"photo": document_photo()}))
    by_permission = template.render(Context({"photo": document_photo(licence="permission")}))

    assert "Ona &lt;b&gt;" in html
    assert 'href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license"' in html
    assert "With the author&#x27;s permission" in by_permission and "href" not in by_permission


def test_what_a_page_names_is_what_the_task_makes(village):
    photo = photo_of(village, encoded(picture(700, 500)))
    photo.save()
    make_renditions.call(photo.digest)

    shown = photos.sources_of(photo.document("en"))

    srcsets = [source.srcset for source in shown.sources] + [shown.srcset]
    named = {
        part.split()[0].removeprefix("/media/") for srcset in srcsets for part in srcset.split(", ")
    }
    made = {f"photos/{name}" for name in default_storage.listdir("photos")[1]}
    assert named == made - {photos.stand_in_name(photo.digest)}
    assert shown.address.removeprefix("/media/") in named


@pytest.mark.parametrize(
    ("point", "classes"),
    [
        ((0, 1), "focus-x-0 focus-y-100"),
        ((0.349, 0.351), "focus-x-30 focus-y-40"),
        ((-3, 9), "focus-x-0 focus-y-100"),
    ],
)
def test_focus_is_rounded_to_tenths(point, classes):
    assert photos.focus_classes(*point) == classes
