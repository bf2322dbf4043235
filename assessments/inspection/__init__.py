"""A look into a file that somebody attaches: what it really is, what is hidden in it.

By content, never by name: a magic number first (puremagic), then the structure. What
cannot be kept is refused with words that name the file. Hidden details (document
properties, camera data, places) are removed; comments and tracked changes are listed,
so that the sender sees them before anybody else does. Pure; no ORM.
"""

from __future__ import annotations

from collections.abc import Callable

import puremagic
from django.utils.translation import gettext as _

from assessments.inspection import documents, images, pdf, sound
from assessments.inspection.found import FileRefused, Inspected, Remark

MOST_BYTES = 20 * 1024 * 1024
HEAD = 4096

__all__ = ["MOST_BYTES", "FileRefused", "Inspected", "Remark", "inspect", "without_remarks"]

#: Extension that a name may promise, to the looker that opens that kind.
KINDS: dict[str, Callable[[str, bytes], Inspected]] = {
    "pdf": pdf.look,
    "docx": documents.look_docx,
    "odt": documents.look_odt,
    "jpg": images.look_jpeg,
    "png": images.look_png,
    "m4a": sound.look,
}
SAME = {"jpeg": "jpg"}
STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "application/pdf": pdf.without_annotations,
    documents.DOCX: documents.docx_without_remarks,
    documents.ODT: documents.odt_without_remarks,
}


HEADS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _guesses(head: bytes) -> set[str]:
    """What a library of magic numbers takes the file for, as extensions."""
    try:
        return {guess.extension.lstrip(".") for guess in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _family(data: bytes) -> str:
    """Which looker a file belongs to by its first bytes; "" for a kind we cannot open."""
    head = data[:HEAD]
    for magic, family in HEADS.items():
        if head.startswith(magic):
            return family
    if head.startswith(ZIP):
        return documents.family(data)
    if head[4:8] == b"ftyp":
        return sound.family(head, _guesses(head))
    if head.startswith(COMPOUND) and documents.is_encrypted_office(data):
        return "encrypted"
    return ""


def inspect(name: str, data: bytes) -> Inspected:
    """Look into a file called `name`. Raises FileRefused, whose words name it."""
    if not data:
        raise FileRefused(_("“%(name)s” is empty. Choose it again, or send another file") % {"name": name})
    if len(data) > MOST_BYTES:
        raise FileRefused(
            _("“%(name)s” is larger than 20 MB. Send a smaller one, or send it in parts") % {"name": name}
        )
    family = _family(data)
    if family == "encrypted":
        raise FileRefused.for_password(name)
    if family in KINDS:
        return KINDS[family](name, data)
    promised = name.rpartition(".")[2].lower()
    if SAME.get(promised, promised) in KINDS:
        raise FileRefused.for_damage(name)
    raise FileRefused(
        _("“%(name)s” is a kind of file we cannot open. Send a PDF, DOCX, ODT, JPEG, PNG or M4A")
        % {"name": name}
    )


def without_remarks(media_type: str, data: bytes) -> bytes:
    """The file with its comments taken out and its tracked changes accepted."""
    stripper = STRIPPERS.get(media_type)
    return stripper(data) if stripper else data
