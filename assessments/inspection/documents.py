"""DOCX and ODT: zips whose members are counted, measured and looked at one by one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree

from assessments.inspection import images
from assessments.inspection.found import MOST_REMARKS, FileRefused, Inspected, Remark

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MOST_MEMBERS = 3000
MOST_UNPACKED = 120 * 1024 * 1024
#: More than this many times its packed size, a member above a megabyte is made to burst.
MOST_RATIO = 200

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
SHAREPOINT = "http://schemas.microsoft.com/office/2006/metadata/properties"

Members = dict[str, bytes]

EMPTY_PROPERTIES = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
EMPTY_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>'
)


def _parse(data: bytes) -> etree._Element:
    """Parse XML that expands nothing and fetches nothing. Raises ValueError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("broken XML") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type has no place here")
    return root


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def family(data: bytes) -> str:
    """Which of the two a zip is, by its members; "" for any other zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:  # noqa: PLR2004
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return "odt" if kind in {ODT, f"{ODT}-template"} else ""
    except (zipfile.BadZipFile, RuntimeError, zlib.error, OSError, ValueError, NotImplementedError):
        return ""
    return "docx" if {"[Content_Types].xml", "word/document.xml"} <= names else ""


def is_encrypted_office(data: bytes) -> bool:
    """Whether a compound file is a password-protected Office document."""
    return "EncryptedPackage".encode("utf-16-le") in data


def _unpack(name: str, data: bytes) -> Members:
    """All members, within bounds. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.flag_bits & 1 for info in infos):
                raise FileRefused.for_password(name)
            total = sum(info.file_size for info in infos)
            bursting = any(
                info.file_size > 1024 * 1024 and info.file_size > MOST_RATIO * max(info.compress_size, 1)
                for info in infos
            )
            if len(infos) > MOST_MEMBERS or total > MOST_UNPACKED or bursting:
                raise FileRefused.for_size_inside(name)
            if len({info.filename for info in infos}) != len(infos):
                raise FileRefused.for_damage(name)
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRefused.for_damage(name) from error


def _pack(members: Members, first: str = "") -> bytes:
    """A zip of the members; `first` is stored unpacked at its start, as ODT wants its type."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first), members[first], zipfile.ZIP_STORED)
        for name, data in members.items():
            if name != first:
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _clean_pictures(members: Members, folder: str) -> bool:
    """Cut camera data from the pictures inside; True when any had them."""
    had = False
    for name, data in members.items():
        cleaner: Callable[[bytes], bytes] | None = None
        if name.startswith(folder) and name.lower().endswith((".jpg", ".jpeg")):
            cleaner = images.clean_jpeg
        elif name.startswith(folder) and name.lower().endswith(".png"):
            cleaner = images.clean_png
        if cleaner:
            try:
                clean = cleaner(data)
            except (ValueError, OverflowError):
                continue
            had |= clean != data
            members[name] = clean
    return had


# DOCX


def _docx_parts(members: Members) -> list[str]:
    """The parts of a DOCX that hold running text."""
    kinds = ("document", "header", "footer", "footnotes", "endnotes")
    return [
        name
        for name in members
        if name.startswith("word/") and name.count("/") == 1 and name.endswith(".xml")
        and name.removeprefix("word/").startswith(kinds)
    ]  # fmt: skip


def _said(element: etree._Element) -> str:
    return " ".join(part.text or "" for part in element.iter(f"{W}t", f"{W}delText"))


def _docx_remarks(members: Members) -> list[Remark]:
    found = []
    if "word/comments.xml" in members:
        found += [
            Remark.of("comment", _said(comment), comment.get(f"{W}author", ""))
            for comment in _parse(members["word/comments.xml"]).iter(f"{W}comment")
        ]
    for part in _docx_parts(members):
        for change in _parse(members[part]).iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"):
            words = _said(change)
            if words.strip():
                kind = "added" if change.tag in {f"{W}ins", f"{W}moveTo"} else "deleted"
                found.append(Remark.of(kind, words, change.get(f"{W}author", "")))
    return found[:MOST_REMARKS]


def _remove_from(members: Members, name: str, unwanted: Callable[[etree._Element], bool]) -> bool:
    """Remove the elements of a part that are `unwanted`; True when there were any."""
    root = _parse(members[name])
    found = [element for element in root.iter() if isinstance(element.tag, str) and unwanted(element)]
    for element in found:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if found:
        members[name] = _written(root)
    return bool(found)


def _is_hidden_link(element: etree._Element) -> bool:
    """A thumbnail of the first page, or the path of a template: it names people and folders."""
    return element.tag == RELATIONSHIP and (
        "docProps/thumbnail" in element.get("Target", "")
        or element.get("Type", "").endswith("/attachedTemplate")
    )


def _docx_strip(members: Members) -> bool:
    """Blank document properties, template paths and SharePoint's; True when there were any."""
    had = False
    for name, empty in EMPTY_PROPERTIES.items():
        if members.get(name, empty) != empty:
            members[name] = empty
            had = True
    for name in list(members):
        if name.endswith(".rels"):
            had |= _remove_from(members, name, _is_hidden_link)
        elif name == "word/settings.xml":
            had |= _remove_from(members, name, lambda element: element.tag == f"{W}attachedTemplate")
        elif name.startswith("customXml/item") and name.endswith(".xml"):
            if etree.QName(_parse(members[name])).namespace == SHAREPOINT:
                had |= _remove_from(members, name, lambda element: element.getparent() is not None)
        elif name.startswith("docProps/thumbnail"):
            del members[name]
    return had


