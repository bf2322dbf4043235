"""The faces of a printed certificate: the house's static cuts, and one more for names.

`design.fonts` makes the cuts (each its own family, the tailed l and the numbers'
barred I and slashed zero in the character map). Names need one thing more. The PDF
library places each letter by its width alone, so an accent that has no letter of its
own with its base (ọ́, as in Yoruba and Igbo names) would stand beside the letter. The
cut for names therefore holds those pairs as single glyphs, put together where the
face's own anchors say, under private code points; `rendering` gives the readable
letters back to whoever copies the text.

The cuts hold Latin letters with all their accents and no other script: a name on a
certificate is in Latin letters, and one that only looks so (a Cyrillic а) is refused.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from design import fonts

#: Raise it when the way of cutting names changes, so that old files are not used.
CUTTING = 3
_MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030b\u030c\u0323\u0331"
_BASES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZạẹịọụṣṇṃḥṛẠẸỊỌỤṢṆṂḤṚ"
_PRIVATE = 0xE000
#: The combining class of accents that stand above.
_ABOVE = 230


@dataclass(frozen=True)
class Face:
    """One face: its family in the page's style, and its file."""

    family: str
    file: str

    @property
    def path(self) -> Path:
        return folder() / self.file


def _names_file() -> str:
    recipe = hashlib.sha256(f"{fonts.key()}{CUTTING}".encode()).hexdigest()[:12]
    return f"house-serif-names-{recipe}.ttf"


SANS = Face("House Sans", "house-sans.ttf")
STRONG = Face("House Sans Strong", "house-sans-strong.ttf")
CODE = Face("House Sans Code", "house-sans-code.ttf")
SERIF = Face("House Serif", "house-serif.ttf")
NAMES = Face("House Serif Names", _names_file())
FACES = (SANS, STRONG, CODE, SERIF, NAMES)


def _pairs() -> dict[str, str]:
    """Base and accent that have no letter together, each with its private code point."""
    pairs = [
        base + mark
        for base, mark in itertools.product(_BASES, _MARKS)
        if len(unicodedata.normalize("NFC", base + mark)) > 1
    ]
    return {pair: chr(_PRIVATE + index) for index, pair in enumerate(pairs)}


PAIRS = _pairs()


def folder() -> Path:
    """Where the cuts lie, with what else a page may read while it is printed."""
    return Path(settings.FONTS_ROOT) / "pdf"


def ensure() -> Path:
    """Make what is missing and return the folder. Some seconds the first time, nothing later."""
    here = folder()
    here.mkdir(parents=True, exist_ok=True)
    cuts = {Path(cut.file).name: cut for cut in fonts.CUTS if cut.file.startswith("pdf/")}
    for face in FACES:
        if not face.path.exists():
            with tempfile.TemporaryDirectory(dir=here, prefix=".making-") as place:
                # Made beside and moved: two processes that start together never read half a file.
                draft = Path(place) / face.file
                if face is NAMES:
                    _make_names(draft)
                else:
                    fonts.make(cuts[face.file], draft)
                draft.replace(face.path)
    return here


@functools.cache
def advances(face: Face) -> dict[int, float]:
    """The width of each character that `face` holds, in thousandths of the type size."""
    from fontTools.ttLib import TTFont

    ensure()
    with TTFont(face.path) as font:
        scale = 1000 / font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {code: metrics[glyph][0] * scale for code, glyph in font.getBestCmap().items()}


def printed(text: str) -> str:
    """`text` as the cut for names spells it: one character for each letter with its accents."""
    text = unicodedata.normalize("NFC", text)
    for pair, private in PAIRS.items():
        if pair[1] in text:
            text = text.replace(pair, private)
    return text


def readable(text: str) -> str:
    """The letters that `printed` stands for."""
    letters = {private: pair for pair, private in PAIRS.items()}
    return "".join(letters.get(character, character) for character in text)


def lacking(text: str, face: Face = NAMES) -> list[str]:
    """The letters of `text` that `face` does not hold, each once, in order."""
    held = advances(face)
    found = []
    spelt = printed(text)
    for place, character in enumerate(spelt):
        if ord(character) not in held or unicodedata.combining(character):
            before = spelt[place - 1] if place and unicodedata.combining(character) else ""
            found.append(readable(before + character))
    return list(dict.fromkeys(found))


def _make_names(target: Path) -> None:
    """Cut the serif with its anchors, put the pairs together, and drop the tables again."""
    from fontTools.ttLib import TTFont

    serif = next(cut for cut in fonts.CUTS if cut.file == f"pdf/{SERIF.file}")
    fonts.make(
        fonts.Cut(
            target.name, serif.source, NAMES.family, serif.characters, serif.axes, ("mark",), serif.fold
        ),
        target,
    )
    font = TTFont(target, lazy=False)
    _add_pairs(font)
    for table in ("GSUB", "GPOS", "GDEF", "vhea", "vmtx"):
        if table in font:
            del font[table]
    font.save(target)


def _add_pairs(font: Any) -> None:
    cmap = font.getBestCmap()
    anchors = _anchors(font)
    added = {}
    for pair, private in PAIRS.items():
        base, *marks = _parts(pair)
        glyphs = [cmap.get(ord(mark)) for mark in marks]
        shifts = [anchors.get((cmap.get(ord(base)), glyph)) for glyph in glyphs]
        if all(glyphs) and None not in shifts:
            name = f"pair{ord(private):x}"
            _compose(font, name, cmap[ord(base)], list(zip(glyphs, shifts, strict=True)))
            added[ord(private)] = name
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(added)


def _parts(pair: str) -> str:
    """What a pair is put together from: an i or ị under an accent above loses its own dot."""
    base, mark = pair
    if unicodedata.combining(mark) != _ABOVE:
        return pair
    return {"i": "ı", "ị": "ı\u0323"}.get(base, base) + mark


def _compose(font: Any, name: str, base: str, marks: list[tuple[str, tuple[int, int]]]) -> None:
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for component_name, (x, y) in ((base, (0, 0)), *marks):
        component = GlyphComponent()
        component.glyphName, component.x, component.y, component.flags = component_name, x, y, 0x4
        glyph.components.append(component)
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (font["hmtx"][base][0], glyph.xMin)


def _anchors(font: Any) -> dict[tuple[str, str], tuple[int, int]]:
    """How far each accent is moved to stand on each base, from the face's own anchors."""
    moves: dict[tuple[str, str], tuple[int, int]] = {}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            plain = getattr(subtable, "ExtSubTable", subtable)
            if plain.LookupType != 4:  # noqa: PLR2004 - mark to base, as the format numbers it
                continue
            marks = dict(zip(plain.MarkCoverage.glyphs, plain.MarkArray.MarkRecord, strict=True))
            bases = dict(zip(plain.BaseCoverage.glyphs, plain.BaseArray.BaseRecord, strict=True))
            for (base, at), (mark, record) in itertools.product(bases.items(), marks.items()):
                anchor = at.BaseAnchor[record.Class]
                if anchor is not None and (base, mark) not in moves:
                    own = record.MarkAnchor
                    moves[base, mark] = (
                        anchor.XCoordinate - own.XCoordinate,
                        anchor.YCoordinate - own.YCoordinate,
                    )
    return moves
