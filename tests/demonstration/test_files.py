"""The loader's files are what their endings say."""

import io
import xml.etree.ElementTree as ET
import zipfile

import pikepdf
import puremagic
import pytest
from PIL import Image

from demonstration.content_files import CONTENT, load_yaml
from demonstration.loader import files

TEXT = "One paragraph with (brackets) and a café.\n\n" + "Many words follow here. " * 300


def test_pdf_opens_and_holds_its_text():
    name, data = files.make("pdf", "Notes of the talk", TEXT)
    assert name == "notes-of-the-talk.pdf"
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 2
        drawn = document.pages[0].Contents.read_bytes()
        assert b"Notes of the talk" in drawn
        assert rb"\(brackets\)" in drawn
        assert rb"caf\351" in drawn
        assert "/Info" not in document.trailer or not document.docinfo.get("/Author")


def test_a_letter_that_the_pdf_cannot_hold_is_refused():
    with pytest.raises(UnicodeEncodeError):
        files.pdf("Żółkoś", "x")


def test_docx_has_its_parts():
    _name, data = files.make("docx", "A record", TEXT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        root = ET.fromstring(archive.read("word/document.xml"))
        words = "".join(root.itertext())
    assert words.startswith("A record")
    assert "café" in words


def test_odt_begins_with_its_uncompressed_kind():
    _name, data = files.make("odt", "A sheet", TEXT)
    assert data[30:38] == b"mimetype"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        words = "".join(ET.fromstring(archive.read("content.xml")).itertext())
    assert "café" in words


def test_jpeg_opens_without_metadata():
    _name, data = files.make("jpeg", "A wall", TEXT)
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "JPEG"
    assert not picture.getexif()


def test_the_recording_is_short_and_has_a_transcript():
    data = (CONTENT / "media" / "quiet-tone.m4a").read_bytes()
    assert data[4:11] == b"ftypM4A"
    assert len(data) < 20_000
    assert "Nobody speaks" in (CONTENT / "media" / "quiet-tone.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "known"), [("pdf", "pdf"), ("jpeg", "jfif"), ("docx", "docx")])
def test_their_first_bytes_say_what_they_are(kind, known):
    _name, data = files.make(kind, "A title", TEXT)
    assert known in puremagic.from_string(data)


def test_every_account_of_the_content_makes_its_file_and_has_its_length():
    rows = load_yaml(CONTENT / "accounts.yaml")
    kinds = {row["file"]["kind"] for row in rows if "file" in row}
    assert kinds == {"pdf", "docx", "odt", "jpeg"}
    for row in rows:
        assert 150 <= len(row["text"].split()) <= 300, row["key"]
        if "file" in row:
            _name, data = files.make(row["file"]["kind"], row["file"]["title"], row["text"])
            assert 500 < len(data) < 300_000


def test_accounts_name_criteria_of_their_unit():
    qualification = load_yaml(CONTENT / "qualification.yaml")
    criteria = {
        unit["code"]: {c["code"] for outcome in unit["outcomes"] for c in outcome["criteria"]}
        for unit in qualification["units"]
    }
    rows = load_yaml(CONTENT / "accounts.yaml")
    assert {row["unit"] for row in rows} == set(criteria)
    for row in rows:
        assert set(row["criteria"]) <= criteria[row["unit"]]
    assert len({row["text"] for row in rows}) == len(rows)
