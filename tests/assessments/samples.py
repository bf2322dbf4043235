"""Small real files of every kind, whole and with something wrong inside, made in memory."""

from __future__ import annotations

import io
import struct
import subprocess
import zipfile

import pikepdf
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(text: str = "", **change) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    with document.open_metadata() as meta:
        meta["dc:creator"] = ["Maryam Haddad"]
    document.docinfo["/Author"] = "Maryam Haddad"
    if change.get("javascript"):
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    if change.get("attachment"):
        document.attachments["secret.txt"] = b"a name and a number"
    if change.get("comment"):
        document.pages[0].Annots = pikepdf.Array(
            [
                document.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Text,
                        Contents="Is this her real name?",
                        T="Beth",
                        Rect=[0, 0, 10, 10],
                    )
                )
            ]
        )
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner="o", user="u") if change.get("password") else None
    document.save(out, encryption=encryption or False)
    return out.getvalue()


def docx(body: str = "", extra: dict[str, bytes] | None = None, comment: str = "") -> bytes:
    body = body or "<w:p><w:r><w:t>On the second visit.</w:t></w:r></w:p>"
    members = {
        "[Content_Types].xml": (
            b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/>'
            b'<Relationship Id="r2" Type="http://x/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>'
        ),
        "word/document.xml": (
            f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        ).encode(),
        "word/settings.xml": (
            f'<?xml version="1.0"?><w:settings xmlns:w="{W}"><w:attachedTemplate/></w:settings>'
        ).encode(),
        "docProps/core.xml": b"<cp:coreProperties xmlns:cp='x'><creator>Maryam Haddad</creator></cp:coreProperties>",
        "docProps/app.xml": b"<Properties xmlns='x'><Company>Snow Support</Company></Properties>",
        "docProps/thumbnail.jpeg": b"a picture of the first page",
    }
    if comment:
        members["word/comments.xml"] = (
            f'<?xml version="1.0"?><w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="Beth">'
            f"<w:p><w:r><w:t>{comment}</w:t></w:r></w:p></w:comment></w:comments>"
        ).encode()
    members |= extra or {}
    return zipped(members)


TRACKED = (
    '<w:p><w:r><w:t xml:space="preserve">I said </w:t></w:r>'
    '<w:ins w:id="1" w:author="Beth"><w:r><w:t>that I could explain</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="Beth"><w:r><w:delText>her name, Amina</w:delText></w:r></w:del>'
    '<w:commentRangeStart w:id="0"/><w:r><w:t>.</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
)


def odt(extra: dict[str, bytes] | None = None, body: str = "", manifest: str = "") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    body = body or "<text:p>On the second visit.</text:p>"
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": (
            f'<?xml version="1.0"?><office:document-content xmlns:office="{office}"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        ).encode(),
        "meta.xml": f'<office:document-meta xmlns:office="{office}"><x>Maryam Haddad</x></office:document-meta>'.encode(),
        "Thumbnails/thumbnail.png": b"a picture of the first page",
        "META-INF/manifest.xml": (
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" manifest:media-type="image/png"/>'
            f"{manifest}</manifest:manifest>"
        ).encode(),
    }
    return zipped(members | (extra or {}))


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def jpeg(*, orientation: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    picture = Image.new("RGB", size, (12, 78, 86))
    exif = picture.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera of Maryam"
    gps = exif.get_ifd(0x8825)
    gps[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"taken at home")
    return out.getvalue()


def png() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Maryam Haddad")
    out = io.BytesIO()
    Image.new("RGB", (30, 30), (226, 149, 92)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def m4a(handler: bytes = b"soun") -> bytes:
    hdlr = box(b"hdlr", bytes(8) + handler + bytes(13))
    title = box(b"udta", b"Recorded in the kitchen of Maryam")
    moov = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"mdia", hdlr)) + title)
    return box(b"ftyp", b"M4A \x00\x00\x00\x00M4A mp42isom") + moov + box(b"mdat", bytes(64))


def heic() -> bytes:
    return box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic") + box(b"meta", bytes(40)) + box(b"mdat", bytes(40))


def encrypted_docx() -> bytes:
    """The outside of a Word document with a password: a compound file."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )


def recorded_m4a(folder) -> bytes:
    """A real recording, where the machine has ffmpeg; None otherwise."""
    path = folder / "real.m4a"
    command = [
        "ffmpeg",
        "-loglevel",
        "error",
        "-f",
        "lavfi",
        "-y",
        "-i",
        "sine=d=1",
        "-metadata",
        "title=Kitchen",
        path,
    ]
    subprocess.run(command, check=True)
    return path.read_bytes()
