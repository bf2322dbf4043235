"""Finding somebody by a misspelt name. The tables asked hold public entries only.

Source: credentials reference, section 6: candidates for each word in one query
(one-letter variants, skeleton, and the beginning of the last word), scored here by
edit distance with swaps, skeleton and first letter, 24 kept a word; every word must
match, else one may be missing; 20 results and never a total.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Max, QuerySet, When

from register import names
from register.models import Entry, Posting, Word
from register.selectors.answers import Answer, answerable, answers_for

MOST_WORDS = 4
KEPT = 24
LOOKED_AT = 400
RESULTS = 20
#: Under so many results, words of six letters and more are tried two letters apart.
FEW = 5
#: Three letters begin enough names to be worth asking.
PREFIX = 3
#: The last letter of the alphabet, many times: every word with a prefix sorts before it.
LAST = "z" * names.LONGEST_WORD

Candidates = dict[int, float]


def by_name(text: str) -> list[Answer]:
    """Public entries whose names are like `text`, the likest first, 20 at most."""
    asked = list(dict.fromkeys(names.fold(text)))[:MOST_WORDS]
    if not asked:
        return []
    near = _candidates(asked)
    entries = _ranked(asked, _entries(asked, near))
    found_exactly = bool(entries) and _unlike(asked, entries[0].person.practising_name) < 1
    if len(entries) < FEW and not found_exactly and any(len(word) >= names.LONG for word in asked):
        far = _candidates(asked, far=True)
        wider = {word: {**far[word], **near[word]} for word in asked}
        if wider != near:
            entries = _ranked(asked, _entries(asked, wider))
    return answers_for(entries[:RESULTS])


def _candidates(asked: list[str], *, far: bool = False) -> dict[str, Candidates]:
    """For each word asked, the likest words on the register, each with its penalty; one query."""
    variants: dict[str, set[str]] = {
        word: (names.far_variants(word) if far else set()) | names.variants(word) for word in asked
    }
    skeletons = {word: names.skeleton(word) for word in asked}
    every = set().union(*variants.values())
    found = Word.objects.filter(variants__text__in=every).values_list("pk", "text", "skeleton").distinct()
    if not far:
        found = found.union(
            Word.objects.filter(skeleton__in=set(skeletons.values())).values_list("pk", "text", "skeleton")
        )
        last = asked[-1]
        if len(last) >= PREFIX:
            found = found.union(
                Word.objects.filter(text__gte=last, text__lte=last + LAST).values_list(
                    "pk", "text", "skeleton"
                )
            )
    rows = [Word(pk=pk, text=text, skeleton=skeleton) for pk, text, skeleton in found]
    return {word: _nearest(word, _meant(word, rows, far=far, last=word == asked[-1])) for word in asked}


def _meant(word: str, rows: Iterable[Word], *, far: bool, last: bool) -> list[Word]:
    most = _slips(word) + far
    own = names.skeleton(word)
    return [
        row
        for row in rows
        if (
            abs(len(row.text) - len(word)) <= most + 1
            and (names.distance(word, row.text) <= most or (row.skeleton == own and len(own) > 1))
        )
        or (last and len(word) >= PREFIX and row.text.startswith(word))
    ]


def _slips(word: str) -> int:
    """How many slips a word of this length may have and still be meant."""
    return 1 if len(word) < names.LONG else 2


def _nearest(word: str, rows: Iterable[Word]) -> Candidates:
    """The likest 24 of the words, each with its penalty."""
    scored = sorted((_penalty(word, row), row.pk) for row in rows)
    return {pk: penalty for penalty, pk in scored[:KEPT]}


def _penalty(word: str, row: Word) -> float:
    if word == row.text:
        return 0.0
    penalty = float(names.distance(word, row.text))
    if row.text.startswith(word):
        penalty = min(penalty, 0.8)
    if row.skeleton == names.skeleton(word):
        penalty -= 0.4
    if row.text[0] != word[0]:
        penalty += 0.3
    return max(penalty, 0.1)


def _entries(asked: list[str], groups: dict[str, Candidates]) -> list[Entry]:
    """Entries that have a word for each word asked, else for all but one.

    Where only one word of two is left, it must be the word itself: otherwise half of
    the register would be like half of a name.
    """
    if all(groups.values()):
        entries = list(_having(list(groups.values()))[:LOOKED_AT])
        if entries or len(asked) == 1:
            return entries
    if len(asked) == 1:
        return []
    if len(asked) == 2:  # noqa: PLR2004 - one word of two
        groups = {word: {pk: at for pk, at in group.items() if at == 0} for word, group in groups.items()}
    left = [group for group in groups.values() if group]
    if len(left) < len(asked) - 1:
        return []
    return list(_having_most(left, len(asked) - 1)[:LOOKED_AT])


def _having(groups: list[Candidates]) -> QuerySet[Entry]:
    entries = answerable()
    for group in groups:
        # An IN with a subquery, not EXISTS: SQLite would walk through all entries.
        entries = entries.filter(pk__in=Posting.objects.filter(word_id__in=list(group)).values("entry_id"))
    return entries


def _having_most(groups: list[Candidates], least: int) -> QuerySet[Entry]:
    every = {pk for group in groups for pk in group}
    hits = {
        f"hit{index}": Max(
            Case(When(word_id__in=list(group), then=1), default=0, output_field=IntegerField())
        )
        for index, group in enumerate(groups)
    }
    enough = (
        Posting.objects.filter(word_id__in=every)
        .values("entry_id")
        .annotate(**hits)
        .annotate(hits=functools.reduce(operator.add, (F(name) for name in hits)))
        .filter(hits__gte=least)
        .values("entry_id")
    )
    return answerable().filter(pk__in=enough)


def _ranked(asked: list[str], entries: list[Entry]) -> list[Entry]:
    """The likest names first; equally like ones in the order of their names."""
    return sorted(
        entries,
        key=lambda entry: (_unlike(asked, entry.person.practising_name), entry.person.practising_name),
    )


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
