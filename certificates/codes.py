"""Register numbers and certificate codes: alphabet, check character, drawing, reading.

Source: credentials reference, section 1. The alphabet has no I, L, O and U; what
people type for them is read as 1, 1 and 0. The last character is a Damm check
over GF(32): it catches every single wrong character, every swap of neighbours,
every swap across one character and every twin error in up to 30 characters.
Pure; nothing here asks the database.
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 7
CODE_LENGTH = 16
PREFIX = "IMSA"
NUMBER_EXAMPLE = "IMSA-7K3Q-XMC"
CODE_EXAMPLE = "4H7K-QM2X-9TRW-C3PK"

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
#: Without A and E no word can come out by chance (credentials reference, section 1).
_DRAWN_FOR_NUMBERS = ALPHABET.replace("A", "").replace("E", "")


class NotACodeError(ValueError):
    """The text holds a character that stands in no number and no code."""


def check_character(text: str) -> str:
    """The Damm check character over `text`, which is written in the alphabet.

    Raises NotACodeError when a character is not in the alphabet.
    """
    interim = 0
    for character in text:
        try:
            interim = (interim ^ _VALUES[character]) << 1
        except KeyError as error:
            raise NotACodeError(text) from error
        if interim & 32:
            interim ^= 37
    return ALPHABET[interim]


def is_valid(text: str) -> bool:
    """Whether the last character of `text` is the check over those before it."""
    try:
        return len(text) > 1 and check_character(text[:-1]) == text[-1]
    except NotACodeError:
        return False


def normalise(text: str) -> str:
    """What somebody typed, in capitals, without spaces and dashes, O as 0, I and L as 1.

    Any character that is then not in the alphabet stays, so that the caller sees it.
    """
    return _squeeze(text).translate(_READ_AS)


def as_number(text: str) -> str | None:
    """The register number in `text` (7 characters), or None. A leading IMSA is dropped."""
    squeezed = _squeeze(text)
    if len(squeezed) == len(PREFIX) + NUMBER_LENGTH and squeezed.translate(_READ_AS).startswith("1MSA"):
        squeezed = squeezed[len(PREFIX) :]
    return _checked(squeezed, NUMBER_LENGTH)


def as_code(text: str) -> str | None:
    """The certificate code in `text` (16 characters), or None. A leading IMSA is dropped."""
    squeezed = _squeeze(text)
    if len(squeezed) == len(PREFIX) + CODE_LENGTH and squeezed.translate(_READ_AS).startswith("1MSA"):
        squeezed = squeezed[len(PREFIX) :]
    return _checked(squeezed, CODE_LENGTH)


def draw_number() -> str:
    """A new register number: six random characters without A and E, and the check."""
    return _with_check("".join(secrets.choice(_DRAWN_FOR_NUMBERS) for _ in range(NUMBER_LENGTH - 1)))


def draw_code() -> str:
    """A new certificate code: 75 random bits and the check."""
    return _with_check("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1)))


def format_number(number: str) -> str:
    """`7K3QXMC` as it is printed: `IMSA-7K3Q-XMC`."""
    return f"{PREFIX}-{number[:4]}-{number[4:]}"


def format_code(code: str) -> str:
    """A code as it is printed, in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _with_check(text: str) -> str:
    return text + check_character(text)


def _squeeze(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in wide if not _is_spacing(character))


def _is_spacing(character: str) -> bool:
    """Spaces, every kind of dash, the minus sign, and what is not seen at all."""
    return character.isspace() or character == "\u2212" or unicodedata.category(character) in {"Pd", "Cf"}


def _checked(squeezed: str, length: int) -> str | None:
    text = squeezed.translate(_READ_AS)
    return text if len(text) == length and is_valid(text) else None
