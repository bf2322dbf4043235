"""JPEG and PNG: decoded once to see that they are whole, camera data and places cut out."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageOps

from assessments.inspection.found import FileRefused, Inspected

MOST_PIXELS = 60_000_000
ORIENTATION = 0x0112

FILL, END, SCAN, COMMENT, FIRST_APP, LAST_APP, PROFILE = 0xFF, 0xD9, 0xDA, 0xFE, 0xE0, 0xEF, 0xE2

# Kept: the size and colour of the picture. Everything else can name a person or a place.
_JPEG_KEEP_APP = {FIRST_APP, 0xEE}
_JPEG_ALONE = {0x01, *range(0xD0, 0xD8)}
_PNG_KEEP = {
    b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"pHYs", b"bKGD",
}  # fmt: skip
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def _keeps(marker: int, body: bytes) -> bool:
    """Whether a segment is needed to show the picture."""
    if marker == PROFILE:
        return body.startswith(b"ICC_PROFILE")
    if FIRST_APP <= marker <= LAST_APP:
        return marker in _JPEG_KEEP_APP
    return marker != COMMENT


def _scan_end(data: bytes, at: int) -> int:
    """Where the packed picture that begins at `at` ends: at the next real marker."""
    while not (data[at] == FILL and data[at + 1] != 0 and data[at + 1] not in _JPEG_ALONE):
        at = data.index(b"\xff", at + 1)
    return at


def _jpeg_segments(data: bytes) -> bytes:
    """The JPEG without EXIF, XMP, IPTC, comments, and anything behind its end. Raises ValueError."""
    out = bytearray(data[:2])
    at = 2
    while data[at] == FILL:
        marker = data[at + 1]
        if marker == END:
            return bytes(out + data[at : at + 2])
        if marker == FILL:
            at += 1
        elif marker in _JPEG_ALONE:
            out += data[at : at + 2]
            at += 2
        else:
            to = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
            if to < at + 4 or to > len(data):
                break
            if _keeps(marker, data[at + 4 : to]):
                out += data[at:to]
            at = to
            if marker == SCAN:
                at = _scan_end(data, to)
                out += data[to:at]
    raise ValueError("not a whole JPEG")


def _turned(picture: Image.Image) -> bytes:
    """The picture as it was meant to be seen, where its camera data say that it lies on its side."""
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    upright.info = {}
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=92, icc_profile=profile)
    return out.getvalue()


def _refuse_many_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise OverflowError("too many pixels")


def clean_jpeg(data: bytes) -> bytes:
    """A JPEG without hidden details. Raises ValueError when it is not a whole JPEG."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
            _refuse_many_pixels(picture)
            if picture.getexif().get(ORIENTATION, 1) not in {0, 1}:
                return _turned(picture)
            picture.draft("RGB", (64, 64))
            picture.load()
        return _jpeg_segments(data)
    except (OSError, SyntaxError, IndexError, struct.error, Image.DecompressionBombError) as error:
        raise ValueError("not a whole JPEG") from error


def clean_png(data: bytes) -> bytes:
    """A PNG with its picture alone. Raises ValueError when it is not a whole PNG."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            _refuse_many_pixels(picture)
            picture.verify()
    except (OSError, SyntaxError, struct.error, Image.DecompressionBombError) as error:
        raise ValueError("not a whole PNG") from error
    out = bytearray(_PNG_HEAD)
    at = len(_PNG_HEAD)
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if (
            end > len(data)
            or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack(">I", data[end - 4 : end])[0]
        ):
            raise ValueError("a chunk is damaged")
        if kind in _PNG_KEEP:
            out += data[at:end]
        if kind == b"IEND":
            return bytes(out)
        at = end
    raise ValueError("it has no end")


def _look(name: str, data: bytes, kind: str) -> Inspected:
    try:
        clean = clean_jpeg(data) if kind == "jpeg" else clean_png(data)
    except OverflowError as error:
        raise FileRefused.for_size_inside(name) from error
    except ValueError as error:
        raise FileRefused.for_damage(name) from error
    return Inspected(
        f"image/{kind}", "jpg" if kind == "jpeg" else kind, clean, ["camera"] if clean != data else []
    )


def look_jpeg(name: str, data: bytes) -> Inspected:
    """Look into a JPEG. Raises FileRefused."""
    return _look(name, data, "jpeg")


def look_png(name: str, data: bytes) -> Inspected:
    """Look into a PNG. Raises FileRefused."""
    return _look(name, data, "png")
