"""Names as they are compared: folding, skeletons, one-letter variants, distance. Pure.

Source: credentials reference, section 6. Nothing here knows who is on the register.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LONGEST_WORD = 40
#: Words of this length and more are also tried with two letters left out.
LONG = 6
#: Three letters begin enough names to be worth asking.
PREFIX = 3
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ə": "e",
    }
)
_APOSTROPHES = "'’‘`´ʼʻʹ′＇"
_JOINED = {"o", "mc", "mac"}
#: Two letters that sound as one, before the vowels go.
_PAIRS = (
    ("sch", "s"),
    ("tch", "s"),
    ("cz", "s"),
    ("sz", "s"),
    ("sh", "s"),
    ("ch", "k"),
    ("ph", "f"),
    ("gh", "g"),
    ("kh", "k"),
    ("th", "t"),
    ("dd", "t"),
    ("wh", "w"),
    ("rh", "r"),
    ("ck", "k"),
    ("qu", "k"),
)
_ALIKE = str.maketrans(
    {
        "c": "k",
        "q": "k",
        "g": "k",
        "z": "s",
        "x": "s",
        "j": "s",
        "v": "f",
        "w": "f",
        "b": "p",
        "d": "t",
        "m": "n",
    }
)
#: Short forms under which people are looked for. Only forms in common use in the four nations.
SHORT_FORMS = {
    "abigail": ("abi", "abbie"),
    "alexander": ("alex", "sandy"),
    "alexandra": ("alex", "sandra"),
    "aleksandra": ("ola",),
    "andrew": ("andy",),
    "anthony": ("tony",),
    "benjamin": ("ben",),
    "catherine": ("cath", "kate", "cathy"),
    "katherine": ("kath", "kate", "kathy"),
    "charlotte": ("lottie",),
    "christine": ("chris",),
    "christopher": ("chris",),
    "daniel": ("dan", "danny"),
    "david": ("dave", "dai", "dafydd"),
    "dafydd": ("dai", "david"),
    "deborah": ("deb", "debbie"),
    "edward": ("ed", "ted"),
    "eleanor": ("ellie", "nell"),
    "elizabeth": ("liz", "beth", "lizzie", "betty"),
    "elisabeth": ("liz", "beth"),
    "frances": ("fran",),
    "gareth": ("gaz",),
    "gwenllian": ("gwen", "llio"),
    "isabel": ("izzy",),
    "james": ("jim", "jimmy", "jamie"),
    "jennifer": ("jen", "jenny"),
    "john": ("jack", "johnny"),
    "jonathan": ("jon",),
    "joseph": ("joe",),
    "joshua": ("josh",),
    "katarzyna": ("kasia",),
    "kathleen": ("kath",),
    "malgorzata": ("gosia",),
    "margaret": ("maggie", "meg", "peggy"),
    "matthew": ("matt",),
    "michael": ("mike", "mick"),
    "mohammed": ("mo",),
    "muhammad": ("mo",),
    "mohamed": ("mo",),
    "nicholas": ("nick",),
    "nicola": ("nicky",),
    "patricia": ("pat", "trish"),
    "patrick": ("pat", "paddy"),
    "peter": ("pete",),
    "philip": ("phil",),
    "rebecca": ("becky", "becca"),
    "richard": ("rick", "dick"),
    "robert": ("rob", "bob"),
    "samantha": ("sam",),
    "samuel": ("sam",),
    "stephen": ("steve",),
    "steven": ("steve",),
    "susan": ("sue",),
    "thomas": ("tom",),
    "timothy": ("tim",),
    "victoria": ("vicky",),
    "william": ("will", "bill", "billy"),
}


def fold(text: str) -> list[str]:
    """The words of a name: small letters without marks, in the order they stand.

    No apostrophes; `o`, `mc` and `mac` join the next word; `mac` becomes `mc`.
    """
    plain = "".join(character for character in text if character not in _APOSTROPHES)
    plain = unicodedata.normalize("NFKD", plain).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain)
    letters = [
        "" if unicodedata.category(character) in {"Mn", "Cf"} else character if character.isalnum() else " "
        for character in plain
    ]
    words: list[str] = []
    waiting = ""
    for word in "".join(letters).split():
        if word in _JOINED and not waiting:
            waiting = word
            continue
        words.append(_mc(waiting + word)[:LONGEST_WORD])
        waiting = ""
    if waiting:
        words.append(waiting)
    return words


def _mc(word: str) -> str:
    return "mc" + word[3:] if word.startswith("mac") and len(word) > 5 else word  # noqa: PLR2004 - mace, macy stay


def folded(text: str) -> str:
    """The folded words as one text: two spellings of one name have the same."""
    return " ".join(fold(text))


def index_words(name: str) -> set[str]:
    """The words under which a name is found: its own, and the short forms of its first names."""
    words = fold(name)
    found = set(words)
    for word in words:
        found.update(SHORT_FORMS.get(word, ()))
    return found


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The consonants of a word, alike ones merged; the word itself where nothing is left."""
    sound = word
    for pair, one in _PAIRS:
        sound = sound.replace(pair, one)
    sound = sound.translate(_ALIKE)
    kept: list[str] = []
    for character in sound:
        if character not in "aeiouyh" and character != (kept[-1] if kept else ""):
            kept.append(character)
    return "".join(kept) or word


def variants(word: str) -> set[str]:
    """The word, and the word with any one letter left out."""
    if len(word) < 3:  # noqa: PLR2004 - one letter of two matches everything
        return {word}
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def far_variants(word: str) -> set[str]:
    """The word with two of its first seven letters left out; nothing for short words."""
    if len(word) < LONG:
        return set()
    head = range(min(len(word), 7))
    return {
        "".join(letter for place, letter in enumerate(word) if place not in {one, two})
        for one in head
        for two in head
        if one < two
    }


def keys_of(word: str) -> set[str]:
    """The keys under which a word of the register is met: its variants, its sound, its beginnings."""
    return variants(word) | _sound(word) | {word[:end] + "*" for end in range(PREFIX, len(word))}


def keys_asked(word: str, *, last: bool) -> set[str]:
    """The keys under which words like `word` may be met; the last word may be a beginning."""
    beginning = {word + "*"} if last and len(word) >= PREFIX else set()
    return variants(word) | far_variants(word) | _sound(word) | beginning


def _sound(word: str) -> set[str]:
    sound = skeleton(word)
    return {"~" + sound} if len(sound) > 1 else set()


@lru_cache(maxsize=4096)
def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or swapped with a neighbour."""
    # What is the same at both ends costs nothing, and is most of two names that are compared.
    start, most = 0, min(len(one), len(other))
    while start < most and one[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    if not one or not other:
        return len(one) + len(other)
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, a in enumerate(one, start=1):
        line = [row] + [0] * len(other)
        for column, b in enumerate(other, start=1):
            line[column] = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == other[column - 2] and one[row - 2] == b:
                line[column] = min(line[column], before[column - 2] + 1)
        before, last = last, line
    return last[-1]


def same_name(one: str, other: str) -> bool:
    """Whether two names have the same words, in any order, accents and capitals aside."""
    return bool(fold(one)) and sorted(fold(one)) == sorted(fold(other))
