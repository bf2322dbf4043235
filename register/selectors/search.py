"""Finding somebody by a misspelt name. The tables asked hold public entries only.

Source: credentials reference, section 6. Four questions whatever the size of the
register: the words like those asked (by the keys that both share); who has two of them;
who these people are; what happened to their entries. Every word must match, else one may
be missing; 20 results and never a total.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from register import names
from register.models import Entry, Pair, Posting, Variant, pair_of
from register.selectors.answers import Answer, answerable, answers_for

MOST_WORDS = 4
#: The likest words of the register that are kept for a word asked, and the likest pairs of them.
KEPT = 24
PAIRS = KEPT * KEPT
#: Entries whose names are compared with what was asked, out of those that have the words.
LOOKED_AT = 40
MOST_ROWS = 2000
RESULTS = 20
#: Under so many results, words of six letters and more may be a letter further away.
FEW = 5
#: What a word that is only just alike adds to its penalty: it comes after all others.
FAR = 10.0

#: Keys of words, each with how unlike the word is to the one asked.
Candidates = dict[int, float]


def by_name(text: str) -> list[Answer]:
    """Public entries whose names are like `text`, the likest first, 20 at most."""
    asked = list(dict.fromkeys(names.fold(text)))[:MOST_WORDS]
    if not asked:
        return []
    entries = sorted(
        _entries(_candidates(asked)),
        key=lambda entry: (_unlike(asked, entry.person.practising_name), entry.person.practising_name),
    )
    return answers_for(entries[:RESULTS])


def _candidates(asked: list[str]) -> list[Candidates]:
    """For each word asked, the likest words on the register; one query."""
    keys = {word: names.keys_asked(word, last=word == asked[-1]) for word in asked}
    met: dict[str, set[tuple[int, str]]] = defaultdict(set)
    every = Variant.objects.filter(text__in=set().union(*keys.values()))
    for key, word_id, text in every.values_list("text", "word_id", "word__text"):
        met[key].add((word_id, text))
    return [_nearest(word, set().union(*(met[key] for key in keys[word]))) for word in asked]


def _nearest(asked: str, rows: Iterable[tuple[int, str]]) -> Candidates:
    """The likest 24 of the words, each with its penalty."""
    scored = ((_penalty(asked, text), key) for key, text in rows)
    return {key: penalty for penalty, key in sorted(pair for pair in scored if pair[0] < 2 * FAR)[:KEPT]}


def _penalty(asked: str, word: str) -> float:
    """How unlike a word is; `FAR` and more for one that counts where few others are found."""
    if asked == word:
        return 0.0
    if word.startswith(asked) and len(asked) >= names.PREFIX:
        return 0.4 if names.skeleton(asked) == names.skeleton(word) else 0.8
    slips, most = names.distance(asked, word), 1 if len(asked) < names.LONG else 2
    sounds_alike = names.skeleton(asked) == names.skeleton(word)
    penalty = max(0.1, slips - 0.4 * sounds_alike + 0.3 * (asked[0] != word[0]))
    if slips <= most or (sounds_alike and abs(len(asked) - len(word)) <= most + 1):
        return penalty
    return penalty + (FAR if most > 1 and slips == most + 1 else 2 * FAR)


def _entries(groups: list[Candidates]) -> QuerySet[Entry]:
    """The entries that have a word for each word asked, else for all but one.

    Where only one word of two is left, it must be the word itself: otherwise half of
    the register would be like half of a name.
    """
    found = _having_the_word(groups[0]) if len(groups) == 1 else _having_pairs(groups)
    if found or len(groups) != 2:  # noqa: PLR2004 - one word of two
        return answerable().filter(pk__in=_likest(found))
    exact = [word for group in groups for word, penalty in group.items() if penalty == 0]
    return answerable().filter(pk__in=Posting.objects.filter(word__in=exact).values("entry")[:LOOKED_AT])


def _having_the_word(group: Candidates) -> dict[int, float]:
    """Entries that have one of the words; some of each, so that a common word hides no rare one."""
    if not group:
        return {}
    some = 'SELECT * FROM (SELECT word_id, entry_id FROM "{}" WHERE word_id = %s LIMIT {}) AS part'
    union = " UNION ALL ".join([some.format(Posting._meta.db_table, LOOKED_AT)] * len(group))
    found: dict[int, float] = {}
    with connection.cursor() as cursor:
        cursor.execute(union, list(group))
        for word, entry in cursor.fetchall():
            found[entry] = min(group[word], found.get(entry, group[word]))
    return found


def _having_pairs(groups: list[Candidates]) -> dict[int, float]:
    """Entries that have words for all asked, else for all but one of three and more."""
    pairs = sorted(
        (one_penalty + other_penalty, pair_of(one, other), (first, one_penalty), (second, other_penalty))
        for (first, one_group), (second, other_group) in itertools.combinations(enumerate(groups), 2)
        for one, one_penalty in one_group.items()
        for other, other_penalty in other_group.items()
        if one != other
    )[:PAIRS]
    said: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for _sum, key, *words in pairs:
        said[key] += words
    best: dict[int, Candidates] = defaultdict(dict)
    rows = (
        Pair.objects.filter(words__in=list(said)).values_list("words", "entry_id")[:MOST_ROWS] if said else ()
    )
    for key, entry in rows:
        for place, penalty in said[key]:
            best[entry][place] = min(penalty, best[entry].get(place, penalty))
    for least in (len(groups), max(2, len(groups) - 1)):
        found = {entry: sum(own.values()) for entry, own in best.items() if len(own) >= least}
        if found:
            return found
    return {}


def _likest(found: dict[int, float]) -> list[int]:
    """The entries with the likest words. Far ones only where there are few others and none is exact."""
    near = {entry: penalty for entry, penalty in found.items() if penalty < FAR}
    if len(near) >= FEW or 0 in near.values():
        found = near
    return sorted(found, key=lambda entry: (found[entry], entry))[:LOOKED_AT]


def _unlike(asked: list[str], name: str) -> float:
    """How far a name is from what was asked: each word from its likest, and a little for what is left over."""
    own = names.fold(name)
    short = names.index_words(name)
    total = 0.0
    for word in asked:
        total += min(
            (
                0.0
                if word == other
                else 0.8 + 0.01 * len(other)
                if other.startswith(word)
                else names.distance(word, other) + 0.3 * (word[0] != other[0])
                for other in (*own, *short)
            ),
            default=9.0,
        )
    return total + 0.05 * max(0, len(own) - len(asked))
