import itertools
import random

import pytest

from certificates import codes

EXAMPLES = ["7K3QXMC", "3RWC80G", "9TQM41W", "4H7KQM2X9TRWC3PK", "CX7R0QJ48NT2VKMQ"]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_references_examples_carry_their_check_character(text):
    assert codes.is_valid(text)
    assert codes.check_character(text[:-1]) == text[-1]


def test_the_step_is_a_quasigroup_that_tells_swaps_apart():
    """The proof in small: every row and column is a permutation, and no swap is lost."""
    step = {
        (state, value): codes.ALPHABET.index(codes.check_character(codes.ALPHABET[state ^ value]))
        for state in range(32)
        for value in range(32)
    }
    # check_character(x) is 2·value(x), so the step from `state` by `value` is 2·(state xor value).
    for state in range(32):
        assert len({step[state, value] for value in range(32)}) == 32
        assert len({step[value, state] for value in range(32)}) == 32
    for state, one, other in itertools.product(range(32), repeat=3):
        if one != other:
            assert step[step[state, one], other] != step[step[state, other], one]


def samples(length: int, count: int) -> list[str]:
    source = random.Random(20261124)
    drawn = ["".join(source.choice(codes.ALPHABET) for _ in range(length - 1)) for _ in range(count)]
    return [text + codes.check_character(text) for text in drawn]


SAMPLES = [*samples(codes.NUMBER_LENGTH, 20), *samples(codes.CODE_LENGTH, 20), *samples(31, 3)]


@pytest.mark.parametrize("text", SAMPLES)
def test_every_single_error_is_caught(text):
    for place, wrong in itertools.product(range(len(text)), codes.ALPHABET):
        if wrong != text[place]:
            assert not codes.is_valid(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize("distance", [1, 2])
@pytest.mark.parametrize("text", SAMPLES)
def test_every_swap_and_jump_swap_is_caught(text, distance):
    for place in range(len(text) - distance):
        letters = list(text)
        letters[place], letters[place + distance] = letters[place + distance], letters[place]
        if "".join(letters) != text:
            assert not codes.is_valid("".join(letters))


def test_every_twin_error_is_caught():
    """aa read as bb, next to each other and across one character, at every place and pair."""
    for text in SAMPLES[::4]:
        for place, distance in itertools.product(range(len(text) - 2), (1, 2)):
            for twin, wrong in itertools.permutations(codes.ALPHABET, 2):
                letters = list(text[:-1] + " ")
                if place + distance >= len(text) - 1:
                    continue
                letters[place] = letters[place + distance] = twin
                body = "".join(letters[:-1])
                check = codes.check_character(body)
                letters[place] = letters[place + distance] = wrong
                assert codes.check_character("".join(letters[:-1])) != check


@pytest.mark.parametrize(
    "typed",
    [
        "IMSA-7K3Q-XMC",
        "imsa-7k3q-xmc",
        "7k3qxmc",
        " 7K3Q XMC ",
        "IMSA 7K3Q XMC",
        "imsa7k3qxmc",
        "IMSA–7K3Q—XMC",
        "IMSA\u20117K3Q\u2011XMC",
        "lMSA-7K3Q-XMC",
        "７Ｋ３ＱＸＭＣ",
        "7K3Q\u00a0XMC\u200b",
    ],
)
def test_a_number_is_read_however_it_was_typed(typed):
    assert codes.as_number(typed) == "7K3QXMC"


def test_letters_that_look_like_digits_are_read_as_digits():
    assert codes.normalise("o0iIlL1-uU") == "001111" + "1UU"
    assert codes.as_number("3rwc8og") == "3RWC80G"
    assert codes.as_code("cx7r-oqj4-8nt2-vkmq") == "CX7R0QJ48NT2VKMQ"
    assert codes.as_code("IMSA CX7R 0QJ4 8NT2 VKMQ") == "CX7R0QJ48NT2VKMQ"


@pytest.mark.parametrize(
    "typed",
    ["", "IMSA", "7K3QXM", "7K3QXMD", "7K3QXMCC", "IMSA-7K3Q", "Jon Smyth", "ßßßß", "💡" * 7, "UUUUUUU"],
)
def test_what_is_no_number_is_none(typed):
    assert codes.as_number(typed) is None
    assert codes.as_code(typed) is None


def test_drawn_numbers_are_valid_printable_and_wordless():
    for _ in range(300):
        number = codes.draw_number()
        assert len(number) == codes.NUMBER_LENGTH
        assert codes.as_number(codes.format_number(number)) == number
        assert not set(number[:-1]) & set("AE")


def test_drawn_codes_are_valid_and_differ():
    drawn = {codes.draw_code() for _ in range(300)}
    assert len(drawn) == 300
    for code in drawn:
        assert codes.as_code(codes.format_code(code)) == code
    assert codes.format_code("4H7KQM2X9TRWC3PK") == codes.CODE_EXAMPLE


def test_a_character_outside_the_alphabet_is_named():
    with pytest.raises(codes.NotACodeError):
        codes.check_character("7K3Q*")
