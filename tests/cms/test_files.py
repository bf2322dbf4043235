"""The one view that hands out files: permission, consent, parts, and nothing that a camera wrote."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.roles import RoleName
from cms import services, uploads
from cms.models import Contribution, Media, Paper, Picture
from cms.templatetags.cms_files import contribution_address, media_address
from foundation.exceptions import Refused
from tests.cms import makers
from tests.people import client, person

pytestmark = pytest.mark.django_db

MARK = "GPS-of-a-real-house"


def photograph(size=(40, 30), kind="JPEG"):
    picture = Image.new("RGB", size, (12, 78, 86))
    exif = Image.Exif()
    exif[0x010E] = MARK
    exif[0x0112] = 6
    target = io.BytesIO()
    picture.save(target, format=kind, exif=exif)
    return target.getvalue()


def upload(data=None, name="Rosa at home.jpg"):
    return SimpleUploadedFile(name, data if data is not None else photograph())


def sound():
    return SimpleUploadedFile("rosa.mp3", b"ID3" + bytes(range(256)) * 20)


def kept(file) -> bytes:
    with file.storage.open(file.name, "rb") as stored:
        return stored.read()


def picture(**fields):
    row = Picture(title="A door", file=upload(), **fields)
    row.full_clean(exclude=["file_hash", "width", "height"])
    row.save()
    return row


def with_picture(row):
    page = makers.content_page()
    page.body = [
        {"type": "image", "value": {"image": {"image": row.pk, "alt_text": "A door", "decorative": False}}}
    ]
    return page


def publish_with(row):
    page = with_picture(row)
    page.save_revision().publish()
    return page


def test_a_picture_is_drawn_again_upright_and_renamed():
    row = picture()
    assert MARK.encode() in photograph()
    data = kept(row.file)
    assert MARK.encode() not in data
    assert "Rosa" not in row.file.name
    assert Image.open(io.BytesIO(data)).size == (30, 40)
    assert (row.width, row.height) == (30, 40)
    rendition = row.get_rendition("max-20x20")
    assert "Rosa" not in rendition.file.name + rendition.url
    assert MARK.encode() not in kept(rendition.file)


@pytest.mark.parametrize("data", [b"<html>", b"", b"\xff\xd8\xff\xe0 torn", b"%PDF-1.7\n"])
def test_what_is_no_picture_is_refused_whatever_its_name(data):
    with pytest.raises(Refused):
        uploads.clean_picture(io.BytesIO(data))


def test_a_picture_in_a_page_keeps_its_file():
    row = picture()
    publish_with(row)
    row.file = upload(photograph((10, 10)))
    with pytest.raises(ValidationError, match="new picture"):
        row.full_clean()


def test_a_picture_is_as_visible_as_its_pages():
    row = picture()
    address = row.get_rendition("original").url
    assert address.startswith("/files/")
    assert client().get(address).status_code == 404
    page = with_picture(row)
    page.save_revision()
    assert client().get(address).status_code == 404
    assert client(makers.editor()).get(address).status_code == 200
    page.latest_revision.publish()
    assert client().get(address).status_code == 200
    page.refresh_from_db()
    page.unpublish()
    assert client().get(address).status_code == 404


def test_nothing_else_below_files_opens():
    row = picture()
    publish_with(row)
    for name in (row.file.name.rpartition("/")[2], "document.pdf", "recording.mp3", "x"):
        assert client().get(f"/files/{row.public_id}/{name}").status_code == 404
    assert client().get(f"/files/{row.file.name}").status_code == 404
    for closed in (
        f"/documents/{row.pk}/x.pdf",
        f"/images/{row.pk}/x/",
        "/documents/authenticate_with_password/1/",
    ):
        assert client().get(closed).status_code == 404


def voice(of=None, **terms):
    owner = of or makers.consultant()
    row = services.give_words(
        consultant=owner,
        by=owner,
        words="What is said.",
        kind=Contribution.Kind.SOUND,
        seconds=190,
        file=sound(),
    )
    makers.give(row, **terms)
    return row


def test_a_recording_needs_a_page_that_may_be_read_and_a_consent_that_is_live_now():
    row = voice()
    address = contribution_address(row)
    assert client(row.consultant).get(address).status_code == 200
    assert client().get(address).status_code == 404
    page = makers.content_page(row)
    page.latest_revision.publish()
    answer = client().get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "rosa" not in str(answer.headers).lower()
    services.withdraw(contribution=row, by=row.consultant)
    for someone in (None, row.consultant, makers.editor(), person("T", RoleName.TRAINEE)):
        assert client(someone).get(address).status_code == 404


def test_a_consent_for_signed_in_readers_does_not_open_it_on_a_public_page():
    row = voice(web_public=False)
    page = makers.content_page(row)
    page.save_revision()
    from cms.models import ContributionUse

    ContributionUse.objects.update(live=True)
    assert client().get(contribution_address(row)).status_code == 404


def test_a_consent_ends_by_the_clock_alone():
    import datetime as dt

    from foundation import clock

    row = voice(until=clock.today())
    makers.content_page(row).latest_revision.publish()
    address = contribution_address(row)
    assert client().get(address).status_code == 200
    with clock.standing_at(clock.now() + dt.timedelta(days=1)):
        assert client().get(address).status_code == 404


def test_parts_and_tags():
    row = voice()
    makers.content_page(row).latest_revision.publish()
    address, browser = contribution_address(row), client()
    whole = b"".join(browser.get(address).streaming_content)
    assert len(whole) == 3 + 256 * 20
    part = browser.get(address, headers={"Range": "bytes=3-7"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == whole[3:8]
    assert part["Content-Range"] == f"bytes 3-7/{len(whole)}"
    tail = browser.get(address, headers={"Range": "bytes=-4"})
    assert b"".join(tail.streaming_content) == whole[-4:]
    assert browser.get(address, headers={"Range": "bytes=99999-"}).status_code == 416
    etag = part["ETag"]
    assert browser.get(address, headers={"If-None-Match": etag}).status_code == 304
    other = browser.get(address, headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert other.status_code == 200
    head = browser.head(address)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(whole)))


def test_destroying_takes_the_file_away(django_capture_on_commit_callbacks):
    row = voice()
    storage, name = row.file.storage, row.file.name
    services.withdraw(contribution=row, by=row.consultant)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        services.destroy(contribution=row, by=row.consultant)
    assert not storage.exists(name)


def test_media_are_checked_by_content_and_written_once():
    film = Media(
        title="A door", kind="film", file=SimpleUploadedFile("a.mp4", b"ID3 sound"), transcript="x", seconds=4
    )
    with pytest.raises(ValidationError) as refusal:
        film.full_clean()
    assert {"file", "captions"} <= set(refusal.value.error_dict)
    row = Media(title="A talk", kind="sound", file=sound(), transcript="All of it.", seconds=70)
    row.full_clean()
    row.save()
    assert "rosa" not in row.file.name
    assert media_address(row, "file").endswith("recording.mp3")
    row.transcript = "Something else."
    with pytest.raises(ValidationError, match="signed off"):
        row.full_clean()


def test_documents_are_pdf_and_lose_their_name():
    row = Paper(
        title="Leaflet", file=SimpleUploadedFile("rosa.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF")
    )
    row.full_clean(exclude=["file_hash"])
    row.save()
    assert "rosa" not in row.file.name
    assert row.url == f"/files/{row.public_id}/document.pdf"
    bad = Paper(title="Leaflet", file=SimpleUploadedFile("x.pdf", b"MZ\x90"))
    with pytest.raises(ValidationError):
        bad.full_clean(exclude=["file_hash"])
