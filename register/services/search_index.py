"""Keeping the public search's words in step with the register, in the same transaction.

The tables hold public entries only, so that a search cannot tell, by what it finds,
by what it counts or by how long it takes, that somebody is hidden.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from register.models import Entry, Posting, Variant, Word
from register.names import fold, index_words, skeleton, variants
from register.states import Visibility


@transaction.atomic
def index(entry: Entry) -> None:
    """Make the words of `entry` what they should be now: its name's, or none when it is hidden."""
    _remember_for_staff(entry)
    wanted = _wanted(entry)
    rows = {
        posting.word.text: posting for posting in Posting.objects.filter(entry=entry).select_related("word")
    }
    _drop([posting for text, posting in rows.items() if text not in wanted])
    for text in sorted(wanted - set(rows)):
        word, created = Word.objects.get_or_create(text=text, defaults={"skeleton": skeleton(text)})
        if created:
            Variant.objects.bulk_create(
                Variant(text=variant, word=word) for variant in sorted(variants(text))
            )
        Posting.objects.create(word=word, entry=entry)
        Word.objects.filter(pk=word.pk).update(n=F("n") + 1)


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


def _drop(postings: list[Posting]) -> None:
    if not postings:
        return
    words = [posting.word_id for posting in postings]
    Posting.objects.filter(pk__in=[posting.pk for posting in postings]).delete()
    Word.objects.filter(pk__in=words).update(n=F("n") - 1)
    Word.objects.filter(pk__in=words, postings__isnull=True).delete()
