"""Real files for submissions, made from text: PDF, DOCX, ODT and JPEG.

Small and valid, each written by hand as far as its format goes, so that the checks
of an upload (by content and by structure) look at what they would meet in practice.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable
from html import escape
from typing import Final

import pikepdf
from PIL import Image, ImageDraw, ImageFont

_DATE: Final = (2026, 1, 1, 0, 0, 0)
LINE = 86
LINES_ON_A_PAGE = 46
A4 = (595, 842)


def _zip(members: list[tuple[str, str, int]]) -> bytes:
    """A zip with its members in this order; ODF wants an uncompressed `mimetype` first."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text, compression in members:
            info = zipfile.ZipInfo(name, date_time=_DATE)
            info.compress_type = compression
            archive.writestr(info, text.encode())
    return target.getvalue()


def docx(title: str, text: str) -> bytes:
    """A Word document: a heading and paragraphs, without properties of any author."""
    body = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{escape(title)}</w:t></w:r></w:p>'
    body += "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(paragraph)}</w:t></w:r></w:p>'
        for paragraph in text.split("\n\n")
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zip(
        [
            (
                "[Content_Types].xml",
                (
                    f'{head}<Types xmlns="{package}/content-types">'
                    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                    '<Default Extension="xml" ContentType="application/xml"/>'
                    f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
                ),
                zipfile.ZIP_DEFLATED,
            ),
            (
                "_rels/.rels",
                (
                    f'{head}<Relationships xmlns="{package}/relationships">'
                    f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>'
                ),
                zipfile.ZIP_DEFLATED,
            ),
            (
                "word/document.xml",
                (
                    f'{head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                    f"<w:body>{body}<w:sectPr/></w:body></w:document>"
                ),
                zipfile.ZIP_DEFLATED,
            ),
        ]
    )


def odt(title: str, text: str) -> bytes:
    """An OpenDocument text."""
    kind = "application/vnd.oasis.opendocument.text"
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    body = f'<text:h text:outline-level="1">{escape(title)}</text:h>' + "".join(
        f"<text:p>{escape(paragraph)}</text:p>" for paragraph in text.split("\n\n")
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return _zip(
        [
            ("mimetype", kind, zipfile.ZIP_STORED),
            (
                "content.xml",
                (
                    f'{head}<office:document-content xmlns:office="{spaces}:office:1.0" '
                    f'xmlns:text="{spaces}:text:1.0" office:version="1.3"><office:body><office:text>{body}'
                    "</office:text></office:body></office:document-content>"
                ),
                zipfile.ZIP_DEFLATED,
            ),
            (
                "META-INF/manifest.xml",
                (
                    f'{head}<manifest:manifest xmlns:manifest="{spaces}:manifest:1.0" manifest:version="1.3">'
                    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
                    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
                    "</manifest:manifest>"
                ),
                zipfile.ZIP_DEFLATED,
            ),
        ]
    )


def _lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        lines += [*textwrap.wrap(paragraph, width), ""]
    return lines


def _pdf_string(line: str) -> str:
    """A line as a PDF string in WinAnsi; letters outside it are refused, never dropped."""
    escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return "".join(char if ord(char) < 128 else f"\\{char.encode('cp1252')[0]:03o}" for char in escaped)  # noqa: PLR2004 - ASCII


def pdf(title: str, text: str) -> bytes:
    """A PDF of as many pages as the text needs, without metadata."""
    document = pikepdf.new()
    fonts = pikepdf.Dictionary(
        {
            name: pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(f"/{face}"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
            for name, face in (("/F1", "Helvetica"), ("/F2", "Helvetica-Bold"))
        }
    )
    lines = _lines(text, LINE)
    for begin in range(0, max(len(lines), 1), LINES_ON_A_PAGE):
        page = document.add_blank_page(page_size=A4)
        drawn = ["BT 60 780 Td 16 TL"]
        if begin == 0:
            drawn += ["/F2 16 Tf", f"({_pdf_string(title)}) Tj T* T*"]
        drawn += ["/F1 11 Tf 15 TL"]
        drawn += [f"({_pdf_string(line)}) Tj T*" for line in lines[begin : begin + LINES_ON_A_PAGE]]
        page.Contents = document.make_stream(" ".join([*drawn, "ET"]).encode("ascii"))
        page.Resources = pikepdf.Dictionary(Font=fonts)
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return target.getvalue()


def jpeg(title: str, text: str) -> bytes:
    """A photograph-like picture of a sheet with handwriting-sized text, without metadata."""
    picture = Image.new("RGB", (1200, 900), "#e7e4dc")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 1140, 840), fill="#fbfaf6", outline="#c9c4b6", width=3)
    draw.text((110, 100), title, font=ImageFont.load_default(40), fill="#1d3c40")
    for number, line in enumerate(_lines(text, 70)[:14]):
        draw.text((110, 180 + number * 44), line, font=ImageFont.load_default(28), fill="#33403f")
    target = io.BytesIO()
    picture.save(target, format="JPEG", quality=82)
    return target.getvalue()


MAKERS: Final[dict[str, Callable[[str, str], bytes]]] = {"pdf": pdf, "docx": docx, "odt": odt, "jpeg": jpeg}
ENDINGS: Final = {"pdf": "pdf", "docx": "docx", "odt": "odt", "jpeg": "jpg"}


def make(kind: str, title: str, text: str) -> tuple[str, bytes]:
    """A file of `kind` (pdf, docx, odt, jpeg): its name and its bytes."""
    return f"{title.lower().replace(' ', '-')}.{ENDINGS[kind]}", MAKERS[kind](title, text)
