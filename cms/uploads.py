"""What is uploaded is looked at twice, renamed and stripped before it is kept.

The name that a file had, and what a camera wrote into it, may give somebody away.
"""

from __future__ import annotations

import io
from typing import IO, Final

import puremagic
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow, ImageOps, UnidentifiedImageError

from foundation.exceptions import Refused
from foundation.public_ids import new_public_id

#: What may come in, by its first bytes: ending -> type sent to the browser.
PICTURES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SOUND: Final = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
FILM: Final = {"mp4": "video/mp4", "webm": "video/webm"}
PAPERS: Final = {"pdf": "application/pdf"}
CAPTIONS: Final = {"vtt": "text/vtt"}
MOST_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 2400

_SAME: Final = {"jpeg": "jpg", "jfif": "jpg", "m4b": "m4a", "m4v": "mp4"}
_BRANDS: Final = {b"M4A ": "m4a", b"M4B ": "m4a"}


def ending(file: IO[bytes]) -> str:
    """The ending that a file deserves by its content, or "" when nothing is recognised."""
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "mp4")
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return "mp3"
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "vtt"
    try:
        found = puremagic.from_string(head).lstrip(".").lower()
    except (puremagic.PureError, ValueError):
        return ""
    return _SAME.get(found, found)


def clean_picture(file: UploadedFile | IO[bytes], *, longest: int = LONGEST_SIDE) -> ContentFile:
    """The picture drawn again: upright, without metadata, under a random name.

    Raises Refused when it is not a picture of a kind we take, or has too many pixels.
    """
    kind = ending(file)
    if kind not in PICTURES:
        raise Refused(_("This is not a picture that we can take. Use JPEG, PNG or WebP."))
    try:
        with Pillow.open(file) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(_("This picture has too many pixels. Make it smaller, then try again."))
            opened.load()
            drawn = ImageOps.exif_transpose(opened)
    except (UnidentifiedImageError, OSError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise Refused(_("This picture cannot be opened. It may be damaged.")) from error
    drawn.thumbnail((longest, longest))
    if kind == "jpg" and drawn.mode not in {"RGB", "L"}:
        drawn = drawn.convert("RGB")
    # A new picture from the bare pixels: nothing that the file carried comes along.
    bare = Pillow.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    if drawn.mode == "P" and (palette := drawn.getpalette()):
        bare.putpalette(palette)
    target = io.BytesIO()
    bare.save(target, format={"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[kind], quality=85)
    return ContentFile(target.getvalue(), name=f"{new_public_id()}.{kind}")


def checked(file: UploadedFile | IO[bytes], kinds: dict[str, str]) -> tuple[str, str]:
    """Give the file a random name with its true ending; returns the ending and its type.

    Raises Refused when its content is of none of `kinds`, whatever its name says.
    """
    kind = ending(file)
    if kind not in kinds:
        wanted = ", ".join(sorted(name.upper() for name in kinds))
        raise Refused(
            _("This file cannot be taken. It has to be one of these: %(kinds)s.") % {"kinds": wanted}
        )
    file.name = f"{new_public_id()}.{kind}"
    return kind, kinds[kind]
