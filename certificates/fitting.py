"""Fitting a name into its block by our own measuring; the PDF library only draws it.

Source: credentials reference, section 2: NFC; 36 pt on one line, 31 or 27 on two, 23,
20, 17 or 14 on three; inside a word only at 14; 1 to 120 characters. Pure, but for
the faces' files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates import faces
from foundation.exceptions import Refused

LONGEST = 120
#: Millimetres: from the left margin to the door.
WIDTH = 166.0
POINT = 25.4 / 72
LEADING = 1.16
STEPS = ((36, 1), (31, 2), (27, 2), (23, 3), (20, 3), (17, 3), (14, 3))
LEAST = STEPS[-1][0]


@dataclass(frozen=True)
class Fitted:
    """A name broken into lines, and the type size in points at which they fit."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> float:
        """The height of all lines in millimetres."""
        return len(self.lines) * self.size * LEADING * POINT


def clean(name: str) -> str:
    """The name as it is printed: composed letters, single spaces. Raises Refused.

    It is refused with a message for the person who entered it when it is empty, too
    long, or holds a letter that the certificate's faces lack.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 1 <= len(name) <= LONGEST:
        raise Refused(
            _("A name on a certificate has 1 to %(longest)d characters.") % {"longest": LONGEST},
            code="name_length",
        )
    lacking = faces.lacking(name)
    if lacking:
        raise Refused(
            _(
                "The certificate cannot print “%(letters)s”. Ask for the name in Latin letters; accents are fine."
            )
            % {"letters": " ".join(lacking)},
            code="name_letters",
        )
    return name


def width(text: str, face: faces.Face, size: float) -> float:
    """The width of `text` in millimetres, set in `face` at `size` points without kerning."""
    advances = faces.advances(face)
    return sum(advances[ord(character)] for character in text) * size / 1000 * POINT


def fit(name: str, *, face: faces.Face = faces.NAMES, room: float = WIDTH) -> Fitted:
    """Break a clean name into the fewest lines at the largest size that fits, as it is printed."""
    name = faces.printed(name)
    for size, most in STEPS:
        for count in range(1, most + 1):
            lines = _break(_pieces(name), count, lambda text, size=size: width(text, face, size), room)
            if lines:
                return Fitted(lines, size)
    return Fitted(_cut_words(name, lambda text: width(text, face, LEAST), room), LEAST)


def _pieces(name: str) -> list[str]:
    """What may stand at the start of a line: words, and parts after a hyphen."""
    pieces: list[str] = []
    for word in name.split(" "):
        start = 0
        for place, character in enumerate(word[:-1]):
            if character in "-‐–" and place > start:
                pieces.append(word[start : place + 1])
                start = place + 1
        pieces.append(word[start:] + " ")
    return pieces


def _break(pieces, count, measure, room) -> tuple[str, ...]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """`pieces` in exactly `count` lines whose longest is the shortest possible, or nothing."""
    best: tuple[float, tuple[str, ...]] | None = None
    for lines in _ways(pieces, count):
        longest = max(measure(line) for line in lines)
        if longest <= room and (best is None or longest < best[0]):
            best = (longest, lines)
    return best[1] if best else ()


def _ways(pieces: list[str], count: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        yield ("".join(pieces).strip(),)
        return
    for first in range(1, len(pieces) - count + 2):
        for rest in _ways(pieces[first:], count - 1):
            yield ("".join(pieces[:first]).strip(), *rest)


def _cut_words(name, measure, room) -> tuple[str, ...]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Lines filled to the brim, broken inside a word where one is longer than the line."""
    lines: list[str] = []
    rest = name
    while rest:
        end = len(rest)
        while end > 1 and measure(rest[:end]) > room:
            end -= 1
        if end < len(rest) and " " in rest[1:end]:
            end = rest[:end].rindex(" ")
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return tuple(lines)
