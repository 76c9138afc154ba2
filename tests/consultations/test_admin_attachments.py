"""Activities and their files: each partner's own, never public, and truly what their names say."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from catalogue.models import Partner
from consultations import attachments
from consultations.models import Activity, Attachment
from tests.admin_forms import post_form
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF"


def entry(name: str) -> zipfile.ZipInfo:
    """The same bytes whenever it is made: files name their tests, in each process alike."""
    return zipfile.ZipInfo(name, (2012, 1, 16, 12, 0, 0))


def archive(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        if mimetype:
            made.writestr(entry("mimetype"), mimetype)
        for name in names:
            made.writestr(entry(name), "<xml/>")
    return file.getvalue()


def picture(form: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, form)
    return file.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
ODS = archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")
MACROS = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


def _spoilt(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


_PACKED = io.BytesIO()
with zipfile.ZipFile(_PACKED, "w", zipfile.ZIP_DEFLATED) as _made:
    _made.writestr(
        entry("mimetype"), "application/vnd.oasis.opendocument.text", zipfile.ZIP_DEFLATED
    )
_TEXT = _PACKED.getvalue()
NOT_DEFLATED = _TEXT[:38] + b"\xff" * 10 + _TEXT[48:]  # behind the header and the name
# The names are said to be UTF-8, and are not.
NAMES_OF_NO_ALPHABET = _spoilt(archive("[Content_Types].xml", "ā"), "ā".encode(), b"\xff\xfe")


def activity_of(partner: str) -> Activity:
    return Activity.objects.create(
        partner=Partner.objects.get(key=partner),
        kind="training",
        topic_lv="Apmācības",
        starts_on="2012-01-16",
        ends_on="2012-01-16",
        place="Daugavpils",
    )


@pytest.fixture
def attachment(db):
    """A file of the Latvian partner's."""
    file = SimpleUploadedFile("protokols.pdf", PDF)
    return Attachment.objects.create(activity=activity_of("latgale"), title="Protokols", file=file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.docx", DOCX),
        ("a.xlsx", XLSX),
        ("a.odt", ODT),
        ("a.ODS", ODS),
        ("a.jpg", picture("JPEG")),
        ("a.jpeg", picture("JPEG")),
        ("a.png", picture("PNG")),
    ],
)
def test_office_files_and_pictures_are_kept(name, content):
    attachments.check(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("page.pdf", b"<script>alert(1)</script>"),
        ("a.pdf", picture("PNG")),
        ("a.docx", XLSX),
        ("a.docx", MACROS),
        ("a.docm", DOCX),
        ("a.odt", ODS),
        ("a.zip", archive("anything")),
        ("a.docx", archive("anything")),
        ("a.docx", DOCX[:30]),
        ("a.odt", NOT_DEFLATED),
        ("a.docx", NAMES_OF_NO_ALPHABET),
        ("a.png", b"\x89PNG\r\n\x1a\nnothing more"),
        ("a.jpg", b"\xff\xd8\xff nothing more"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a", PDF),
        ("empty.pdf", b""),
    ],
)
def test_other_files_are_refused_whatever_their_name(name, content):
    with pytest.raises(ValidationError):
        attachments.check(SimpleUploadedFile(name, content))


def test_a_file_larger_than_20_mb_is_refused(monkeypatch):
    file = SimpleUploadedFile("a.pdf", PDF)
    file.size = 20 * 1024 * 1024
    attachments.check(file)

    file.size += 1
    with pytest.raises(ValidationError):
        attachments.check(file)


def test_a_long_name_with_diacritics_is_cut_and_keeps_its_ending():
    file = SimpleUploadedFile("ā" * 200 + ".pdf", PDF)

    kept = Attachment.objects.create(activity=activity_of("latgale"), title="Garš", file=file)

    assert kept.file_name.startswith("ā" * 50)
    assert kept.file_name.endswith(".pdf")


def test_a_reporter_attaches_a_file_and_gets_it_back(client, reporter_lv):
    activity = activity_of("latgale")
    client.force_login(reporter_lv)
    address = reverse("admin:consultations_activity_change", args=[activity.pk])

    def upload(file: SimpleUploadedFile):
        return post_form(
            client,
            address,
            {
                "attachments-TOTAL_FORMS": 1,
                "attachments-0-title": "Prezentācija",
                "attachments-0-activity": activity.pk,
                "attachments-0-id": "",
                "attachments-0-file": file,
            },
        )

    assert upload(SimpleUploadedFile("slaidi.pdf", b"<html>")).status_code == 200
    assert not Attachment.objects.exists()

    assert upload(SimpleUploadedFile("slaidi.pdf", PDF)).status_code == 302
    kept = Attachment.objects.get()
    assert kept.address in client.get(address).text

    answer = client.get(kept.address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="slaidi.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", ["editor", "translator", "publisher", "reporter"])
def test_the_other_partners_files_and_activities_are_not_there(client, attachment, role):
    languages = ["lv"] if role == "translator" else []
    stranger = UserFactory(ignalina=True, roles=[role], translates_into=languages)
    client.force_login(stranger)
    activity = reverse("admin:consultations_activity_change", args=[attachment.activity_id])

    assert client.get(attachment.address).status_code == 404
    assert client.get(activity).status_code == 404


def test_a_file_is_not_reached_through_another_activity(client, attachment):
    own = activity_of("ignalina")
    client.force_login(UserFactory(ignalina=True, roles=["reporter"]))
    address = reverse("admin:consultations_attachment_download", args=[own.pk, attachment.pk])
    assert client.get(address).status_code == 404


def test_files_are_never_public(client, attachment):
    answer = client.get(attachment.address)
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]

    assert client.get(f"/media/{attachment.file.name}").status_code == 404
    client.force_login(UserFactory(is_staff=False, partner=None))
    assert client.get(attachment.address).status_code == 302


def test_a_deleted_attachment_leaves_no_file(attachment, django_capture_on_commit_callbacks):
    assert storages["private"].exists(attachment.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        attachment.activity.delete()

    assert not storages["private"].exists(attachment.file.name)


@pytest.mark.parametrize(
    ("role", "may_write"),
    [("editor", False), ("publisher", False), ("reporter", True)],
)
def test_reporters_write_activities_and_others_read_them(client, request, role, may_write):
    activity = activity_of("latgale")
    client.force_login(request.getfixturevalue(f"{role}_lv"))
    address = reverse("admin:consultations_activity_change", args=[activity.pk])

    assert client.get(address).status_code == 200
    expected = 302 if may_write else 403
    assert post_form(client, address, {"summary_lt": "Susitikimas."}).status_code == expected

    activity.refresh_from_db()
    assert (activity.summary_lt == "Susitikimas.") is may_write


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_asks_the_same_number_of_questions(
    client, reporter_lv, django_assert_num_queries, count
):
    for _number in range(count):
        activity_of("latgale")
    client.force_login(reporter_lv)
    address = reverse("admin:consultations_activity_changelist")

    with django_assert_num_queries(6):  # session, user, two counts, rows, years
        answer = client.get(address)

    assert len(answer.context["cl"].result_list) == count
