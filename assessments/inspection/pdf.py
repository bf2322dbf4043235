"""PDF: opened with pikepdf; programs and packed files refused, properties removed."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from assessments.inspection.found import MOST_REMARKS, FileRefused, Inspected, Remark

MOST_PAGES = 500
#: Annotations that are part of the page, not a remark about it.
STRUCTURAL = {"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet"}
PROGRAMS = {"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"}
PACKED = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"}


def _annotations(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in document.pages:
        annotations = page.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            yield from (row for row in annotations if isinstance(row, pikepdf.Dictionary))


def _is_program(action: pikepdf.Object | None) -> bool:
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in PROGRAMS


def _has_program(document: pikepdf.Pdf) -> bool:
    root = document.Root
    names = root.get("/Names", {})
    if "/JavaScript" in names or "/AA" in root or _is_program(root.get("/OpenAction")):
        return True
    if any("/AA" in page for page in document.pages):
        return True
    return any(_is_program(row.get("/A")) or "/AA" in row for row in _annotations(document))


def _has_packed(document: pikepdf.Pdf) -> bool:
    return bool(document.attachments) or any(
        str(row.get("/Subtype", "")) in PACKED for row in _annotations(document)
    )


def _remarks(document: pikepdf.Pdf) -> list[Remark]:
    found = [
        Remark.of("comment", str(row.get("/Contents", "")), str(row.get("/T", "")))
        for row in _annotations(document)
        if str(row.get("/Subtype", "")) not in STRUCTURAL
    ]
    return found[:MOST_REMARKS]


def _strip(document: pikepdf.Pdf) -> bool:
    """Remove document properties; True when there were any."""
    had = False
    if document.trailer.get("/Info") is not None:
        had = bool(dict(document.docinfo))
        del document.trailer["/Info"]
    for place in (document.Root, *(page.obj for page in document.pages)):
        for key in ("/Metadata", "/PieceInfo"):
            if key in place:
                del place[key]
                had = True
    return had


def _save(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def look(name: str, data: bytes) -> Inspected:
    """Look into a PDF. Raises FileRefused."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                raise FileRefused.for_password(name)
            if not 0 < len(document.pages) <= MOST_PAGES:
                raise FileRefused.for_damage(name)
            if _has_program(document):
                raise FileRefused.for_program(name)
            if _has_packed(document):
                raise FileRefused.for_files_inside(name)
            remarks = _remarks(document)
            cleaned = ["properties"] if _strip(document) else []
            return Inspected("application/pdf", "pdf", _save(document), cleaned, remarks)
    except pikepdf.PasswordError as error:
        raise FileRefused.for_password(name) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise FileRefused.for_damage(name) from error


def without_annotations(data: bytes) -> bytes:
    """The PDF without comments, highlights and notes; links and form fields stay."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            annotations = page.get("/Annots")
            if not isinstance(annotations, pikepdf.Array):
                continue
            kept = [
                row
                for row in annotations
                if isinstance(row, pikepdf.Dictionary)
                and str(row.get("/Subtype", "")) in STRUCTURAL - {"/Popup"}
            ]
            page["/Annots"] = pikepdf.Array(kept)
        return _save(document)
