"""Files by content: what is kept and cleaned, what is shown first, what is refused and with which words."""

from __future__ import annotations

import io
import shutil
import zipfile

import pikepdf
import pytest
from PIL import Image

from assessments.inspection import MOST_BYTES, FileRefused, inspect, without_remarks
from tests.assessments import samples


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("name", "data", "extension"),
    [
        ("record.pdf", samples.pdf(), "pdf"),
        ("account.docx", samples.docx(), "docx"),
        ("account.odt", samples.odt(), "odt"),
        ("map.jpg", samples.jpeg(), "jpg"),
        ("map.png", samples.png(), "png"),
        ("talk.m4a", samples.m4a(), "m4a"),
        ("no-ending", samples.pdf(), "pdf"),
        ("wrong.docx", samples.pdf(), "pdf"),
    ],
)
def test_what_is_kept_has_no_hidden_details(name, data, extension):
    looked = inspect(name, data)
    assert looked.extension == extension
    assert looked.cleaned
    for hidden in (
        b"Maryam",
        b"Snow Support",
        b"thumbnail.",
        b"attachedTemplate",
        b"taken at home",
        b"kitchen",
    ):
        assert hidden not in looked.data
        if extension in {"docx", "odt"}:
            assert not any(hidden in content for content in members(looked.data).values())
    again = inspect(name, looked.data)
    assert again.data == looked.data or extension == "pdf"
    assert not again.cleaned


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "mind-map.heic",
            samples.heic(),
            "is a kind of file we cannot open. Send a PDF, DOCX, ODT, JPEG, PNG or M4A",
        ),
        ("notes.txt", b"Only words", "is a kind of file we cannot open"),
        ("film.mp4", samples.m4a(b"vide"), "is a video"),
        ("program.exe", b"MZ" + bytes(400), "is a kind of file we cannot open"),
        ("page.pdf", b"<html><script>alert(1)</script>", "not what its name says"),
        ("account.docx", b"only words", "not what its name says"),
        ("account.docx", samples.zipped({"a.txt": b"x"}), "not what its name says"),
        ("picture.jpg", b"\xff\xd8\xff\xe0 not really", "not what its name says"),
        ("half.jpg", samples.jpeg()[:500], "not what its name says"),
        ("half.png", samples.png()[:-30], "not what its name says"),
        ("half.pdf", b"%PDF-1.7\n", "not what its name says"),
        ("half.m4a", samples.m4a()[:-40], "not what its name says"),
        ("empty.pdf", b"", "is empty"),
        ("large.pdf", b"%PDF-" + bytes(MOST_BYTES), "larger than 20 MB"),
        ("locked.pdf", samples.pdf(password=True), "protected with a password"),
        ("locked.docx", samples.encrypted_docx(), "protected with a password"),
        (
            "locked.odt",
            samples.odt(
                manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
            ),
            "protected with a password",
        ),
        ("script.pdf", samples.pdf(javascript=True), "contains macros or another program"),
        ("packed.pdf", samples.pdf(attachment=True), "other files packed inside"),
        ("macro.docx", samples.docx(extra={"word/vbaProject.bin": b"x"}), "contains macros"),
        ("macro.odt", samples.odt(extra={"Basic/Standard/Module1.xml": b"<x/>"}), "contains macros"),
        (
            "packed.docx",
            samples.docx(extra={"word/embeddings/oleObject1.bin": b"x"}),
            "other files packed inside",
        ),
        ("bomb.docx", samples.docx(extra={"word/media/a.bin": bytes(60 * 1024 * 1024)}), "far too large"),
        ("many.docx", samples.docx(extra={f"word/{n}.bin": b"" for n in range(4000)}), "far too large"),
        (
            "entity.docx",
            samples.docx(extra={"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
            "not what its name says",
        ),
    ],
)
def test_what_is_refused_names_the_file_and_says_what_to_do(name, data, words):
    with pytest.raises(FileRefused) as caught:
        inspect(name, data)
    assert caught.value.messages[0].startswith(f"“{name}”")
    assert words in caught.value.messages[0]


def test_a_picture_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr("assessments.inspection.images.MOST_PIXELS", 100)
    with pytest.raises(FileRefused, match="far too large"):
        inspect("map.jpg", samples.jpeg())


def test_a_photograph_that_lies_on_its_side_is_turned():
    looked = inspect("map.jpg", samples.jpeg(orientation=6, size=(40, 20)))
    with Image.open(io.BytesIO(looked.data)) as picture:
        assert picture.size == (20, 40)
        assert not dict(picture.getexif())


def test_what_hides_behind_the_end_of_a_picture_goes():
    looked = inspect("map.jpg", samples.jpeg() + b"PK\x03\x04 a film of three seconds")
    assert b"three seconds" not in looked.data


def test_pictures_inside_documents_lose_their_places_too():
    looked = inspect("account.docx", samples.docx(extra={"word/media/image1.jpeg": samples.jpeg()}))
    assert "camera" in looked.cleaned
    assert b"Camera of" not in members(looked.data)["word/media/image1.jpeg"]


def test_comments_and_changes_are_listed_and_can_be_taken_out():
    looked = inspect("account.docx", samples.docx(samples.TRACKED, comment="Is this her real name?"))
    assert [(row.kind, row.text, row.author) for row in looked.remarks] == [
        ("comment", "Is this her real name?", "Beth"),
        ("added", "that I could explain", "Beth"),
        ("deleted", "her name, Amina", "Beth"),
    ]
    bare = without_remarks(looked.media_type, looked.data)
    again = inspect("account.docx", bare)
    assert again.remarks == []
    text = members(bare)["word/document.xml"].decode()
    assert "that I could explain" in text
    assert "Amina" not in text
    assert b"Beth" not in b"".join(members(bare).values())


def test_comments_in_an_odt():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Beth</dc:creator>"
        "</office:change-info><text:p>Amina</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>I said <office:annotation><dc:creator>Beth</dc:creator><text:p>Really?</text:p></office:annotation>"
        "that I could explain<text:change/>.</text:p>"
    )
    looked = inspect("account.odt", samples.odt(body=body))
    assert {(row.kind, row.text) for row in looked.remarks} == {("comment", "Really?"), ("deleted", "Amina")}
    content = members(without_remarks(looked.media_type, looked.data))["content.xml"].decode()
    assert "I said that I could explain." in content
    assert "Beth" not in content


def test_comments_in_a_pdf():
    looked = inspect("record.pdf", samples.pdf(comment=True))
    assert [row.text for row in looked.remarks] == ["Is this her real name?"]
    bare = without_remarks(looked.media_type, looked.data)
    assert inspect("record.pdf", bare).remarks == []
    with pikepdf.open(io.BytesIO(bare)) as document:
        assert len(document.pages) == 1


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg on this machine")
def test_a_real_recording_stays_playable(tmp_path):
    looked = inspect("talk.m4a", samples.recorded_m4a(tmp_path))
    assert looked.cleaned == ["sound"]
    assert b"Kitchen" not in looked.data
    assert len(looked.data) == len(samples.recorded_m4a(tmp_path))


def test_a_damaged_member_is_damage_not_an_error():
    data = bytearray(samples.docx())
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = bytes(20)
    with pytest.raises(FileRefused, match="not what its name says"):
        inspect("account.docx", bytes(data))
