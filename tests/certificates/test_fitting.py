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
        assert faces.lacking(name, faces.SERIF, faces.STRONG), refused
        return
    fitted = fitting.fit(name)
    assert "".join(fitted.lines).replace(" ", "") == name.replace(" ", "")
    for line in fitted.lines:
        assert fitting.width(line, faces.SERIF, fitted.size) <= fitting.WIDTH
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


@pytest.mark.parametrize("face", faces.FACES)
def test_each_cut_has_names_of_its_own_and_the_letters_of_our_languages(face):
    from fontTools.ttLib import TTFont

    faces.ensure()
    font = TTFont(face.path)
    assert "fvar" not in font
    assert font["name"].getDebugName(6) == face.postscript_name
    assert "Source" not in (font["name"].getDebugName(1) + font["name"].getDebugName(4))
    assert not faces.lacking("ŵŷŴŶ ąćęłńóśźż ăâîșț ơưạếỗợ ẹọṣ ğışİ ñçßæø ’‘–", face)


def test_the_tailed_l_and_the_barred_i_are_baked_in():
    from fontTools.ttLib import TTFont

    faces.ensure()
    assert TTFont(faces.SANS.path).getBestCmap()[ord("l")] == "l.a"
    coded = TTFont(faces.CODE_STRONG.path).getBestCmap()
    assert coded[ord("I")] != TTFont(faces.STRONG.path).getBestCmap()[ord("I")]
    assert coded[ord("0")] != TTFont(faces.STRONG.path).getBestCmap()[ord("0")]
