"""Keeping the public search's words in step with the register, in the same transaction.

The tables hold public entries only, so that a search cannot tell, by what it finds,
by what it counts or by how long it takes, that somebody is hidden.
"""

from __future__ import annotations

import itertools

from django.db import transaction
from django.db.models import F

from register.models import Entry, Pair, Posting, Variant, Word, pair_of
from register.names import fold, index_words, keys_of
from register.states import Visibility


@transaction.atomic
def index(entry: Entry) -> None:
    """Make the words of `entry` what they should be now: its name's, or none when it is hidden."""
    _remember_for_staff(entry)
    wanted = _wanted(entry)
    old = dict(Posting.objects.filter(entry=entry).values_list("word__text", "word_id"))
    if set(old) == wanted:
        return
    words = {text: _word(text) for text in sorted(wanted - set(old))}
    Posting.objects.bulk_create(Posting(word_id=word, entry=entry) for word in words.values())
    Word.objects.filter(pk__in=words.values()).update(n=F("n") + 1)
    Pair.objects.filter(entry=entry).delete()
    standing = [*words.values(), *(word for text, word in old.items() if text in wanted)]
    Pair.objects.bulk_create(
        Pair(words=pair_of(one, other), entry=entry) for one, other in itertools.combinations(standing, 2)
    )
    _drop(entry, [word for text, word in old.items() if text not in wanted])


def _word(text: str) -> int:
    """The key of the word; a new one is made with all the keys under which it is met."""
    word, created = Word.objects.get_or_create(text=text)
    if created:
        Variant.objects.bulk_create(Variant(text=key, word=word) for key in sorted(keys_of(text)))
    return word.pk


def _remember_for_staff(entry: Entry) -> None:
    """The names under which staff find an entry: all that the person ever had here."""
    names = [entry.person.practising_name, entry.person.certificate_name]
    names += entry.person.previous_names.values_list("name", flat=True)
    entry.staff_words = " ".join(dict.fromkeys(word for name in names for word in fold(name)))
    Entry.objects.filter(pk=entry.pk).update(staff_words=entry.staff_words)


def _wanted(entry: Entry) -> set[str]:
    if entry.visibility != Visibility.PUBLIC:
        return set()
    person = entry.person
    words = index_words(person.practising_name)
    # A previous name matches in public only when the person asked for that name,
    # because the match itself discloses.
    for previous in person.previous_names.filter(searchable_in_public=True):
        words |= index_words(previous.name)
    return words


def _drop(entry: Entry, words: list[int]) -> None:
    if not words:
        return
    Posting.objects.filter(entry=entry, word__in=words).delete()
    Word.objects.filter(pk__in=words).update(n=F("n") - 1)
    Word.objects.filter(pk__in=words, postings__isnull=True).delete()