def _docx_refuse(name: str, members: Members) -> None:
    lower = [member.lower() for member in members]
    types = members["[Content_Types].xml"].lower()
    if b"macroenabled" in types or any("vbaproject" in member or "/activex/" in member for member in lower):
        raise FileRefused.for_program(name)
    if any("/embeddings/" in member and not member.endswith(".xlsx") for member in lower):
        raise FileRefused.for_files_inside(name)
    _parse(members["[Content_Types].xml"])
    if _parse(members["word/document.xml"]).tag != f"{W}document":
        raise ValueError("not a text document")


def look_docx(name: str, data: bytes) -> Inspected:
    """Look into a DOCX. Raises FileRefused."""
    members = _unpack(name, data)
    try:
        _docx_refuse(name, members)
        remarks = _docx_remarks(members)
        stripped = _docx_strip(members)
    except ValueError as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused.for_damage(name) from error
    cleaned = ["properties"] if stripped else []
    if _clean_pictures(members, "word/media/"):
        cleaned.append("camera")
    return Inspected(DOCX, "docx", _pack(members), cleaned, remarks)


_DROP = {
    f"{W}{name}"
    for name in [
        "del",
        "moveFrom",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "tcPrChange",
        "trPrChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
        "commentRangeStart",
        "commentRangeEnd",
    ]
}
_UNWRAP = {f"{W}ins", f"{W}moveTo"}


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        for child in reversed(element):
            parent.insert(at, child)
        parent.remove(element)


def _accept(root: etree._Element) -> None:
    """Accept every tracked change and drop the marks of comments."""
    for row in list(root.iter(f"{W}tr")):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            row.getparent().remove(row)
    for run in [mark.getparent() for mark in root.iter(f"{W}commentReference")]:
        if run is not None and run.getparent() is not None:
            run.getparent().remove(run)
    for element in list(root.iter(*_DROP)):
        if element.getparent() is not None:
            element.getparent().remove(element)
    for element in list(root.iter(*_UNWRAP)):
        _unwrap(element)


def docx_without_remarks(data: bytes) -> bytes:
    """The DOCX with comments taken out and tracked changes accepted."""
    members = _unpack("", data)
    for part in _docx_parts(members):
        root = _parse(members[part])
        _accept(root)
        members[part] = _written(root)
    for name in list(members):
        if name.startswith("word/comments") or name == "word/people.xml":
            root = _parse(members[name])
            root[:] = []
            members[name] = _written(root)
    return _pack(members)


# ODT


def _odt_remarks(members: Members) -> list[Remark]:
    found = []
    root = _parse(members["content.xml"])
    for note in root.iter(f"{OFFICE}annotation"):
        author = note.findtext(f"{DC}creator", "")
        words = " ".join("".join(child.itertext()) for child in note if not child.tag.startswith(DC))
        found.append(Remark.of("comment", words, author))
    for change in root.iter(f"{TEXT}changed-region"):
        author = next((row.text or "" for row in change.iter(f"{DC}creator")), "")
        for deleted in change.iter(f"{TEXT}deletion"):
            words = " ".join(
                "".join(child.itertext()) for child in deleted if not child.tag.startswith(OFFICE)
            )
            found.append(Remark.of("deleted", words, author))
        if change.find(f"{TEXT}insertion") is not None:
            found.append(Remark.of("added", "", author))
    return found[:MOST_REMARKS]


def _odt_refuse(name: str, members: Members) -> None:
    if "content.xml" not in members or "META-INF/manifest.xml" not in members:
        raise ValueError("not a text document")
    manifest = _parse(members["META-INF/manifest.xml"])
    if next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None:
        raise FileRefused.for_password(name)
    if any(member.startswith(("Basic/", "Scripts/")) for member in members):
        raise FileRefused.for_program(name)
    if any(member.startswith(("Versions/", "Object ")) for member in members):
        raise FileRefused.for_files_inside(name)
    root = _parse(members["content.xml"])
    if root.tag != f"{OFFICE}document-content" or root.find(f"{OFFICE}body/{OFFICE}text") is None:
        raise ValueError("not a text document")
    if next(root.iter(f"{OFFICE}event-listeners"), None) is not None:
        raise FileRefused.for_program(name)


def look_odt(name: str, data: bytes) -> Inspected:
    """Look into an ODT. Raises FileRefused."""
    members = _unpack(name, data)
    try:
        _odt_refuse(name, members)
        remarks = _odt_remarks(members)
        cleaned = []
        if members.get("meta.xml", EMPTY_META) != EMPTY_META:
            members["meta.xml"] = EMPTY_META
            cleaned.append("properties")
        manifest = _parse(members["META-INF/manifest.xml"])
    except ValueError as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused.for_damage(name) from error
    for row in list(manifest):
        if str(row.get(f"{MANIFEST}full-path", "")).startswith("Thumbnails/"):
            manifest.remove(row)
    members["META-INF/manifest.xml"] = _written(manifest)
    for member in [member for member in members if member.startswith("Thumbnails/")]:
        del members[member]
    if _clean_pictures(members, "Pictures/"):
        cleaned.append("camera")
    return Inspected(ODT, "odt", _pack(members, first="mimetype"), cleaned, remarks)


def odt_without_remarks(data: bytes) -> bytes:
    """The ODT with comments taken out and tracked changes accepted."""
    members = _unpack("", data)
    root = _parse(members["content.xml"])
    drop = (
        f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}tracked-changes",
        f"{TEXT}change", f"{TEXT}change-start", f"{TEXT}change-end",
    )  # fmt: skip
    for element in list(root.iter(*drop)):
        parent = element.getparent()
        if parent is None:
            continue
        before = element.getprevious()
        if element.tail:
            # lxml keeps the words after an element with it: they stay in the text.
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)
    members["content.xml"] = _written(root)
    return _pack(members, first="mimetype")
