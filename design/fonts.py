"""The house's faces, cut from Source Sans 3 and Literata. Pure: paths in, files out.

Source: design guide, "Type". Each source is subset first and instanced after, because
the instancer's time grows with the glyphs. "Source" is a reserved name of the licence,
so every cut carries a name of ours: `House Sans`, `House Serif`.

For the web, two files per face: `latin`, which every page needs, and `ext`, which
a browser fetches when a name has such a letter (`unicode-range` in `site.css`, the same
sets as here; a test compares them).

For PDFs, static cuts without layout tables, each its own family and PostScript name,
because xhtml2pdf and reportlab know neither weights nor features: what a feature would
choose is written into the character map.

| file in `pdf/`           | family               | for                                         |
|--------------------------|----------------------|---------------------------------------------|
| `house-sans.ttf`         | House Sans           | text                                        |
| `house-sans-strong.ttf`  | House Sans Strong    | emphasis, weight 650                        |
| `house-sans-code.ttf`    | House Sans Code      | numbers and codes: I, l, 1, O, 0 all differ |
| `house-serif.ttf`        | House Serif          | names and titles                            |
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PACKAGES = ("fontpkg-source-sans-3", "fontpkg-literata", "fonttools", "brotli")
STAMP = ".stamp"

#: What every page needs: English, Welsh's plain letters, marks, arrows and ticks.
LATIN = (
    "U+20-7E,U+A0-FF,U+131,U+152-153,U+2C6,U+2DA,U+2DC,U+2010-2015,U+2018-201A,U+201C-201E,"
    "U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,U+2190-2193,"
    "U+2212,U+2713"
)
#: Welsh, Polish, Romanian, Turkish, Vietnamese, Yoruba and all other Latin letters in names.
EXT = (
    "U+100-130,U+132-151,U+154-24F,U+259,U+2B9-2C5,U+2C7-2D9,U+2DB,U+2DD-2DF,U+300-36F,"
    "U+1E00-1EFF,U+20AB,U+20A6"
)


@dataclass(frozen=True)
class Source:
    """A variable font inside an installed package."""

    package: str
    file: str

    @property
    def path(self) -> Path:
        module = __import__(self.package)
        return Path(str(module.__file__)).resolve().parent / "files" / self.file


SANS = Source("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
SERIF = Source("fontpkg_literata", "Literata[opsz,wght].ttf")


@dataclass(frozen=True)
class Cut:
    """One file to make. `fold` names features whose choices go into the character map."""

    file: str
    source: Source
    family: str
    characters: str
    axes: Mapping[str, Any]
    features: tuple[str, ...] = ()
    fold: tuple[str, ...] = field(default=())

    @property
    def postscript_name(self) -> str:
        """The family without spaces: what a PDF calls the font."""
        return self.family.replace(" ", "") + "-Regular"


_TEXT = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "ss05", "cv01", "zero", "tnum", "lnum")
_DISPLAY = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "lnum")
_SERIF_AXES = {"opsz": 28, "wght": 540}

CUTS: tuple[Cut, ...] = (
    Cut("house-sans-latin.woff2", SANS, "House Sans", LATIN, {"wght": (400, 700)}, _TEXT),
    Cut("house-sans-ext.woff2", SANS, "House Sans", EXT, {"wght": (400, 700)}, _TEXT),
    Cut("house-serif-latin.woff2", SERIF, "House Serif", LATIN, _SERIF_AXES, _DISPLAY),
    Cut("house-serif-ext.woff2", SERIF, "House Serif", EXT, _SERIF_AXES, _DISPLAY),
    Cut("pdf/house-sans.ttf", SANS, "House Sans", f"{LATIN},{EXT}", {"wght": 400}, fold=("ss05",)),
    Cut(
        "pdf/house-sans-strong.ttf",
        SANS,
        "House Sans Strong",
        f"{LATIN},{EXT}",
        {"wght": 650},
        fold=("ss05",),
    ),
    Cut(
        "pdf/house-sans-code.ttf",
        SANS,
        "House Sans Code",
        LATIN,
        {"wght": 650},
        fold=("ss05", "cv01", "zero"),
    ),
    Cut("pdf/house-serif.ttf", SERIF, "House Serif", f"{LATIN},{EXT}", _SERIF_AXES, fold=("lnum",)),
)


def code_points(ranges: str) -> set[int]:
    """The code points of a CSS `unicode-range`."""
    points: set[int] = set()
    for part in ranges.split(","):
        first, _dash, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def key() -> str:
    """What the files depend on: the packages' versions and this module's own text."""
    versions = [f"{name}=={importlib.metadata.version(name)}" for name in PACKAGES]
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    return "\n".join([*versions, f"recipe {recipe}", ""])


def is_current(root: Path) -> bool:
    """Whether all files are there and were made by this recipe from these packages."""
    stamp = root / STAMP
    return (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8") == key()
        and all((root / cut.file).is_file() for cut in CUTS)
    )


def make_all(root: Path, cuts: Iterable[Cut] = CUTS) -> list[Path]:
    """Make every file below `root`; nothing is half written, whoever else makes them now."""
    root.mkdir(parents=True, exist_ok=True)
    (root / STAMP).unlink(missing_ok=True)
    made = []
    with tempfile.TemporaryDirectory(dir=root, prefix=".making-") as folder:
        for cut in cuts:
            draft = Path(folder) / Path(cut.file).name
            make(cut, draft)
            target = root / cut.file
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
            made.append(target)
    for source in (SANS, SERIF):
        # The licence travels with the fonts (SIL Open Font License, condition 2).
        shutil.copyfile(source.path.parent.parent / "LICENSE", root / f"{source.package}-OFL.txt")
    (root / STAMP).write_text(key(), encoding="utf-8")
    return made


def make(cut: Cut, target: Path) -> None:
    """Subset, instance, fold features into the character map, name, save."""
    # fontTools takes half a second to import and serves this command alone.
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of each glyph
    font = TTFont(cut.source.path, lazy=False)
    swaps = substitutions(font, cut.fold)
    options = subset.Options(
        layout_features=list(cut.features),
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        drop_tables=["DSIG", "STAT", "meta", *(["GSUB", "GPOS", "GDEF"] if not cut.features else [])],
    )
    cmap = font.getBestCmap()
    wanted = code_points(cut.characters)
    if swaps:
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap = {point: swaps.get(glyph, glyph) for point, glyph in table.cmap.items()}
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=wanted & set(cmap))
    chooser.subset(font)
    instancer.instantiateVariableFont(font, dict(cut.axes), inplace=True)
    rename(font, cut)
    if target.suffix == ".woff2":
        font.flavor = "woff2"
    font.save(target)


def substitutions(font: Any, features: Iterable[str]) -> dict[str, str]:
    """Glyph to glyph, as the single substitutions of these features say."""
    wanted = set(features)
    swaps: dict[str, str] = {}
    if not wanted:
        return swaps
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag in wanted
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(lookups):
        for subtable in table.LookupList.Lookup[index].SubTable:
            plain = getattr(subtable, "ExtSubTable", subtable)
            if plain.LookupType == 1:
                swaps.update(plain.mapping)
    return swaps


def rename(font: Any, cut: Cut) -> None:
    """Give the cut its own names in every record; keep copyright and licence as they are."""
    names = {
        1: cut.family,
        2: "Regular",
        3: f"{cut.postscript_name};{Path(cut.file).stem}",
        4: cut.family,
        6: cut.postscript_name,
    }
    table = font["name"]
    kept = {0, 13, 14}
    table.names = [record for record in table.names if record.nameID in kept]
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, 0x409)
    # Each PDF cut is the regular of its own family; a bold bit would invite fake bold.
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b100001) | 0b1000000
    font["head"].macStyle = 0
