import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from certificates import faces, fitting
from foundation.exceptions import Refused

NAMES = [
    ("Jo", 36, 1),
    ("Łucja Żak-Wiśniewska", 36, 1),
    ("Anne-Marie Fitzwilliam-Cholmondeley", 31, 2),
    ("W" * 120, 14, 4),
]


@pytest.mark.parametrize(("name", "size", "lines"), NAMES)
def test_the_steps_of_the_reference(name, size, lines):
    fitted = fitting.fit(fitting.clean(name))
    assert (fitted.size, len(fitted.lines)) == (size, lines)


letters = st.characters(min_codepoint=0x41, max_codepoint=0x17E, categories=("Lu", "Ll"))
words = st.text(letters, min_size=1, max_size=60)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(st.lists(words, min_size=1, max_size=12).map(" ".join).filter(lambda name: len(name) <= 120))
def test_every_name_fits_its_room_and_keeps_every_letter(name):
    try:
        name = fitting.clean(name)
    except Refused as refused:
        assert faces.lacking(name), refused
        return
    fitted = fitting.fit(name)
    assert faces.readable("".join(fitted.lines)).replace(" ", "") == name.replace(" ", "")
    for line in fitted.lines:
        assert fitting.width(line, faces.NAMES, fitted.size) <= fitting.WIDTH
    assert fitted.height <= 30
    if fitted.size > fitting.LEAST:
        # Above the least size a line ends only after a word or a hyphen.
        for line in fitted.lines[:-1]:
            assert line.endswith("-") or f"{line} " in name


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_length_is_refused_with_words(name):
    with pytest.raises(Refused, match="1 to 120"):
        fitting.clean(name)


@pytest.mark.parametrize(
    ("name", "letter"),
    [("عمر Omar", "ع"), ("李 Li", "李"), ("Аnna", "А"), ("Amina 💡", "💡"), ("Amina\x07", "\x07")],
)
def test_a_letter_that_the_faces_lack_is_named(name, letter):
    with pytest.raises(Refused, match="Latin") as refused:
        fitting.clean(name)
    assert letter in refused.value.messages[0]


def test_letters_are_composed_and_spaces_single():
    assert fitting.clean("  Gwy\u0302r   Ty\u0302 ") == "Gwŷr Tŷ"


@pytest.mark.parametrize("name", ["Ọlọ́runfẹ́mi", "Ẹ̀bùn Ọ̀ṣọ́", "Ńnàmdị́ n̄", "A\u0323\u0301"])
def test_accents_without_a_letter_of_their_own_become_one_glyph(name):
    import unicodedata

    spelt = faces.printed(name)
    assert not any(unicodedata.combining(character) for character in spelt)
    assert faces.readable(spelt) == unicodedata.normalize("NFC", name)
    assert fitting.clean(name) == unicodedata.normalize("NFC", name)
    assert not faces.lacking(name)


@pytest.mark.parametrize("name", ["q\u0309", "\u0301Anna", "e\u0336"])
def test_an_accent_that_the_face_cannot_place_is_refused(name):
    with pytest.raises(Refused, match="Latin"):
        fitting.clean(name)


def test_the_accent_stands_over_its_letter():
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.ttLib import TTFont

    faces.ensure()
    font = TTFont(faces.NAMES.path)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()

    def bounds(glyph):
        pen = BoundsPen(glyphs)
        glyphs[glyph].draw(pen)
        return pen.bounds

    plain = bounds(cmap[ord("ọ")])
    accented = bounds(cmap[ord(faces.printed("ọ́"))])
    assert accented[3] > plain[3] + 100
    assert accented[0] >= plain[0] - 10
    assert accented[2] <= plain[2] + 60


@pytest.mark.parametrize("face", faces.FACES, ids=lambda face: face.family)
def test_each_cut_has_names_of_its_own(face):
    from fontTools.ttLib import TTFont

    faces.ensure()
    font = TTFont(face.path)
    assert "fvar" not in font
    assert font["name"].getDebugName(1) == face.family
    assert "Source" not in (font["name"].getDebugName(1) + font["name"].getDebugName(6))


def test_the_letters_of_our_languages_are_all_there():
    assert not faces.lacking("ŵŷŴŶ ąćęłńóśźż ăâîșț ơưạếỗợ ẹọṣ ğışİ ñçßæø ’‘–")


def test_two_processes_can_make_the_cuts_at_once(settings, tmp_path):
    settings.FONTS_ROOT = tmp_path
    (tmp_path / "pdf").mkdir()
    faces.NAMES.path.write_bytes(b"made by another process")
    with_one_missing = [face for face in faces.FACES if face is not faces.NAMES]
    for face in with_one_missing:
        face.path.write_bytes(b"made by another process")
    assert faces.ensure() == tmp_path / "pdf"
    assert faces.NAMES.path.read_bytes() == b"made by another process"
