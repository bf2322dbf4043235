"""The fonts: what is in them, what they are called, and that the second run does nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

from design import fonts
from tests.design import css

pytestmark = pytest.mark.any_database

NAMES = "Ŵyn Tŷ Łukasz Dąb Țurcanu Nguyễn Adéọlá Ẹniọlá Şükrü İnan Đỗ Ōnishi Ħal"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as the command makes them, once for the session (about ten seconds)."""
    folder = tmp_path_factory.mktemp("fonts")
    fonts.make_all(folder)
    return folder


def run(root: Path, **options: object) -> str:
    out = StringIO()
    call_command("fonts", stdout=out, **options)
    return out.getvalue()


def test_the_second_run_does_nothing(root: Path, settings: object) -> None:
    settings.FONTS_ROOT = root
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert run(root) == ""
    assert run(root, verbosity=2) == "The fonts are there.\n"
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_another_version_of_a_source_or_a_lost_file_makes_them_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fonts.is_current(root)
    lost = root / "pdf" / "house-sans.ttf"
    lost.rename(tmp_path / "away.ttf")
    assert not fonts.is_current(root)
    (tmp_path / "away.ttf").rename(lost)
    assert fonts.is_current(root)
    monkeypatch.setattr(fonts.importlib.metadata, "version", lambda name: "0")
    assert not fonts.is_current(root)


@pytest.mark.parametrize("stem", ["house-sans", "house-serif"])
def test_each_letter_of_the_names_is_in_exactly_one_web_file(root: Path, stem: str) -> None:
    latin = set(TTFont(root / f"{stem}-latin.woff2").getBestCmap())
    ext = set(TTFont(root / f"{stem}-ext.woff2").getBestCmap())
    assert latin & ext == set()
    assert {ord(char) for char in NAMES + "ŵŷłțễẹ“”’–…£€"} - latin - ext == set()


@pytest.mark.parametrize("file", ["house-sans", "house-sans-strong", "house-serif"])
def test_each_letter_of_the_names_is_in_each_pdf_file(root: Path, file: str) -> None:
    held = set(TTFont(root / "pdf" / f"{file}.ttf").getBestCmap())
    assert {ord(char) for char in NAMES + "ŵŷłțễẹ“”’–"} - held == set()


def test_the_unicode_ranges_of_the_css_are_those_of_the_files() -> None:
    faces = [body for prelude, body in css.blocks(css.text()) if prelude == "@font-face"]
    said = {
        body.split("../fonts/")[1].split('"')[0]: body.split("unicode-range:")[1].strip()
        for body in faces
        if "../fonts/" in body
    }
    made = {cut.file: cut.characters for cut in fonts.CUTS if cut.file.endswith(".woff2")}
    assert {name: fonts.code_points(ranges) for name, ranges in said.items()} == {
        name: fonts.code_points(ranges) for name, ranges in made.items()
    }


def test_no_file_carries_a_reserved_name_and_each_pdf_cut_has_its_own(root: Path) -> None:
    seen = []
    for cut in fonts.CUTS:
        names = {record.nameID: str(record) for record in TTFont(root / cut.file)["name"].names}
        assert "Source" not in " ".join(names[key] for key in (1, 3, 4, 6))
        assert "OFL" in names[14].upper()
        if cut.file.startswith("pdf/"):
            seen.append((names[1], names[6]))
    assert len({family for family, _ps in seen}) == len({ps for _family, ps in seen}) == 4


def test_pdf_cuts_are_static_and_have_the_tailed_l_in_their_map(root: Path) -> None:
    plain = TTFont(fonts.SANS.path)
    swaps = fonts.substitutions(plain, ["ss05"])
    assert swaps["l"] != "l"
    advance_of_plain_l = plain["hmtx"]["l"][0]
    for name in ("house-sans", "house-sans-strong", "house-sans-code"):
        font = TTFont(root / "pdf" / f"{name}.ttf")
        assert "fvar" not in font
        assert "GSUB" not in font
        glyph = font.getBestCmap()[ord("l")]
        assert font["hmtx"][glyph][0] > advance_of_plain_l  # the tail takes room


def test_code_tells_alike_letters_apart(root: Path) -> None:
    font = TTFont(root / "pdf" / "house-sans-code.ttf")
    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    shapes = set()
    for char in "Il1O0":
        from fontTools.pens.recordingPen import DecomposingRecordingPen

        pen = DecomposingRecordingPen(glyphs)
        glyphs[cmap[ord(char)]].draw(pen)
        shapes.add(str(pen.value))
    assert len(shapes) == 5


def test_the_web_files_keep_to_their_weight(root: Path) -> None:
    limits = {"house-sans-latin": 27, "house-serif-latin": 20, "house-sans-ext": 49, "house-serif-ext": 18}
    for stem, limit in limits.items():
        assert (root / f"{stem}.woff2").stat().st_size <= limit * 1024


def test_the_licence_travels_with_the_fonts(root: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in root.glob("*OFL.txt")]
    assert len(texts) == 2
    assert all("SIL OPEN FONT LICENSE" in text for text in texts)
