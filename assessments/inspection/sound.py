"""M4A: sound alone, its boxes walked, titles and places overwritten in their place."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.inspection.found import FileRefused, Inspected

#: Brands of ISO media files that a sound recorder writes.
BRANDS = {b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash"}
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf"}
HIDDEN = {b"udta", b"meta", b"uuid"}
HEADER = 8
LONG_HEADER = 16


def family(head: bytes, guesses: set[str]) -> str:
    """Whether the brand belongs to a sound recorder; HEIC and others with `ftyp` do not."""
    size = min(struct.unpack(">I", head[:4])[0], len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    return "m4a" if head[8:12] in BRANDS and (brands & BRANDS or "m4a" in guesses) else ""


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, start of the content, and end. Raises ValueError when one runs over the end."""
    at = start
    while at < end:
        if at + HEADER > end:
            raise ValueError("a box is cut off")
        size, kind = struct.unpack(">I4s", data[at : at + HEADER])
        header = HEADER
        if size == 1:
            header = LONG_HEADER
            if at + LONG_HEADER > end:
                raise ValueError("a box is cut off")
            (size,) = struct.unpack(">Q", data[at + HEADER : at + LONG_HEADER])
        elif size == 0:
            size = end - at
        if size < header or at + size > end:
            raise ValueError("a box runs over the end")
        yield kind, at, at + header, at + size
        at += size


def _walk(data: bytearray, start: int, end: int, handlers: list[bytes]) -> bool:
    """Blank hidden boxes below a container and collect the tracks' handlers; True when any was blanked."""
    blanked = False
    for kind, at, content, to in list(_boxes(data, start, end)):
        if kind in HIDDEN:
            # A free box of the same size: nothing behind it moves, so no offset breaks.
            data[at + 4 : at + HEADER] = b"free"
            data[content:to] = bytes(to - content)
            blanked = True
        elif kind in CONTAINERS:
            blanked |= _walk(data, content, to, handlers)
        elif kind == b"hdlr":
            handlers.append(bytes(data[content + 8 : content + 12]))
    return blanked


def look(name: str, data: bytes) -> Inspected:
    """Look into an M4A. Raises FileRefused."""
    clean = bytearray(data)
    handlers: list[bytes] = []
    try:
        kinds = {kind for kind, *_rest in _boxes(data, 0, len(data))}
        blanked = _walk(clean, 0, len(clean), handlers)
    except (ValueError, struct.error) as error:
        raise FileRefused.for_damage(name) from error
    if b"vide" in handlers:
        raise FileRefused(_("“%(name)s” is a video. Send the sound alone, as M4A") % {"name": name})
    if not {b"moov", b"mdat"} <= kinds or b"soun" not in handlers:
        raise FileRefused.for_damage(name)
    return Inspected("audio/mp4", "m4a", bytes(clean), ["sound"] if blanked else [])
