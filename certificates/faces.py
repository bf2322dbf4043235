"""The faces of a printed certificate: static cuts of the site's own families.

xhtml2pdf reads static TrueType only, and finds bold by the family's name, so each
cut is a family of its own with a PostScript name of its own (architecture, trap 8;
design guide, Type). What the site asks of the browser by features (the tailed l,
and in numbers and codes the barred I and the slashed zero) is baked into the
character map here. "Source" is a reserved name, so the cuts carry ours.

The cuts hold Latin letters with all their accents and no other script: a name on a
certificate is in Latin letters, and one that only looks so (a Cyrillic а) is refused.
"""

from __future__ import annotations

import functools
import importlib.metadata
import logging
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import fontpkg
from django.conf import settings

#: Raise it when the way of cutting changes, so that old files are not used.
CUTTING = 3
UNICODES = (
    *range(0x0020, 0x007F),
    *range(0x00A0, 0x0250),
    *range(0x0300, 0x0370),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2028),
    0x02BB,
    0x02BC,
    0x2032,
    0x20AC,
    0x2212,
)


@dataclass(frozen=True)
class Face:
    """One cut: where it comes from and what is baked into it."""

    family: str
    package: str
    axes: dict[str, float] = field(hash=False)
    features: tuple[str, ...] = ()

    @property
    def postscript_name(self) -> str:
        return self.family.replace(" ", "")

    @property
    def path(self) -> Path:
        return folder() / f"{self.postscript_name}.ttf"


SERIF = Face("Imsa Serif", "literata", {"opsz": 28, "wght": 540})
SANS = Face("Imsa Sans", "source-sans-3", {"wght": 400}, ("ss05",))
STRONG = Face("Imsa Strong", "source-sans-3", {"wght": 650}, ("ss05",))
CODE = Face("Imsa Code", "source-sans-3", {"wght": 400}, ("ss05", "cv01", "zero"))
CODE_STRONG = Face("Imsa Code Strong", "source-sans-3", {"wght": 650}, ("ss05", "cv01", "zero"))
FACES = (SERIF, SANS, STRONG, CODE, CODE_STRONG)


def folder() -> Path:
    """The folder of the cuts, named after the versions that they were cut from."""
    versions = "-".join(
        importlib.metadata.version(name)
        for name in ("fontpkg-literata", "fontpkg-source-sans-3", "fonttools")
    )
    return Path(settings.FONTS_ROOT) / "pdf" / f"{versions}-{CUTTING}"


def ensure() -> Path:
    """Cut what is missing and return the folder. Some seconds the first time, nothing later."""
    here = folder()
    here.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        if not face.path.exists():
            _cut(face)
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


def lacking(text: str, *faces: Face) -> list[str]:
    """The characters of `text` that one of `faces` does not hold, each once, in order."""
    held = [advances(face) for face in faces]
    return [
        character for character in dict.fromkeys(text) if not all(ord(character) in face for face in held)
    ]


def _cut(face: Face) -> None:
    """Subset first, then instance (far faster than the other way round), bake, rename."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it narrates every glyph
    font = TTFont(fontpkg.path(face.package))
    swaps = _single_substitutions(font, face.features)
    swapped = [swaps[glyph] for glyph in font.getBestCmap().values() if glyph in swaps]
    options = Options(
        layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False, glyph_names=True
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=UNICODES, glyphs=swapped)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, face.axes, inplace=True)
    order = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        for code, glyph in table.cmap.items():
            if swaps.get(glyph) in order:
                table.cmap[code] = swaps[glyph]
    _rename(font, face)
    # Written beside and moved, so that two processes that start together never
    # read half a file.
    with tempfile.NamedTemporaryFile(dir=face.path.parent, suffix=".part", delete=False) as part:
        font.save(part)
    Path(part.name).replace(face.path)


def _single_substitutions(font: object, features: tuple[str, ...]) -> dict[str, str]:
    table = font["GSUB"].table  # type: ignore[index]
    swaps: dict[str, str] = {}
    for feature in features:
        lookups = {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == feature
            for index in record.Feature.LookupListIndex
        }
        for index in sorted(lookups):
            for subtable in table.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
                swaps.update({old: new for old, new in mapping.items() if isinstance(new, str)})
    return swaps


def _rename(font: object, face: Face) -> None:
    names = font["name"]  # type: ignore[index]
    licence = [(13, names.getDebugName(13)), (14, names.getDebugName(14)), (0, names.getDebugName(0))]
    names.names = []
    for number, text in (
        (1, face.family),
        (2, "Regular"),
        (3, f"{face.postscript_name}-{CUTTING}"),
        (4, face.family),
        (5, f"Version {CUTTING}"),
        (6, face.postscript_name),
        *licence,
    ):
        if text:
            names.setName(text, number, 3, 1, 0x409)
            names.setName(text, number, 1, 0, 0)
    for tag in ("STAT", "MVAR", "HVAR", "avar", "GSUB", "GPOS", "GDEF"):
        if tag in font:  # type: ignore[operator]
            del font[tag]  # type: ignore[attr-defined]
    # Every cut is the regular of its family: no weight to be sought elsewhere.
    font["OS/2"].usWeightClass = 400  # type: ignore[index]
    font["OS/2"].fsSelection = 0x40  # type: ignore[index]
    font["head"].macStyle = 0  # type: ignore[index]
